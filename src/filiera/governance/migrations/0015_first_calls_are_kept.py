"""What was found at a first call that was deserted is kept for the minutes of the second."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0014_amendments_are_written")]

    operations = [
        migrations.AddField(model_name="meeting", name="first_call", field=models.JSONField(null=True)),
    ]
