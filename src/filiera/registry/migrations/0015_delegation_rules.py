"""What a delegation must be, in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("registry", "0014_delegates"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='delegate',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('user', 'organisation'), name='delegation_stands_once'),
        ),
        migrations.AddConstraint(
            model_name='delegate',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True), ('role__in', ['REPRESENTATIVE', 'SUBSTITUTE'])), fields=('organisation', 'role'), name='delegation_speaks_alone'),
        ),
        migrations.AddConstraint(
            model_name='delegate',
            constraint=models.CheckConstraint(condition=models.Q(('act', ''), _negated=True), name='delegation_has_an_act'),
        ),
        migrations.AddConstraint(
            model_name='delegate',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['CONTACT', 'REPRESENTATIVE', 'SUBSTITUTE'])), name='delegation_role_known'),
        ),
        migrations.AddConstraint(
            model_name='delegate',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), models.Q(('ended_why', ''), _negated=True), _connector='OR'), name='delegation_ends_for_a_reason'),
        ),
    ]
