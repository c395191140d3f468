"""How surely a name is told to be a known organisation, on names of two public registers.

python -m benchmarks.run_names

CORDIS: the register of participant codes (PIC) is known, less a fifth that is kept out; the names under which the same
codes took part in projects are asked. As in real lists, country, town and web address are taken from a part of the
queries. ROR: the main names are known, less a fifth; aliases and labels (often translations) are asked. Rows are
halved by a hash of their id: even ones were tuned on, odd ones are for reporting.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from benchmarks.writer import data_folder, rows
from filiera.engine.identifiers import InvalidIdentifier, web_domain
from filiera.engine.names import ASK, NEW, SAME, NameIndex, Party
from filiera.engine.names_words import folded_name

MOST = 4000  # queries of each table


@dataclass(frozen=True, slots=True)
class Query:
    """A name to find: the id it truly has, and whether it is spelt otherwise than in the register."""

    truth: str
    party: Party
    other_spelling: bool


def _draw(text: str, parts: int) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % parts


def _domains(url: str) -> dict[str, tuple[str, ...]]:
    try:
        return {"domain": (web_domain(url),)} if url else {}
    except InvalidIdentifier:
        return {}


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))


def _thinned(party: Party, key: str) -> Party:
    """Take country, town and web address away from a part of the queries, always the same."""
    draw = _draw("b" + key, 10)
    country = "" if draw < 3 or draw == 6 else party.country
    town = "" if draw < 6 else party.town
    return replace(party, country=country, town=town, identifiers=party.identifiers if _draw("d" + key, 2) else {})


def cordis() -> tuple[list[Party], list[Query]]:
    """Read the register of PIC codes and the names of participations."""
    folder = data_folder() / "cordis-projects"
    register = {row["pic"]: row for row in rows(folder / "organisations-pic.csv") if row["legal_name"].strip()}
    known = [
        Party(pic, (row["legal_name"],), _listed(row["short_name"]), row["city"], row["country"], _domains(row["url"]))
        for pic, row in register.items()
        if _draw("in" + pic, 5)
    ]
    queries: dict[tuple[str, str], Query] = {}
    for row in rows(folder / "participations.csv"):
        name = folded_name(row["legal_name"])
        if row["pic"] not in register or not name:
            continue
        party = Party(
            "", (row["legal_name"],), _listed(row["short_name"]), row["city"], row["country"], _domains(row["url"])
        )
        other = name != folded_name(register[row["pic"]]["legal_name"])
        queries[row["pic"], name] = Query(row["pic"], _thinned(party, row["pic"] + name), other)
    return known, list(queries.values())


def ror() -> tuple[list[Party], list[Query]]:
    """Read the active records of ROR: main names known, aliases and labels asked with town and country."""
    names = ("ror-italy", "ror-europe-other-part1", "ror-europe-other-part2")
    records = [
        row
        for name in names
        for row in rows(data_folder() / "ror-organisations" / f"{name}.csv")
        if row["status"] == "active"
    ]
    known = [
        Party(row["ror_id"], (row["name"],), _listed(row["acronyms"]), row["city"], row["country_code"])
        for row in records
        if _draw("in" + row["ror_id"], 5)
    ]
    queries = [
        Query(row["ror_id"], Party("", (name,), (), row["city"], row["country_code"]), True)
        for row in records
        for name in (*_listed(row["labels"]), *_listed(row["aliases"]))
    ]
    return known, queries


def report(title: str, known: Sequence[Party], queries: Iterable[Query]) -> None:
    """Print one line a half."""
    started = time.perf_counter()
    index = NameIndex(known)
    built = time.perf_counter() - started
    ids = {party.id for party in known}
    ordered = sorted(queries, key=lambda query: _draw(query.truth + query.party.names[0], 1 << 32))
    for half, name in ((0, "tuning"), (1, "reporting")):
        asked = [query for query in ordered if _draw(query.truth, 2) == half][:MOST]
        started = time.perf_counter()
        answers = index.match_many([query.party for query in asked])
        each = (time.perf_counter() - started) / max(1, len(asked))
        pairs = list(zip(asked, answers, strict=True))
        same = [query.truth == answer.matches[0].known_id for query, answer in pairs if answer.band == SAME]
        others = [(query, answer) for query, answer in pairs if query.other_spelling and query.truth in ids]
        joined = sum(answer.band == SAME and answer.matches[0].known_id == query.truth for query, answer in others)
        offered = sum(
            any(match.known_id == query.truth and match.band != NEW for match in answer.matches)
            for query, answer in others
        )
        strangers = [answer.band for query, answer in pairs if query.truth not in ids]
        print(
            f"| {title} | {name} | {len(asked)} | {sum(same) / max(1, len(same)):.4f} | {len(same)} "
            f"| {joined / max(1, len(others)):.2f} | {offered / max(1, len(others)):.2f} "
            f"| {strangers.count(NEW) / max(1, len(strangers)):.2f} | {strangers.count(SAME)} "
            f"| {sum(answer.band == ASK for answer in answers) / len(asked):.2f} | {each * 1000:.1f} |",
            flush=True,
        )
    print(f"index of {len(known)} names built in {built:.1f} s")


def main() -> None:
    """Print the table."""
    print(
        "| register | half | queries | precision of same | said same | other spellings: same | same or ask "
        "| strangers: new | strangers joined | asked | ms a query |"
    )
    print("| --- " * 11 + "|")
    report("CORDIS", *cordis())
    report("ROR", *ror())


if __name__ == "__main__":
    main()
