"""The circles that things are shared with."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('common', '0004_audit_is_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='Circle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('TABLE', 'table'), ('BILATERAL', 'named organisations'), ('NDA', 'confidentiality agreement')], max_length=9)),
                ('title', models.CharField(max_length=160)),
                ('terms', models.TextField(blank=True)),
                ('terms_digest', models.CharField(blank=True, max_length=64)),
                ('opened_on', models.DateField()),
                ('closed_on', models.DateField(null=True)),
                ('is_example', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='circle_titled'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'NDA'), models.Q(('terms', ''), _negated=True), models.Q(('terms_digest', ''), _negated=True)), models.Q(models.Q(('kind', 'NDA'), _negated=True), ('terms', '')), _connector='OR'), name='circle_terms_are_of_agreements'), models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='circle_closes_after_it_opens')],
            },
        ),
    ]
