"""Topics of the EU Funding & Tenders portal as its search answers with them: one draft a topic, English where there is any."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from filiera.funding.drafts import CallDraft, CallFault
from filiera.funding.enums import CallLevel, CallSource
from filiera.funding.importers.action_types import programme_name, standard_rules
from filiera.funding.importers.eu_window import BRUSSELS, eu_window, procedure_of, status_of
from filiera.funding.importers.noted import Noted
from filiera.funding.importers.records import Record
from filiera.funding.importers.text import MOST_HTML, one_line, plain_lines, writable

LICENCE = "© European Union, CC BY 4.0 (Commission Decision 2011/833/EU)"
PUBLIC_PAGE = "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities/topic-details/"
LANGUAGES = ("en",)
"""Which version of a topic is kept before the others."""

TENDER, CASCADE = "0", "8"
"""Types of what the portal holds that are no topics of its own: tenders, and calls of funded projects to third parties."""

MOST_TITLE = 500
"""A longer text is the contents of a topic, not its name."""

MOST_SUMMARY = 400
_HEADINGS = re.compile(
    r"^(?:(?:expected\s+(?:outcomes?|impacts?)|general\s+objectives?|specific\s+(?:challenge|objectives?)|objectives?|scope)\s*:\s*)+",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^[^.:;]{0,160}\bfollowing\b[^.:;]{0,80}:\s*|^[^.:;]{0,160}\bexpected\s+outcomes\s*:\s*", re.IGNORECASE
)
"""As in "Project results are expected to contribute to all of the following expected outcomes:"."""


@dataclass(frozen=True, slots=True)
class _Action:
    """What the portal says of one action of a topic inside its two fields of JSON."""

    types: tuple[str, ...] = ()
    deadlines: tuple[Any, ...] = ()
    opens: Any = None
    model: str = ""
    grants: Any = None
    least: Any = None
    most: Any = None
    years: Mapping[str, Any] = field(default_factory=dict)


def portal_drafts(records: Sequence[Record], *, today: date) -> Iterator[CallDraft | CallFault]:
    """Give a draft for each topic of answers, and what is wrong with their records.

    Of a topic that comes more than once in a language the later record stands, which is told where they differ.
    """
    kept: dict[str, dict[str, Record]] = {}
    for record in records:
        identifier = _identifier(record)
        if _first(_meta(record), "type") == TENDER or _all(_meta(record), "esST_question"):
            yield record.fault("no-call", "type", identifier or record.value.get("reference", ""), is_fatal=True)
        elif not identifier:
            yield record.fault("no-id", "identifier", record.value.get("reference", ""), is_fatal=True)
        else:
            versions = kept.setdefault(identifier.casefold(), {})
            language = _language(record)
            if language in versions and versions[language].raw != record.raw:
                yield record.fault("twice", "identifier", identifier)
            versions[language] = record
    for versions in kept.values():
        yield from _draft(versions, today)


def _draft(versions: Mapping[str, Record], today: date) -> Iterator[CallDraft | CallFault]:
    language = next((one for one in LANGUAGES if one in versions), next(iter(versions)))
    record = versions[language]
    meta, noted = _meta(record), Noted(record, BRUSSELS)
    identifier = _identifier(record)
    named = (_first(meta, "title"), *(str(record.value.get(name) or "") for name in ("title", "summary", "content")))
    title = next((found for one in named if 0 < len(found := one_line(one)) <= MOST_TITLE), "")
    if not title:
        yield record.fault("no-title", "title", identifier, is_fatal=True)
        return
    for other, version in versions.items():
        if other != language:
            noted.keep(f"title_{other}", one_line(_first(_meta(version), "title")))
    yield _built(noted, meta, identifier, title, language, today)
    yield from noted.faults


def _built(noted: Noted, meta: Mapping[str, Any], identifier: str, title: str, language: str, today: date) -> CallDraft:
    record = noted.record
    told, budget = _told(noted, meta), _budget(noted, meta, identifier)
    types = tuple(
        dict.fromkeys(" ".join(one.split()) for one in [*_all(meta, "typesOfAction"), *told.types] if one.strip())
    )
    description, conditions = _text(noted, meta, "descriptionByte"), _text(noted, meta, "topicConditions")
    rules, aid, unknown = standard_rules(identifier, types, conditions)
    for one in unknown:
        noted.remark("unknown-action-type", "typesOfAction", one)
    procedure = procedure_of(noted, "deadlineModel", _first(meta, "deadlineModel") or budget.model or told.model)
    status = status_of(noted, "status", _first(meta, "status"))
    deadlines = _deadlines(noted, meta, told, budget)
    opens = ("startDate", _first(meta, "startDate") or told.opens or budget.opens)
    window = eu_window(noted, opens=opens, deadlines=deadlines, procedure=procedure, status=status)
    noted.keep("reference", str(record.value.get("reference") or ""))
    noted.keep("priorities", "; ".join(_all(meta, "crossCuttingPriorities")))
    noted.keep("destination", one_line(_first(meta, "destinationDetails") or _first(meta, "destinationDescription")))
    noted.keep("support_info", _text(noted, meta, "supportInfo"))
    yearly = [noted.amount("budgetYearMap", amount) for amount in budget.years.values()]
    total = sum((one for one in yearly if one is not None), Decimal(0))
    is_cascade = _first(meta, "type") == CASCADE
    return CallDraft(
        source=CallSource.EU_PORTAL,
        ref=identifier,
        language=language,
        title=title,
        window=window,
        summary=summary_of(description),
        text=whole_text(description, conditions),
        programme=programme_name(one_line(_first(meta, "frameworkProgramme"))),
        call_identifier=one_line(_first(meta, "callIdentifier")),
        call_title=one_line(_first(meta, "callTitle")),
        level=CallLevel.CASCADE if is_cascade else CallLevel.EU,
        procedure=procedure,
        aid="" if is_cascade else aid,
        granted_by="" if is_cascade else "European Commission",
        types_of_action=types,
        keywords=keywords_of([*_all(meta, "keywords"), *_all(meta, "tags")], identifier),
        url=_page(record, identifier, is_cascade),
        budget_eur=total or None,
        grant_min_eur=noted.amount("minContribution", budget.least),
        grant_max_eur=noted.amount("maxContribution", budget.most),
        expected_grants=noted.count("expectedGrants", budget.grants),
        rules=rules,
        licence=LICENCE,
        retrieved_on=record.on or today,
        source_changed_on=noted.day("lastUpdated", _first(meta, "lastUpdated") or _first(meta, "esDA_IngestDate")),
        raw=record.raw,
        raw_format=record.raw_format,
        also=noted.also,
    )


def summary_of(text: str) -> str:
    """Give the beginning of a text up to the end of a sentence, without the heading and phrase that topics begin with."""
    whole = _HEADINGS.sub("", " ".join(text[: MOST_SUMMARY * 4].split()))
    flat = _OPENING.sub("", whole) or whole
    if len(flat) <= MOST_SUMMARY:
        return flat
    end = max(flat.rfind(mark, 0, MOST_SUMMARY) for mark in (". ", "; "))
    return flat[: end + 1] if end > MOST_SUMMARY // 4 else flat[:MOST_SUMMARY].rsplit(" ", 1)[0] + "…"


def whole_text(description: str, conditions: str) -> str:
    """Join what a topic is about and its conditions."""
    return "\n\n".join(part for part in (description, conditions) if part)


def keywords_of(written: Iterable[str], identifier: str) -> tuple[str, ...]:
    """Give keywords once each; the portal repeats the identifier among them."""
    found = (one_line(part) for one in written for part in one.split(";"))
    return tuple({one.casefold(): one for one in found if one and one.casefold() != identifier.casefold()}.values())


def _page(record: Record, identifier: str, is_cascade: bool) -> str:
    served = str(record.value.get("url") or "")
    if is_cascade and served.startswith("https://"):
        return served
    return PUBLIC_PAGE + re.sub(r"[^a-z0-9._~-]", "", identifier.casefold())


def _meta(record: Record) -> Mapping[str, Any]:
    found = record.value["metadata"]
    return found if isinstance(found, dict) else {}


def _all(meta: Mapping[str, Any], name: str) -> list[str]:
    """Give the texts of a field, which is a list by rule and a single value by exception."""
    found = meta.get(name)
    values = found if isinstance(found, list) else [found]
    return [
        writable(str(one))
        for one in values
        if one is not None and not isinstance(one, dict | list) and str(one).strip()
    ]


def _first(meta: Mapping[str, Any], name: str) -> str:
    return next(iter(_all(meta, name)), "")


def _identifier(record: Record) -> str:
    """Give the identifier; of a call of a funded project, which has none, the reference of the answer."""
    meta = _meta(record)
    found = one_line(_first(meta, "identifier"))
    if not found and _first(meta, "type") == CASCADE:
        found = one_line(_first(meta, "callIdentifier") or str(record.value.get("reference") or ""))
    return found


def _language(record: Record) -> str:
    found = str(record.value.get("language") or _first(_meta(record), "language")).strip().casefold()
    return found[:2] if re.fullmatch(r"[a-z]{2}([_-].*)?", found) else "en"


def _text(noted: Noted, meta: Mapping[str, Any], name: str) -> str:
    written = "\n".join(_all(meta, name))
    if len(written) > MOST_HTML:
        noted.remark("text-cut", name, len(written))
    return plain_lines(written)


def _inner(noted: Noted, meta: Mapping[str, Any], name: str) -> Any:
    """Read a field that is JSON inside a string; one that is damaged costs itself."""
    written = _first(meta, name)
    if not written:
        held = meta.get(name)
        return held[0] if isinstance(held, list) and held and isinstance(held[0], dict) else held
    try:
        return json.loads(written, strict=False)
    except (ValueError, RecursionError):
        noted.remark("inner-json", name, written)
        return None


def _told(noted: Noted, meta: Mapping[str, Any]) -> _Action:
    """Read `actions`: the types of action and the deadlines of all of them."""
    found = _inner(noted, meta, "actions")
    rows = [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)]
    types = [one for row in rows for one in _listed(row.get("types"))]
    procedures = [row.get("submissionProcedure") for row in rows]
    return _Action(
        types=tuple(str(one.get("typeOfAction")) for one in types if isinstance(one, dict) and one.get("typeOfAction")),
        deadlines=tuple(one for row in rows for one in _listed(row.get("deadlineDates"))),
        opens=next((row.get("plannedOpeningDate") for row in rows if row.get("plannedOpeningDate")), None),
        model=next(
            (str(one["abbreviation"]) for one in procedures if isinstance(one, dict) and one.get("abbreviation")), ""
        ),
    )


def _budget(noted: Noted, meta: Mapping[str, Any], identifier: str) -> _Action:
    """Read `budgetOverview`, which holds the whole call: the actions that begin with the topic, or the only one."""
    found = _inner(noted, meta, "budgetOverview")
    by_id = found.get("budgetTopicActionMap") if isinstance(found, dict) else None
    rows = [
        one
        for held in (by_id.values() if isinstance(by_id, dict) else ())
        for one in _listed(held)
        if isinstance(one, dict)
    ]
    named = re.compile(re.escape(identifier) + r"(?![\w-])", re.IGNORECASE)
    own = [row for row in rows if named.match(str(row.get("action") or "").strip())]
    own = own or (rows if len(rows) == 1 else [])
    if not own:
        return _Action()
    years: dict[str, Any] = {}
    for number, row in enumerate(own):
        yearly = row.get("budgetYearMap")
        years |= {f"{number}/{year}": amount for year, amount in yearly.items()} if isinstance(yearly, dict) else {}
    return _Action(
        deadlines=tuple(one for row in own for one in _listed(row.get("deadlineDates"))),
        opens=own[0].get("plannedOpeningDate"),
        model=str(own[0].get("deadlineModel") or ""),
        grants=_sum_of(row.get("expectedGrants") for row in own),
        least=_extreme((row.get("minContribution") for row in own), min),
        most=_extreme((row.get("maxContribution") for row in own), max),
        years=years,
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _sum_of(values: Iterable[Any]) -> Any:
    found = [one for one in values if one]
    return sum(found) if found and all(isinstance(one, int) for one in found) else next(iter(found), None)


def _extreme(values: Iterable[Any], choose: Any) -> Any:
    found = [one for one in values if one]
    return choose(found) if found and all(isinstance(one, int | float) for one in found) else next(iter(found), None)


def _deadlines(noted: Noted, meta: Mapping[str, Any], told: _Action, budget: _Action) -> tuple[str, Sequence[Any]]:
    """Give the deadlines of the topic: its own field's; where that is empty, the actions' or the budget's.

    Days of the budget that the topic does not have are kept as said besides.
    """
    own = _all(meta, "deadlineDate")
    name, found = next(
        (
            pair
            for pair in (("deadlineDate", own), ("actions", told.deadlines), ("budgetOverview", budget.deadlines))
            if pair[1]
        ),
        ("deadlineDate", ()),
    )
    if own and budget.deadlines:
        silent = Noted(noted.record, noted.zone)
        days = [{silent.day("", one) for one in dates} for dates in (own, budget.deadlines)]
        if days[0] != days[1]:
            noted.keep("deadlines_in_budget", "; ".join(map(str, budget.deadlines)))
    return name, found
