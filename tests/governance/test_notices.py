"""Notices: letters in each person's language, with a calendar entry that is read back; recorded, sent again, never twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from icalendar import Calendar

from factories import OrganisationFactory
from factories.convened import FIRST, convened, director, plan, planned, representative
from filiera.governance.enums import BodyKind, RegisterEvent
from filiera.governance.models import Meeting, NoticeDelivery
from filiera.governance.operations.agenda import ItemPlan
from filiera.governance.operations.candidates import set_candidates
from filiera.governance.operations.convening import NotConvened, convene_meeting
from filiera.governance.operations.holding import declare_no_quorum
from filiera.governance.operations.meetings import cancel_meeting, change_meeting
from filiera.governance.operations.notices import Sent, resend_notices, send_notices
from filiera.governance.operations.register import Event, admit_member
from tests_clock import NOW

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")


def entry(message: EmailMessage) -> tuple[Any, Any]:
    """Read the calendar entry of a letter back; give the calendar and its event."""
    (part,) = message.attachments
    calendar = Calendar.from_ical(part.get_payload(decode=True))  # type: ignore[union-attr]
    return calendar, next(iter(calendar.walk("VEVENT")))


def test_a_notice_says_all_in_the_persons_language() -> None:
    representative("Alba", name="Anna", email="anna@example.org", language="it")
    representative("Brina", name="Brian", email="brian@example.org", language="en")
    meeting = convened(title="Assemblea dei soci", notice_text="Si prega la puntualità.")

    italian, english = sorted(mail.outbox, key=lambda one: one.to)
    assert (italian.to, italian.subject) == (["anna@example.org"], "Convocazione: Assemblea dei soci, 15 dicembre 2026")
    assert english.subject == "Notice: Assemblea dei soci, 15 December 2026"
    for part in (
        "Buongiorno Anna,",
        "ecco la convocazione per Alba: Assemblea dei soci.",
        "Prima convocazione: 15 dicembre 2026, 10:30\nSeconda convocazione: 16 dicembre 2026, 10:30",
        "Luogo: Crema, sede\nA distanza: https://video.example/assemblea",
        "Ordine del giorno\n1. Piano di attività (voto palese)\n   Si vota: Si approva.",
        "Si prega la puntualità.",
        f"/it/meetings/{meeting.pk}/",
        "Se non puoi venire, da' una delega da quella pagina (statuto (deleghe))",
        "Convocata il 25 novembre 2026, 20 giorni prima (ne servono 8,",
    ):
        assert part in italian.body, part
    assert f"/en/meetings/{meeting.pk}/" in english.body


def test_the_calendar_entry_is_read_back() -> None:
    representative("Alba", email="anna@example.org")
    meeting = convened()
    calendar, event = entry(mail.outbox[0])

    assert (calendar["method"], event["uid"].split("@")[0], event["sequence"]) == ("REQUEST", str(meeting.uid), 0)
    assert event.decoded("dtstart") == FIRST
    assert (event["summary"], event["attendee"]) == ("Assemblea ordinaria", "mailto:anna@example.org")
    assert mail.outbox[0].attachments[0]["Content-Type"].count("method") == 1  # type: ignore[index]


def test_a_change_and_a_cancellation_keep_the_entry_and_count_on() -> None:
    representative("Alba")
    meeting = convened()
    change_meeting(meeting=meeting, plan=plan(first_at=FIRST + timedelta(days=1), second_at=None), now=NOW)
    cancel_meeting(meeting=meeting, why="Sciopero", now=NOW)

    read = [entry(message) for message in mail.outbox]
    assert [(str(one["method"]), int(event["sequence"])) for one, event in read] == [
        ("REQUEST", 0),
        ("REQUEST", 1),
        ("CANCEL", 2),
    ]
    assert len({str(event["uid"]) for _one, event in read}) == 1
    assert [str(event["status"]) for _one, event in read] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert mail.outbox[1].subject.startswith("Modifica:")
    assert "Motivo: Sciopero" in mail.outbox[2].body


def test_the_second_call_is_told_with_its_time() -> None:
    representative("Alba")
    meeting = convened()
    declare_no_quorum(meeting=meeting, now=FIRST)
    message = mail.outbox[-1]
    assert message.subject == "Seconda convocazione: Assemblea ordinaria, 16 dicembre 2026"
    assert entry(message)[1].decoded("dtstart") == FIRST + timedelta(days=1)


def test_whoever_has_no_address_is_told_to_the_office_and_reached_later() -> None:
    representative("Alba", email="anna@example.org")
    organisation = OrganisationFactory(name="Brina")
    admit_member(
        organisation=organisation,
        event=Event(RegisterEvent.ADMITTED, date(2025, 1, 15), "ordinary", note="atto"),
        now=NOW,
    )
    meeting = convened()
    failed = NoticeDelivery.objects.get(sent_at=None)
    assert (failed.seat.name, failed.failed_why.startswith("Non si conosce nessun indirizzo")) == ("Brina", True)

    from factories import DelegateFactory, UserFactory

    DelegateFactory(organisation=organisation, user=UserFactory(email="bruna@example.org"), role="REPRESENTATIVE")
    sent = resend_notices(meeting=meeting, now=NOW)
    assert (sent.left, sent.failed, mail.outbox[-1].to) == (1, 0, ["bruna@example.org"])
    assert NoticeDelivery.objects.filter(sent_at=None).count() == 0


def test_what_the_mail_server_refuses_is_recorded_and_nobody_gets_it_twice(settings: Any) -> None:
    representative("Alba")
    representative("Brina")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    meeting = convened()
    assert NoticeDelivery.objects.filter(sent_at=None).exclude(failed_why="").count() == 2

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    resend_notices(meeting=meeting, now=NOW)
    send_notices(meeting=meeting, now=NOW)
    resend_notices(meeting=meeting, now=NOW)
    assert len(mail.outbox) == 2


def test_the_board_is_convened_by_person() -> None:
    director("Dora", email="dora@example.org", language="en")
    convened(BodyKind.BOARD, ItemPlan("Budget", kind="BOARD", proposal="It is adopted."))
    (message,) = mail.outbox
    assert (message.to, "you are convened" in message.body) == (["dora@example.org"], True)


@pytest.mark.parametrize(
    ("sent", "held", "can"),
    [
        # The statute asks for 8 days: the day of the notice is not counted, the meeting's is.
        (datetime(2026, 12, 7, 23, 59), datetime(2026, 12, 15, 10, 0), True),
        (datetime(2026, 12, 8, 0, 1), datetime(2026, 12, 15, 10, 0), False),
        # Clocks go back on 25 October 2026 and forward on 28 March 2027: days are days of the calendar all the same.
        (datetime(2026, 10, 20, 23, 30), datetime(2026, 10, 28, 0, 30), True),
        (datetime(2026, 10, 21, 0, 30), datetime(2026, 10, 28, 23, 30), False),
        (datetime(2027, 3, 24, 23, 30), datetime(2027, 4, 1, 0, 30), True),
        (datetime(2027, 3, 25, 0, 30), datetime(2027, 4, 1, 23, 30), False),
    ],
)
def test_days_of_notice_at_the_edges(sent: datetime, held: datetime, can: bool) -> None:
    representative("Alba")
    meeting = planned(first_at=held.replace(tzinfo=ROME), second_at=None)
    now = sent.replace(tzinfo=ROME)
    if can:
        convene_meeting(meeting=meeting, now=now)
    else:
        with pytest.raises(NotConvened):
            convene_meeting(meeting=meeting, now=now)
    assert Meeting.objects.get().roll.count() == int(can)


def test_a_letter_that_another_process_is_sending_is_not_sent_again() -> None:
    representative("Alba")
    meeting = convened(now=NOW)
    claimed = {"sent_at": None, "failed_why": "si sta spedendo", "claimed_at": NOW}
    NoticeDelivery.objects.update(**claimed)
    row = NoticeDelivery.objects.get()
    mail.outbox.clear()

    assert resend_notices(meeting=meeting, now=NOW + timedelta(minutes=59)) == Sent(0, 0)
    assert NoticeDelivery.objects.get() == row
    assert resend_notices(meeting=meeting, now=NOW + timedelta(hours=1)) == Sent(1, 0)
    assert len(mail.outbox) == 1
    sent = NoticeDelivery.objects.get()
    assert (sent.failed_why, sent.claimed_at, sent.sent_at) == ("", None, NOW + timedelta(hours=1))


def test_a_notice_says_who_stands_and_shortens_a_long_proposal() -> None:
    representative("Alba", email="anna@example.org")
    election = ItemPlan("Nomina", kind="ELECTION", vote_mode="SECRET", seats=1)
    meeting = planned(BodyKind.ASSEMBLY, ItemPlan("Piano", proposal="parola " * 100), election)
    set_candidates(item=meeting.items.get(position=2), names=["Boschi", "Amin"])
    convene_meeting(meeting=meeting, now=NOW)
    body = mail.outbox[0].body

    assert "2. Nomina (voto segreto)\n   Chi si candida: Boschi, Amin" in body
    assert ("parola …" in body, "parola " * 60 in body) == (True, False)
