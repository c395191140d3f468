"""Print every measure of speed, and how well needs are read, one after the other: what `make bench` runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MEASURES = (
    ("Index and answers, beside what they are measured against", "benchmarks.run_speed"),
    ("Pages", "benchmarks.run_pages"),
    ("Imports", "benchmarks.run_imports"),
    ("Consortia", "benchmarks.composing"),
    ("A simulated year of needs", "benchmarks.run_need_year"),
    ("Needs read from their texts", "benchmarks.run_need_texts"),
)


def main() -> None:
    """Run each measure in a process of its own."""
    environment = {"OPENBLAS_NUM_THREADS": "1", **os.environ}
    for title, module in MEASURES:
        print(f"\n## {title}\n", flush=True)
        subprocess.run([sys.executable, "-m", module], cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main()
