"""Calls written by hand in a file, one or many with what they share, as drafts; and one call back as such a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from filiera.funding.drafts import CallDraft, CallFault, RuleDraft, WindowDraft
from filiera.funding.enums import CallLevel, CallSource, Procedure
from filiera.funding.files import UnreadableFile, read_calls_of, read_each_call
from filiera.funding.logic import call as written

LEVELS = {
    "eu": CallLevel.EU,
    "eureka": CallLevel.EUREKA,
    "eu_cascade": CallLevel.CASCADE,
    "national": CallLevel.NATIONAL,
    "regional": CallLevel.REGIONAL,
    "local": CallLevel.LOCAL,
}
PROCEDURES = {
    "single_stage": Procedure.SINGLE_STAGE,
    "two_stage": Procedure.TWO_STAGE,
    "cut_off_dates": Procedure.CUT_OFFS,
    "ranking": Procedure.RANKING,
    "counter": Procedure.COUNTER,
    "negotiated": Procedure.NEGOTIATED,
    "continuous": Procedure.CONTINUOUS,
}


def drafts_of(path: Path, *, retrieved_on: date | None = None) -> list[CallDraft]:
    """Read the calls of a file as drafts, in its order. Raises OSError and UnreadableFile."""
    return [draft_of(one, raw, retrieved_on=retrieved_on) for one, raw in read_calls_of(path)]


def readable_drafts_of(path: Path, *, retrieved_on: date | None = None) -> tuple[list[CallDraft], list[CallFault]]:
    """Read those calls of a file that can be read as drafts; of the others every fault, the first of each call fatal."""
    try:
        calls, faults = read_each_call(path)
    except UnreadableFile as error:
        calls, faults = [], [error.faults]
    told = [
        CallFault(one.code, one.file, one.line, one.field, one.value, is_fatal=place == 0, written=one)
        for of_one in faults
        for place, one in enumerate(of_one)
    ]
    return [draft_of(call, raw, retrieved_on=retrieved_on) for call, raw in calls], told


def draft_of(call: written.Call, raw: Mapping[str, Any], *, retrieved_on: date | None = None) -> CallDraft:
    """Give a written call as a draft: its rules with their clauses, its window, and what else it says."""
    rules = raw.get("rules") or {}
    names = [name for name in rules if rules[name] is not None and name != "window"]
    return CallDraft(
        source=CallSource.HAND,
        ref=call.id,
        language=str(raw.get("language") or "en"),
        title=call.title,
        window=WindowDraft(
            opens=call.window.opens,
            closes=call.window.closes,
            cutoffs=tuple(one for one in call.window.cutoffs or () if one is not None),
            tz=call.zone,
            until_spent=call.window.until_spent is not None,
        ),
        summary=str(raw.get("summary") or ""),
        text=str(raw.get("text") or ""),
        programme=str(raw.get("programme") or ""),
        level=LEVELS.get(str(raw.get("level")), CallLevel.OTHER),
        procedure=PROCEDURES.get(str(raw.get("procedure"))),
        aid=call.aid,
        url=str(raw.get("url") or ""),
        grant_max_eur=_grant_max(call),
        rules=tuple(_rule(call, name, rules[name]) for name in names),
        retrieved_on=retrieved_on,
        raw=yaml.safe_dump(plain(raw), allow_unicode=True, sort_keys=False),
        raw_format="yaml",
        also={"modelled_on": call.modelled_on} if call.modelled_on else {},
    )


def _grant_max(call: written.Call) -> Decimal | None:
    grant = call.rules.grant_max
    if grant is not None and grant.project is not None:
        return grant.project
    return call.rules.grant_range[1] if call.rules.grant_range else None


def _rule(call: written.Call, name: str, value: Any) -> RuleDraft:
    if isinstance(value, Mapping) and "clause" in value:
        value = {key: one for key, one in value.items() if key != "clause"}
        value = value["value"] if set(value) == {"value"} else value
    return RuleDraft(name, plain(value), clause=call.clauses.get(name, ""))


def plain(value: Any) -> Any:
    """Give a value of a file as JSON holds it."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, (bool, int, float, str)) or value is None else str(value)
