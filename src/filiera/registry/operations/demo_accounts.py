"""The demo's accounts: invented people with a password made here and told at start, and whom they act for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from filiera.accounts.models import User
from filiera.registry.enums import DelegateRole
from filiera.registry.models import Delegate, Organisation
from filiera.registry.operations.delegates import Act, default_until, register_delegate

ROLES = {"administrator": User.Stored.ADMINISTRATOR, "office": User.Stored.OFFICE}


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account to be printed; `password` is empty where its person has set another."""

    email: str
    role: str
    organisation: str
    password: str


@transaction.atomic
def make_demo_accounts(*, path: Path, password: str, today: date) -> list[DemoAccount]:
    """Create the missing accounts of `accounts.yaml` with one password; those that exist keep theirs, and their sessions.

    An address that a real person's account has is left alone, and not listed.
    """
    if not path.exists():
        return []
    made = []
    for row in yaml.safe_load(path.read_text(encoding="utf-8"))["accounts"]:
        user = User.objects.filter(email=row["email"]).first()
        if user is not None and not user.is_example:
            continue
        if user is None:
            user = User.objects.create_user(
                row["email"],
                password,
                name=row["name"],
                role=ROLES.get(row["role"], User.Stored.PERSON),
                language=row["language"],
                is_example=True,
            )
        acts = [name for one in row.get("acts_for", []) if (name := _act(user, one, today))]
        told = password if user.check_password(password) else ""
        made.append(DemoAccount(user.email, row["role"], ", ".join(acts), told))
    return made


def _act(user: User, said: dict[str, Any], today: date) -> str:
    """Let an invented person act for an organisation, once; give its name, empty where there is no such organisation."""
    organisation = Organisation.objects.filter(code=said["organisation"]).first()
    if organisation is None:
        return ""
    if not Delegate.objects.filter(user=user, organisation=organisation, act=said["act"]).exists():
        start = date(today.year, 1, 1)
        act = Act(said["act"], on=start, from_on=start, until_on=default_until(start))
        role = DelegateRole(said.get("role", DelegateRole.REPRESENTATIVE))
        register_delegate(user=user, organisation=organisation, role=role, act=act, today=today)
    return str(organisation.name)
