"""One answer may be remembered under several keys."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds `copy_of` to the answers about pairs and about rows."""

    dependencies = [("registry", "0009_rows_left_out")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="copy_of",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="copies",
                to=f"registry.{name}",
            ),
        )
        for name in ("duplicatedecision", "twindecision")
    ]
