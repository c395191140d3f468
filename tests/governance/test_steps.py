"""Every step of a table is taken by an operation, and none is taken past its table."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import filiera.governance.operations as operations
from factories import UserFactory
from factories.association import application, planned_meeting, resolution, statute
from factories.convened import FIRST, convened, first_item, opened, planned, representative, seat_of
from filiera.governance.enums import BodyKind
from filiera.governance.logic.closing import ClosingDoubt
from filiera.governance.logic.steps import (
    AMENDMENT_STEPS,
    APPLICATION_STEPS,
    ITEM_STEPS,
    MEETING_STEPS,
    MINUTES_STEPS,
    PETITION_STEPS,
    RESOLUTION_STEPS,
    Steps,
)
from filiera.governance.models import Meeting, Member
from filiera.governance.operations import minutes as acts
from filiera.governance.operations.admissions import (
    ask_applicant,
    decide_application,
    follow_resolution,
    put_on_agenda,
    take_application,
)
from filiera.governance.operations.agenda import ItemPlan, defer_item, discuss_item
from filiera.governance.operations.applications import answer_request, submit_application, withdraw_application
from filiera.governance.operations.attendance import check_out
from filiera.governance.operations.convening import convene_meeting
from filiera.governance.operations.holding import close_meeting, declare_no_quorum
from filiera.governance.operations.meetings import cancel_meeting
from filiera.governance.operations.minutes import Approval
from filiera.governance.operations.objections import answer_objections, object_to_item
from filiera.governance.operations.outcomes import close_item, close_vote
from filiera.governance.operations.petitions import close_petition, open_petition, sign_petition
from filiera.governance.operations.resolutions import mark_resolution
from filiera.governance.operations.votes import open_vote
from filiera.registry.models import Organisation
from governance.test_minutes import held_assembly, signed
from tests_clock import NOW, TODAY

Act = Callable[[], object]
LATER = FIRST + timedelta(minutes=1)


def edges(steps: Steps[Any]) -> set[tuple[str, str]]:
    """Give every step of a table."""
    return {(str(before), str(after)) for before in steps.table for after in steps.after(before)}


def walked(row: Any, *acts: Act) -> set[tuple[str, str]]:
    """Do one act after another; give the steps that a row took."""
    found = set()
    for act in acts:
        row.refresh_from_db()
        before = row.state
        act()
        row.refresh_from_db()
        found.add((before, row.state))
    return found


def leave(meeting: Meeting, *names: str) -> None:
    for name in names:
        check_out(seat=seat_of(meeting, name), now=FIRST)


@pytest.fixture
def members(db: None) -> list[Any]:
    """Give three members, of whom two make a quorum."""
    return [representative(name) for name in ("Alba", "Brina", "Cima")]


def none_there(meeting: Meeting, now: Any = LATER) -> Act:
    return lambda: declare_no_quorum(meeting=meeting, now=now)


def test_every_step_of_a_meeting_is_taken(members: list[Any]) -> None:
    first, second, third, fourth = planned(), convened(second_at=None), opened(convened(), "Alba", "Brina"), planned()
    next_day = FIRST + timedelta(days=1, minutes=1)
    found = walked(
        first,
        lambda: convene_meeting(meeting=first, now=NOW),
        none_there(first),
        lambda: opened(Meeting.objects.get(pk=first.pk), "Alba", now=next_day),
        lambda: close_meeting(meeting=first, now=next_day),
    )
    found |= walked(second, none_there(second))
    leave(third, "Alba", "Brina")
    found |= walked(third, none_there(third), lambda: cancel_meeting(meeting=third, why="Sala chiusa", now=LATER))
    found |= walked(fourth, lambda: cancel_meeting(meeting=fourth, why="Sala chiusa", now=NOW))
    fifth = opened(convened(second_at=None), "Alba", "Brina")
    leave(fifth, "Alba", "Brina")
    found |= walked(fifth, none_there(fifth))

    assert found == edges(MEETING_STEPS)


def item_walk(*names: Callable[[Any, Any], object]) -> set[tuple[str, str]]:
    """Walk the first item of a new meeting through some acts, each given the meeting and the item."""
    meeting = opened(convened(), "Alba", "Brina")
    item = first_item(meeting)
    return walked(item, *[lambda act=act: act(meeting, item) for act in names])


def test_every_step_of_an_item_is_taken(members: list[Any]) -> None:
    def discuss(meeting: Any, item: Any) -> None:
        discuss_item(item=item, now=LATER)

    def vote(meeting: Any, item: Any) -> None:
        open_vote(item=item, now=LATER)

    def close(meeting: Any, item: Any) -> None:
        close_vote(item=item, now=LATER, sure_of=ClosingDoubt)

    def stop(meeting: Any, item: Any) -> None:
        object_to_item(item=item, seat=seat_of(meeting, "Alba"), reason="prezzi", now=LATER)

    def resume(meeting: Any, item: Any) -> None:
        answer_objections(item=item, answer="Non è così", resume=True, now=LATER)

    def put_off(meeting: Any, item: Any) -> None:
        answer_objections(item=item, answer="È così", resume=False, now=LATER)

    def desert(meeting: Any, item: Any) -> None:
        leave(meeting, "Alba", "Brina")
        declare_no_quorum(meeting=meeting, now=LATER)

    def close_deserted(meeting: Any, item: Any) -> None:
        leave(meeting, "Alba", "Brina")
        close_vote(item=item, now=LATER, sure_of=ClosingDoubt)

    found = item_walk(discuss, stop, resume, vote, stop, put_off, desert)
    found |= item_walk(discuss, vote, close) | item_walk(discuss, desert) | item_walk(discuss, vote, desert)
    found |= item_walk(discuss, stop, desert) | item_walk(discuss, vote, close_deserted)
    found |= item_walk(discuss, lambda meeting, item: defer_item(item=item))
    found |= item_walk(lambda meeting, item: close_meeting(meeting=meeting, now=LATER))
    meeting = opened(
        convened(BodyKind.ASSEMBLY, ItemPlan("Comunicazioni del presidente", vote_mode="NONE")), "Alba", "Brina"
    )
    item = first_item(meeting)
    found |= walked(item, lambda: discuss_item(item=item, now=LATER), lambda: close_item(item=item, now=LATER))

    assert found == edges(ITEM_STEPS)


def test_every_step_of_a_petition_is_taken(db: None) -> None:
    people = [representative(f"Socio {number}") for number in range(1, 13)]
    organisations = [one.acting.organisation_id for one in people]
    members = [Member.objects.get(organisation=pk) for pk in organisations]
    asked = [
        open_petition(member=members[0], title="Bilancio", reasons="Serve", now=NOW, user=people[0]) for _n in range(3)
    ]
    first, second, third = asked
    answer, other = planned(), planned()
    Meeting.objects.filter(pk=answer.pk).update(petition=first)
    Meeting.objects.filter(pk=other.pk).update(petition=second)
    found = walked(
        first,
        lambda: sign_petition(petition=first, member=members[1], now=NOW, user=people[1]),
        lambda: convene_meeting(meeting=answer, now=NOW),
        lambda: cancel_meeting(meeting=answer, why="Sala chiusa", now=NOW),
    )
    found |= walked(
        second,
        lambda: convene_meeting(meeting=other, now=NOW),
        lambda: cancel_meeting(meeting=other, why="Sala chiusa", now=NOW),
    )
    found |= walked(third, lambda: close_petition(petition=third, why="Ritirata", now=NOW))

    assert found == edges(PETITION_STEPS)


def test_every_step_of_a_resolution_is_taken(members: list[Any]) -> None:
    found: set[tuple[str, str]] = set()
    rows = []
    for _number in range(4):
        meeting = opened(convened(), "Alba", "Brina")
        item = discuss_item(item=first_item(meeting), now=LATER)
        close_vote(item=open_vote(item=item, now=LATER), now=LATER, sure_of=ClosingDoubt)
        item.refresh_from_db()
        rows.append(item.resolution)
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(state="IN_FORCE")
        row.refresh_from_db()
    one, two, three, last = rows

    def mark(row: Any, state: str, **more: Any) -> Act:
        return lambda: mark_resolution(resolution=row, state=state, why="sentenza", **more)

    found |= walked(one, mark(one, "CHALLENGED"), mark(one, "IN_FORCE"), mark(one, "ANNULLED"))
    found |= walked(two, mark(two, "CHALLENGED"), mark(two, "ANNULLED"))
    found |= walked(three, mark(three, "SUPERSEDED", superseded_by=last))

    assert found == edges(RESOLUTION_STEPS)


def test_every_step_of_minutes_is_taken(db: None) -> None:
    assembly = held_assembly()
    row = acts.draft_minutes(meeting=assembly.meeting)
    found = walked(row, lambda: acts.send_to_check(minutes=row, now=NOW))
    answered: set[tuple[str, str]] = set()
    for is_accepted in (True, False):
        asked = acts.propose_amendment(
            minutes=row, seat=assembly.seats[2], about="1", text="Altro", now=NOW, user=assembly.users[2]
        )
        answer = {"amendment": asked, "is_accepted": is_accepted, "answer": "Visto", "now": NOW}
        answered |= walked(asked, lambda answer=answer: acts.answer_amendment(**answer))
    accepted = row.amendments.get(state="ACCEPTED")
    acts.write_amendment(amendment=accepted, key="item-1", text="Altro", now=NOW)
    passed = {"approval": Approval("NO_CHANGE"), "now": NOW + timedelta(days=60)}
    found |= walked(
        row,
        lambda: acts.approve_minutes(minutes=row, **passed),
        lambda: signed(row),
        lambda: acts.file_minutes(minutes=row, now=NOW),
    )

    assert found == edges(MINUTES_STEPS)
    assert answered == edges(AMENDMENT_STEPS)


def test_no_operation_moves_anything_past_its_table() -> None:
    found = [
        f"{path.name}: {ast.unparse(node)}"
        for path in sorted(Path(str(operations.__path__[0])).glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if moves(node)
    ]

    assert found == ["examples_removal.py: acts.update(superseded_by=None, state='IN_FORCE')"]


def moves(node: ast.AST) -> bool:
    """Tell whether a node of a program writes a state."""
    if isinstance(node, ast.Assign):
        written = [part for target in node.targets for part in ast.walk(target)]
        return any(isinstance(part, ast.Attribute) and part.attr == "state" for part in written)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update":
        return any(word.arg == "state" for word in node.keywords)
    return False


def test_every_step_of_an_application_is_taken(db: None) -> None:
    office = UserFactory(role="OFFICE")

    def walk(*names: str, ratified: bool = False) -> set[tuple[str, str]]:
        number = Organisation.objects.count()
        said = {"name": f"Impresa {number}", "vat": "", "code": ""}
        member_class = {"member_class": "sme" if ratified else "ordinary"}
        row = application(applicant=UserFactory(), sent=False, organisation=said, **{"class": member_class})
        taken = {
            "send": lambda: submit_application(application=row, now=NOW, actor=row.applicant),
            "withdraw": lambda: withdraw_application(application=row, now=NOW),
            "take": lambda: take_application(application=row, actor=office),
            "ask": lambda: ask_applicant(application=row, question="Che cosa producete?", now=NOW, actor=office),
            "answer": lambda: answer_request(application=row, answer="Creme", now=NOW, actor=office),
            "board": lambda: put(BodyKind.BOARD),
            "assembly": lambda: put(BodyKind.ASSEMBLY),
            "accept": lambda: follow_resolution(resolution(item=row.item)),
            "reject": lambda: reject(),
        }

        def put(kind: str) -> None:
            row.checks.update(verdict="PASS")
            put_on_agenda(application=row, meeting=planned_meeting(kind), today=TODAY, actor=office)

        def reject() -> None:
            why = "Non lavora nella filiera cosmetica."
            lost = resolution(item=row.item, result="rejected")
            decide_application(application=row, resolution=lost, accepts=False, reasons=why, now=NOW)

        return {edge for edge in walked(row, *[taken[name] for name in names]) if edge[0] != edge[1]}

    statute()
    found = walk("withdraw") | walk("send", "withdraw") | walk("send", "take", "withdraw")
    found |= walk("send", "take", "ask", "withdraw") | walk("send", "take", "ask", "answer", "board", "take")
    found |= walk("send", "take", "board", "accept") | walk("send", "take", "board", "reject")
    found |= walk("send", "take", "board", "withdraw")
    statute("with-classes", TODAY)
    found |= walk("send", "take", "board", "accept", "assembly", "accept", ratified=True)
    found |= walk("send", "take", "board", "accept", "assembly", "reject", ratified=True)

    assert found == edges(APPLICATION_STEPS)
