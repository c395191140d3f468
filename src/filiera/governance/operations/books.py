"""Acts are filed in the books: numbered without gaps, chained to the one before, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from filiera.common import audit
from filiera.common.digests import GENESIS
from filiera.governance.logic.chain import digest_of, link_of
from filiera.governance.models import Book, BookEntry

if TYPE_CHECKING:
    from filiera.governance.models import Minutes


@dataclass(frozen=True, slots=True)
class Act:
    """What is filed: a title, the day on which it was done, what it says (JSON)."""

    title: str
    acted_on: date
    content: dict[str, Any]


def held_book(kind: str) -> Book:
    """Give a book, held until the transaction ends, so that two acts never take the same number."""
    Book.objects.get_or_create(kind=kind)
    return Book.objects.select_for_update().get(kind=kind)


@transaction.atomic
def file_act(*, kind: str, act: Act, now: datetime, minutes: Minutes | None = None, actor: Any = None) -> BookEntry:
    """File an act as the next entry of a book."""
    book = held_book(kind)
    last = book.entries.order_by("-number").first()
    number = last.number + 1 if last else 1
    digest = digest_of(act.content)
    entry = BookEntry.objects.create(
        book=book,
        number=number,
        title=act.title[:200],
        acted_on=act.acted_on,
        filed_at=now,
        minutes=minutes,
        content=act.content,
        digest=digest,
        chain=link_of(last.chain if last else GENESIS, number, digest),
    )
    audit.record(
        actor=actor, verb="file-act", thing=entry, values={"book": str(kind), "number": number, "digest": digest}
    )
    return entry
