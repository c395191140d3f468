"""Papers with their levels of access, and who opened them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('common', '0001_initial'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visibility', models.CharField(choices=[('PUBLIC', 'everybody'), ('MEMBERS', 'members of the cluster'), ('TABLE', 'who is enrolled at the table'), ('BILATERAL', 'the organisation and whom it names'), ('NDA', 'who has signed the confidentiality agreement'), ('BOARD', 'the board'), ('OFFICE', 'the office only')], default='PUBLIC', max_length=12)),
                ('title', models.CharField(max_length=200)),
                ('language', models.CharField(choices=[('it', 'Italiano'), ('en', 'English')], default='it', max_length=2)),
                ('summary', models.CharField(blank=True, max_length=1000)),
                ('search_text', models.CharField(max_length=1300)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='registry.organisation')),
                ('circle', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='common.circle')),
                ('content_visibility', models.CharField(choices=[('PUBLIC', 'everybody'), ('MEMBERS', 'members of the cluster'), ('TABLE', 'who is enrolled at the table'), ('BILATERAL', 'the organisation and whom it names'), ('NDA', 'who has signed the confidentiality agreement'), ('BOARD', 'the board'), ('OFFICE', 'the office only')], default='MEMBERS', max_length=12)),
                ('is_draft', models.BooleanField(default=False)),
                ('is_example', models.BooleanField(default=False)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='document_titled'), models.CheckConstraint(condition=models.Q(('circle__isnull', False), models.Q(models.Q(('visibility__in', ['NDA', 'TABLE']), _negated=True), models.Q(('content_visibility__in', ['NDA', 'TABLE']), _negated=True)), _connector='OR'), name='document_level_names_its_circle')],
            },
        ),
        migrations.CreateModel(
            name='DocumentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='documents.document')),
                ('number', models.PositiveIntegerField()),
                ('file_name', models.CharField(max_length=200)),
                ('search_name', models.CharField(max_length=200)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField()),
                ('digest', models.CharField(db_index=True, max_length=64)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('uploaded_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='version_once')],
            },
        ),
        migrations.CreateModel(
            name='LevelProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='documents.document')),
                ('visibility', models.CharField(choices=[('PUBLIC', 'everybody'), ('MEMBERS', 'members of the cluster'), ('TABLE', 'who is enrolled at the table'), ('BILATERAL', 'the organisation and whom it names'), ('NDA', 'who has signed the confidentiality agreement'), ('BOARD', 'the board'), ('OFFICE', 'the office only')], max_length=12)),
                ('content_visibility', models.CharField(choices=[('PUBLIC', 'everybody'), ('MEMBERS', 'members of the cluster'), ('TABLE', 'who is enrolled at the table'), ('BILATERAL', 'the organisation and whom it names'), ('NDA', 'who has signed the confidentiality agreement'), ('BOARD', 'the board'), ('OFFICE', 'the office only')], max_length=12)),
                ('circle', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='common.circle')),
                ('reason', models.CharField(max_length=300)),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_at', models.DateTimeField()),
                ('agreed', models.BooleanField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('agreed__isnull', True)), fields=('document',), name='proposal_waits_once'), models.CheckConstraint(condition=models.Q(models.Q(('agreed__isnull', True), ('decided_at__isnull', True)), models.Q(('agreed__isnull', False), ('decided_at__isnull', False)), _connector='OR'), name='proposal_decided_whole')],
            },
        ),
    ]
