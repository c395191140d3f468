"""Delegates have a role, an act with its day, and an end with its reason.

Delegations from before had neither role nor, often, an act: all become contact persons, and the act says that it is not
known. Of two that stand for the same person and organisation, the newest goes on.
"""

from datetime import timedelta

from django.db import migrations, models

UNKNOWN_ACT = "Atto non registrato"


def settle(apps, schema_editor):
    """Make the rows from before fit the rules."""
    Delegate = apps.get_model("registry", "Delegate")
    Delegate.objects.filter(act="").update(act=UNKNOWN_ACT)
    standing = set()
    for row in Delegate.objects.order_by("user", "organisation", "-from_on", "-pk"):
        key = (row.user_id, row.organisation_id)
        if key in standing:
            row.ended_on = row.until_on + timedelta(days=1) if row.until_on else row.from_on
            row.ended_why = "Sostituita da una successiva"
            row.save(update_fields=["ended_on", "ended_why"])
        standing.add(key)


class Migration(migrations.Migration):

    dependencies = [
        ("registry", "0013_circle_members"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='delegate',
            name='delegation_once',
        ),
        migrations.AddField(
            model_name='delegate',
            name='act_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='delegate',
            name='ended_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='delegate',
            name='ended_why',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='delegate',
            name='reminded_days',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='delegate',
            name='role',
            field=models.CharField(choices=[('REPRESENTATIVE', 'representative'), ('SUBSTITUTE', 'substitute'), ('CONTACT', 'contact person')], default='CONTACT', max_length=14),
        ),
        migrations.AddField(
            model_name='delegate',
            name='used_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='delegate',
            name='act',
            field=models.CharField(max_length=200),
        ),
        migrations.RunPython(settle, migrations.RunPython.noop),
    ]
