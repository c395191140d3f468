"""What changes from one version of a call to the next, and whether that is an amendment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

WEIGHTY = frozenset(
    {
        "opens",
        "closes",
        "cutoffs",
        "until_spent",
        "called_off_on",
        "budget_eur",
        "grant_min_eur",
        "grant_max_eur",
        "aid",
        "procedure",
    }
)
"""Fields whose change is an amendment and not a correction of the page: dates, amounts, the kind of aid and of choice."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: a field, or a rule as `rules.<name>`; None is "was not there" or "is gone"."""

    field: str
    before: Any
    after: Any

    @property
    def rule(self) -> str:
        """Give the name of the rule that changed; empty where it is a field of the call."""
        return self.field.removeprefix("rules.") if self.field.startswith("rules.") else ""


def changes_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Give what differs between the values of two versions, fields first, then rules, by name."""
    fields = sorted(({*before, *after}) - {"rules"})
    found = [Change(one, before.get(one), after.get(one)) for one in fields if before.get(one) != after.get(one)]
    old, new = before.get("rules") or {}, after.get("rules") or {}
    names = sorted({*old, *new})
    return (
        *found,
        *(Change(f"rules.{one}", old.get(one), new.get(one)) for one in names if old.get(one) != new.get(one)),
    )


def is_amendment(changes: Iterable[Change]) -> bool:
    """Tell whether a change matters to who applies: a rule, a date, an amount."""
    return any(one.rule or one.field in WEIGHTY for one in changes)
