"""Build every test collection from the public data, under var/benchmarks.

python -m benchmarks.build_collections [--out FOLDER]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks import languages, research
from benchmarks.writer import PROJECT, write

MAKERS = (
    languages.actors_competences,
    languages.actors_labels,
    languages.actors_titles,
    languages.ateco,
    languages.isco_groups,
    languages.occupations,
    research.subjects,
    research.deliverables,
    research.h2020_partners,
    research.calls_to_projects,
    research.skills,
    research.open_calls,
    research.erc_titles,
    research.erc_hosts,
)


def main() -> None:
    """Write all collections and say how large each is."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--out", type=Path, default=PROJECT / "var" / "benchmarks" / "collections")
    options = parser.parse_args()
    for maker in MAKERS:
        for draft in maker():
            write(draft, options.out)
            print(f"{draft.name}: {len(draft.evidence)} pieces of evidence, {len(draft.queries)} queries, {draft.rank}")


if __name__ == "__main__":
    main()
