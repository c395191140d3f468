"""Time the main pages at 1,000 organisations, and how they grow with the evidence; an empty page of ours stands beside.

"After a change": an organisation was saved just before, so that nothing that pages keep is good any more.

    python -m benchmarks.run_pages [--sizes 1000,10000,100000] [--json]

Works in a folder of its own, with the small embedder: what is timed is everything but the model.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    "empty page": "/it/privacy/",
    "home": "/it/",
    "list": "/it/organisations/",
    "list, filtered": "/it/organisations/?kind=COMPANY&proof=recent",
    "list, searched": "/it/organisations/?q=airless",
    "map": "/it/organisations/map/",
    "network of one": "/it/organisations/network/?around=ditta-00007",
    "organisation": "/it/organisations/ditta-00007/",
    "competence": "/it/competences/PK1.CMP.AIR/",
    "chain": "/it/chain/",
    "answers": "/it/ask/?q=sistemi airless per creme",
}


def worker(size: int, repeats: int) -> None:
    """Fill one database and print the median milliseconds and the queries of each page as JSON."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "filiera.settings.dev"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from benchmarks.world import fill
    from filiera.common.instance import current_instance
    from filiera.competence.operations.load import load_vocabularies
    from filiera.competence.operations.map import update_map
    from filiera.registry.models import Organisation
    from filiera.settings import env

    call_command("migrate", verbosity=0)
    load_vocabularies(instance=current_instance(), municipalities=env.VAR_DIR / "territory" / "municipalities.csv")
    fill(organisations=min(1000, size), evidence=size)
    began = time.perf_counter()
    update_map(today=timezone.localdate())
    found: dict[str, object] = {"map_seconds": round(time.perf_counter() - began, 1), "pages": {}}
    client = Client()
    for name, path in PAGES.items():
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
        count = len(queries)
        assert response.status_code == 200, (name, response.status_code)
        times = []
        for _repeat in range(repeats):
            start = time.perf_counter()
            client.get(path)
            times.append((time.perf_counter() - start) * 1000)
        anew = []
        for _repeat in range(3):
            Organisation.objects.order_by("pk").first().save()  # type: ignore[union-attr]
            start = time.perf_counter()
            client.get(path)
            anew.append((time.perf_counter() - start) * 1000)
        found["pages"][name] = {  # type: ignore[index]
            "ms": round(statistics.median(times), 1),
            "anew": round(statistics.median(anew), 1),
            "queries": count,
        }
    print(json.dumps(found))


def main() -> None:
    """Run one process a size, so that none warms the other, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--worker", type=int)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.worker:
        worker(options.worker, options.repeats)
        return
    sizes = [int(size) for size in options.sizes.split(",")]
    results = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="filiera-bench-") as folder:
            (Path(folder) / "territory").symlink_to(ROOT / "var" / "territory")
            env = {**os.environ, "FILIERA_VAR": folder, "FILIERA_EMBEDDER": "hash-v1", "DATABASE_URL": ""}
            command = [
                sys.executable,
                "-m",
                "benchmarks.run_pages",
                "--worker",
                str(size),
                "--repeats",
                str(options.repeats),
            ]
            done = subprocess.run(command, env=env, check=True, capture_output=True, text=True, cwd=ROOT)
            results[size] = json.loads(done.stdout.splitlines()[-1])
    if options.json:
        print(json.dumps(results))
        return
    last = results[sizes[-1]]["pages"]
    empty = last["empty page"]["ms"]
    print(
        "| page | "
        + " | ".join(f"{size:,} (ms)" for size in sizes)
        + " | x empty | growth | after a change (ms) | queries |"
    )
    print("|---|" + "---:|" * (len(sizes) + 4))
    for name in PAGES:
        times = [results[size]["pages"][name]["ms"] for size in sizes]
        row = " | ".join(str(one) for one in times)
        print(
            f"| {name} | {row} | {times[-1] / empty:.1f} | {times[-1] / times[0]:.1f} "
            f"| {last[name]['anew']} | {last[name]['queries']} |"
        )
    print("\nThe whole map: " + ", ".join(f"{size:,}: {results[size]['map_seconds']} s" for size in sizes))


if __name__ == "__main__":
    main()
