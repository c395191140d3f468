"""Accounts that act for organisations, and the demo's: invented people with a password made here and told at start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from filiera.accounts.models import User
from filiera.common import audit
from filiera.registry.models import Delegate, Organisation


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account to be printed; `password` is empty where its person has set another."""

    email: str
    role: str
    organisation: str
    password: str


@transaction.atomic
def act_for(*, user: User, organisation: Organisation, today: date, actor: Any = None) -> Delegate:
    """Let an account act for an organisation from a day on; one that does already goes on."""
    held = Delegate.objects.in_force(today).filter(user=user, organisation=organisation, until_on=None).first()
    if held is not None:
        return held
    delegate, _new = Delegate.objects.update_or_create(
        user=user, organisation=organisation, from_on=today, defaults={"until_on": None}
    )
    audit.record(actor=actor, verb="act-for", thing=organisation, values={"user": user.pk})
    return delegate


@transaction.atomic
def stop_acting(*, user: User, organisation: Organisation, today: date, actor: Any = None) -> int:
    """End what an account does for an organisation before a day; give the number of delegations that ended.

    One that began that very day never counted for a whole day, and goes.
    """
    rows = Delegate.objects.in_force(today).filter(user=user, organisation=organisation)
    ended = rows.filter(from_on__gte=today).delete()[0]
    ended += rows.update(until_on=today - timedelta(days=1))
    if ended:
        audit.record(actor=actor, verb="stop-acting", thing=organisation, values={"user": user.pk})
    return ended


@transaction.atomic
def make_demo_accounts(*, path: Path, password: str, today: date) -> list[DemoAccount]:
    """Create the missing accounts of `accounts.yaml` with one password; those that exist keep theirs, and their sessions.

    An address that a real person's account has is left alone, and not listed.
    """
    if not path.exists():
        return []
    made = []
    roles = {"administrator": User.Stored.ADMINISTRATOR, "office": User.Stored.OFFICE}
    for row in yaml.safe_load(path.read_text(encoding="utf-8"))["accounts"]:
        user = User.objects.filter(email=row["email"]).first()
        if user is not None and not user.is_example:
            continue
        organisation = Organisation.objects.filter(code=row.get("organisation", "")).first()
        if user is None:
            user = User.objects.create_user(
                row["email"],
                password,
                name=row["name"],
                role=roles.get(row["role"], User.Stored.PERSON),
                language=row["language"],
                is_example=True,
            )
        if organisation is not None and not user.delegations.filter(organisation=organisation).exists():
            start = date(today.year, 1, 1)
            Delegate.objects.create(user=user, organisation=organisation, act="demo", from_on=start)
        told = password if user.check_password(password) else ""
        made.append(DemoAccount(user.email, row["role"], organisation.name if organisation else "", told))
    return made
