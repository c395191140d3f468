"""What every part keeps: the audit trail and its details, circles, letters that wait, and how often something was asked."""

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
            name='LimitCount',
            fields=[
                ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('value', models.TextField()),
                ('expires', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('verb', models.CharField(max_length=60)),
                ('object_type', models.CharField(max_length=60)),
                ('object_id', models.CharField(max_length=80)),
                ('as_whom', models.CharField(blank=True, default='', max_length=80)),
                ('on_behalf', models.BooleanField(default=False)),
                ('about', models.CharField(blank=True, default='', max_length=80)),
                ('digest', models.CharField(max_length=64)),
                ('chain', models.CharField(max_length=64, unique=True)),
            ],
            options={
                'indexes': [models.Index(fields=['object_type', 'object_id'], name='audit_object'), models.Index(fields=['as_whom', 'at'], name='audit_as_whom'), models.Index(fields=['about', 'at'], name='audit_about')],
            },
        ),
        migrations.CreateModel(
            name='AuditDetail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='detail', to='common.auditevent')),
                ('salt', models.CharField(max_length=32)),
                ('values', models.JSONField(default=dict)),
                ('who', models.CharField(blank=True, default='', max_length=20)),
                ('why', models.CharField(blank=True, default='', max_length=400)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
            ],
        ),
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
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('subject', models.CharField(max_length=200)),
                ('body', models.TextField(blank=True)),
                ('digest', models.CharField(max_length=64)),
                ('verb', models.CharField(max_length=60)),
                ('object_type', models.CharField(max_length=60)),
                ('object_id', models.CharField(max_length=80)),
                ('queued_at', models.DateTimeField()),
                ('claimed_at', models.DateTimeField(null=True)),
                ('next_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('failed_why', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'indexes': [models.Index(fields=['object_type', 'object_id'], name='mail_object'), models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['next_at'], name='mail_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), models.Q(('body', ''), ('claimed_at__isnull', True), ('failed_why', '')), _connector='OR'), name='mail_sent_without_its_text')],
            },
        ),
    ]
