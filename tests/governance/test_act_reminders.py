"""What of acts waits for the office, and the reminder that leaves by one click, never twice within its quiet time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from factories import UserFactory
from factories.assemblies import Assembly
from factories.outbox import posted
from filiera.governance.enums import MinutesState
from filiera.governance.models import FollowUp, Minutes, Resolution
from filiera.governance.operations import minutes as acts
from filiera.governance.operations.act_reminders import ReminderRefused, remind_follow_up
from filiera.governance.operations.minutes import Approval
from filiera.governance.operations.resolutions import add_follow_up
from filiera.governance.queries.waiting_acts import waiting_of_acts
from governance.test_minutes import held_assembly, to
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def assembly() -> Assembly:
    made = held_assembly()
    made.meeting.chaired_by = made.seats[0]
    made.meeting.save()
    return made


def said(days: int = 0) -> list[tuple[str, str]]:
    with time_machine.travel(NOW + timedelta(days=days, hours=2), tick=False):
        return [(thing.word, thing.act) for thing in waiting_of_acts()]


def test_what_waits_follows_the_minutes(assembly: Assembly) -> None:
    steps = [said(), said(20)]
    draft = acts.draft_minutes(meeting=assembly.meeting)
    steps.append(said())
    draft = to(MinutesState.IN_CHECK, draft)
    steps += [said(), said(11)]
    acts.propose_amendment(minutes=draft, seat=assembly.seats[1], about="1", text="Sì.", now=NOW, user=None)
    steps.append(said())
    acts.answer_amendment(amendment=draft.amendments.get(), is_accepted=True, answer="", now=NOW)
    acts.write_amendment(amendment=draft.amendments.get(), key="item-1", text="Sì.", now=NOW)
    acts.approve_minutes(minutes=draft, approval=Approval("NO_CHANGE"), now=NOW + timedelta(days=11))
    steps.append(said(11))
    acts.sign_minutes(minutes=draft, role="SECRETARY", name="Ufficio", now=NOW, user=None)
    steps += [said(11), said(21)]
    acts.sign_minutes(minutes=draft, role="PRESIDENT", name="Elena Boschi", now=NOW, user=None)
    steps.append(said())
    acts.file_minutes(minutes=draft, now=NOW)
    steps.append(said())

    assert steps == [
        [("da scrivere", "Scrivilo")],
        [("in ritardo", "Scrivilo")],
        [("bozza", "Guarda")],
        [],
        [("da approvare", "Approva")],
        [("chiede a te", "Rispondi")],
        [("da firmare", "Firma")],
        [("da firmare", "Guarda")],
        [("in ritardo", "Guarda")],
        [("da mettere a libro", "Metti a libro")],
        [],
    ]


@pytest.mark.parametrize(("lang", "button"), [("it", "Sollecita"), ("en", "Remind")])
def test_the_president_is_asked_by_one_click_and_left_in_peace(assembly: Assembly, lang: str, button: str) -> None:
    minutes = to(MinutesState.IN_CHECK, acts.draft_minutes(meeting=assembly.meeting))
    acts.approve_minutes(minutes=minutes, approval=Approval("AT_END"), now=NOW)
    acts.sign_minutes(minutes=minutes, role="SECRETARY", name="Ufficio", now=NOW, user=None)
    office = Client()
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        office.force_login(UserFactory(role="OFFICE"))
        page = office.get(f"/{lang}/office/").content.decode()
        for _time in range(2):
            office.post(f"/{lang}/minutes/{minutes.pk}/act/", {"act": "remind"})
        after = office.get(f"/{lang}/office/").content.decode()

    assert button in page
    assert "Buongiorno Persona 1," in page
    letter = posted()[-1]
    assert letter.to == ["m1@example.org"]
    assert "aspetta la tua firma" in letter.body
    assert f"/it/minutes/{minutes.pk}/" in letter.body
    assert Minutes.objects.get().reminders == ["2026-12-05"]
    assert f">{button}<" not in after


def test_whoever_is_late_is_asked(assembly: Assembly) -> None:
    follow_up = late(owner_email="marta@example.org")
    chase = waiting_chase(2)
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        office = Client()
        office.force_login(UserFactory(role="OFFICE"))
        office.post(chase.url, {"act": chase.act})

    assert "Mandare il piano" in chase.letter
    assert [(message.to, message.subject) for message in posted()] == [
        (["marta@example.org"], "Entro il 26 novembre 2026: Mandare il piano")
    ]
    assert FollowUp.objects.get(pk=follow_up.pk).reminders == ["2026-11-27"]


def test_whoever_has_no_address_is_called(assembly: Assembly) -> None:
    follow_up = late(owner_email="")

    assert waiting_chase(2) is None
    with pytest.raises(ReminderRefused):
        remind_follow_up(follow_up=follow_up, now=NOW)


def late(**values: str) -> FollowUp:
    """Give something that was to be done by tomorrow."""
    return add_follow_up(
        resolution=Resolution.objects.order_by("pk")[0],
        what="Mandare il piano",
        owner_name="Marta",
        due_on=TODAY + timedelta(days=1),
        **values,
    )


def waiting_chase(days: int) -> Any:
    """Give the reminder that is offered for what is late, some days on."""
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        return next(thing.chase for thing in waiting_of_acts() if thing.title == "Mandare il piano")
