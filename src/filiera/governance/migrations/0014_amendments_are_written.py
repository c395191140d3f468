"""An accepted change of minutes is not yet in their text: when it is written is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0013_payments_can_be_annulled")]

    operations = [
        migrations.AddField(model_name="minutesamendment", name="written_at", field=models.DateTimeField(null=True)),
        migrations.AddConstraint(
            model_name="minutesamendment",
            constraint=models.CheckConstraint(
                condition=models.Q(("written_at__isnull", True), ("state", "ACCEPTED"), _connector="OR"),
                name="amendment_written_if_accepted",
            ),
        ),
    ]
