"""Which body an election fills, and whether it renews the whole of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0006_petition_on_paper")]

    operations = [
        migrations.AddField(
            model_name="agendaitem",
            name="fills",
            field=models.ForeignKey(
                null=True, on_delete=models.deletion.PROTECT, related_name="+", to="governance.body"
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="renews",
            field=models.BooleanField(default=False),
        ),
    ]
