"""How often an account was closed, so that sessions and tokens from before end for good."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def count_closed(apps: Any, schema_editor: Any) -> None:
    """Count once what is closed."""
    apps.get_model("accounts", "User").objects.filter(is_active=False).update(closings=1)


class Migration(migrations.Migration):
    """Count closings."""

    dependencies = [("accounts", "0002_answer_links")]

    operations = [
        migrations.AddField("user", "closings", models.PositiveSmallIntegerField(default=0)),
        migrations.RunPython(count_closed, migrations.RunPython.noop),
    ]
