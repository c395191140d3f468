"""The day of the sheet of a request for an assembly that the office opened for members who brought it on paper."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0005_signature_on_paper")]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="on_paper_on",
            field=models.DateField(null=True),
        ),
    ]
