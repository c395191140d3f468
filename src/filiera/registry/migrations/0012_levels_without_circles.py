"""The register holds only levels that need no circle."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0011_level_bilateral'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='fact',
            constraint=models.CheckConstraint(condition=models.Q(('visibility__in', ['PUBLIC', 'MEMBERS', 'BILATERAL', 'OFFICE'])), name='fact_level_plain'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('visibility__in', ['PUBLIC', 'MEMBERS', 'BILATERAL', 'OFFICE'])), name='organisation_level_plain'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('visibility__in', ['PUBLIC', 'MEMBERS', 'BILATERAL', 'OFFICE'])), name='person_level_plain'),
        ),
    ]
