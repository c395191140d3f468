"""How whoever asks is written to: where and how often, one choice for every letter; one's own, whoever a token acts for."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Router, Schema

from filiera.accounts.enums import Channel
from filiera.accounts.models import LetterWish
from filiera.accounts.operations_letters import choose_letters
from filiera.accounts.queries_letters import next_letter_on, wish_of
from filiera.api.calls import with_token
from filiera.api.problems import not_found, refused
from filiera.api.shapes import responses
from filiera.common.refusals import Refused

router = Router(tags=["Account"])


class LettersShape(Schema):
    """Where and how often you are written to; `rhythm` is null until you choose it, `next_on` where each leaves at once."""

    channel: Literal["MAIL", "SITE"]
    rhythm: Literal["AT_ONCE", "DAILY", "WEEKLY"] | None
    next_on: str | None


class LettersBody(Schema, extra="forbid"):
    """Where and how often you are written to."""

    channel: Literal["MAIL", "SITE"]
    rhythm: Literal["AT_ONCE", "DAILY", "WEEKLY"]


@router.get("/letters", response=responses(LettersShape), operation_id="getLetters")
def letters(request: HttpRequest) -> dict[str, Any]:
    """Give how you are written to; for who has an account."""
    if not request.user.is_authenticated:
        raise not_found()
    return _shape(wish_of(request.user.email), request.user.email)


@router.put("/letters", response=responses(LettersShape, 400), operation_id="putLetters")
def choose(request: HttpRequest, body: Body[LettersBody]) -> dict[str, Any]:
    """Choose how you are written to; what was held for your next letter goes by the new way at once; with a token."""
    if not request.user.is_authenticated or not with_token(request):
        raise not_found()
    user = request.user
    try:
        wish = choose_letters(
            email=user.email, channel=body.channel, rhythm=body.rhythm, now=timezone.now(), actor=user
        )
    except Refused as error:
        raise refused(error, LettersBody.model_fields) from error
    return _shape(wish, user.email)


def _shape(wish: LetterWish | None, email: str) -> dict[str, Any]:
    day = next_letter_on(email, today=timezone.localdate())
    return {
        "channel": wish.channel if wish is not None else str(Channel.MAIL),
        "rhythm": (wish.rhythm or None) if wish is not None else None,
        "next_on": day.isoformat() if day else None,
    }
