"""How like the real one the simulated evidence is: the actors' collections of docs/quality.md, drawn instead of collected.

    python -m benchmarks.need_likeness [--seed 20261130]

As many organisations as the actors' sheet has, with evidence of all that they can do: what they can is then what the evidence
shows, as it is in those collections. Were these figures higher, the year would be too easy.
"""

from __future__ import annotations

import argparse

from benchmarks.need_scores import Kept, Matching
from benchmarks.need_world import INSTANCE, Gaps, World, build_world
from benchmarks.run_need_year import SEED
from benchmarks.vectors import FileCache
from benchmarks.writer import PROJECT, rows
from filiera.engine.collection import Collection, Query
from filiera.engine.embedding import embedder
from filiera.engine.evaluation import Options, measured
from filiera.engine.matching import matcher


def main() -> None:
    """Print how well owners are found by label and definition of what they can do, and how well the map reads it."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--seed", type=int, default=SEED)
    seed = parser.parse_args().seed
    firms = len({row["organisation_id"] for row in rows(INSTANCE / "actors" / "evidence.csv")})
    world = build_world(seed=seed, firms=firms, needs=1, gaps=Gaps(omitted=0.0, empty=0.0, boasting=0.0))
    model = Kept(embedder(), FileCache(PROJECT / "var" / "benchmarks" / "vectors.sqlite3"))
    print("| questions in | nDCG@10 | MRR | success@10 |\n|---|---|---|---|")
    with Matching.opened(world, model) as matching:
        for lang in ("it", "en"):
            found = measured(matching.index, matcher(), collection(world, lang), Options()).measures
            print(f"| {lang} | {found['ndcg@10']:.3f} | {found['mrr']:.3f} | {found['success@10']:.3f} |")
        seen = matching.seen()
    print(f"\nClaims that hold: precision {seen.precision:.2f}, recall {seen.recall:.2f}")


def collection(world: World, lang: str) -> Collection:
    """Ask for each competence by its label and definition in one language; who can is relevant."""
    queries, judgements = [], {}
    for leaf in world.known:
        able = {firm.key: 1.0 for firm in world.firms if leaf.id in firm.abilities}
        if able:
            queries.append(Query(leaf.id, f"{leaf.labels[lang]}. {leaf.definitions[lang]}", lang))
            judgements[leaf.id] = able
    return Collection(world.documents, tuple(queries), judgements)


if __name__ == "__main__":
    main()
