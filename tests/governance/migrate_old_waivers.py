"""In an installation where a waiver's act stood in the place of the one that set the fee: waive, migrate, go back, print."""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

OLD = ("governance", "0007_conflicts_taken_back")
AT = datetime(2026, 2, 1, 9, tzinfo=ZoneInfo("Europe/Rome"))

apps = MigrationExecutor(connection).loader.project_state([OLD]).apps


def rows(name: str) -> object:
    return apps.get_model("governance", name).objects


body = rows("Body").create(code="board", kind="BOARD", name_it="Consiglio", name_en="Board")  # type: ignore[attr-defined]
acts = []
for number in (1, 2):
    meeting = rows("Meeting").create(body=body, title="x", first_at=AT, uid=uuid.uuid4())  # type: ignore[attr-defined]
    item = rows("AgendaItem").create(meeting=meeting, position=1, title="x", proposal="x")  # type: ignore[attr-defined]
    acts.append(
        rows("Resolution").create(  # type: ignore[attr-defined]
            body=body, year=2026, number=number, item=item, title="x", text="x", adopted_on=date(2026, 2, 1)
        )
    )
rows("FeeRate").create(year=2026, member_class="ordinary", amount_eur=500, resolution=acts[0])  # type: ignore[attr-defined]
for number, amount in ((1, 500), (2, 400), (3, 500)):
    firm = apps.get_model("registry", "Organisation").objects.create(
        code=f"ditta-{number}", name=f"Ditta {number}", search_name=f"ditta {number}"
    )
    member = rows("Member").create(  # type: ignore[attr-defined]
        number=number, organisation=firm, member_class="ordinary", admitted_on=date(2025, 1, 1)
    )
    waived = {"waived_on": date(2026, 2, 2), "waived_why": "x", "resolution": acts[1]} if number < 3 else {}
    rows("Fee").create(  # type: ignore[attr-defined]
        member=member, year=2026, amount_eur=amount, due_on=date(2026, 1, 31), **{"resolution": acts[0], **waived}
    )


def told(*columns: str) -> list[list[int | None]]:
    """Give the numbers of the acts that stand on the fees."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM governance_fee ORDER BY id")  # noqa: S608 - ours
        found = cursor.fetchall()
    numbers = {act.pk: act.number for act in acts}
    return [[numbers.get(value) for value in row] for row in found]


call_command("migrate", "governance", "0010", verbosity=0)
after = told("resolution_id", "waived_by_id")
call_command("migrate", "governance", "0007", verbosity=0)
print(json.dumps({"after": after, "back": told("resolution_id")}))
