"""Who is there: once, whatever device; the reminder accepted once; conflicts before the vote; the objection that stops."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from factories.convened import FIRST, arrive, convened, first_item, opened, representative, seat_of
from filiera.governance.enums import BodyKind, ItemState, PresenceMode
from filiera.governance.models import (
    AgendaItem,
    BallotMark,
    ConflictDeclaration,
    Meeting,
    OpenVote,
    ReminderAcceptance,
    Urn,
)
from filiera.governance.operations.agenda import ItemPlan, discuss_item
from filiera.governance.operations.attendance import (
    accept_aloud,
    accept_reminder,
    check_out,
    reminder_digest,
)
from filiera.governance.operations.conflicts import declare_conflict
from filiera.governance.operations.holding import close_meeting
from filiera.governance.operations.objections import answer_objections, object_to_item
from filiera.governance.operations.outcomes import close_vote
from filiera.governance.operations.steps import MeetingRefused
from filiera.governance.operations.votes import Vote, cast_votes, open_vote
from filiera.governance.quorum import quorum_now

PLAN = ItemPlan("Piano", proposal="Si approva.")
NAMES = ("Alba", "Brina", "Cima")


@pytest.fixture
def people(db: None) -> dict[str, Any]:
    """Give three representatives."""
    return {name: representative(name) for name in NAMES}


@pytest.fixture
def meeting(people: dict[str, Any]) -> Meeting:
    """Give an open assembly with two of three there."""
    return opened(convened(BodyKind.ASSEMBLY, PLAN), "Alba", "Brina")


def test_presence_is_taken_from_two_hours_before(people: dict[str, Any]) -> None:
    meeting = convened(BodyKind.ASSEMBLY, PLAN)
    with pytest.raises(MeetingRefused, match="È troppo presto"):
        arrive(meeting, "Alba", now=FIRST - timedelta(hours=2, minutes=1))
    arrive(meeting, "Alba", now=FIRST - timedelta(hours=2))
    assert quorum_now(meeting, at=FIRST).present == 1


def test_nobody_takes_part_remotely_where_the_notice_gave_no_way(people: dict[str, Any]) -> None:
    meeting = convened(BodyKind.ASSEMBLY, PLAN, remote_url="")
    with pytest.raises(MeetingRefused, match="si tiene solo in sala"):
        arrive(meeting, "Alba", mode="REMOTE")


def test_two_marks_are_one_stay_and_coming_back_is_another(meeting: Meeting) -> None:
    arrive(meeting, "Alba", mode="REMOTE")
    seat = seat_of(meeting, "Alba")
    assert list(seat.stays.values_list("mode", flat=True)) == [PresenceMode.ROOM]

    check_out(seat=seat, now=FIRST + timedelta(minutes=1))
    assert check_out(seat=seat, now=FIRST + timedelta(minutes=2)) is None
    assert quorum_now(meeting, at=FIRST + timedelta(minutes=1)).present == 1
    arrive(meeting, "Alba", now=FIRST + timedelta(minutes=3), mode="REMOTE")
    assert quorum_now(meeting, at=FIRST + timedelta(minutes=3)).present == 2
    assert seat.stays.count() == 2


def test_after_the_close_nobody_comes(meeting: Meeting) -> None:
    discuss = first_item(meeting)
    assert discuss.state == ItemState.PLANNED
    close_meeting(meeting=meeting, now=FIRST)
    with pytest.raises(MeetingRefused, match="Le presenze si prendono dall'avviso alla chiusura"):
        arrive(meeting, "Cima")


def test_the_reminder_is_accepted_once_by_each_or_aloud_by_the_room(meeting: Meeting, people: dict[str, Any]) -> None:
    arrive(meeting, "Cima")
    for new in (1, 0):
        assert accept_aloud(meeting=meeting, now=FIRST) == new
        accept_reminder(seat=seat_of(meeting, "Alba"), user=people["Alba"], now=FIRST)
    kept = ReminderAcceptance.objects.order_by("seat__name", "pk").values_list("seat__name", "user", "text_digest")
    people_of = [("Alba", None), ("Alba", people["Alba"].pk), ("Brina", None), ("Cima", None)]
    assert list(kept) == [(*one, reminder_digest()) for one in people_of]


def test_a_conflict_is_declared_once_with_its_reason_before_the_vote(meeting: Meeting, people: dict[str, Any]) -> None:
    item, seat = first_item(meeting), seat_of(meeting, "Alba")
    with pytest.raises(MeetingRefused, match="in che cosa consiste il conflitto"):
        declare_conflict(item=item, seat=seat, reason=" ", now=FIRST)
    declare_conflict(item=item, seat=seat, reason="Siamo fornitori", now=FIRST)
    declare_conflict(item=item, seat=seat, reason="Un'altra ragione", now=FIRST)
    assert ConflictDeclaration.objects.get().reason == "Siamo fornitori"

    discuss_item(item=item, now=FIRST)
    item = open_vote(item=item, now=FIRST)
    with pytest.raises(MeetingRefused, match="Un conflitto si dichiara prima del voto"):
        declare_conflict(item=item, seat=seat_of(meeting, "Brina"), reason="Tardi", now=FIRST)
    brina = seat_of(meeting, "Brina")
    cast_votes(item=item, votes={brina.pk: Vote("FOR")}, user=people["Brina"], now=FIRST)
    item = close_vote(item=item, now=FIRST)
    assert (item.result, item.judgement["figures"]["present"], item.judgement["figures"]["for"]) == ("adopted", 2, 1)
    assert [one["reason"] for one in item.judgement["excluded"]] == ["conflict"]


def stopped(meeting: Meeting, name: str = "Alba") -> AgendaItem:
    """Let somebody object to the first item."""
    object_to_item(
        item=first_item(meeting), seat=seat_of(meeting, name), reason="Si parla di listini", topic="PRICES", now=FIRST
    )
    return first_item(meeting)


def test_an_objection_stops_the_item_until_the_chair_answers(meeting: Meeting) -> None:
    with pytest.raises(MeetingRefused, match="da lì non può diventare"):
        stopped(meeting)
    discuss_item(item=first_item(meeting), now=FIRST)
    with pytest.raises(MeetingRefused, match="prima segna la tua presenza"):
        stopped(meeting, "Cima")
    assert stopped(meeting).state == ItemState.STOPPED
    with pytest.raises(MeetingRefused, match="prima rispondi"):
        discuss_item(item=first_item(meeting), now=FIRST)
    with pytest.raises(MeetingRefused, match="Scrivi la risposta"):
        answer_objections(item=first_item(meeting), answer="", resume=True, now=FIRST)

    item = answer_objections(item=first_item(meeting), answer="Si torna al testo", resume=True, now=FIRST)
    objection = item.objections.get()
    assert (item.state, objection.answer, objection.answered_at) == (ItemState.DISCUSSED, "Si torna al testo", FIRST)
    stopped(meeting)
    assert answer_objections(item=item, answer="Si rinvia", resume=False, now=FIRST).state == ItemState.DEFERRED


@pytest.mark.parametrize("mode", ["OPEN", "SECRET"])
def test_what_was_cast_on_an_item_that_is_stopped_is_void(people: dict[str, Any], mode: str) -> None:
    meeting = opened(convened(BodyKind.ASSEMBLY, ItemPlan("Piano", proposal="Si approva.", vote_mode=mode)), *NAMES)
    item = discuss_item(item=first_item(meeting), now=FIRST)
    item = open_vote(item=item, now=FIRST)
    seat = seat_of(meeting, "Alba")
    code = "K7M2-94QD-XP" if mode == "SECRET" else ""
    cast_votes(item=item, votes={seat.pk: Vote("FOR", code=code)}, user=people["Alba"], now=FIRST)
    stopped(meeting, "Brina")
    assert [model.objects.count() for model in (OpenVote, BallotMark, Urn)] == [0, 0, 0]

    item = answer_objections(item=item, answer="Si riprende", resume=True, now=FIRST)
    item = open_vote(item=item, now=FIRST)
    assert item.state == ItemState.VOTING
