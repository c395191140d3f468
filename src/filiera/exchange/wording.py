"""The need desk in words: gates, stages of disclosure, what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from filiera.engine.routing.types import Reason
from filiera.exchange.logic.gates import Gate

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from filiera.exchange.operations.intake import LeftOut

GATES: dict[Gate, _StrPromise] = {
    Gate.SAME: _("it is the one who asks."),
    Gate.SAME_GROUP: _("it belongs to the same group as whoever asks."),
    Gate.EXCLUDED: _("whoever asks keeps it out."),
    Gate.TWIN: _("it may be the same organisation as another that this need has to do with: nobody is asked twice."),
    Gate.COMPETITOR: _("it stands at the same stage of the chain as whoever asks: a competitor."),
    Gate.COMPETITOR_UNKNOWN: _("it is not known at which stage of the chain the two stand: it may be a competitor."),
    Gate.UNWANTED_TOPIC: _("its own rules leave this matter out."),
    Gate.UNWANTED_SIZE: _("its own rules leave out enterprises of this size."),
    Gate.UNWANTED_PLACE: _("its own rules leave out whoever asks from there."),
    Gate.PAUSED: _("it takes no requests for the time being."),
    Gate.MONTH_FULL: _("it has had as many requests this month as it wants."),
    Gate.ASKED_TOO_OFTEN: _("the person who would be written to was asked too often in the last 30 days."),
    Gate.NO_ADDRESS: _("no address is known to write to."),
}


def gate_in_words(gate: Gate) -> str:
    """Say why a solver is not asked."""
    return str(GATES[gate])


def left_out_words(one: LeftOut) -> str:
    """Say which file of a mail is not with the need, and why."""
    return gettext("“%(name)s” does not go with the need. %(why)s") % {"name": one.name, "why": one.why}


def step_in_words(name: str) -> str:
    """Say a step of a match."""
    return str(STEPS[name])


def ledger_in_words(of_person: int, *, asked: int, chosen: int) -> str:
    """Say how often a person was asked lately, and how often the organisation was asked and introduced in a year."""
    said = [ngettext("%(n)s request in 30 days", "%(n)s requests in 30 days", of_person) % {"n": of_person}]
    if asked:
        said.append(ngettext("in a year asked for %(n)s need", "in a year asked for %(n)s needs", asked) % {"n": asked})
    else:
        said.append(gettext("not asked in a year"))
    if chosen:
        said.append(ngettext("introduced for %(n)s", "introduced for %(n)s", chosen) % {"n": chosen})
    return "; ".join(said)


STEPS: dict[str, _StrPromise] = {
    "asked_at": _("asked"),
    "terms_at": _("conditions accepted"),
    "reminded_at": _("reminded"),
    "escalated_at": _("reminded again"),
    "first_answer_at": _("first answer"),
    "solver_yes_at": _("the solver said yes"),
    "requester_yes_at": _("whoever asks said yes"),
    "introduced_at": _("introduced"),
    "met_at": _("they met"),
    "ended_at": _("ended"),
}
"""The steps of a match, by the column that holds their moment."""

FUNNEL_STEPS: dict[str, _StrPromise] = {
    "entered": _("came in"),
    "read": _("read by the office"),
    "asked": _("asked of somebody"),
    "answered": _("with an answer"),
    "introduced": _("introduced"),
    "collaborating": _("work together"),
}
"""The steps of the funnel, by name."""

ROUTED: dict[str, _StrPromise] = {
    Reason.BEST: _("It is among the likeliest, by the evidence."),
    Reason.FAIR: _("Others as able were asked more often lately: it is its turn."),
    Reason.NEW_MEMBER: _("A member of less than a year, nearly as able: one place of a batch is for those."),
}
"""Why the router would ask somebody now."""


def routed_in_words(reason: str) -> str:
    """Say why somebody is in a batch; empty where there is nothing to say."""
    return str(ROUTED[reason]) if reason in ROUTED else ""


PROPOSED: dict[str, _StrPromise] = {
    "deadline": _("An answer is needed by"),
    "trl": _("Maturity (TRL)"),
    "place": _("Where"),
    "secrecy": _("Who may know"),
    "help": _("What would help"),
    "excluded": _("Who must not be asked"),
}
"""What is proposed for a need, by field."""

SENSITIVE: dict[str, _StrPromise] = {
    "PRICE": _("a price"),
    "MARGIN": _("a margin"),
    "COST": _("a cost"),
    "TURNOVER": _("a turnover"),
    "CAPACITY": _("a capacity"),
    "VOLUME": _("a volume"),
    "CUSTOMER": _("a customer"),
    "WAGE": _("a wage"),
    "BID": _("a bid"),
    "BUDGET": _("a budget"),
    "AMOUNT": _("an amount of money"),
    "UNREAD": _("the text is too long: its end was not looked at"),
    "OWN_NAME": _("the name of whoever asks"),
    "PERSON": _("the name of a person of whoever asks"),
    "OWN_PLACE": _("the place of whoever asks"),
    "MAIL": _("a mail address"),
    "PHONE": _("a telephone number"),
    "WEB": _("a web address"),
    "VAT": _("a VAT number"),
    "TAX_CODE": _("a tax code"),
    "IBAN": _("a bank account"),
    "PROBLEM": _("the problem, which is read under conditions"),
}
"""What should be looked at before a text leaves, by the reader's code."""
