"""Time the imports as whole commands: a sheet of 5,000 invented rows, and CORDIS from FILIERA_DATA where it is there.

    python -m benchmarks.run_imports

Works in a folder of its own with the small embedder; prints rows a second and the most memory a command took.
"""

from __future__ import annotations

import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from filiera.settings import env

ROOT = Path(__file__).resolve().parents[1]
FILIERA = str(Path(sys.executable).parent / "filiera")
TOWNS = ("Crema", "Cremona", "Lodi", "Milano", "Monza", "Bergamo", "Brescia", "Pavia", "Como", "Lecco")
FIRST = ("Alba", "Brina", "Corte", "Duna", "Esedra", "Felce", "Guado", "Isola", "Lago", "Monte", "Nebbia", "Orto")
SECOND = ("Sereno", "Antico", "Chiaro", "Minore", "Vecchio", "Nuovo", "Lungo", "Alto", "Basso", "Grande")


def sheet(path: Path, rows: int) -> None:
    """Write a sheet of invented firms, one name in ten a near copy of the one before."""
    chance = random.Random(11)  # noqa: S311
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, delimiter=";")
        writer.writerow(["Rag. Soc.", "citta", "dip.", "sito", "cosa fanno"])
        name = ""
        for n in range(rows):
            if n % 10 == 0 or not name:
                name = f"{chance.choice(FIRST)} {chance.choice(SECOND)} {n} srl"
            else:
                name = f"{chance.choice(FIRST)} {chance.choice(SECOND)} {n}"
            writer.writerow(
                [name, chance.choice(TOWNS), chance.randrange(1, 400), f"https://ditta{n}.example", "prova"]
            )


def run(arguments: list[str], folder: Path) -> tuple[float, float, str]:
    """Run a command in the folder; give seconds, the most memory of a child so far in MB, and what it printed."""
    environment = {**os.environ, "FILIERA_VAR": str(folder), "FILIERA_EMBEDDER": "hash-v1", "DATABASE_URL": ""}
    began = time.perf_counter()
    done = subprocess.run([FILIERA, *arguments], env=environment, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - began
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, done.stdout


def main() -> None:
    """Print the table."""
    rows = 5000
    with tempfile.TemporaryDirectory(prefix="filiera-bench-") as name:
        folder = Path(name)
        (folder / "territory").symlink_to(ROOT / "var" / "territory")
        run(["migrate", "-v0"], folder)
        run(["instance", "--examples"], folder)
        path = folder / "soci.csv"
        sheet(path, rows)
        tried, _memory, _said = run(["sheet", str(path), "--dry-run", "--json"], folder)
        applied, memory, said = run(["sheet", str(path), "--apply", "--json"], folder)
        undone, _memory, _said = run(["sheet-undo", str(json.loads(said)["batch"]), "--json"], folder)
        print("| import | rows | seconds | rows/s | most memory (MB) |\n|---|---:|---:|---:|---:|")
        print(f"| sheet, dry run | {rows:,} | {tried:.1f} | {rows / tried:,.0f} | |")
        print(f"| sheet, dry run and apply | {rows:,} | {applied:.1f} | {rows / applied:,.0f} | {memory:.0f} |")
        print(f"| sheet, taken back | {rows:,} | {undone:.1f} | {rows / undone:,.0f} | |")
        tables = env.DATA_DIR / "cordis-projects"
        if not tables.exists():
            print(f"\nCORDIS was not timed: {tables} is not there (FILIERA_DATA).")
            return
        seconds, memory, said = run(["evidence", "import", "cordis", str(tables), "--no-map", "--json"], folder)
        read = json.loads(said)["counts"]["read"] if '"counts"' in said else 101_979
        print(f"| CORDIS, FP7 and H2020 | {read:,} | {seconds:.1f} | {read / seconds:,.0f} | {memory:.0f} |")


if __name__ == "__main__":
    main()
