"""Topics of the EU portal as a plain table of them, with the texts beside: what others have made of the portal's answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from filiera.funding.drafts import CallDraft, CallFault, WindowDraft
from filiera.funding.enums import CallLevel, CallSource, Procedure
from filiera.funding.importers.action_types import programme_name, standard_rules
from filiera.funding.importers.eu_portal import LICENCE, PUBLIC_PAGE, keywords_of, summary_of, whole_text
from filiera.funding.importers.eu_window import BRUSSELS, eu_window, procedure_of, status_of
from filiera.funding.importers.noted import Noted
from filiera.funding.importers.records import Record
from filiera.funding.importers.text import MOST_HTML, one_line, plain_lines, writable

_HEADING = re.compile(
    r"(?:Expected (?:Outcome|Impact)s?|Scope|Objectives?|(?:Specific|General) conditions)(?=:|[A-Z]|\d\. )"
)
_RUN_TOGETHER = re.compile(r"([.;:)\]])([A-Z][a-z])|([a-z.;)]|[.)] )(\d{1,2}[a-c]?\. [A-Z])")
"""Where the markup that stood between two paragraphs was taken out without a trace."""


def topic_drafts(rows: Sequence[Record], texts: Sequence[Record], *, today: date) -> Iterator[CallDraft | CallFault]:
    """Give a draft for each row, with its text where one was brought, and what is wrong with rows and texts."""
    by_topic: dict[str, Record] = {}
    for record in texts:
        topic = _text_of(record, "topicid")
        if not topic:
            yield record.fault("no-id", "topicId", is_fatal=True)
        elif topic.casefold() in by_topic:
            yield record.fault("twice", "topicId", topic)
        by_topic[topic.casefold()] = record
    kept: dict[str, Record] = {}
    for record in rows:
        topic = _text_of(record, "topicid")
        if not topic:
            yield record.fault("no-id", "topicId", _text_of(record, "title"), is_fatal=True)
            continue
        if topic.casefold() in kept and kept[topic.casefold()].raw != record.raw:
            yield record.fault("twice", "topicId", topic)
        kept[topic.casefold()] = record
    without = [topic for topic in kept if topic not in by_topic]
    for topic, record in kept.items():
        yield from _draft(record, by_topic.pop(topic, None), today)
    if without:
        yield CallFault("no-texts", rows[0].file, 0, "description", str(len(without)), is_fatal=False)
    for topic, record in by_topic.items():
        if topic:
            yield record.fault("text-alone", "topicId", _text_of(record, "topicid"), is_fatal=True)


def _draft(record: Record, beside: Record | None, today: date) -> Iterator[CallDraft | CallFault]:
    row, noted = record.value, Noted(record, BRUSSELS)
    identifier, title = _text_of(record, "topicid"), one_line(_text_of(record, "title"))
    if not title:
        yield record.fault("no-title", "title", identifier, is_fatal=True)
        return
    written = {**(beside.value if beside else {}), **{key: one for key, one in row.items() if one}}
    description = "\n".join(
        dict.fromkeys(part for name in ("description", "objectives") if (part := _plain(noted, written, name)))
    )
    conditions = _plain(noted, written, "topicconditions")
    types = tuple(" ".join(one.split()) for one in _text_of(record, "typesofaction").split(";") if one.strip())
    rules, aid, unknown = standard_rules(identifier, types, conditions)
    for one in unknown:
        noted.remark("unknown-action-type", "typesOfAction", one)
    procedure = procedure_of(
        noted, "deadlineModel", _text_of(record, "deadlinemodel") or _text_of(record, "submission")
    )
    if procedure == Procedure.CUT_OFFS:
        noted.keep("cutoffs", "first alone")
    noted.keep("reference", _text_of(record, "reference"))
    noted.keep("priorities", _text_of(record, "crosscuttingpriorities"))
    url = _text_of(record, "portalurl")
    yield CallDraft(
        source=CallSource.EU_PORTAL,
        ref=identifier,
        language="en",
        title=title,
        window=_window(noted, procedure),
        summary=summary_of(description),
        text=whole_text(description, conditions),
        programme=one_line(_text_of(record, "programme")) or programme_name(_text_of(record, "programmeid")),
        call_identifier=_text_of(record, "callidentifier"),
        call_title=one_line(_text_of(record, "calltitle")),
        level=CallLevel.EU,
        procedure=procedure,
        aid=aid,
        granted_by="European Commission",
        types_of_action=types,
        keywords=keywords_of([_text_of(record, "keywords")], identifier),
        url=url if url.startswith(("https://", "http://")) else PUBLIC_PAGE + identifier.casefold(),
        grant_min_eur=noted.amount("budgetMin", row.get("budgetmin")),
        grant_max_eur=noted.amount("budgetMax", row.get("budgetmax")),
        expected_grants=noted.count("expectedGrants", row.get("expectedgrants")),
        rules=rules,
        licence=LICENCE,
        retrieved_on=record.on or today,
        raw="\n".join(one.raw for one in (record, beside) if one is not None),
        raw_format=record.raw_format,
        also=noted.also,
    )
    yield from noted.faults


def _window(noted: Noted, procedure: Procedure | None) -> WindowDraft:
    """Read the one deadline of a row; of several cut-offs it is the first, and the end is not known."""
    row = noted.record.value
    status = status_of(noted, "callStatus", _text_of(noted.record, "callstatus"))
    return eu_window(
        noted,
        opens=("opening", row.get("startdate") or row.get("openingdate") or row.get("opening")),
        deadlines=("deadline", [row.get("deadline")] if row.get("deadline") else []),
        procedure=procedure,
        status=status,
        is_first_alone=True,
    )


def _text_of(record: Record, name: str) -> str:
    found = record.value.get(name)
    if isinstance(found, list):
        return writable("; ".join(str(one) for one in found if one is not None)).strip()
    return "" if found is None or isinstance(found, dict) else writable(str(found)).strip()


def _plain(noted: Noted, written: Mapping[str, Any], name: str) -> str:
    found = written.get(name)
    text = found if isinstance(found, str) else ""
    if len(text) > MOST_HTML:
        noted.remark("text-cut", name, len(text))
    lines = plain_lines(text)
    return lines if lines.count("\n") > 3 else _parted(lines)


def _parted(text: str) -> str:
    """Give each heading, and each sentence that another was stuck to, a line of its own."""
    found = _RUN_TOGETHER.sub(lambda one: f"{one[1] or one[3]}\n{one[2] or one[4]}", _HEADING.sub(r"\n\g<0>", text))
    return "\n".join(line for line in map(str.strip, found.split("\n")) if line)
