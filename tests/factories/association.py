"""The association for the tests: bodies, a meeting with an item, and the resolution that came of it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from factories import DelegateFactory, OrganisationFactory
from filiera.governance.enums import BodyKind, ItemState, MeetingState, RegisterEvent
from filiera.governance.files import shipped_statute
from filiera.governance.models import AgendaItem, Body, Meeting, Member, MembershipApplication, Resolution
from filiera.governance.operations.applications import begin_application, save_step, submit_application
from filiera.governance.operations.register import Event, admit_member
from filiera.governance.operations.statutes import put_statute_in_force
from tests_clock import NOW, TODAY

NAMES = {
    BodyKind.BOARD: ("Consiglio Direttivo", "Board"),
    BodyKind.ASSEMBLY: ("Assemblea", "Assembly"),
    BodyKind.AUDITORS: ("Organo di controllo", "Auditors"),
}


def body(kind: str = BodyKind.BOARD) -> Body:
    """Give a body, made the first time."""
    it, en = NAMES[BodyKind(kind)]
    return Body.objects.get_or_create(code=kind.lower(), defaults={"kind": kind, "name_it": it, "name_en": en})[0]


def planned_meeting(kind: str = BodyKind.BOARD) -> Meeting:
    """Give a meeting of a body that is planned for next week."""
    return Meeting.objects.create(
        body=body(kind),
        title="Riunione",
        first_at=NOW + timedelta(days=7),
        uid=uuid.uuid4(),
        state=MeetingState.PLANNED,
    )


def resolution(
    kind: str = BodyKind.BOARD, *, item: AgendaItem | None = None, on: date = TODAY, result: str = "adopted"
) -> Resolution:
    """Give a resolution as the closing of an item writes it, with the item where none is given."""
    if item is None:
        meeting = planned_meeting(kind)
        item = AgendaItem.objects.create(meeting=meeting, position=1, title="Punto", proposal="Si approva.")
    at = NOW if on <= TODAY else timezone.now()
    item.state, item.result, item.decided_at = ItemState.DECIDED, result, at
    item.save()
    number = Resolution.objects.filter(body=item.meeting.body, year=on.year).count() + 1
    return Resolution.objects.create(
        body=item.meeting.body,
        year=on.year,
        number=number,
        item=item,
        title=item.title,
        text=item.proposal,
        adopted_on=on,
    )


def statute(name: str = "codice-civile", since: date = date(2020, 1, 1)) -> None:
    """Put a statute that comes with the platform in force."""
    put_statute_in_force(charter=shipped_statute(name), in_force_from=since)


def member(
    *, on: date = date(2025, 1, 15), member_class: str = "ordinary", delegate: bool = False, **organisation: Any
) -> Member:
    """Admit an organisation; with a representative where one is asked for."""
    made = OrganisationFactory(**organisation)
    row = admit_member(
        organisation=made, event=Event(RegisterEvent.ADMITTED, on, member_class, note="atto costitutivo"), now=NOW
    )
    if delegate:
        DelegateFactory(organisation=made, role="REPRESENTATIVE")
    made.refresh_from_db()
    row.refresh_from_db()
    return row


ANSWERS: dict[str, dict[str, Any]] = {
    "organisation": {
        "code": "",
        "name": "Nuova Cosmetica srl",
        "vat": "00743110157",
        "kind": "COMPANY",
        "size": "SMALL",
        "town": "Crema",
        "website": "",
    },
    "representative": {
        "name": "Rosa Nuova (esempio)",
        "email": "rosa@example.org",
        "role": "amministratrice unica",
        "act_words": "Visura camerale",
        "act_on": "2026-01-10",
        "act_until_on": "",
    },
    "class": {"member_class": "ordinary", "why": ""},
    "statements": {"statute": True, "privacy": True, "competition": True},
}


def application(*, applicant: Any, sent: bool = True, **changes: dict[str, Any]) -> MembershipApplication:
    """Give an application that is filled in, and sent unless told otherwise; `changes` are by step."""
    row = begin_application(language="it", now=NOW, applicant=applicant)
    for step, values in ANSWERS.items():
        row = save_step(application=row, step=step, values={**values, **changes.get(step, {})}, now=NOW)
    return submit_application(application=row, now=NOW, actor=applicant) if sent else row
