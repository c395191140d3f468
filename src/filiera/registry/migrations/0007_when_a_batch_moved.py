"""When a batch was last carried further, so that one that was stopped can be told from one that is coming in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0006_membership_without_a_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="moved_at",
            field=models.DateTimeField(auto_now=True, null=True),
        ),
    ]
