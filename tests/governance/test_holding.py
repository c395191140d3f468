"""A meeting from draft to close: each step where it may be taken, each forbidden one refused with what to do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from factories.convened import (
    FIRST,
    arrive,
    body,
    convened,
    director,
    first_item,
    opened,
    plan,
    planned,
    representative,
    seat_of,
)
from filiera.common.models import AuditEvent
from filiera.governance.enums import BodyKind, ItemState, MeetingState, VoteMode
from filiera.governance.logic.closing import ClosingDoubt
from filiera.governance.models import (
    Attendance,
    BallotMark,
    Mandate,
    Meeting,
    NoticeDelivery,
    OpenVote,
    ReminderAcceptance,
    Urn,
)
from filiera.governance.operations.agenda import ItemPlan, add_item, defer_item, discuss_item, write_discussion
from filiera.governance.operations.attendance import check_out
from filiera.governance.operations.convening import NotConvened, convene_meeting
from filiera.governance.operations.holding import Chair, close_meeting, declare_no_quorum, open_meeting
from filiera.governance.operations.meetings import cancel_meeting, change_meeting
from filiera.governance.operations.objections import object_to_item
from filiera.governance.operations.outcomes import close_item, close_vote
from filiera.governance.operations.steps import MeetingRefused
from filiera.governance.operations.votes import Vote, cast_votes, open_vote
from filiera.governance.queries.minutes import computed_minutes
from filiera.governance.queries.votes import published_urn
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db
CHAIR = Chair("Ada Presidente", "Bruno Segretario")
TALK = ItemPlan("Comunicazioni del presidente", vote_mode="NONE")


@pytest.fixture
def members() -> list[object]:
    """Give three members with their representatives."""
    return [representative(name) for name in ("Alba", "Brina", "Cima")]


def test_a_meeting_goes_from_draft_to_close(members: list[object]) -> None:
    meeting = convened(BodyKind.ASSEMBLY, TALK)
    assert (meeting.state, meeting.record_on, meeting.roll.count()) == (MeetingState.CONVENED, TODAY, 3)

    meeting = opened(meeting, "Alba", "Brina")
    item = discuss_item(item=first_item(meeting), now=FIRST)
    write_discussion(item=item, text="Si parla del piano.")
    close_item(item=item, now=FIRST)
    close_meeting(meeting=meeting, now=FIRST + timedelta(hours=1))

    meeting.refresh_from_db()
    assert (meeting.state, first_item(meeting).state) == (MeetingState.CLOSED, ItemState.DECIDED)
    assert Attendance.objects.filter(left_at=None).count() == 0
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"plan-meeting", "convene-meeting", "send-notices", "check-in", "open-meeting", "close-meeting"} <= verbs


def test_what_keeps_a_meeting_from_being_convened_is_told_whole() -> None:
    meeting = planned(first_at=NOW + timedelta(days=2), second_at=None, place="", remote_url="")
    meeting.items.all().delete()

    with time_machine.travel(NOW, tick=False), pytest.raises(NotConvened) as refused:
        convene_meeting(meeting=meeting, now=NOW)

    assert refused.value.reasons == (
        "L'avviso deve partire entro il 19 novembre 2026: 8 giorni prima, statuto (avviso); art. 8 disp. att. c.c. "
        "Sposta la prima convocazione al 3 dicembre 2026 o dopo.",
        "L'ordine del giorno è vuoto. Aggiungi almeno un punto.",
        "Nessuno saprebbe dove andare. Scrivi il luogo, il collegamento per partecipare a distanza, o tutti e due.",
        "Nessuno sarebbe convocato: nel libro, a quel giorno, non c'è nessuno che abbia diritto di partecipare.",
    )
    assert Meeting.objects.get().state == MeetingState.PLANNED


def test_steps_out_of_turn_are_refused_with_words(members: list[object]) -> None:
    meeting = planned(BodyKind.ASSEMBLY, TALK)
    item = first_item(meeting)
    for act in (
        lambda: open_meeting(meeting=meeting, chair=CHAIR, reminder_read=True, now=FIRST),
        lambda: close_meeting(meeting=meeting, now=FIRST),
        lambda: declare_no_quorum(meeting=meeting, now=FIRST),
        lambda: discuss_item(item=item, now=FIRST),
        lambda: defer_item(item=item),
    ):
        with pytest.raises(MeetingRefused, match="La riunione è prevista"):
            act()

    convene_meeting(meeting=meeting, now=NOW)
    with pytest.raises(MeetingRefused, match="Il suo ordine del giorno è partito con l'avviso"):
        add_item(meeting=meeting, plan=ItemPlan("Un altro", proposal="x"), today=TODAY)
    with pytest.raises(MeetingRefused, match="La riunione è convocata"):
        convene_meeting(meeting=meeting, now=NOW)


def test_a_meeting_does_not_open_before_its_hour_nor_without_quorum(members: list[object]) -> None:
    meeting = convened(BodyKind.ASSEMBLY, TALK)
    arrive(meeting, "Alba")

    with pytest.raises(MeetingRefused, match="prima convocazione è alla sua ora"):
        open_meeting(meeting=meeting, chair=CHAIR, reminder_read=True, now=FIRST - timedelta(minutes=1))
    with pytest.raises(MeetingRefused, match="Manca il numero legale: 1 su 3"):
        open_meeting(meeting=meeting, chair=CHAIR, reminder_read=True, now=FIRST)


def test_a_first_call_without_quorum_goes_on_to_the_second(members: list[object]) -> None:
    meeting = convened(BodyKind.ASSEMBLY, TALK)
    arrive(meeting, "Alba")
    declare_no_quorum(meeting=meeting, now=FIRST)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.call, meeting.sequence) == (MeetingState.CONVENED, 2, 1)
    assert Attendance.objects.filter(left_at=None).count() == 0
    assert NoticeDelivery.objects.filter(sequence=1, sent_at__isnull=False).count() == 3

    second = FIRST + timedelta(days=1)
    meeting = opened(meeting, "Alba", now=second)
    assert (meeting.state, meeting.call) == (MeetingState.OPEN, 2)


def test_the_minutes_of_the_second_call_tell_the_first(members: list[object]) -> None:
    meeting = convened(BodyKind.ASSEMBLY, TALK)
    arrive(meeting, "Alba")
    declare_no_quorum(meeting=meeting, now=FIRST + timedelta(minutes=30))
    second = FIRST + timedelta(days=1)
    meeting.refresh_from_db()
    meeting = opened(meeting, "Alba", now=second)
    item = discuss_item(item=first_item(meeting), now=second)
    object_to_item(item=item, seat=seat_of(meeting, "Alba"), reason="Di prezzi non si parla.", now=second)
    told = str(computed_minutes(meeting))

    assert (
        "In prima convocazione, 15 dicembre 2026, 10:30, i presenti o rappresentati erano 1 su 3 e ne servivano 2: alle "
        "11:00 è stata dichiarata deserta. Erano presenti: Alba."
    ) in told
    assert ("Di prezzi non si parla." in told, ".." in told) == (True, False)


@pytest.mark.parametrize("mode", [VoteMode.OPEN, VoteMode.SECRET])
def test_a_second_call_begins_everything_anew(members: list[Any], mode: str) -> None:
    proposal = ItemPlan("Piano di attività", vote_mode=mode, proposal="Si approva.")
    meeting = convened(BodyKind.ASSEMBLY, proposal, TALK)
    seat = seat_of(meeting, "Alba")
    arrive(meeting, "Alba", "Brina")
    meeting = open_meeting(meeting=meeting, chair=Chair("Ada", "Bruno", seat), reminder_read=True, now=FIRST)
    talk = meeting.items.get(position=2)
    discuss_item(item=talk, now=FIRST)
    object_to_item(item=talk, seat=seat, reason="prezzi", now=FIRST)
    item = open_vote(item=discuss_item(item=first_item(meeting), now=FIRST), now=FIRST)
    cast_votes(item=item, votes={seat.pk: Vote("FOR", code="K7M2-94QD-XP")}, user=members[0], now=FIRST)
    for name in ("Alba", "Brina"):
        check_out(seat=seat_of(meeting, name), now=FIRST)
    close_vote(item=item, now=FIRST + timedelta(minutes=1), sure_of=ClosingDoubt)
    declare_no_quorum(meeting=meeting, now=FIRST + timedelta(minutes=2))

    meeting.refresh_from_db()
    item.refresh_from_db()
    assert (meeting.opened_at, meeting.chaired_by, meeting.chair_name, meeting.secretary_name) == (None, None, "", "")
    assert (item.state, item.result, item.judgement, item.decided_at) == (ItemState.PLANNED, "", None, None)
    assert published_urn(item) is None
    assert [model.objects.count() for model in (OpenVote, BallotMark, Urn)] == [0, 0, 0]
    answered = talk.objections.get()
    assert (answered.answer, answered.answered_at) == (
        "La convocazione era senza numero legale: il punto ricomincia.",
        FIRST + timedelta(minutes=2),
    )

    second = FIRST + timedelta(days=1)
    meeting = opened(meeting, "Alba", "Brina", now=second)
    item = open_vote(item=discuss_item(item=item, now=second), now=second)
    assert published_urn(item) is None
    again = cast_votes(item=item, votes={seat.pk: Vote("FOR", code="K7M2-94QD-XP")}, user=members[0], now=second)
    assert (again.cast, again.before) == ((seat.pk,), ())


def test_an_example_assembly_ends_no_real_cooption(members: list[Any]) -> None:
    director("Vera Vera")
    mandate = Mandate.objects.get()
    Mandate.objects.update(is_coopted=True)
    meeting = opened(convened(BodyKind.ASSEMBLY, TALK), "Alba", "Brina")
    Meeting.objects.update(is_example=True)
    close_meeting(meeting=meeting, now=FIRST)
    mandate.refresh_from_db()
    assert mandate.ended_on is None

    meeting = opened(convened(BodyKind.ASSEMBLY, TALK), "Alba", "Brina")
    close_meeting(meeting=meeting, now=FIRST)
    mandate.refresh_from_db()
    assert mandate.ended_on == FIRST.date()


def test_without_a_second_call_the_meeting_is_over(members: list[object]) -> None:
    meeting = convened(BodyKind.ASSEMBLY, TALK, second_at=None)
    declare_no_quorum(meeting=meeting, now=FIRST)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.NO_QUORUM


def test_pressed_twice_the_declaration_does_not_fall_on_the_second_call(members: list[object]) -> None:
    meeting = convened(BodyKind.ASSEMBLY, TALK)
    both = FIRST + timedelta(days=2)
    declare_no_quorum(meeting=meeting, now=both, of_call=1)

    with pytest.raises(MeetingRefused, match="Dichiarato già"):
        declare_no_quorum(meeting=meeting, now=both, of_call=1)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.call) == (MeetingState.CONVENED, 2)


def test_that_the_quorum_is_missing_is_not_declared_where_it_is_there(members: list[object]) -> None:
    meeting = convened(BodyKind.ASSEMBLY, TALK)
    arrive(meeting, "Alba", "Brina")
    with pytest.raises(MeetingRefused, match="C'è il numero legale: 2 su 3"):
        declare_no_quorum(meeting=meeting, now=FIRST)


def test_one_item_is_discussed_at_a_time_and_none_is_left_open(members: list[object]) -> None:
    meeting = opened(convened(BodyKind.ASSEMBLY, TALK, ItemPlan("Secondo", vote_mode="NONE")), "Alba", "Brina")
    one, two = meeting.items.order_by("position")
    discuss_item(item=one, now=FIRST)

    with pytest.raises(MeetingRefused, match="Il punto 1"):
        discuss_item(item=two, now=FIRST)
    with pytest.raises(MeetingRefused, match="Il punto 1 è in discussione"):
        close_meeting(meeting=meeting, now=FIRST)

    defer_item(item=one)
    close_meeting(meeting=meeting, now=FIRST)
    assert list(meeting.items.values_list("state", flat=True)) == [ItemState.DEFERRED, ItemState.DEFERRED]


def test_a_new_day_needs_notice_of_its_own(members: list[object]) -> None:
    meeting = convened(BodyKind.ASSEMBLY, TALK)
    later = FIRST - timedelta(days=2)

    with pytest.raises(NotConvened):
        change_meeting(meeting=meeting, plan=plan(first_at=later), now=later - timedelta(days=3))
    sent = change_meeting(meeting=meeting, plan=plan(place="Lodi, sede"), now=NOW)

    meeting.refresh_from_db()
    assert (sent.left, meeting.sequence, meeting.place) == (3, 1, "Lodi, sede")


def test_a_meeting_is_cancelled_with_a_reason_until_it_begins(members: list[object]) -> None:
    meeting = convened(BodyKind.ASSEMBLY, TALK)
    with pytest.raises(MeetingRefused):
        cancel_meeting(meeting=meeting, why=" ", now=NOW)
    cancel_meeting(meeting=meeting, why="Sala non disponibile", now=NOW)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CANCELLED

    other = opened(convened(BodyKind.ASSEMBLY, TALK), "Alba", "Brina")
    with pytest.raises(MeetingRefused, match="Si annulla solo"):
        cancel_meeting(meeting=other, why="x", now=FIRST)


def test_the_bodies_are_made_once() -> None:
    body()
    assert body().meetings.count() == 0


def test_a_meeting_opens_only_once_the_reminder_was_read(members: list[object]) -> None:
    meeting = convened(BodyKind.ASSEMBLY, TALK)
    arrive(meeting, "Alba", "Brina")
    arrive(meeting, "Cima", mode="REMOTE")
    with pytest.raises(MeetingRefused, match="regole di concorrenza") as refused:
        open_meeting(meeting=meeting, chair=CHAIR, reminder_read=False, now=FIRST)
    assert refused.value.field == "reminder_read"

    row = open_meeting(meeting=meeting, chair=CHAIR, reminder_read=True, now=FIRST)
    accepted = ReminderAcceptance.objects.order_by("seat__name").values_list("seat__name", "user")
    assert (row.reminder_read_at, list(accepted)) == (FIRST, [("Alba", None), ("Brina", None)])
    assert "reminder" in AuditEvent.objects.get(verb="open-meeting").detail.values
    assert "Il presidente ha letto ai presenti il richiamo" in str(computed_minutes(row))
