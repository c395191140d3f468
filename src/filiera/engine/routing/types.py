"""What routing takes and returns: solvers with what they had lately, what a need still wants, parameters, a batch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why somebody is in a batch (the first three), or is not; the codes of gates come from whoever sets them."""

    BEST = "BEST"  # comes first by its score alone
    FAIR = "FAIR"  # comes in because others had more than their share
    NEW_MEMBER = "NEW_MEMBER"  # has the place that is kept for a new member
    NOT_KNOWN = "NOT_KNOWN"  # nobody is known who could be asked
    TOO_WEAK = "TOO_WEAK"  # its match is too weak to disturb anybody
    MONTHLY_LIMIT = "MONTHLY_LIMIT"  # has as many needs this month as it wants
    BUDGET = "BUDGET"  # its person was asked enough lately
    ENOUGH = "ENOUGH"  # enough are interested
    WAITING = "WAITING"  # as many as a batch holds have not answered yet
    BELOW = "BELOW"  # others come first


@dataclass(frozen=True, slots=True)
class Solver:
    """Somebody who may be asked about a need, and has not been asked about it yet.

    Attributes:
        key: The owner's id; ties are broken by it.
        score: Of the match, in [0, 1].
        person: The address that would be asked, "" where nobody is known.
        has_proof: Whether it holds something of what is surely asked; who does comes before who only comes near, as in answers.
        asked_lately: Asks to this person in the last 30 days, over needs, calls and surveys.
        asked_of_owner: Needs that the owner was asked about in the last 12 months.
        suggested: Needs in the last 12 months for which it passed every gate, whether asked or not.
        chosen: Needs in the last 12 months for which the requester chose it.
        this_month: Needs that the owner was asked about this calendar month.
        monthly_limit: How many a month it wants at most; None where it sets no limit.
        is_new: Whether it is a member for less than a year.
        barred: Codes of the gates that it does not pass (SAME_GROUP, COMPETITOR, EXCLUDED, PAUSED, OUT_OF_RULES, NOT_KNOWN
            where a gate cannot be judged), the one to be told first.
    """

    key: str
    score: float
    person: str = ""
    has_proof: bool = False
    asked_lately: int = 0
    asked_of_owner: int = 0
    suggested: int = 0
    chosen: int = 0
    this_month: int = 0
    monthly_limit: int | None = None
    is_new: bool = False
    barred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Demand:
    """What a need still wants.

    `enough` interested solvers end the asking, `interested` are so far. `open_asks` wait for an answer and hold their place
    in the batch; `open_floor` of them had the place of a new member.
    """

    enough: int
    interested: int = 0
    open_asks: int = 0
    open_floor: int = 0


@dataclass(frozen=True, slots=True)
class Parameters:
    """What routing goes by. "Tuned" is: by the simulated year on its seed 1 (benchmarks/run_need_year.py, docs/need-year.md).

    `enough` is for the demand of a need that says nothing else, `waits_days` for whoever counts its `open_asks`.
    """

    # Asked together. Source: the best operation of this kind sends a need to two or three experts. Tuned: six would bring a yes
    # within five days to 31 needs in a hundred instead of 23, for one ask more a need; left until an office knows its people.
    batch_size: int = 3
    # Interested solvers at which asking stops. Source: "two or three right contacts" is what a firm comes for.
    enough: int = 2
    # Working days in which an ask that nobody answered holds its place. Our proposal, a working week; tuned: two days bring a
    # yes within five days to two needs more in a hundred, for one ask more a need.
    waits_days: int = 5
    # Asks to one person in 30 days, of every kind. Tuned: eight cost two needs in a hundred their yes within five days, twenty
    # gain nothing.
    most_of_person: int = 12
    # The scores in [0, 1] from which a match with proof, and one without, is worth asking about. Tuned: of those with which one
    # ask in three is right (one of a batch), the ones that bring most needs a yes within five days. Who has proof is never too
    # weak: a claim that holds has passed a threshold of its own.
    weakest: float = 0.0
    weakest_unproved: float = 0.15
    # What the ledger takes off a score at most, as a part of it, in [0, 1). Our proposal; tuned: 0.15 to 0.5 are alike.
    fairness: float = 0.15
    # How many doublings of its due share take all of that off. Our proposal; tuned: one and two are alike.
    fairness_doublings: float = 2.0
    # Asks that everybody is taken to have had, so that a first ask or two is no excess. Our proposal.
    fairness_prior: float = 3.0
    # Asks below which a new member may have the floor. Our proposal: one every two months of its first year.
    floor_asks: int = 6
    # How near a new member must come to whom it displaces, as a share of that one's score, in [0, 1]. Our proposal.
    floor_share: float = 0.85


@dataclass(frozen=True, slots=True)
class Pick:
    """Who is asked: `rank` from 1, the `score` of the match, `adjusted` by the ledger, and why it is in the batch."""

    key: str
    person: str
    rank: int
    score: float
    adjusted: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Left:
    """Who is not asked, and the code that says why: a `Reason`, or that of the first gate it does not pass."""

    key: str
    score: float
    adjusted: float
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Who is asked now, best first, and everybody else with the reason, in the order in which they would come."""

    router: str
    chosen: tuple[Pick, ...]
    left: tuple[Left, ...]
