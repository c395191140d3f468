"""Why a solver may not be asked for a need, or should not be without a second look: gates first, each with its code.

Who is at the same stage of the chain as the requester, both being companies, is a competitor: contract manufacturers work for
the same brands. Where that is not known, a need that is not open treats it as if it were so: unknown is not pass.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from filiera.exchange.enums import Secrecy


class Gate(StrEnum):
    """What bars a solver, or speaks against it."""

    SAME = "SAME"
    SAME_GROUP = "SAME_GROUP"
    EXCLUDED = "EXCLUDED"
    TWIN = "TWIN"
    COMPETITOR = "COMPETITOR"
    COMPETITOR_UNKNOWN = "COMPETITOR_UNKNOWN"
    UNWANTED_TOPIC = "UNWANTED_TOPIC"
    UNWANTED_SIZE = "UNWANTED_SIZE"
    UNWANTED_PLACE = "UNWANTED_PLACE"
    PAUSED = "PAUSED"
    MONTH_FULL = "MONTH_FULL"
    ASKED_TOO_OFTEN = "ASKED_TOO_OFTEN"
    NO_ADDRESS = "NO_ADDRESS"


DOUBTS = frozenset({Gate.COMPETITOR_UNKNOWN, Gate.TWIN})
"""What a person who has looked may set aside: that somebody may be a competitor, or another that is asked already."""

OVERRIDDEN_BY_HAND = DOUBTS | {Gate.NO_ADDRESS}
"""What does not bar for good: a doubt that somebody looks at, an address that somebody writes."""


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation as the gates ask about it; `stage` empty and `group` None where they are not known."""

    key: int
    is_company: bool
    stage: str = ""
    group: int | None = None
    size: str = ""
    province: str = ""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a solver says of the requests that it wants: codes of the taxonomy, sizes, provinces, requests a month, a pause.

    Empty collections mean all.
    """

    wanted: Collection[str] = ()
    unwanted: Collection[str] = ()
    sizes: Collection[str] = ()
    provinces: Collection[str] = ()
    a_month: int | None = None
    paused_until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """How much was asked of a solver: of the person in 30 days, of the organisation this month; and whether it is reached."""

    of_person: int = 0
    this_month: int = 0
    is_reached: bool = True


@dataclass(frozen=True, slots=True)
class Asking:
    """A need as the gates ask about it: `topics` are codes; `excluded` keys of organisations kept out."""

    requester: Party
    secrecy: str
    allows_competitors: bool
    excluded: Collection[int]
    topics: Collection[str]
    today: date
    most_of_person: int


def bars(asking: Asking, solver: Party, wishes: Wishes, load: Load, *, has_twin: bool = False) -> tuple[Gate, ...]:
    """Give every reason why a solver may not be asked, the weightiest first.

    `has_twin` tells that it may be the same organisation as one that the need has to do with already.
    """
    found = [*_ties(asking, solver), *([Gate.TWIN] if has_twin else []), *_wishes(asking, wishes)]
    if wishes.a_month is not None and load.this_month >= wishes.a_month:
        found.append(Gate.MONTH_FULL)
    if load.of_person >= asking.most_of_person:
        found.append(Gate.ASKED_TOO_OFTEN)
    if not load.is_reached:
        found.append(Gate.NO_ADDRESS)
    return tuple(found)


def cautions(asking: Asking, solver: Party) -> tuple[Gate, ...]:
    """Give what does not bar a solver, but should be looked at: a competitor of whoever asks openly, or does not mind."""
    if asking.secrecy != Secrecy.OPEN and not asking.allows_competitors:
        return ()
    found = competes(asking.requester, solver)
    if found is None:
        return (Gate.COMPETITOR_UNKNOWN,)
    return (Gate.COMPETITOR,) if found else ()


def competes(one: Party, other: Party) -> bool | None:
    """Tell whether two are competitors; None where it is not known. Only companies compete."""
    if not (one.is_company and other.is_company):
        return False
    return None if not one.stage or not other.stage else one.stage == other.stage


def _ties(asking: Asking, solver: Party) -> list[Gate]:
    requester = asking.requester
    if solver.key == requester.key:
        return [Gate.SAME]
    found = []
    if solver.group is not None and solver.group == requester.group:
        found.append(Gate.SAME_GROUP)
    if solver.key in asking.excluded:
        found.append(Gate.EXCLUDED)
    if asking.secrecy != Secrecy.OPEN and not asking.allows_competitors:
        compete = competes(requester, solver)
        if compete is None:
            found.append(Gate.COMPETITOR_UNKNOWN)
        elif compete:
            found.append(Gate.COMPETITOR)
    return found


def _wishes(asking: Asking, wishes: Wishes) -> list[Gate]:
    """Say which of a solver's own rules a need does not meet; what is not known of the requester does not pass a rule on it."""
    found = []
    if wishes.paused_until_on is not None and asking.today < wishes.paused_until_on:
        found.append(Gate.PAUSED)
    is_refused = bool(asking.topics) and all(_below(code, wishes.unwanted) for code in asking.topics)
    is_beside = bool(wishes.wanted) and not any(_below(code, wishes.wanted) for code in asking.topics)
    if is_refused or is_beside:
        found.append(Gate.UNWANTED_TOPIC)
    if asking.secrecy == Secrecy.OPEN:
        found += _of_requester(asking.requester, wishes)
    return found


def _of_requester(requester: Party, wishes: Wishes) -> list[Gate]:
    """Say what of the requester a solver's rules do not want.

    Of a need that is not open they are not asked: whoever wrote a rule that lets one size and one province through would
    learn from each request who sends it.
    """
    found = []
    if wishes.sizes and requester.size not in wishes.sizes:
        found.append(Gate.UNWANTED_SIZE)
    if wishes.provinces and requester.province not in wishes.provinces:
        found.append(Gate.UNWANTED_PLACE)
    return found


def _below(code: str, roots: Collection[str]) -> bool:
    return any(code == root or code.startswith(f"{root}.") for root in roots)
