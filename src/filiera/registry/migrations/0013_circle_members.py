"""Who stands in a circle, and who opened what was private to others."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('common', '0005_circles'),
        ('registry', '0012_levels_without_circles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CircleMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('signed_at', models.DateTimeField(null=True)),
                ('signed_digest', models.CharField(blank=True, max_length=64)),
                ('signed_name', models.CharField(blank=True, max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('act', models.CharField(choices=[('READ', 'read'), ('DOWNLOADED', 'downloaded')], max_length=10)),
                ('level', models.CharField(choices=[('PUBLIC', 'everybody'), ('MEMBERS', 'members of the cluster'), ('TABLE', 'who is enrolled at the table'), ('BILATERAL', 'the organisation and whom it names'), ('NDA', 'who has signed the confidentiality agreement'), ('BOARD', 'the board'), ('OFFICE', 'the office only')], max_length=12)),
                ('thing', models.CharField(max_length=80)),
                ('title', models.CharField(max_length=200)),
            ],
        ),
        migrations.AddField(
            model_name='circlemember',
            name='circle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='common.circle'),
        ),
        migrations.AddField(
            model_name='circlemember',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='circles', to='registry.organisation'),
        ),
        migrations.AddField(
            model_name='circlemember',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='circles', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='opening',
            name='acting_for',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='registry.organisation'),
        ),
        migrations.AddField(
            model_name='opening',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='registry.organisation'),
        ),
        migrations.AddField(
            model_name='opening',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='circlemember',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', False), ('user__isnull', True)), models.Q(('organisation__isnull', True), ('user__isnull', False)), _connector='OR'), name='circle_member_is_one'),
        ),
        migrations.AddConstraint(
            model_name='circlemember',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('from_on')), _connector='OR'), name='circle_member_ends_after'),
        ),
        migrations.AddConstraint(
            model_name='circlemember',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', True), ('signed_digest', ''), ('signed_name', '')), models.Q(('signed_at__isnull', False), ('user__isnull', False), models.Q(('signed_digest', ''), _negated=True), models.Q(('signed_name', ''), _negated=True)), _connector='OR'), name='circle_signed_whole'),
        ),
        migrations.AddConstraint(
            model_name='circlemember',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('circle', 'user'), name='circle_person_once'),
        ),
        migrations.AddConstraint(
            model_name='circlemember',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('circle', 'organisation'), name='circle_organisation_once'),
        ),
        migrations.AddIndex(
            model_name='opening',
            index=models.Index(fields=['owner', 'at'], name='opening_owner_at'),
        ),
    ]
