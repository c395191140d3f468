"""The act that waives a fee stands beside the one that set it: a column of its own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0007_conflicts_taken_back"),
    ]

    operations = [
        migrations.AddField(
            model_name="fee",
            name="waived_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="waived_fees",
                to="governance.resolution",
            ),
        ),
    ]
