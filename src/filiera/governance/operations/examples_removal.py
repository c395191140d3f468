"""The example association is taken out, books and all: only while the books hold nothing real, for a book has no gaps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from filiera.governance import models as tables
from filiera.registry.hooks import ExamplesStay

BOOKS = "filiera.governance.migrations.0002_books_are_append_only"


class _Statements:
    """Runs the statements of the migration that ties the books, inside the transaction of an operation."""

    def __init__(self) -> None:
        self.connection = connection

    def execute(self, statement: str, params: object = None) -> None:
        """Run one statement as it is."""
        with connection.cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def _open_books() -> Iterator[None]:
    """Let lines of books be deleted until the end, then tie them again; within one transaction."""
    books: Any = import_module(BOOKS)
    books.untie(None, _Statements())
    yield
    books.tie(None, _Statements())


@transaction.atomic
def remove_association_examples() -> None:
    """Remove the example members, meetings, acts and statutes. Raises ExamplesStay where a book holds something real too."""
    members = tables.Member.objects.filter(is_example=True)
    meetings = tables.Meeting.objects.filter(is_example=True)
    if not members.exists() and not meetings.exists():
        _remove_loose()
        return
    _check_nothing_real()
    tables.MembershipApplication.objects.filter(is_example=True).delete()
    tables.SeniorityCertificate.objects.filter(member__in=members).delete()
    tables.FeePayment.objects.filter(fee__member__in=members).delete()
    tables.Fee.objects.filter(member__in=members).delete()
    tables.FeeRate.objects.filter(is_example=True).delete()
    with _open_books():
        tables.RegisterEntry.objects.filter(corrects__isnull=False).update(corrects=None)
        tables.RegisterEntry.objects.all().delete()
        tables.BookEntry.objects.all().delete()
        tables.MinutesSignature.objects.all().delete()
    _remove_meetings(meetings)
    _remove_loose()
    members.delete()


def _check_nothing_real() -> None:
    """Raise ExamplesStay where a real member is in the register, or a real meeting in a book."""
    real = (
        tables.RegisterEntry.objects.filter(member__is_example=False).exists()
        or tables.BookEntry.objects.filter(Q(minutes=None) | Q(minutes__meeting__is_example=False)).exists()
        or tables.MinutesSignature.objects.filter(minutes__meeting__is_example=False).exists()
    )
    if real:
        raise ExamplesStay(
            _(
                "The books hold real lines after those of the examples, and a book has no gaps: nothing was removed. "
                "Begin the association in a new installation, without examples."
            )
        )


def _remove_meetings(meetings: Any) -> None:
    """Remove meetings with what hangs on them, in the order that their ties ask for."""
    minutes = tables.Minutes.objects.filter(meeting__in=meetings)
    minutes.update(corrects=None)
    tables.MinutesAmendment.objects.filter(minutes__in=minutes).delete()
    minutes.delete()
    acts = tables.Resolution.objects.filter(item__meeting__in=meetings)
    for model in (tables.Mandate, tables.StatuteVersion, tables.FeeRate, tables.Fee):
        model._default_manager.filter(resolution__in=acts).update(resolution=None)
    acts.update(superseded_by=None, state="IN_FORCE")
    acts.delete()
    meetings.update(chaired_by=None, petition=None)
    tables.Proxy.objects.filter(meeting__in=meetings).delete()
    for meeting in meetings:
        meeting.delete()


def _remove_loose() -> None:
    """Remove what is marked as an example and hangs on no meeting."""
    tables.MembershipApplication.objects.filter(is_example=True).delete()
    tables.Petition.objects.filter(signatures__member__is_example=True).delete()
    tables.Mandate.objects.filter(is_example=True).delete()
    tables.StatuteVersion.objects.filter(is_example=True, meetings=None).delete()
