"""The letters of the need desk that leave by the rhythm which their addressee chose.

What a letter with others says of a request is the letter that it would have been alone, and its object is the match, never
the need: two requests to one person stand apart even where they are about one need.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from filiera.accounts.letter_kinds import Arguments, LetterKind, Object, letter_kinds
from filiera.common.instance import current_instance
from filiera.exchange.enums import (
    NEED_EXPIRED,
    NEED_EXPIRES,
    NEED_OVER,
    OFFER_DECIDED,
    OFFER_EXPIRED,
    OFFER_EXPIRES,
    OFFER_REPLY,
    TO_AGREE,
    TO_ASK,
    TO_ESCALATE,
    TO_MEET,
    TO_RATE,
    TO_REMIND,
    YES_TAKEN_BACK,
    MatchState,
    NeedState,
    OfferState,
    ReplyState,
)
from filiera.exchange.letters import (
    asking_letter,
    content_letter,
    escalation_letter,
    evidence_letter,
    expired_need_letter,
    expiring_need_letter,
    over_letter,
    problem_letter,
    reminder_letter,
    solver_letter,
    taken_back_letter,
)
from filiera.exchange.letters_offers import decided_letter, expired_letter, expiring_letter, reply_letter
from filiera.exchange.logic.chasing import letters_left
from filiera.exchange.logic.steps import ASKING_STATES, LIVE_STATES, UNMET_STATES, WAITING_STATES
from filiera.exchange.models import Collaboration, Match, Need, Offer, OfferReply
from filiera.exchange.operations.contents import LASTS as CONTENT_LASTS
from filiera.exchange.operations.evidence_asking import note_asked_to_agree
from filiera.exchange.operations.links import AGAIN, ASK, CONTENT, EVIDENCE, SOLVER
from filiera.exchange.operations.putting import note_asked, note_reminded
from filiera.exchange.operations.requesters import LASTS as SOLVER_LASTS
from filiera.exchange.queries.chasing import asked_days
from filiera.exchange.queries.collaborations import is_to_agree
from filiera.exchange.queries.standing import standing_yes
from filiera.exchange.wording_letters import ASKED, OFFERS, OVER, OWN, RESULTS, TALKS

if TYPE_CHECKING:
    from filiera.common.letters import Letter


def _match(said: Arguments) -> Match | None:
    return Match.objects.select_related("need__organisation", "solver").filter(pk=said["match"]).first()


def _waits(row: Match | None) -> bool:
    return row is not None and row.state in WAITING_STATES and row.need.state in ASKING_STATES


def _asking(said: Arguments) -> Letter | None:
    row = _match(said)
    if row is None or not _waits(row):
        return None
    return asking_letter(row) if row.terms_at is None else problem_letter(row)


def _reminder(said: Arguments) -> Letter | None:
    """Write the reminder; None once enough have said yes, or the solver has put the answer off."""
    row = _match(said)
    if row is None or not _waits(row) or row.state == MatchState.LATER:
        return None
    if row.escalated_at is None and row.need.matches.filter(standing_yes()).count() >= row.need.enough:
        return None
    days, today = current_instance().needs.chase_days, timezone.localdate(row.reminded_at or row.told_at)
    return reminder_letter(row, is_last=not letters_left(asked_days(row), days=days, today=today))


def _question(said: Arguments) -> str:
    row = _match(said)
    return AGAIN if row is not None and row.terms_at is not None else ASK


def _until_the_end(said: Arguments, now: datetime) -> datetime:
    """Let a request be answered until the asking ends."""
    row = _match(said)
    told = row.told_at if row is not None and row.told_at else now
    return max(told + timedelta(days=current_instance().needs.chase_days[2]), now + timedelta(days=7))


def _solver(said: Arguments) -> Letter | None:
    row = _match(said)
    if row is None or row.state != MatchState.INTERESTED or row.need.state not in ASKING_STATES:
        return None
    return solver_letter(row)


def _taken_back(said: Arguments) -> Letter | None:
    row = _match(said)
    return taken_back_letter(row) if row is not None and _waits(row) else None


def _escalation(said: Arguments) -> Letter | None:
    row = _match(said)
    return escalation_letter(row) if row is not None and _waits(row) else None


def _over(said: Arguments) -> Letter | None:
    """Write that nobody is sought any more; None where the need was renewed, or the two were introduced after all."""
    row = _match(said)
    if row is None:
        return None
    is_unmet = row.state in UNMET_STATES and row.need.state not in LIVE_STATES
    return over_letter(row) if row.state == MatchState.WITHDRAWN or is_unmet else None


def _content(said: Arguments) -> Letter | None:
    row = _match(said)
    return content_letter(row, said["side"]) if row is not None and row.introduced_at is not None else None


def _evidence(said: Arguments) -> Letter | None:
    rows = Collaboration.objects.select_related("match__need__organisation", "match__solver")
    row = rows.filter(match=said["match"]).first()
    return evidence_letter(row, said["side"]) if row is not None and is_to_agree(row, said["side"]) else None


def _need(said: Arguments) -> Need | None:
    return Need.objects.filter(pk=said["need"]).first()


def _need_expired(said: Arguments) -> Letter | None:
    row = _need(said)
    return expired_need_letter(row) if row is not None and row.state == NeedState.EXPIRED else None


def _need_expires(said: Arguments) -> Letter | None:
    row = _need(said)
    return expiring_need_letter(row) if row is not None and row.state in LIVE_STATES else None


def _reply(said: Arguments) -> OfferReply | None:
    return OfferReply.objects.select_related("offer__organisation", "organisation").filter(pk=said["reply"]).first()


def _replied(said: Arguments) -> Letter | None:
    row = _reply(said)
    return reply_letter(row) if row is not None and row.state == ReplyState.OPEN else None


def _decided(said: Arguments) -> Letter | None:
    row = _reply(said)
    if row is None or row.state == ReplyState.OPEN:
        return None
    return decided_letter(row, is_taken=row.state == ReplyState.TAKEN)


def _offer(said: Arguments) -> Offer | None:
    return Offer.objects.filter(pk=said["offer"]).first()


def _offer_expired(said: Arguments) -> Letter | None:
    row = _offer(said)
    return expired_letter(row) if row is not None and row.state == OfferState.EXPIRED else None


def _of_match(said: Arguments) -> Object:
    return Object(("match", said["match"]))


def _of_need(said: Arguments) -> Object:
    row = _match(said) if "match" in said else None
    need = row.need if row is not None else _need(said)
    return Object(("need", need.pk if need else 0), need.title if need else "")


def _of_offer(said: Arguments) -> Object:
    row = _reply(said) if "reply" in said else None
    offer = row.offer if row is not None else _offer(said)
    return Object(("offer", offer.pk if offer else 0), offer.title if offer else "")


def _offer_expires(said: Arguments) -> Letter | None:
    row = _offer(said)
    return expiring_letter(row) if row is not None and row.state == OfferState.PUBLISHED else None


def _always(kind: str) -> Callable[[Arguments], str]:
    return lambda _said: kind


letter_kinds[TO_ASK] = LetterKind(
    ASKED, _asking, _of_match, _match, "", _question, _until_the_end, note_asked, counts_as=ASK
)
letter_kinds[TO_REMIND] = LetterKind(
    ASKED, _reminder, _of_match, _match, "", _question, _until_the_end, note_reminded, counts_as=ASK
)
letter_kinds[TO_MEET] = LetterKind(
    OWN, _solver, _of_need, _match, question=_always(SOLVER), lasts=lambda _said, now: now + SOLVER_LASTS
)
letter_kinds[TO_RATE] = LetterKind(
    TALKS,
    _content,
    _of_match,
    _match,
    question=_always(CONTENT),
    lasts=lambda _said, now: now + CONTENT_LASTS,
    counts_as=CONTENT,
)
letter_kinds[TO_AGREE] = LetterKind(
    RESULTS,
    _evidence,
    _of_match,
    _match,
    question=_always(EVIDENCE),
    lasts=lambda _said, now: now + CONTENT_LASTS,
    put=note_asked_to_agree,
)
letter_kinds[TO_ESCALATE] = LetterKind(ASKED, _escalation, _of_match, _match, "escalate-match")
letter_kinds[YES_TAKEN_BACK] = LetterKind(OWN, _taken_back, _of_need, _match, "reopen-need-answer")
letter_kinds[NEED_OVER] = LetterKind(OVER, _over, _of_match, _match, "end-need")
letter_kinds[NEED_EXPIRES] = LetterKind(OWN, _need_expires, _of_need, _need, "warn-of-need-end")
letter_kinds[NEED_EXPIRED] = LetterKind(OWN, _need_expired, _of_need, _need, "expire-need")
letter_kinds[OFFER_REPLY] = LetterKind(OFFERS, _replied, _of_offer, _reply, "reply-to-offer")
letter_kinds[OFFER_DECIDED] = LetterKind(OFFERS, _decided, _of_offer, _reply, "decide-offer-reply")
letter_kinds[OFFER_EXPIRES] = LetterKind(OFFERS, _offer_expires, _of_offer, _offer, "warn-of-expiry")
letter_kinds[OFFER_EXPIRED] = LetterKind(OFFERS, _offer_expired, _of_offer, _offer, "expire-offer")
