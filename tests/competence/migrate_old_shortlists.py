"""In an installation as of migration 0005, keep organisations with sentences, migrate, and print what their items became."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

from filiera.competence.models import ShortlistItem  # noqa: E402

loader = MigrationExecutor(connection).loader
assert ("competence", "0006_shortlist_grounds") not in loader.applied_migrations
old = loader.project_state(list(loader.applied_migrations)).apps
for ordinal, (code, it, en) in enumerate(
    (("PK1.CMP.AIR", "Sistemi airless", "Airless systems"), ("PK1.CMP.PMP", "Pompe dosatrici", "Pumps")), start=1
):
    old.get_model("competence", "Competence").objects.create(
        code=code, level=3, ordinal=ordinal, label_it=it, label_en=en
    )
shortlist = old.get_model("competence", "Shortlist").objects.create(token="a", question="airless")
for number, sentence in enumerate(sys.argv[1:]):
    organisation = old.get_model("registry", "Organisation").objects.create(code=f"o-{number}", name="O")
    old.get_model("competence", "ShortlistItem").objects.create(
        shortlist=shortlist, organisation=organisation, reason=sentence
    )
call_command("migrate", verbosity=0)
items = ShortlistItem.objects.order_by("pk").values_list("question", "competences", "evidence")
print(json.dumps({"database": connection.vendor, "items": list(items)}))
