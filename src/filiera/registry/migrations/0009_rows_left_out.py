"""A row of a sheet may be left out by a person."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds `ImportRow.is_left`."""

    dependencies = [("registry", "0008_sheets_by_neutral_names")]

    operations = [
        migrations.AddField(model_name="importrow", name="is_left", field=models.BooleanField(default=False)),
    ]
