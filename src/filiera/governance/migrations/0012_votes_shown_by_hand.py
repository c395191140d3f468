"""Votes that were shown in the room are told from those that were cast on a device."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0011_notices_are_claimed_at")]

    operations = [
        migrations.AddField(model_name="openvote", name="is_by_hand", field=models.BooleanField(default=False)),
    ]
