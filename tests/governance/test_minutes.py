"""Minutes: computed in Italian, checked, approved, signed, filed; then nobody changes them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import override

from factories.assemblies import Assembly
from filiera.governance.enums import MeetingState, MinutesState, VoteMode
from filiera.governance.exports_books import text_of
from filiera.governance.logic.chain import digest_of
from filiera.governance.logic.closing import ClosingDoubt
from filiera.governance.models import Attendance, ConflictDeclaration, Meeting, Minutes, Objection
from filiera.governance.operations import minutes as acts
from filiera.governance.operations.minutes import Approval, MinutesError
from filiera.governance.operations.outcomes import close_vote
from filiera.governance.operations.votes import Vote, cast_votes, open_vote
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
AT_END, NO_CHANGE = Approval("AT_END"), Approval("NO_CHANGE")


def held_assembly() -> Assembly:
    """Give an assembly that has voted once openly and once secretly, and is over."""
    assembly = Assembly(6, present=4)
    assembly.proxy(4, 0)
    item = assembly.item()
    ConflictDeclaration.objects.create(item=item, seat=assembly.seats[3], reason="è concorrente", declared_at=NOW)
    open_vote(item=item, now=LATER)
    for place, choice in enumerate(["FOR", "FOR", "AGAINST"]):
        votes = {assembly.seats[place].pk: Vote(choice)}
        cast_votes(item=item, votes=votes, user=assembly.users[place], now=LATER)
    close_vote(item=item, now=LATER, sure_of=ClosingDoubt)
    secret = open_vote(item=assembly.election("Boschi"), now=LATER)
    vote = {assembly.seats[1].pk: Vote(names=("Boschi",), code="K7M2-94QD-XP")}
    cast_votes(item=secret, votes=vote, user=assembly.users[1], now=LATER)
    close_vote(item=secret, now=LATER, sure_of=ClosingDoubt)
    meeting = assembly.meeting
    meeting.state, meeting.closed_at = MeetingState.CLOSED, LATER
    meeting.chair_name, meeting.secretary_name = "Elena Boschi", "Ufficio"
    meeting.save()
    return assembly


@pytest.fixture
def assembly() -> Assembly:
    return held_assembly()


@pytest.fixture
def draft(assembly: Assembly) -> Minutes:
    return acts.draft_minutes(meeting=assembly.meeting)


def section(minutes: Minutes, key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in minutes.content["sections"] if one["key"] == key)
    return found


def to(state: MinutesState, minutes: Minutes) -> Minutes:
    """Bring a draft to a state, by the acts that lead there."""
    steps = {
        MinutesState.IN_CHECK: lambda row: acts.send_to_check(minutes=row, now=LATER),
        MinutesState.APPROVED: approved,
        MinutesState.SIGNED: signed,
        MinutesState.FILED: lambda row: acts.file_minutes(minutes=row, now=LATER).minutes,
    }
    for step, act in steps.items():
        minutes = act(minutes)
        if step == state:
            break
    return Minutes.objects.get(pk=minutes.pk)


def approved(minutes: Minutes) -> Minutes:
    if minutes.corrects_id is None:
        return acts.approve_minutes(minutes=minutes, approval=AT_END, now=LATER)
    return acts.approve_minutes(minutes=minutes, approval=NO_CHANGE, now=LATER + timedelta(days=11))


def signed(minutes: Minutes) -> Minutes:
    for role, name in (("PRESIDENT", "Elena Boschi"), ("SECRETARY", "Ufficio")):
        minutes = acts.sign_minutes(minutes=minutes, role=role, name=name, now=LATER, user=None)
    return minutes


def test_what_is_computed(draft: Minutes) -> None:
    there = " ".join(section(draft, "present")["paragraphs"])
    voted = " ".join(section(draft, "item-1")["decision"])
    secret = " ".join(section(draft, "item-2")["decision"])

    assert "Rappresentati per delega: Socio 5 da Socio 1." in there
    assert "All'apertura (10:30). C'è il numero legale: 5 su 6, 4 di persona e 1 per delega" in there
    assert section(draft, "item-1")["paragraphs"] == ["Socio 4 dichiara un conflitto di interessi: è concorrente."]
    assert "Voti favorevoli: Socio 1, Socio 2." in voted
    assert "È la delibera n. 1/2026." in voted
    assert "a scrutinio segreto" in secret
    assert "Eletti: Boschi." in secret
    assert "Socio 2" not in secret


def test_an_item_is_told_in_the_order_in_which_it_happened(assembly: Assembly) -> None:
    item = assembly.meeting.items.order_by("position")[0]
    values = {"answer": "Si torna al piano.", "made_at": NOW, "answered_at": NOW}
    Objection.objects.create(item=item, seat=assembly.seats[1], topic="PRICES", reason="Listini 2027.", **values)
    Objection.objects.create(item=item, seat=assembly.seats[2], topic="COSTS", reason="costi", made_at=NOW)
    draft = acts.draft_minutes(meeting=assembly.meeting)
    acts.write_discussion(minutes=draft, key="item-1", text="Interviene Socio 3.")
    draft.refresh_from_db()
    lines = text_of({"minutes": draft.content})
    told = lines[lines.index("1. Punto 1") + 1 : lines.index("2. Punto 2")]

    assert told[:5] == [
        "Socio 4 dichiara un conflitto di interessi: è concorrente.",
        "Socio 2 solleva un'obiezione e il punto si ferma: prezzi: Listini 2027.",
        "Chi presiede risponde: Si torna al piano.",
        "Socio 3 solleva un'obiezione e il punto si ferma: costi.",
        "Interviene Socio 3.",
    ]
    assert told[5].startswith("Si mette ai voti")
    assert told[-1] == "È la delibera n. 1/2026."


def test_minutes_kept_in_the_older_shape_read_as_they_did() -> None:
    sections = [{"key": "item-1", "heading": "1. Piano", "paragraphs": ["Si vota.", "Approvato."], "discussion": "Sì."}]

    assert text_of({"minutes": {"sections": sections}}) == ["1. Piano", "Si vota.", "Approvato.", "Sì."]


def test_what_is_added_to_a_computed_passage_stays_when_it_is_computed_again(draft: Minutes) -> None:
    acts.write_discussion(minutes=draft, key="present", text="Rettifica: Socio 2 arriva alle 10:40.")
    again = acts.draft_minutes(meeting=draft.meeting)

    assert section(again, "present")["discussion"] == "Rettifica: Socio 2 arriva alle 10:40."
    assert section(again, "opening").get("discussion") is None


def test_minutes_are_italian_whatever_the_page_speaks(assembly: Assembly) -> None:
    with override("en"):
        draft = acts.draft_minutes(meeting=assembly.meeting)

    assert section(draft, "opening")["heading"] == "Apertura"


def test_minutes_of_a_meeting_that_goes_on_are_not_drafted() -> None:
    with pytest.raises(MinutesError):
        acts.draft_minutes(meeting=Assembly(3).meeting)


def test_minutes_go_from_draft_to_book(draft: Minutes) -> None:
    acts.write_discussion(minutes=draft, key="item-1", text="Si discute del piano.")
    filed = to(MinutesState.FILED, draft)
    content = filed.entry.content

    assert (filed.state, filed.entry.number, filed.entry.book.kind) == (MinutesState.FILED, 1, "ASSEMBLY")
    assert content["digest"] == digest_of(content["minutes"]) == filed.digest
    assert [one["role"] for one in content["signatures"]] == ["PRESIDENT", "SECRETARY"]
    assert content["minutes"]["sections"][2]["discussion"] == "Si discute del piano."


@pytest.mark.parametrize("state", [MinutesState.APPROVED, MinutesState.SIGNED, MinutesState.FILED])
def test_approved_words_are_not_changed(draft: Minutes, state: MinutesState) -> None:
    minutes = to(state, draft)

    with pytest.raises(MinutesError):
        acts.write_discussion(minutes=minutes, key="item-1", text="Altro.")
    with pytest.raises(MinutesError):
        acts.draft_minutes(meeting=minutes.meeting)


def test_words_that_were_altered_behind_are_not_signed(draft: Minutes) -> None:
    minutes = to(MinutesState.APPROVED, draft)
    Minutes.objects.update(content=minutes.content | {"title": "Altro"})

    with pytest.raises(MinutesError):
        acts.sign_minutes(minutes=minutes, role="PRESIDENT", name="Elena Boschi", now=LATER, user=None)


def test_each_signs_once(draft: Minutes) -> None:
    minutes = to(MinutesState.APPROVED, draft)
    acts.sign_minutes(minutes=minutes, role="PRESIDENT", name="Elena Boschi", now=LATER, user=None)

    with pytest.raises(MinutesError):
        acts.sign_minutes(minutes=minutes, role="PRESIDENT", name="Elena Boschi", now=LATER, user=None)
    assert Minutes.objects.get().state == MinutesState.APPROVED


def test_whoever_was_there_asks_for_a_change(draft: Minutes, assembly: Assembly) -> None:
    minutes = to(MinutesState.IN_CHECK, draft)
    ask = {"minutes": minutes, "about": "punto 1", "text": "Ho votato contro.", "user": assembly.users[2]}
    amendment = acts.propose_amendment(seat=assembly.seats[2], now=LATER, **ask)
    with pytest.raises(MinutesError):
        acts.approve_minutes(minutes=minutes, approval=AT_END, now=LATER)
    with pytest.raises(MinutesError):
        acts.propose_amendment(seat=assembly.seats[5], now=LATER, **ask)
    with pytest.raises(MinutesError):
        acts.propose_amendment(seat=assembly.seats[2], now=LATER + timedelta(days=11), **ask)
    with pytest.raises(MinutesError):
        acts.answer_amendment(amendment=amendment, is_accepted=False, answer=" ", now=LATER)
    acts.answer_amendment(amendment=amendment, is_accepted=False, answer="Il voto è scritto.", now=LATER)
    after = LATER + timedelta(days=11)

    assert acts.approve_minutes(minutes=minutes, approval=NO_CHANGE, now=after).state == MinutesState.APPROVED


@pytest.mark.parametrize("is_accepted", [True, False])
def test_minutes_that_somebody_had_changed_were_not_read_at_the_end(
    draft: Minutes, assembly: Assembly, is_accepted: bool
) -> None:
    minutes = to(MinutesState.IN_CHECK, draft)
    before = acts.may_be_at_end(minutes, LATER)
    seat, user = assembly.seats[2], assembly.users[2]
    ask = {"minutes": minutes, "about": "punto 1", "text": "Ho votato contro."}
    amendment = acts.propose_amendment(seat=seat, user=user, now=LATER, **ask)
    acts.answer_amendment(amendment=amendment, is_accepted=is_accepted, answer="Ecco.", now=LATER)
    if is_accepted:
        acts.write_amendment(amendment=amendment, key="item-1", text="Socio 3 vota contro.", now=LATER)
    with pytest.raises(MinutesError, match="Dopo la riunione è stata chiesta una modifica"):
        acts.approve_minutes(minutes=minutes, approval=AT_END, now=LATER)

    assert (before, acts.may_be_at_end(minutes, LATER)) == (True, False)


def test_a_correction_is_an_act_of_its_own(draft: Minutes) -> None:
    filed = to(MinutesState.FILED, draft)
    correction = to(MinutesState.FILED, acts.correct_minutes(minutes=filed, text="Al punto 1 si legga «piano 2027»."))

    assert (correction.entry.number, correction.entry.content["corrects"]) == (2, 1)
    assert correction.entry.title.startswith("Rettifica del verbale n. 1")
    assert filed.entry.content["minutes"] == draft.content


def test_the_deserted_meeting_has_minutes_too() -> None:
    assembly = Assembly(5, present=1)
    assembly.meeting.state = MeetingState.NO_QUORUM
    assembly.meeting.save()
    draft = acts.draft_minutes(meeting=assembly.meeting)

    assert "dichiarata deserta" in section(draft, "closing")["paragraphs"][0]
    assert "Manca il numero legale: 1 su 5" in " ".join(section(draft, "present")["paragraphs"])


def test_a_vote_that_is_open_is_not_told(assembly: Assembly) -> None:
    item = assembly.item(vote_mode=VoteMode.OPEN)
    draft = acts.draft_minutes(meeting=assembly.meeting)

    assert section(draft, f"item-{item.position}")["paragraphs"] == []


def test_days_that_are_not_over_approve_nothing(draft: Minutes) -> None:
    minutes = to(MinutesState.IN_CHECK, draft)
    with pytest.raises(MinutesError, match="Si possono chiedere modifiche fino al 5 dicembre 2026"):
        acts.approve_minutes(minutes=minutes, approval=NO_CHANGE, now=LATER + timedelta(days=10))
    acts.approve_minutes(minutes=minutes, approval=NO_CHANGE, now=LATER + timedelta(days=10, seconds=1))
    minutes.refresh_from_db()

    assert minutes.approved_how == (
        "approvato per decorso del termine del 5 dicembre 2026, 11:30: nessuno ha chiesto modifiche"
    )


@pytest.mark.parametrize(("day", "can"), [(0, False), (1, True), (2, True), (3, False)])
def test_a_later_meeting_approves_on_its_day(draft: Minutes, day: int, can: bool) -> None:
    minutes = to(MinutesState.IN_CHECK, draft)
    approval = Approval("LATER", TODAY + timedelta(days=day))
    if not can:
        with pytest.raises(MinutesError, match="Scrivi il giorno della riunione che lo ha approvato"):
            acts.approve_minutes(minutes=minutes, approval=approval, now=NOW + timedelta(days=2))
        return
    row = acts.approve_minutes(minutes=minutes, approval=approval, now=NOW + timedelta(days=2))
    assert row.approved_how == f"letto e approvato nella riunione del {25 + day} novembre 2026"


def test_a_correction_was_not_read_in_the_meeting(draft: Minutes) -> None:
    filed = to(MinutesState.FILED, draft)
    correction = to(MinutesState.IN_CHECK, acts.correct_minutes(minutes=filed, text="Si legga 2027."))
    with pytest.raises(MinutesError, match="non sono state lette nella riunione"):
        acts.approve_minutes(minutes=correction, approval=AT_END, now=LATER)


def test_president_and_secretary_are_two_people(draft: Minutes, assembly: Assembly) -> None:
    minutes = to(MinutesState.APPROVED, draft)
    sign = {"minutes": minutes, "now": LATER}
    acts.sign_minutes(role="PRESIDENT", name="Persona 1", user=assembly.users[0], **sign)
    with pytest.raises(MinutesError, match="sono due persone"):
        acts.sign_minutes(role="SECRETARY", name="Ufficio", user=assembly.users[0], **sign)
    acts.sign_minutes(role="SECRETARY", name="Rosa Neri", user=assembly.users[1], **sign)

    assert list(minutes.signatures.order_by("role").values_list("role", "name")) == [
        ("PRESIDENT", "Persona 1 (per Elena Boschi)"),
        ("SECRETARY", "Rosa Neri (per Ufficio)"),
    ]


def test_the_quorum_told_is_that_of_the_opening() -> None:
    assembly = Assembly(6, present=3)
    late = assembly.arrive(assembly.seats[3])
    Attendance.objects.filter(pk=late.pk).update(came_at=LATER)
    Attendance.objects.filter(seat=assembly.seats[0]).update(left_at=NOW + timedelta(minutes=1))
    Meeting.objects.update(state=MeetingState.CLOSED, closed_at=LATER + timedelta(hours=1))
    assembly.meeting.refresh_from_db()
    there = section(acts.draft_minutes(meeting=assembly.meeting), "present")["paragraphs"]

    assert there[-1].startswith("All'apertura (10:30). C'è il numero legale: 3 su 6, 3 di persona e 0 per delega;")
    assert there[0] == "In sala: Socio 1, fino alle 10:31; Socio 2; Socio 3; Socio 4, dalle 11:30."


def test_days_after_the_meeting_nothing_is_approved_at_its_end(draft: Minutes) -> None:
    acts.send_to_check(minutes=draft, now=LATER)
    with pytest.raises(MinutesError, match="Seduta stante"):
        acts.approve_minutes(minutes=draft, approval=AT_END, now=LATER + timedelta(days=1))
