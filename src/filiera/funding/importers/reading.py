"""Read calls out of whatever is brought: the format by what is inside, a draft for each call, and everything that is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from filiera.funding.drafts import CallDraft, CallFault
from filiera.funding.importers.brought import Answer, Brought, answers_of
from filiera.funding.importers.eu_portal import portal_drafts
from filiera.funding.importers.eu_topics import topic_drafts
from filiera.funding.importers.incentivi import incentive_drafts
from filiera.funding.importers.records import INCENTIVES, SEDIA, SOLR, TOPIC_TEXTS, TOPICS, Record, records_of

FORMATS = {
    SEDIA: "eu-portal",
    TOPICS: "eu-topics",
    TOPIC_TEXTS: "eu-topics",
    SOLR: "incentivi-solr",
    INCENTIVES: "incentivi-csv",
}
ONCE = frozenset({"unknown-action-type"})
"""Faults that are of a value, not of a record: the first record that has it is told."""

MOST_FAULTS = 10_000
"""A file of nothing but faults is told by so many."""


@dataclass(frozen=True, slots=True)
class ImportRead:
    """What came out: drafts, faults, how many of what, the format (several are joined by "+"), and the files that were read.

    `counted` has `records`, `calls`, `left_out` (records with a fatal fault) and a line for each layout of records.
    """

    drafts: tuple[CallDraft, ...]
    faults: tuple[CallFault, ...]
    counted: Mapping[str, int]
    format: str
    files: tuple[str, ...]


def read_calls(brought: Brought | Sequence[Brought], *, today: date) -> ImportRead:
    """Read files, folders, zips or answers of `live`, together: texts find their topics across files. Never raises for content.

    `today` is the day of what bears no day of its own.
    """
    by_layout: dict[str, list[Record]] = {layout: [] for layout in FORMATS}
    faults: list[CallFault] = []
    files: list[str] = []
    for answer in answers_of(brought):
        if isinstance(answer, CallFault):
            faults.append(answer)
            continue
        files.append(answer.name)
        _sort(answer, by_layout, faults)
    drafts = _drafts(by_layout, faults, today)
    counted = Counter({layout: len(records) for layout, records in by_layout.items() if records})
    counted["records"] = sum(counted.values())
    counted["calls"] = len(drafts)
    counted["left_out"] = sum(1 for one in faults if one.is_fatal)
    found = dict.fromkeys(FORMATS[layout] for layout, records in by_layout.items() if records)
    return ImportRead(tuple(drafts), tuple(faults[:MOST_FAULTS]), counted, "+".join(found), tuple(files))


def _sort(answer: Answer, by_layout: dict[str, list[Record]], faults: list[CallFault]) -> None:
    for one in records_of(answer):
        if isinstance(one, CallFault):
            faults.append(one)
        else:
            by_layout[one.layout].append(one)


def _drafts(by_layout: Mapping[str, list[Record]], faults: list[CallFault], today: date) -> list[CallDraft]:
    """Build the drafts; a topic that comes as the portal serves it and in a table too is taken from the portal's answer."""
    told: set[str] = set()
    by_call: dict[tuple[str, str], CallDraft] = {}
    for found in (
        portal_drafts(by_layout[SEDIA], today=today),
        topic_drafts(by_layout[TOPICS], by_layout[TOPIC_TEXTS], today=today),
        incentive_drafts([*by_layout[SOLR], *by_layout[INCENTIVES]], today=today),
    ):
        for one in found:
            if isinstance(one, CallDraft):
                by_call.setdefault((one.source, one.ref.casefold()), one)
            elif one.code not in ONCE or one.value not in told:
                faults.append(one)
                told |= {one.value} if one.code in ONCE else set()
    return list(by_call.values())
