"""What of the need desk waits for a person's answer, as whom they act now: nothing that a letter of its own would not say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.accounts.letter_kinds import Waiting
from filiera.common.acting import acting_of
from filiera.exchange.enums import MatchState, Side
from filiera.exchange.letters import shortened
from filiera.exchange.logic.steps import ASKING_STATES
from filiera.exchange.models import Match
from filiera.exchange.queries.collaborations import waiting_agreements
from filiera.exchange.queries.contents import contents_waiting
from filiera.exchange.queries.matches import requests_waiting, shown_requests
from filiera.exchange.queries.waiting_offers import replies_waiting
from filiera.exchange.wording_letters import ASKED, OFFERS, OWN, RESULTS, TALKS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from filiera.exchange.queries.matches import Request


def basket(user: Any) -> list[Waiting]:
    """Give what was asked of the organisation acted for, whom it may meet, what came of that, who answers its offers."""
    acting = acting_of(user)
    if acting is None:
        return []
    own, now = acting.organisation_id, timezone.now()
    return [*_asked(own), *_to_meet(own), *_to_agree(own), *_to_rate(own, now), *_replies(own)]


def _asked(own: int) -> Iterator[Waiting]:
    rows = {row.code: row for row in requests_waiting(own)}
    for shown in shown_requests(rows.values()):
        row = rows[shown.code]
        words = {"sector": shown.sector.words, "name": shown.solver}
        yield Waiting(
            heading=ASKED,
            title=shown.title or _("Somebody looks for %(sector)s: is it for %(name)s?") % words,
            text=_sentence(shown),
            url=reverse("need-request", args=[shown.code]),
            label=_("Answer it"),
            at=row.told_at or row.asked_at or row.suggested_at,
            is_example=shown.is_example,
        )


def _sentence(shown: Request) -> str:
    if shown.knows_problem:
        return shortened(shown.brief)
    return _("The request is confidential: you read the problem once you have accepted its conditions.")


def _to_meet(own: int) -> Iterator[Waiting]:
    rows = Match.objects.filter(need__organisation=own, state=MatchState.INTERESTED, need__state__in=ASKING_STATES)
    for row in rows.select_related("need", "solver"):
        names = {"solver": row.solver.name, "title": row.need.title}
        if row.solver_yes_at is not None:
            yield Waiting(
                heading=OWN,
                title=_("Would you meet %(solver)s?") % names,
                text=row.note,
                url=reverse("need", args=[row.need.code]) + "#solvers",
                label=_("Answer it"),
                at=row.solver_yes_at,
                about=row.need.title,
                is_example=row.need.is_example,
            )


def _to_agree(own: int) -> Iterator[Waiting]:
    for row in waiting_agreements(own):
        other = row.match.need.organisation if row.match.solver_id == own else row.match.solver
        if row.completed_at is not None:
            yield Waiting(
                heading=RESULTS,
                title=_("May what you did with %(other)s be evidence on both your pages?") % {"other": other.name},
                text=row.public_title,
                url=reverse("need-collaboration", args=[row.match.code]),
                label=_("Answer it"),
                at=row.completed_at,
                is_example=row.match.need.is_example,
            )


def _to_rate(own: int, now: datetime) -> Iterator[Waiting]:
    for row in contents_waiting(own, now=now):
        other = row.match.need.organisation if row.side == Side.SOLVER else row.match.solver
        yield Waiting(
            heading=TALKS,
            title=_("How did it go with %(other)s?") % {"other": other.name},
            text=row.match.need.title,
            url=reverse("need-collaboration", args=[row.match.code]),
            label=_("Answer it"),
            at=row.asked_at,
            is_example=row.match.need.is_example,
        )


def _replies(own: int) -> Iterator[Waiting]:
    for row in replies_waiting(own):
        names = {"name": row.organisation.name, "offer": row.offer.title}
        yield Waiting(
            heading=OFFERS,
            title=_("%(name)s answers “%(offer)s”") % names,
            text=row.note,
            url=reverse("offer", args=[row.offer.code]) + "#answers",
            label=_("Answer it"),
            at=row.said_at,
            about=row.offer.title,
            is_example=row.offer.is_example,
        )
