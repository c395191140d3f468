"""The example board and the example meetings of a cluster's folder, made by the operations that make real ones."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from filiera.accounts.models import User
from filiera.governance.models import Body, Mandate, Meeting
from filiera.governance.operations.agenda import ItemPlan, add_item
from filiera.governance.operations.bodies import Office, appoint, make_bodies
from filiera.governance.operations.candidates import set_candidates
from filiera.governance.operations.convening import convene_meeting, reasons_against
from filiera.governance.operations.meetings import MeetingPlan, plan_meeting
from filiera.registry.models import Organisation


@transaction.atomic
def make_meeting_examples(*, path: Path, now: datetime) -> list[Meeting]:
    """Make the bodies, the example board and its meetings, once: where an example is there already nothing is made.

    A meeting that cannot be convened, as where no member is in the register yet, stays a draft; no letter leaves.
    """
    make_bodies()
    if not path.exists():
        return []
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    if Meeting.objects.filter(is_example=True, title__in=[row["title"] for row in read["meetings"]]).exists():
        return []
    if not Mandate.objects.filter(body__code="board").exists():
        for row in read["board"]:
            _seat(row, now)
    return [_meeting(row, now) for row in read["meetings"]]


def _seat(row: dict[str, Any], now: datetime) -> Mandate:
    today = timezone.localdate(now)
    office = Office(
        person_name=row["person"],
        role=row["role"],
        from_on=today.replace(month=1, day=1),
        user=User.objects.filter(email=row.get("email", ""), is_example=True).first(),
        organisation=Organisation.objects.filter(code=row.get("organisation", ""), is_example=True).first(),
        is_example=True,
    )
    return appoint(body=Body.objects.get(code="board"), office=office, today=today)


def plan_of(row: dict[str, Any]) -> ItemPlan:
    """Give an item as examples write it: the body that an election fills by its code."""
    fields = {name: value for name, value in row.items() if name not in ("candidates", "against", "fills")}
    return ItemPlan(**fields, fills=Body.objects.filter(code=row.get("fills", "")).first())


def _meeting(row: dict[str, Any], now: datetime) -> Meeting:
    today = timezone.localdate(now)
    day = today + timedelta(days=row["in_days"])
    first = timezone.make_aware(datetime.combine(day, time(row["hour"])))
    after = row.get("second_after_days")
    plan = MeetingPlan(
        title=row["title"],
        first_at=first,
        second_at=first + timedelta(days=after) if after else None,
        place=row["place"],
        remote_url=row["remote_url"],
    )
    meeting = plan_meeting(body=Body.objects.get(code=row["body"]), plan=plan, is_example=True)
    for one in row["items"]:
        item = add_item(meeting=meeting, plan=plan_of(one), today=today)
        set_candidates(item=item, names=one.get("candidates", []))
    if row["convene"] and not reasons_against(meeting, now=now):
        convene_meeting(meeting=meeting, now=now, sends=False, accepts_unreached=True)
        meeting.refresh_from_db()
    return meeting
