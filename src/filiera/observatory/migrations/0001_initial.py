"""Figures with their source, and the sources themselves."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('competence', '0001_initial'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClusterFunction',
            fields=[
                ('code', models.CharField(max_length=8, primary_key=True, serialize=False)),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('label_it', models.CharField(max_length=240)),
                ('label_en', models.CharField(max_length=240)),
                ('sources', models.CharField(max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name='ClusterEvent',
            fields=[
                ('code', models.SlugField(max_length=80, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('on_precision', models.CharField(choices=[('D', 'day'), ('M', 'month'), ('Y', 'year')], default='D', max_length=1)),
                ('what_it', models.CharField(max_length=400)),
                ('what_en', models.CharField(max_length=400)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cluster_events', to='registry.source')),
            ],
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('code', models.SlugField(max_length=60, primary_key=True, serialize=False)),
                ('group', models.SlugField(max_length=60)),
                ('question_it', models.CharField(blank=True, max_length=240)),
                ('question_en', models.CharField(blank=True, max_length=240)),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('value_it', models.CharField(max_length=60)),
                ('value_en', models.CharField(max_length=60)),
                ('what_it', models.CharField(max_length=240)),
                ('what_en', models.CharField(max_length=240)),
                ('perimeter_it', models.CharField(blank=True, max_length=240)),
                ('perimeter_en', models.CharField(blank=True, max_length=240)),
                ('year_it', models.CharField(blank=True, max_length=60)),
                ('year_en', models.CharField(blank=True, max_length=60)),
                ('speaker', models.CharField(blank=True, max_length=160)),
                ('status', models.CharField(max_length=20)),
                ('certainty', models.CharField(choices=[('FILED', 'high, public act'), ('SEEN', 'read in the source'), ('DECLARED', 'declared by the organisation'), ('MEMORY', 'general knowledge, to be checked'), ('DISPUTED', 'disputed')], max_length=8)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='registry.source')),
            ],
        ),
        migrations.CreateModel(
            name='RegulatoryDeadline',
            fields=[
                ('code', models.SlugField(max_length=80, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('on_precision', models.CharField(choices=[('D', 'day'), ('M', 'month'), ('Y', 'year')], default='D', max_length=1)),
                ('title_it', models.CharField(max_length=200)),
                ('title_en', models.CharField(max_length=200)),
                ('applies_it', models.CharField(max_length=300)),
                ('applies_en', models.CharField(max_length=300)),
                ('regulation', models.CharField(max_length=120)),
                ('certainty', models.CharField(choices=[('FILED', 'high, public act'), ('SEEN', 'read in the source'), ('DECLARED', 'declared by the organisation'), ('MEMORY', 'general knowledge, to be checked'), ('DISPUTED', 'disputed')], max_length=8)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deadlines', to='registry.source')),
                ('competences', models.ManyToManyField(related_name='deadlines', to='competence.competence')),
            ],
        ),
    ]
