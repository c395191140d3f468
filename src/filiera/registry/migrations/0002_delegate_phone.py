"""The telephone of a delegate, which goes when the delegation ends."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="delegate", name="phone", field=models.CharField(blank=True, max_length=40)
        ),
        migrations.AddConstraint(
            model_name="delegate",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on__isnull", True), ("phone", ""), _connector="OR"),
                name="delegation_over_has_no_phone",
            ),
        ),
    ]
