"""Letters leave after the act is certain, once, and without a trace of their text; what fails is tried again or told."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction

from factories import OrganisationFactory, UserFactory
from factories.outbox import posted
from filiera.common.daily import run_daily
from filiera.common.letters import Letter
from filiera.common.models import AuditEvent, OutgoingMail
from filiera.common.outbox import (
    MOST_TRIES,
    MailRefused,
    drop_letter,
    queue,
    send_again,
    send_queued,
    send_waiting,
    unsent,
)
from tests_clock import NOW

pytestmark = pytest.mark.django_db

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


class Down(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, email_messages: Any) -> int:
        raise ConnectionRefusedError("nobody listens")


class Unknown(BaseEmailBackend):
    """A mail server that knows no such address."""

    def send_messages(self, email_messages: Any) -> int:
        raise SMTPRecipientsRefused({"a@example.org": (550, b"no such user")})


class Full(BaseEmailBackend):
    """A mail server that has no room just now."""

    def send_messages(self, email_messages: Any) -> int:
        raise SMTPDataError(452, b"try later")


ADDRESS = "https://example.org/it/answer/abc"


def letter() -> OutgoingMail:
    return queue(
        write=lambda: Letter("Una\ncosa", ["Rispondi qui:", ADDRESS]),
        to="a@example.org",
        language="it",
        verb="ask",
        thing=OrganisationFactory(),
        now=NOW,
    )


def use(settings: Any, backend: type[BaseEmailBackend]) -> None:
    settings.EMAIL_BACKEND = f"{backend.__module__}.{backend.__name__}"


def test_letter_leaves_after_the_transaction_and_its_text_goes() -> None:
    with transaction.atomic():
        row = letter()
        assert mail.outbox == []
    (sent,) = posted()
    row.refresh_from_db()

    assert (sent.subject, sent.to) == ("Una cosa", ["a@example.org"])
    assert ADDRESS in sent.body
    assert (row.sent_at is None, row.body, row.claimed_at, row.tries, len(row.digest)) == (False, "", None, 1, 64)


def test_text_of_what_has_left_is_not_kept_by_the_database_either() -> None:
    row = letter()
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMail.objects.filter(pk=row.pk).update(sent_at=NOW)


def test_nothing_leaves_of_an_act_that_did_not_happen() -> None:
    with transaction.atomic():
        letter()
        transaction.set_rollback(True)
    assert (posted(), OutgoingMail.objects.count()) == ([], 0)


def test_letter_that_is_claimed_is_sent_by_nobody_else() -> None:
    row = letter()
    OutgoingMail.objects.filter(pk=row.pk).update(claimed_at=NOW)

    assert (send_queued(pk=row.pk), send_waiting(now=NOW), mail.outbox) == (False, 0, [])
    assert list(unsent(now=NOW + timedelta(minutes=5))) == []
    assert list(unsent(now=NOW + timedelta(minutes=11))) == [row]


@pytest.mark.parametrize("backend", [Down, Full])
def test_letter_that_failed_softly_is_tried_again_and_given_up_in_the_end(settings: Any, backend: Any) -> None:
    use(settings, backend)
    row = letter()
    send_queued(pk=row.pk, now=NOW)
    assert send_waiting(now=NOW + timedelta(minutes=9)) == 0
    row.refresh_from_db()
    assert (row.tries, row.body == "", row.sent_at) == (1, False, None)
    for day in range(1, 12):
        send_waiting(now=NOW + timedelta(days=day))
    row.refresh_from_db()
    assert (row.tries, list(unsent(now=NOW))) == (MOST_TRIES, [row])

    settings.EMAIL_BACKEND = LOCMEM
    send_again(mail=row, now=NOW, actor=UserFactory(role="OFFICE"))
    assert len(posted()) == 1
    assert list(unsent(now=NOW)) == []
    assert AuditEvent.objects.filter(verb="send-letter-again").count() == 1


def test_address_that_nobody_knows_is_not_tried_again(settings: Any) -> None:
    use(settings, Unknown)
    row = letter()
    send_queued(pk=row.pk, now=NOW)
    row.refresh_from_db()

    assert (row.tries, "no such user" in row.failed_why) == (MOST_TRIES, True)
    assert send_waiting(now=NOW + timedelta(days=9)) == 0


def test_daily_jobs_send_what_waits(settings: Any) -> None:
    use(settings, Down)
    row = letter()
    send_queued(pk=row.pk, now=NOW)
    settings.EMAIL_BACKEND = LOCMEM
    outcomes = run_daily(now=NOW + timedelta(days=1), only=["letters"])

    assert [(one.done, one.error) for one in outcomes] == [(1, "")]
    assert len(mail.outbox) == 1


def test_what_has_left_is_neither_sent_again_nor_given_up() -> None:
    row = letter()
    posted()
    for act in (send_again, drop_letter):
        with pytest.raises(MailRefused):
            act(mail=row, now=NOW, actor=None)


def test_letter_that_did_not_leave_is_given_up(settings: Any) -> None:
    use(settings, Down)
    row = letter()
    send_queued(pk=row.pk, now=NOW)
    drop_letter(mail=row, now=NOW, actor=UserFactory(role="OFFICE"))

    assert OutgoingMail.objects.count() == 0
