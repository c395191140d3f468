"""Evidence is at a level that needs no circle."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('competence', '0010_level_bilateral'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('visibility__in', ['PUBLIC', 'MEMBERS', 'BILATERAL', 'OFFICE'])), name='evidence_level_plain'),
        ),
    ]
