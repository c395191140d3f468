"""How an address wants to be written to, and whose next letter is due."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.signing import BadSignature
from django.db.models import Q
from django.utils import timezone

from filiera.accounts.enums import Channel
from filiera.accounts.letter_kinds import baskets, sources
from filiera.accounts.letters import SIGNER
from filiera.accounts.logic import Way, is_due, next_on, way_of
from filiera.accounts.models import HeldLetter, LetterWish, User

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet

    from filiera.accounts.letter_kinds import Waiting


def account_of(email: str) -> User | None:
    """Give the open account of an address; None where it has none."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def wish_of(email: str) -> LetterWish | None:
    """Give how an address wants to be written to; None of one that was never written to."""
    return LetterWish.objects.filter(email=email.strip().lower()).first()


def wish_by_link(token: str) -> LetterWish | None:
    """Find the wish of the link at the foot of a letter; None where the link is none, or the address was let go."""
    try:
        pk = SIGNER.unsign(token)
    except BadSignature:
        return None
    return LetterWish.objects.filter(pk=int(pk)).first()


def way_to(email: str) -> Way:
    """Say by which way a word reaches an address now."""
    wish = wish_of(email)
    return Way.NOW if wish is None else way_of_wish(wish)


def way_of_wish(wish: LetterWish) -> Way:
    """Say by which way a word reaches the address of a wish now."""
    needs_account = wish.channel == Channel.SITE
    return way_of(wish.channel, wish.rhythm, has_account=needs_account and account_of(wish.email) is not None)


def next_letter_on(email: str, *, today: date) -> date | None:
    """Give the day of the next letter that gathers; None for an address to which each leaves at once, or none at all."""
    wish = wish_of(email)
    if wish is None or way_of_wish(wish) != Way.HELD:
        return None
    return next_on(wish.rhythm, today, _day(wish.looked_at), timezone.localdate(wish.begun_at))


def is_wish_due(wish: LetterWish, *, now: datetime) -> bool:
    """Tell whether the letter that gathers for an address is due."""
    return is_due(wish.rhythm, timezone.localdate(now), _day(wish.looked_at), timezone.localdate(wish.begun_at))


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None


def due_wishes(*, now: datetime) -> list[int]:
    """Give the addresses whose letter is due and for which there may be something to say, by their wishes' keys."""
    emails = set().union(*(source.emails() for source in sources.values()))
    rows: QuerySet[LetterWish] = LetterWish.objects.filter(Q(held__isnull=False) | Q(email__in=emails))
    return [row.pk for row in rows.distinct().order_by("pk") if is_wish_due(row, now=now)]


def held_for(wish: LetterWish | None) -> int:
    """Count what is held for the next letter of an address."""
    return wish.held.count() if wish is not None else 0


def held_about(kinds: Collection[str], name: str, only: Collection[Any] = ()) -> set[Any]:
    """Give what is held of some kinds, by one of its arguments: of all, or of `only` some."""
    rows = HeldLetter.objects.filter(kind__in=kinds)
    if only:
        rows = rows.filter(**{f"arguments__{name}__in": list(only)})
    return {said.get(name) for said in rows.values_list("arguments", flat=True)}


def waiting_for(user: Any) -> list[Waiting]:
    """Give what waits for a person's answer, as whom they act now: by heading and object, the newest first."""
    found = [one for basket in baskets for one in basket(user)]
    newest: dict[tuple[int, str], datetime] = {}
    for one in found:
        key = (one.heading.order, one.about)
        newest[key] = max(one.at, newest.get(key, one.at))
    found.sort(key=lambda one: one.at, reverse=True)
    found.sort(key=lambda one: newest[one.heading.order, one.about] if one.about else one.at, reverse=True)
    return sorted(found, key=lambda one: one.heading.order)
