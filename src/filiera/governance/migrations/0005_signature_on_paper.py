"""The day written on a signature under a request that the office has on paper."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0004_petition_closed_why")]

    operations = [
        migrations.AddField(
            model_name="petitionsignature",
            name="on_paper_on",
            field=models.DateField(null=True),
        ),
    ]
