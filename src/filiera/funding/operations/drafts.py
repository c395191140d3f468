"""What is wrong with a draft, so that it or a rule of it is left out and the rest of its file is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from filiera.funding.adapters import stored_moment
from filiera.funding.drafts import CallDraft, CallFault, RuleDraft
from filiera.funding.logic.call import Rules

MOST_EUR = Decimal(10) ** 13 - 1
"""Largest amount that is stored: no call comes near."""

LONGEST_REF = 160
MOST_GRANTS = 1_000_000


def sound_drafts(drafts: Iterable[CallDraft]) -> tuple[list[CallDraft], list[CallFault]]:
    """Part the drafts that can be recorded from what is wrong: a fault that is fatal leaves its draft out."""
    kept: list[CallDraft] = []
    faults: list[CallFault] = []
    for brought in drafts:
        draft: CallDraft = _without_nul(brought)
        found = list(draft_faults(draft))
        faults += found
        if not any(one.is_fatal for one in found):
            kept.append(draft)
    return kept, faults


def _without_nul(value: Any) -> Any:
    """Take out the characters of code 0: files have them, PostgreSQL keeps none."""
    if isinstance(value, str):
        return value if "\x00" not in value else value.replace("\x00", "")
    if isinstance(value, (list, tuple)):
        return type(value)(_without_nul(one) for one in value)
    if isinstance(value, Mapping):
        return {_without_nul(key): _without_nul(one) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _without_nul(getattr(value, one.name)) for one in fields(value)})
    return value


def draft_faults(draft: CallDraft) -> Iterable[CallFault]:
    """Say what contradicts itself in a draft, what cannot be kept, and which of its rules nobody can judge."""
    name = draft.ref[:LONGEST_REF] or draft.title[:80]
    if not draft.ref.strip() or len(draft.ref) > LONGEST_REF:
        yield CallFault("no-id", name, 0, value=draft.title[:80])
    if not draft.title.strip() and not draft.title_other.strip():
        yield CallFault("no-title", name, 0, value=name)
    yield from _dates(draft, name)
    low, high = draft.grant_min_eur, draft.grant_max_eur
    if low is not None and high is not None and low > high:
        yield CallFault("grants-out-of-order", name, 0, value=f"{low} > {high}")
    amounts = (draft.budget_eur, low, high)
    if any(one is not None and not 0 <= one <= MOST_EUR for one in amounts):
        yield CallFault("odd-amount", name, 0, value=str(max(filter(None, amounts), key=abs)))
    if draft.expected_grants is not None and not 0 <= draft.expected_grants <= MOST_GRANTS:
        yield CallFault("odd-amount", name, 0, value=str(draft.expected_grants))
    for rule in draft.rules:
        if not is_readable(rule):
            yield CallFault("odd-rule", name, 0, value=rule.name, is_fatal=False)


def _dates(draft: CallDraft, name: str) -> Iterable[CallFault]:
    window = draft.window
    try:
        opens, _known = stored_moment(window.opens, window.tz)
        closes, _known = stored_moment(window.closes, window.tz, is_end=True)
        for one in window.cutoffs:
            stored_moment(one, window.tz, is_end=True)
    except (KeyError, ValueError, OSError, OverflowError):
        yield CallFault("odd-dates", name, 0, value=f"{window.opens} – {window.closes} ({window.tz[:40]})")
        return
    if opens is not None and closes is not None and closes < opens:
        yield CallFault("dates-out-of-order", name, 0, value=f"{window.opens} – {window.closes}")


def is_zone(name: str) -> bool:
    """Tell whether a name is a time zone of the IANA list."""
    try:
        return bool(ZoneInfo(name))
    except (KeyError, ValueError, OSError):
        return False


def is_readable(rule: RuleDraft) -> bool:
    """Tell whether the judge can read a rule; an importer's that it cannot is not kept as one."""
    try:
        read = Rules.model_validate({rule.name: rule.value})
    except ValidationError:
        return False
    return not read.unknown_names
