"""The database itself refuses to change the books, whoever asks."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, transaction

from filiera.governance.enums import BookKind, RegisterEvent
from filiera.governance.models import Book, BookEntry, Member, RegisterEntry
from filiera.registry.models import Organisation

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def act() -> BookEntry:
    book = Book.objects.get_or_create(kind=BookKind.ASSEMBLY)[0]
    return BookEntry.objects.create(
        book=book,
        number=1,
        title="Verbale",
        acted_on=NOW.date(),
        filed_at=NOW,
        content={},
        digest="d" * 64,
        chain="c" * 64,
    )


@pytest.fixture
def line() -> RegisterEntry:
    user = get_user_model().objects.create_user("office@example.org", name="Office")
    organisation = Organisation.objects.create(code="alba", name="Alba", search_name="alba")
    member = Member.objects.create(
        number=1, organisation=organisation, member_class="ordinary", admitted_on=date(2025, 1, 1)
    )
    return RegisterEntry.objects.create(
        number=1,
        member=member,
        event=RegisterEvent.ADMITTED,
        effective_on=date(2025, 1, 1),
        recorded_at=NOW,
        recorded_by=user,
        digest="d" * 64,
        chain="c" * 64,
    )


def test_an_act_in_a_book_is_not_changed(act: BookEntry) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        BookEntry.objects.filter(pk=act.pk).update(title="Altro")
    with pytest.raises(DatabaseError), transaction.atomic():
        BookEntry.objects.filter(pk=act.pk).delete()

    assert BookEntry.objects.get().title == "Verbale"


def test_a_line_of_the_register_is_not_changed(line: RegisterEntry) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterEntry.objects.filter(pk=line.pk).update(note="altro", recorded_by=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterEntry.objects.filter(pk=line.pk).delete()

    assert RegisterEntry.objects.get().note == ""


def test_who_recorded_a_line_may_be_forgotten(line: RegisterEntry) -> None:
    RegisterEntry.objects.filter(pk=line.pk).update(recorded_by=None)

    assert RegisterEntry.objects.get().recorded_by is None
