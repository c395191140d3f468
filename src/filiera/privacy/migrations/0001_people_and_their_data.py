"""Consents, requests of people about their data, breaches, and the runs of retention."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RetentionRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField(db_index=True)),
                ('counts', models.JSONField(default=dict)),
                ('failed', models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name='Breach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('known_at', models.DateTimeField()),
                ('title', models.CharField(max_length=200)),
                ('nature', models.TextField(max_length=4000)),
                ('people_touched', models.PositiveIntegerField(null=True)),
                ('measures', models.TextField(blank=True, max_length=4000)),
                ('is_risky', models.BooleanField(null=True)),
                ('risk_why', models.CharField(blank=True, max_length=600)),
                ('authority_told_at', models.DateTimeField(null=True)),
                ('people_told_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'breaches',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('nature', ''), _negated=True)), name='breach_described'), models.CheckConstraint(condition=models.Q(('is_risky__isnull', True), models.Q(('risk_why', ''), _negated=True), _connector='OR'), name='breach_risk_with_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to=settings.AUTH_USER_MODEL)),
                ('purpose', models.CharField(choices=[('NEWSLETTER', 'newsletter'), ('PHOTOS', 'photographs and video of events')], max_length=12)),
                ('text', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('language', models.CharField(max_length=2)),
                ('notice_version', models.CharField(max_length=20)),
                ('given_at', models.DateTimeField()),
                ('given_how', models.CharField(choices=[('ACCOUNT', 'on the own account page'), ('PAPER', 'on paper'), ('ERASURE', 'with the erasure of the account')], max_length=10)),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_how', models.CharField(blank=True, choices=[('ACCOUNT', 'on the own account page'), ('PAPER', 'on paper'), ('ERASURE', 'with the erasure of the account')], max_length=10)),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('user', 'purpose'), name='consent_stands_once'), models.CheckConstraint(condition=models.Q(('purpose__in', ['NEWSLETTER', 'PHOTOS'])), name='consent_purpose_known'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('digest', ''), _negated=True)), name='consent_has_its_text'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_how', '')), models.Q(('withdrawn_at__gte', models.F('given_at')), models.Q(('withdrawn_how', ''), _negated=True)), _connector='OR'), name='consent_withdrawn_after_it_was_given')],
            },
        ),
        migrations.CreateModel(
            name='NoticeSeen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices_seen', to=settings.AUTH_USER_MODEL)),
                ('version', models.CharField(max_length=20)),
                ('language', models.CharField(max_length=2)),
                ('digest', models.CharField(max_length=64)),
                ('occasion', models.CharField(max_length=40)),
                ('seen_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'version', 'occasion'), name='notice_seen_once_on_an_occasion')],
            },
        ),
        migrations.CreateModel(
            name='RightsRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('right', models.CharField(choices=[('ACCESS', 'a copy of the data'), ('RECTIFICATION', 'a correction'), ('ERASURE', 'erasure'), ('OBJECTION', 'objection')], max_length=13)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='rights_requests', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('words', models.TextField(blank=True, max_length=2000)),
                ('received_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('extended_why', models.CharField(blank=True, max_length=400)),
                ('extended_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('refused', models.BooleanField(default=False)),
                ('answer', models.CharField(blank=True, max_length=1000)),
                ('handled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outcome', models.JSONField(default=dict)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('done_at', None), ('user__isnull', False)), fields=('user', 'right'), name='request_open_once'), models.CheckConstraint(condition=models.Q(('right__in', ['ACCESS', 'ERASURE', 'OBJECTION', 'RECTIFICATION'])), name='request_right_known'), models.CheckConstraint(condition=models.Q(models.Q(('extended_at', None), ('extended_why', '')), models.Q(('extended_at__isnull', False), models.Q(('extended_why', ''), _negated=True)), _connector='OR'), name='request_extended_with_a_reason'), models.CheckConstraint(condition=models.Q(('refused', False), models.Q(('done_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='request_refused_in_words')],
            },
        ),
    ]
