"""Incentives of incentivi.gov.it, from its CSV or its Solr documents: one draft an incentive, the later update of two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from filiera.funding.drafts import CallDraft, CallFault
from filiera.funding.enums import CallSource, Procedure
from filiera.funding.importers.incentivi_rules import incentive_rules
from filiera.funding.importers.incentivi_window import ROME, incentive_window
from filiera.funding.importers.incentivi_words import COLUMNS, KEYS, level_of, values_of
from filiera.funding.importers.noted import Noted
from filiera.funding.importers.records import INCENTIVES, Record
from filiera.funding.importers.text import MOST_HTML, one_line, plain_lines

LICENCE = "IODL 2.0: Fonte: incentivi.gov.it, MIMIT"
SITE = "https://www.incentivi.gov.it"
_COUNTER = re.compile(r"\ba\s+sportello\b|ordine\s+cronologico|ordine\s+di\s+arrivo", re.IGNORECASE)
_RANKING = re.compile(r"\bgraduatori[ae]\b|procedura\s+valutativa\s+a\s+graduatoria", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Incentive:
    """An incentive under our names of its fields, whichever of the two formats it came in."""

    record: Record
    values: Mapping[str, Any]

    def text(self, name: str) -> str:
        """Give a field as plain text."""
        found = self.values.get(name)
        if isinstance(found, list):
            return "; ".join(values_of(found))
        return "" if found is None or isinstance(found, dict) else plain_lines(str(found))

    def several(self, name: str) -> tuple[str, ...]:
        """Give the values of a field that may have several."""
        return tuple(one_line(value) for value in values_of(self.values.get(name)))


def incentive_drafts(records: Sequence[Record], *, today: date) -> Iterator[CallDraft | CallFault]:
    """Give a draft for each incentive, and what is wrong with the records."""
    kept: dict[str, Incentive] = {}
    for record in records:
        one = _incentive(record)
        ref = one_line(one.text("id"))
        if not ref:
            yield record.fault("no-id", _name(record, "id"), one.text("title"), is_fatal=True)
            continue
        other = kept.get(ref)
        if other is not None and other.record.raw != record.raw:
            one = max(other, one, key=_changed)
            yield record.fault("twice", _name(record, "id"), ref)
        kept[ref] = one
    for ref, one in kept.items():
        yield from _draft(ref, one, today)


def _changed(one: Incentive) -> date:
    return Noted(one.record, ROME).day("", one.values.get("changed")) or date.min


def _incentive(record: Record) -> Incentive:
    found = {
        name: next((record.value[key] for key in keys if record.value.get(key) not in (None, "", [])), None)
        for name, keys in KEYS.items()
    }
    return Incentive(record, found)


def _name(record: Record, name: str) -> str:
    """Give the name of a field as the record has it."""
    document, column = COLUMNS[name]
    return column if record.layout == INCENTIVES else document


def _draft(ref: str, one: Incentive, today: date) -> Iterator[CallDraft | CallFault]:
    names = {name: _name(one.record, name) for name in COLUMNS}
    noted = Noted(one.record, ROME, decimal_mark=",", names=names)
    title = one_line(str(one.values.get("title") or ""))
    if not title:
        yield one.record.fault("no-title", _name(one.record, "title"), ref, is_fatal=True)
        return
    if len(str(one.values.get("description") or "")) > MOST_HTML:
        noted.remark("text-cut", "description", len(str(one.values["description"])))
    window = incentive_window(
        noted, opens=one.values.get("opens"), closes=one.values.get("closes"), note=one.text("note"), today=today
    )
    granted_by = one_line(one.text("granted_by"))
    for name in ("legal_basis", "implementing", "municipalities", "scope", "costs", "other"):
        noted.keep(name, one.text(name))
    noted.keep("regions", "; ".join(one.several("regions")))
    text = one.text("description")
    yield CallDraft(
        source=CallSource.INCENTIVI,
        ref=ref,
        language="it",
        title=title,
        window=window,
        summary="; ".join(one.several("aims")),
        text=text,
        programme="",
        level=level_of(granted_by),
        procedure=Procedure.CONTINUOUS if "rolling" in noted.also else _procedure(f"{title}\n{text}\n{window.said}"),
        granted_by=granted_by,
        keywords=one.several("aims"),
        sectors=one.several("sectors"),
        support_forms=one.several("forms"),
        url=_page(noted, one),
        budget_eur=noted.amount("budget", one.values.get("budget")),
        grant_min_eur=noted.amount("grant_min", one.values.get("grant_min")),
        grant_max_eur=noted.amount("grant_max", one.values.get("grant_max")),
        rules=incentive_rules(noted, one.values, granted_by=granted_by),
        licence=LICENCE,
        retrieved_on=one.record.on or today,
        source_changed_on=noted.day("changed", one.values.get("changed")),
        raw=one.record.raw,
        raw_format=one.record.raw_format,
        also=noted.also,
    )
    yield from noted.faults


def _procedure(text: str) -> Procedure | None:
    """Tell how applications are chosen where the text names one way and not the other."""
    is_counter, is_ranking = bool(_COUNTER.search(text)), bool(_RANKING.search(text))
    if is_counter == is_ranking:
        return None
    return Procedure.COUNTER if is_counter else Procedure.RANKING


def _page(noted: Noted, one: Incentive) -> str:
    """Give the authority's page; where there is none, that of the catalogue."""
    page = one.text("page")
    catalogue = f"{SITE}{page}" if page.startswith("/") else page
    link = one.text("link")
    if not re.match(r"https?://\S+$", link):
        return catalogue if catalogue.startswith("https://") else ""
    noted.keep("catalogue", catalogue)
    return link
