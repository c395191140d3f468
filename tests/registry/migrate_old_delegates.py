"""In an installation of delegates without a role, keep some, migrate, go back, and print what they became."""

from __future__ import annotations

import json
from datetime import date

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

OLD = ("registry", "0013_circle_members")


def told(*columns: str) -> list[list[str]]:
    """Give columns of the delegations, in the order of their beginning."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM registry_delegate ORDER BY from_on")  # noqa: S608 - ours
        return [[str(value) for value in row] for row in cursor.fetchall()]


apps = MigrationExecutor(connection).loader.project_state([OLD]).apps
organisation = apps.get_model("registry", "Organisation").objects.create(code="alba", name="Alba", search_name="alba")
user = apps.get_model("accounts", "User").objects.create(email="alba@example.org", name="Ambra")
Delegate = apps.get_model("registry", "Delegate")
for year, act, until in ((2020, "", date(2020, 12, 31)), (2021, "Nomina", None), (2022, "", None)):
    Delegate.objects.create(user=user, organisation=organisation, act=act, from_on=date(year, 1, 1), until_on=until)
call_command("migrate", "registry", "0017", verbosity=0)
after = told("role", "act", "ended_on", "ended_why")
call_command("migrate", *OLD, verbosity=0)
print(json.dumps({"after": after, "back": told("act", "until_on")}))
