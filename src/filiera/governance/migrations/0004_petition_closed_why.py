"""Why a request for an assembly was closed, for those who signed it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_meeting_reminder_read")]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="closed_why",
            field=models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
    ]
