"""Who signs minutes: whoever chaired; where nobody of the roll did, the president in office; and the secretary they name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from factories import UserFactory
from factories.convened import FIRST, convened, director, opened, representative
from factories.outbox import posted
from filiera.governance.enums import BodyKind, MinutesState
from filiera.governance.models import Mandate, Meeting, Minutes
from filiera.governance.operations import minutes as acts
from filiera.governance.operations.act_reminders import remind_signature
from filiera.governance.operations.agenda import ItemPlan
from filiera.governance.operations.holding import close_meeting, declare_no_quorum
from filiera.governance.queries.association import waiting_for

pytestmark = pytest.mark.django_db
TALK = ItemPlan("Comunicazioni", vote_mode="NONE")
LATER = FIRST + timedelta(days=2)


def approved(meeting: Meeting) -> Minutes:
    """Give the minutes of a meeting that is over, approved at its end."""
    minutes = acts.send_to_check(minutes=acts.draft_minutes(meeting=meeting), now=FIRST)
    return acts.approve_minutes(minutes=minutes, approval=acts.Approval("AT_END"), now=FIRST)


@pytest.fixture
def board() -> dict[str, Mandate]:
    """Give a president, a vice president and a director, none of whom is a member's delegate."""
    roles = {"PRESIDENT": "Vera Prima", "VICE_PRESIDENT": "Ugo Secondo", "DIRECTOR": "Ida Terza"}
    return {role: director(name, role=role) for role, name in roles.items()}


@pytest.fixture
def deserted(board: dict[str, Mandate]) -> Minutes:
    """Give the minutes of an assembly to which nobody came."""
    for name in ("Alba", "Brina", "Cima"):
        representative(name)
    meeting = convened(BodyKind.ASSEMBLY, TALK, second_at=None)
    declare_no_quorum(meeting=meeting, now=FIRST)
    meeting.refresh_from_db()
    return approved(meeting)


def signs(user: Any, minutes: Minutes) -> bool:
    return bool(user.has_perm("governance.sign_as_president", minutes))


@pytest.fixture(autouse=True)
def _later() -> Any:
    with time_machine.travel(LATER, tick=False):
        yield


def test_deserted_minutes_are_signed_by_the_president_and_filed(deserted: Minutes, board: dict[str, Mandate]) -> None:
    president, office = Client(), Client()
    president.force_login(board["PRESIDENT"].user)
    office.force_login(UserFactory(role="OFFICE", name="Rosa Neri"))
    address = f"/it/minutes/{deserted.pk}/"
    page = president.get(address)
    president.post(f"{address}act/", {"act": "sign", "role": "PRESIDENT"})
    office.post(f"{address}act/", {"act": "sign", "role": "SECRETARY"})
    office.post(f"{address}act/", {"act": "file"})
    deserted.refresh_from_db()

    assert page.status_code == 200
    assert deserted.state == MinutesState.FILED
    assert [one["name"] for one in deserted.entry.content["signatures"]] == ["Vera Prima", "Rosa Neri"]


@pytest.mark.parametrize(
    ("gone", "who"),
    [([], "PRESIDENT"), (["PRESIDENT"], "VICE_PRESIDENT"), (["PRESIDENT", "VICE_PRESIDENT"], None)],
)
def test_the_vice_president_stands_in_where_there_is_no_president(
    deserted: Minutes, board: dict[str, Mandate], gone: list[str], who: str | None
) -> None:
    Mandate.objects.filter(role__in=gone).update(ended_on=FIRST.date(), ended_how="RESIGNED")

    assert [role for role, row in board.items() if signs(row.user, deserted)] == ([who] if who else [])
    assert not signs(UserFactory(role="OFFICE"), deserted)


def test_whoever_chaired_by_name_alone_signs_else_the_president_for_them(board: dict[str, Mandate]) -> None:
    for name in ("Alba", "Brina"):
        representative(name)
    meeting = opened(convened(BodyKind.ASSEMBLY, TALK), "Alba", "Brina")
    close_meeting(meeting=meeting, now=FIRST)
    minutes = approved(Meeting.objects.get(pk=meeting.pk))
    assert [role for role, row in board.items() if signs(row.user, minutes)] == ["PRESIDENT"]
    acts.sign_minutes(minutes=minutes, role="PRESIDENT", name="Vera Prima", now=LATER, user=board["PRESIDENT"].user)
    assert minutes.signatures.get().name == "Vera Prima (per Ada Presidente)"

    Meeting.objects.update(chair_name="dott.ssa Ida Terza")
    minutes = Minutes.objects.get()
    assert [role for role, row in board.items() if signs(row.user, minutes)] == ["DIRECTOR"]


def test_the_president_is_told_and_reminded(deserted: Minutes, board: dict[str, Mandate]) -> None:
    president = board["PRESIDENT"].user
    told = [(one.word, one.text) for one in waiting_for(president, now=LATER)]
    remind_signature(minutes=deserted, now=LATER)

    assert told == [("da firmare", "Firmi come presidente: aspetta la tua firma.")]
    assert waiting_for(board["DIRECTOR"].user, now=LATER) == []
    assert posted()[-1].to == [president.email]
    assert "Buongiorno Vera Prima," in mail.outbox[-1].body


def test_the_secretary_whom_the_minutes_name_signs_where_an_account_bears_the_name(deserted: Minutes) -> None:
    bruno, rosa = UserFactory(role="OFFICE", name="Bruno Segretario"), UserFactory(role="OFFICE", name="Rosa Neri")
    asked = [bruno, rosa, UserFactory(name="Bruno Segretario")]

    def who(name: str) -> list[bool]:
        Meeting.objects.update(secretary_name=name)
        minutes = Minutes.objects.get()
        return [bool(user.has_perm("governance.sign_as_secretary", minutes)) for user in asked]

    assert who("dott. Bruno Segretario") == [True, False, False]
    assert who("Piero Notaio") == [True, True, False]
    assert who("") == [True, True, False]


def test_names_that_are_one_person() -> None:
    from filiera.governance.logic.signing import signed_name

    assert signed_name("Ada Rossi", "dott.ssa Ada  ROSSI") == "Ada Rossi"
    assert signed_name("Ada Rossi", "") == "Ada Rossi"
    assert signed_name("Ada Rossi", "Ada Bianchi") == "Ada Rossi (per Ada Bianchi)"
