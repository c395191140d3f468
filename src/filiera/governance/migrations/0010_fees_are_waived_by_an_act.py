"""A fee is waived by an act, and an act that waives says when: held by the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0009_waivers_in_their_column"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="fee",
            constraint=models.CheckConstraint(
                condition=models.Q(("waived_by__isnull", True), ("waived_on__isnull", True))
                | models.Q(("waived_by__isnull", False), ("waived_on__isnull", False)),
                name="fee_waived_by_an_act",
            ),
        ),
    ]
