"""Demo accounts of an instance folder: invented people, passwords made here and told once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from django.db import transaction

from filiera.accounts.models import User
from filiera.registry.models import Delegate, Organisation


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account with its password, to be printed."""

    email: str
    role: str
    organisation: str
    password: str


@transaction.atomic
def make_demo_accounts(*, path: Path, password: str | None, today: date) -> list[DemoAccount]:
    """Create the accounts of `accounts.yaml`, all with one password; a given `password` resets those that exist."""
    if not path.exists():
        return []
    chosen = password or secrets.token_urlsafe(9)
    made = []
    roles = {"administrator": User.Stored.ADMINISTRATOR, "office": User.Stored.OFFICE}
    for row in yaml.safe_load(path.read_text(encoding="utf-8"))["accounts"]:
        stored = roles.get(row["role"], User.Stored.PERSON)
        user, _new = User.objects.get_or_create(
            email=row["email"],
            defaults={"name": row["name"], "role": stored, "language": row["language"], "is_example": True},
        )
        user.set_password(chosen)
        user.save()
        organisation = Organisation.objects.filter(code=row.get("organisation", "")).first()
        if organisation is not None:
            Delegate.objects.get_or_create(
                user=user, organisation=organisation, defaults={"act": "demo", "from_on": date(today.year, 1, 1)}
            )
        made.append(DemoAccount(user.email, row["role"], organisation.name if organisation else "", chosen))
    return made
