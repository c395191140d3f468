"""Meetings on file for the tests: a small association, with what a test changes."""

from __future__ import annotations

from typing import Any

from filiera.governance.files import SHIPPED, parsed


def meeting(
    count: int = 10, *, statute: str | dict[str, Any] = "codice-civile", kind: str = "ordinary", **changes: Any
) -> dict[str, Any]:
    """Give a meeting of `count` members m01, m02, … by a statute that comes with the platform, first call, nobody there."""
    rules = parsed(SHIPPED / f"{statute}.yaml") if isinstance(statute, str) else statute
    first_class = next(iter(rules["classes"]))
    return {
        "statute": rules,
        "members": [member(number, member_class=first_class) for number in range(1, count + 1)],
        "call": 1,
        "times": {
            "record_date": "2027-04-20",
            "first": "2027-04-20T15:00",
            "second": "2027-04-21T15:00",
            "second_in_notice": True,
        },
        "attendance": [],
        "proxies": [],
        "conflicts": [],
        "president": None,
        "item": {"type": kind},
        "votes": {},
    } | changes


def member(number: int, *, member_class: str = "ordinary", **changes: Any) -> dict[str, Any]:
    """Give a member in good standing since 2024."""
    return {
        "id": f"m{number:02}",
        "class": member_class,
        "fee": "paid",
        "state": "active",
        "member_since": "2024-01-15",
        "director": False,
    } | changes


def ids(first: int, last: int) -> list[str]:
    """Give the ids of members from `first` to `last`."""
    return [f"m{number:02}" for number in range(first, last + 1)]


def votes(in_favour: int = 0, against: int = 0, abstain: int = 0) -> dict[str, str]:
    """Give votes of the first members: in favour, then against, then abstained."""
    choices = ["for"] * in_favour + ["against"] * against + ["abstain"] * abstain
    return {f"m{number:02}": choice for number, choice in enumerate(choices, start=1)}


def proxy(giver: str, holder: str | None, **changes: Any) -> dict[str, Any]:
    """Give a proxy in good form."""
    return {"from": giver, "to": holder, "dated": "2027-04-10", "signed": True, "revoked": None} | changes
