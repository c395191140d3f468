"""In an installation of four levels, keep a row of every kind, migrate, go back, and print the levels met on the way."""

from __future__ import annotations

import json

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

TABLES = ("registry_organisation", "registry_person", "registry_importbatch")


def levels() -> list[list[str]]:
    """Give the levels of the rows, table by table."""
    found = []
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT visibility FROM {table} ORDER BY id")  # noqa: S608 - the names stand above
            found.append([row[0] for row in cursor.fetchall()])
    return found


apps = MigrationExecutor(connection).loader.project_state([("registry", "0010_answers_under_several_keys")]).apps
for level in ("PUBLIC", "ORGANISATION"):
    name = level.lower()
    apps.get_model("registry", "Organisation").objects.create(code=name, name=name, search_name=name, visibility=level)
    apps.get_model("registry", "Person").objects.create(name=name, visibility=level)
    apps.get_model("registry", "ImportBatch").objects.create(file_name=name, digest=name, visibility=level)
call_command("migrate", "registry", "0013", verbosity=0)
after = levels()
call_command("migrate", "registry", "0010", verbosity=0)
print(json.dumps({"database": connection.vendor, "after": after, "back": levels()}))
