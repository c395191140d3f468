"""A simulated year of needs: what an office comes to that sends small batches by our routers, beside the usual ways. Markdown.

    python -m benchmarks.run_need_year [--needs 3000] [--firms 600] [--seed 20261130] [--json FILE] [--no-sensitivity]

Organisations, evidence and needs are drawn by the seed (need_world.py), scored by the product's own engine (need_scores.py),
and the same people (need_people.py) meet every way of asking. Parameters were chosen on the seed 1; docs/need-year.md.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from benchmarks.need_figures import Figures, figures_of, ratios, table
from benchmarks.need_people import People
from benchmarks.need_scores import Kept, Match, Matches, Matching
from benchmarks.need_world import Need, World, build_world
from benchmarks.need_year import Office, Platform, Sender, Year
from benchmarks.timing import seconds
from benchmarks.vectors import FileCache
from benchmarks.writer import PROJECT
from filiera.engine.embedding import Embedder, embedder
from filiera.engine.routing.routers import router, router_names
from filiera.engine.routing.types import Parameters

SEED = 20261130
OURS = router_names()[0]
# The office reads every need before it goes out: it confirms what it asks for, as well as whoever tags needs on a platform.
CONFIRMED = f"{OURS}, confirmed"
# Members who ever fill in such a form. Source: 46 % ever upload anything, as organisers of matchmaking events report.
FILLED = 0.46
# Assumptions. Who fills in the form ticks a keyword for so many of the things it can do, and so many beside them, in the hope
# of business.
TICKED, TICKED_BESIDE = 0.70, 0.30

Scores = Sequence[Matches]
Recipients = Callable[[Need], Collection[int]]


def main() -> None:
    """Let the year go by under each way of asking, and print what it came to."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--needs", type=int, default=3000)
    parser.add_argument("--firms", type=int, default=600)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    parser.add_argument(
        "--no-sensitivity", action="store_true", help="leave out twice the silence and half the evidence"
    )
    options = parser.parse_args()
    world = build_world(seed=options.seed, firms=options.firms, needs=options.needs)
    model = Kept(embedder(), FileCache(PROJECT / "var" / "benchmarks" / "vectors.sqlite3"))
    found = run(world, model, options.seed, with_sensitivity=not options.no_sensitivity)
    if options.json:
        plain = {case: {way: _plain(one) for way, one in by.items()} for case, by in found.items()}
        options.json.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")


def _plain(figures: Figures) -> dict[str, float | None]:
    """Give figures as JSON has them: what is not a number is null."""
    return {name: None if math.isnan(value) else value for name, value in asdict(figures).items()}


def run(world: World, model: Embedder, seed: int, *, with_sensitivity: bool) -> dict[str, dict[str, Figures]]:
    """Score the needs, run every way of asking under every case, and print the tables."""
    scores = scored(world, model, 1.0)
    print(
        f"\n{len(world.needs):,} needs, {len(world.firms)} organisations, {len(world.documents):,} pieces of evidence\n"
    )
    found = {"as assumed": compare(world, People(), ways(world, scores, seed), seed)}
    print(f"{table(found['as assumed'])}\n\n{ratios(found['as assumed'], CONFIRMED)}", flush=True)
    if with_sensitivity:
        silent = replace(People(), silence=min(1.0, 2 * People().silence))
        found["twice the silence"] = compare(world, silent, ways(world, scores, seed), seed)
        half = ways(world, scored(world, model, 0.5), seed)
        unaware = {name: one for name, one in half.items() if name.startswith(router_names())}
        found["half the evidence"] = compare(world, People(), unaware, seed)
        for case in ("twice the silence", "half the evidence"):
            print(f"\n**{case.capitalize()}**\n\n{table(found[case])}", flush=True)
    return found


@dataclass(frozen=True, slots=True)
class Scored:
    """The matches of each need as it is read, and with the competences that people say it is about."""

    read: Scores
    confirmed: Scores


def scored(world: World, model: Embedder, share: float) -> Scored:
    """Match every need with a share of the evidence; say how it was, and how long it took."""
    with Matching.opened(world, model, share) as matching:
        seen = matching.seen()
        pairs: list[tuple[Matches, Matches]] = []
        taken = seconds(lambda: pairs.extend(matching.scores(need) for need in world.needs))
    read, confirmed = ([pair[place] for pair in pairs] for place in (0, 1))
    nobody = sum(not one for one in read) / len(read)
    print(
        f"{share:.0%} of the evidence: claims hold with precision {seen.precision:.2f} and recall {seen.recall:.2f}; "
        f"{nobody:.1%} of needs have no answer as read; matched in {taken:.0f} s",
        flush=True,
    )
    return Scored(read, confirmed)


def ways(world: World, scores: Scored, seed: int, rules: Parameters | None = None) -> dict[str, Callable[[], Sender]]:
    """Name the ways of asking; each is made anew for a year."""
    chosen = rules or Parameters()
    perfect: Scores = [dict.fromkeys(sorted(need.able), Match(1.0, True)) for need in world.needs]
    made: dict[str, Callable[[], Sender]] = {}
    for name in router_names():
        made[name] = partial(Office, router(name), scores.read, chosen)
        made[f"{name}, confirmed"] = partial(Office, router(name), scores.confirmed, chosen)
    platforms: dict[str, Recipients] = {
        "everybody": lambda _need: range(len(world.firms)),
        "keywords": by_keyword(world, seed, lambda leaf: leaf, FILLED),
        "broad keywords": by_keyword(world, seed, lambda leaf: leaf.rsplit(".", 1)[0], FILLED),
        "keywords, all fill in": by_keyword(world, seed, lambda leaf: leaf, 1.0),
    }
    made |= {name: partial(Platform, rule) for name, rule in platforms.items()}
    return made | {"knowing all": partial(Office, router(OURS), perfect, chosen)}


def compare(world: World, people: People, senders: Mapping[str, Callable[[], Sender]], seed: int) -> dict[str, Figures]:
    """Let the same year go by under each way of asking."""
    found = {}
    for name, make in senders.items():
        year = Year(world, people, seed)
        year.run(make())
        found[name] = figures_of(year)
    return found


def by_keyword(world: World, seed: int, keyword: Callable[[str], str], filled: float) -> Recipients:
    """Give the rule of a brokerage platform: needs are tagged with keywords, and go to whoever ticked one of them.

    `filled` in [0, 1] is the share of organisations that ticked anything.
    """
    chance = random.Random(f"keywords {seed}")  # noqa: S311
    leaves = sorted(one.id for one in world.known if one.level == 3)
    beside: dict[str, list[str]] = defaultdict(list)
    for leaf in leaves:
        beside[leaf.rsplit(".", 1)[0]].append(leaf)
    ticked: dict[str, set[int]] = defaultdict(set)
    for firm in world.firms:
        has_filled = chance.random() < filled
        for leaf in sorted(firm.abilities) if has_filled else ():
            if chance.random() < TICKED:
                ticked[keyword(leaf)].add(firm.number)
            if chance.random() < TICKED_BESIDE:
                ticked[keyword(chance.choice(beside[leaf.rsplit(".", 1)[0]]))].add(firm.number)
    return lambda need: set().union(*(ticked[keyword(tag)] for tag in need.tags))


if __name__ == "__main__":
    main()
