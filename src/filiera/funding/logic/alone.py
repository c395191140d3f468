"""Rules of a call that one organisation meets or not by itself, whoever the others are: the gates before any ranking."""

from __future__ import annotations

from filiera.funding.logic.call import Call
from filiera.funding.logic.consortium import Consortium
from filiera.funding.logic.judging import judge
from filiera.funding.logic.places import Places
from filiera.funding.logic.verdicts import Check, Verdict, overall

OF_EACH = frozenset(
    {
        "kind_in",
        "size_in",
        "countries",
        "seat_region",
        "seat_in_programme_area",
        "ateco_in",
        "ateco_out",
        "one_application_per_entity",
        "legal_personality",
        "membership_min",
        "accounts_filed_min",
        "certificates",
        "exclude",
    }
)
"""Rules that ask the same of every partner."""

OF_ONE_ALONE = frozenset({"min_by_kind", "recognised_as", "lead_kind", "lead_region_kind"})
"""Rules that whoever applies alone meets alone."""


def gates(call: Call, alone: Consortium, places: Places) -> tuple[Check, ...]:
    """Judge one organisation by itself: the checks of the rules that are about each partner, in the order of the call.

    Where the call takes one applicant, those about the whole are about it too. De minimis asks whether anything is left.
    """
    names = set(OF_EACH)
    bounds = call.rules.partners
    if bounds is not None and bounds.max == 1:
        names |= OF_ONE_ALONE
    return tuple(one for one in judge(call, alone, places).checks if one.rule in names)


def may_take_part(checks: tuple[Check, ...]) -> Verdict:
    """Tell whether an organisation may take part: fail if a gate fails, else unknown if one is, else pass."""
    return overall(checks)
