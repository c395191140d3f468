import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('role', models.CharField(choices=[('PERSON', 'person'), ('OFFICE', 'cluster office'), ('ADMINISTRATOR', 'administrator')], default='PERSON', max_length=14)),
                ('language', models.CharField(default='it', max_length=2)),
                ('is_active', models.BooleanField(default=True)),
                ('closings', models.PositiveSmallIntegerField(default=0)),
                ('is_example', models.BooleanField(default=False)),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['PERSON', 'OFFICE', 'ADMINISTRATOR'])), name='user_role_known')],
            },
        ),
        migrations.CreateModel(
            name='LetterWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('channel', models.CharField(choices=[('MAIL', 'by e-mail'), ('SITE', 'only on the site: no letter leaves')], default='MAIL', max_length=4)),
                ('rhythm', models.CharField(blank=True, choices=[('AT_ONCE', 'at once, each by itself; news of calls once a day'), ('DAILY', 'one letter a day, where there is something'), ('WEEKLY', 'one letter a week, on Monday, where there is something')], max_length=7)),
                ('begun_at', models.DateTimeField()),
                ('looked_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['MAIL', 'SITE'])), name='letter_wish_channel_known'), models.CheckConstraint(condition=models.Q(('rhythm__in', ['', 'AT_ONCE', 'DAILY', 'WEEKLY'])), name='letter_wish_rhythm_known'), models.CheckConstraint(condition=models.Q(('email', ''), _negated=True), name='letter_wish_addressed')],
            },
        ),
        migrations.CreateModel(
            name='AnswerLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('arguments', models.JSONField(default=dict)),
                ('email', models.EmailField(max_length=254)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('language', models.CharField(default='it', max_length=2)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('sent_at', models.DateTimeField()),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('expires_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('choice', models.CharField(blank=True, max_length=20)),
                ('note', models.CharField(blank=True, max_length=1000)),
                ('kept', models.JSONField(default=dict)),
                ('undone_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('undoes', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='undoings', to='accounts.answerlink')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'email'], name='answer_link_asked')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('choice', '')), models.Q(models.Q(('answered_at', None), _negated=True), models.Q(('choice', ''), _negated=True)), _connector='OR'), name='answer_link_answers_with_a_choice'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('sent_at'))), name='answer_link_expires_after_it_is_sent')],
            },
        ),
        migrations.CreateModel(
            name='HeldLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wish', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held', to='accounts.letterwish')),
                ('kind', models.CharField(max_length=40)),
                ('arguments', models.JSONField(default=dict)),
                ('language', models.CharField(default='it', max_length=2)),
                ('words', models.TextField(blank=True)),
                ('held_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('wish', 'kind', 'arguments'), name='held_letter_once')],
            },
        ),
    ]
