"""Rows into what the rules judge, and back: a call as its file would write it, its dates, its rules with their clauses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from filiera.common.digests import sha256_of
from filiera.funding.enums import Procedure
from filiera.funding.logic import call as written
from filiera.funding.logic.standing import Dates

if TYPE_CHECKING:
    from filiera.funding.drafts import Moment
    from filiera.funding.models import Call, CallRule

Values = dict[str, Any]


def stored_moment(moment: Moment | None, tz: str, *, is_end: bool = False) -> tuple[datetime | None, bool]:
    """Give a moment of a call in UTC, and whether its hour is known; a day alone is its beginning, or its end."""
    if moment is None:
        return None, False
    if isinstance(moment, datetime):
        here = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(tz))
        return here.astimezone(UTC), True
    hour = time.max if is_end else time.min
    return datetime.combine(moment, hour, tzinfo=ZoneInfo(tz)).astimezone(UTC), False


def said_moment(at: datetime | None, tz: str, hour_known: bool) -> Moment | None:
    """Give a stored moment as the call says it: a day, or a moment of its zone without the zone."""
    if at is None:
        return None
    here = at.astimezone(ZoneInfo(tz)).replace(tzinfo=None)
    return here if hour_known else here.date()


def dates_of(call: Call, rounds: Mapping[datetime, bool]) -> Dates:
    """Give what is known of when a call takes applications; `rounds` are its cut-offs, each with whether its hour is known."""
    alone = {at for at, known in rounds.items() if not known}
    if call.closes_at is not None and not call.closes_hour_known:
        alone.add(call.closes_at)
    return Dates(
        opens=call.opens_at,
        closes=call.closes_at,
        cutoffs=tuple(sorted(rounds)),
        days_alone=frozenset(alone),
        source_status=call.source_status,
        no_end=call.has_no_end,
        more_rounds=call.more_rounds,
        is_called_off=call.called_off_on is not None,
        tz=call.tz,
    )


def has_no_end(call: Call) -> bool:
    """Tell whether a call says of itself that it does not end on a day."""
    return (
        call.ends_at is None and not call.more_rounds and (call.until_spent or call.procedure == Procedure.CONTINUOUS)
    )


def call_values(call: Call, rules: Iterable[CallRule]) -> Values:
    """Give a call as values that JSON can hold: what a version keeps, and what the next is compared with."""
    cutoffs = sorted((one.at, one.hour_known) for one in call.cutoffs.all())
    return {
        "title": str(call),
        "title_en": call.title_en if call.title_it else "",
        "url": call.url,
        "level": str(call.level),
        "granted_by": call.granted_by,
        "called_off_on": call.called_off_on.isoformat() if call.called_off_on else "",
        "programme": call.programme,
        "procedure": call.procedure,
        "aid": call.aid,
        "tz": call.tz,
        "opens": _iso(call.opens_at, call.tz, call.opens_hour_known),
        "closes": _iso(call.closes_at, call.tz, call.closes_hour_known),
        "cutoffs": [_iso(at, call.tz, known) for at, known in cutoffs],
        "until_spent": call.until_spent,
        "source_status": call.source_status,
        "budget_eur": _amount(call.budget_eur),
        "grant_min_eur": _amount(call.grant_min_eur),
        "grant_max_eur": _amount(call.grant_max_eur),
        "summary": sha256_of(f"{call.summary_it}\x1f{call.summary_en}")[:16]
        if call.summary_it or call.summary_en
        else "",
        "rules": {one.name: one.value for one in sorted(rules, key=lambda one: one.name) if not one.is_dropped},
    }


def call_text(call: Call, rules: Iterable[CallRule]) -> Values:
    """Give a call as its file would write it, with the clause of every rule: what the judge reads."""
    held = [one for one in rules if not one.is_dropped]
    values = call_values(call, held)
    window: Values = {"opens": values["opens"], "closes": values["closes"], "tz": call.tz, "cutoffs": values["cutoffs"]}
    if call.until_spent:
        window["or"] = "funds_exhausted"
    return {
        "id": call.code,
        "title": str(call),
        "aid": call.aid,
        "tz": call.tz,
        "window": {name: value for name, value in window.items() if value},
        "rules": values["rules"],
        "clauses": {one.name: clause_of(one) for one in held if clause_of(one)},
    }


def clause_of(rule: CallRule) -> str:
    """Give the clause of a rule in one line: its words, then where they stand."""
    return " – ".join(part for part in (rule.clause.strip(), rule.article.strip()) if part)


def judged_call(call: Call, rules: Iterable[CallRule]) -> written.Call:
    """Give a call as the judge takes it."""
    return written.Call.model_validate(call_text(call, rules))


def _iso(at: datetime | None, tz: str, hour_known: bool) -> str:
    moment = said_moment(at, tz, hour_known)
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="minutes")
    return moment.isoformat() if isinstance(moment, date) else ""


def _amount(value: Any) -> str:
    return "" if value is None else f"{value:.2f}"


def values_digest(values: Mapping[str, Any]) -> str:
    """Give the digest by which two versions are told apart."""
    return sha256_of(json.dumps(values, sort_keys=True, ensure_ascii=False, default=str))
