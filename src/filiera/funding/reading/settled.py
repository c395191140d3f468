"""What stands of all that was read of a call: nothing twice, no parts of a purse, doubts where sentences disagree."""

from __future__ import annotations

from dataclasses import replace

from filiera.funding.reading.proposals import Proposal

_SETTLED = ("rules.independent", "rules.deminimis_headroom", "aid", "procedure")
"""Said again in other words they do not disagree; the first sentence stands."""
_NEAR = 600
"""Signs from a purse in which its parts are told."""


def settled(found: list[Proposal]) -> list[Proposal]:
    """Give the proposals that stand, in their order."""
    return _marked(_without_sizes(_without_parts(found)))


def _without_parts(found: list[Proposal]) -> list[Proposal]:
    """Leave out smaller purses that stand below a larger one in the same piece of the text: they are its parts."""
    kept: list[Proposal] = []
    for one in found:
        purses = [other for other in kept if other.field == one.field == "budget_eur"]
        is_part = any(
            other.value > one.value and _piece(other) == _piece(one) and one.start - other.end < _NEAR
            for other in purses
        )
        if not is_part:
            kept.append(one)
    return kept


def _piece(one: Proposal) -> str:
    """Give the article of a proposal without its paragraph."""
    return one.article.split(",")[0]


def _without_sizes(found: list[Proposal]) -> list[Proposal]:
    """Leave out "small firms alone" where the rates of the same call, or its partners, name others too."""
    named = {name for one in found if one.field in ("rules.intensity", "rules.min_by_kind") for name in one.value}
    denied = {"rules.size_in": {"large", "research"}, "rules.kind_in": {"research"}}
    return [one for one in found if not named & denied.get(one.field, set())]


def _marked(found: list[Proposal]) -> list[Proposal]:
    """Leave out what is said twice; mark as doubtful what two sentences say differently."""
    once: list[Proposal] = []
    seen: set[tuple[str, str]] = set()
    values: dict[str, set[str]] = {}
    for one in found:
        key = (one.field, repr(one.value))
        if key in seen or (one.field in _SETTLED and one.field in values):
            continue
        seen.add(key)
        values.setdefault(one.field, set()).add(key[1])
        once.append(one)
    return [
        replace(one, sure=False, note=one.note or "disagree")
        if len(values[one.field]) > 1 and one.field != "window.cutoffs"
        else one
        for one in once
    ]
