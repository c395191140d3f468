"""The example association of a cluster's folder: statute, members, fees, one who applies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from filiera.accounts.models import User
from filiera.governance.enums import CheckVerdict, RegisterEvent
from filiera.governance.files import shipped_statute
from filiera.governance.models import Fee, Member, MembershipApplication
from filiera.governance.operations.admissions import set_check, take_application
from filiera.governance.operations.applications import begin_application, save_step, submit_application
from filiera.governance.operations.bodies import make_bodies
from filiera.governance.operations.fees import Payment, issue_fees, record_payment, set_rate
from filiera.governance.operations.register import Event, admit_member
from filiera.governance.operations.statutes import put_statute_in_force
from filiera.governance.queries.statutes import charter_on
from filiera.registry.models import Organisation


@dataclass(frozen=True, slots=True)
class Made:
    """How many members, fees and applications were made."""

    members: int = 0
    fees: int = 0
    applications: int = 0


@transaction.atomic
def make_member_examples(*, path: Path, now: datetime) -> Made:
    """Make the example association, once: where the register has a line already nothing is made.

    What the file dates after today is left out: the register holds nothing to come.
    """
    if not path.exists() or Member.objects.exists():
        return Made()
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    today = timezone.localdate(now)
    start = said["statute"]["in_force_from"]
    if start > today:
        return Made()
    put_statute_in_force(charter=shipped_statute(said["statute"]["code"]), in_force_from=start, is_example=True)
    make_bodies()
    members = _members(said, today, now)
    fees = _fees(said, today, now)
    return Made(members, fees, _application(said["application"], now))


def _members(said: dict[str, Any], today: date, now: datetime) -> int:
    rows = Organisation.objects.filter(is_example=True, merged_into=None, member_since_on__lte=today)
    made = 0
    for row in rows.filter(member_since_on__gte=said["statute"]["in_force_from"]).order_by("member_since_on", "code"):
        charter = charter_on(row.member_since_on)
        member_class = "founder" if row.code in said["founders"] else charter.proposed_class(row.kind, row.size)
        note = said["act"] if row.code in said["founders"] else ""
        event = Event(RegisterEvent.ADMITTED, row.member_since_on, member_class, note=note)
        admit_member(organisation=row, event=event, now=now, is_example=True)
        made += 1
    return made


def _fees(said: dict[str, Any], today: date, now: datetime) -> int:
    """Make the fees of the year; everybody has paid on the day they were due, but for those who are late."""
    year = said["fee_year"]
    for one in said["rates"]:
        amount = Decimal(one["amount"])
        set_rate(year=year, member_class=one["class"], size=one.get("size", ""), amount_eur=amount, is_example=True)
    made = issue_fees(year=year, today=today).made
    for fee in Fee.objects.filter(pk__in=[one.pk for one in made]).select_related("member__organisation"):
        if fee.due_on <= today and fee.member.organisation.code not in said["late"]:
            payment = Payment(fee.due_on, fee.amount_eur, reference="Bonifico (esempio)")
            record_payment(fee=fee, payment=payment, now=now)
    return len(made)


def _application(said: dict[str, Any], now: datetime) -> int:
    """Let an invented person apply for an example organisation; the office has begun to look at it."""
    code = said["answers"]["organisation"]["code"]
    if (
        MembershipApplication.objects.filter(is_example=True).exists()
        or not Organisation.objects.filter(code=code).exists()
    ):
        return 0
    applicant = User.objects.filter(email=said["applicant"]["email"]).first()
    if applicant is None:
        applicant = User.objects.create_user(**said["applicant"], is_example=True)
    sent_at = now - timedelta(days=said["days_ago"])
    row = begin_application(language="it", now=sent_at, applicant=applicant, is_example=True)
    for step, values in said["answers"].items():
        row = save_step(application=row, step=step, values=values, now=sent_at)
    row = submit_application(application=row, now=sent_at, actor=applicant, tells=False)
    row = take_application(application=row, actor=None)
    for one in said["checks"]:
        if one["verdict"] in CheckVerdict.values and row.checks.filter(criterion=one["criterion"]).exists():
            set_check(application=row, now=sent_at, actor=None, **one)
    return 1
