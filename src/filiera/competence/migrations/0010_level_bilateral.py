"""Six levels: what was for the organisation and the office is now bilateral."""

from django.db import migrations, models

COLUMNS = (("Claim", "seen_by"), ("Summary", "seen_by"), ("Evidence", "visibility"))


def name_circles(apps, schema_editor):
    """What was for an organisation and the office is for the organisation and whom it names: nobody, at first."""
    for label, column in COLUMNS:
        apps.get_model("competence", label).objects.filter(**{column: "ORGANISATION"}).update(**{column: "BILATERAL"})


def forget_circles(apps, schema_editor):
    """Give the level its old name."""
    for label, column in COLUMNS:
        apps.get_model("competence", label).objects.filter(**{column: "BILATERAL"}).update(**{column: "ORGANISATION"})


class Migration(migrations.Migration):

    dependencies = [
        ('competence', '0009_suggestions_become_evidence'),
    ]

    operations = [
        migrations.AlterField(
            model_name='claim',
            name='seen_by',
            field=models.CharField(choices=[('PUBLIC', 'everybody'), ('MEMBERS', 'members of the cluster'), ('TABLE', 'who is enrolled at the table'), ('BILATERAL', 'the organisation and whom it names'), ('NDA', 'who has signed the confidentiality agreement'), ('BOARD', 'the board'), ('OFFICE', 'the office only')], max_length=12),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='visibility',
            field=models.CharField(choices=[('PUBLIC', 'everybody'), ('MEMBERS', 'members of the cluster'), ('TABLE', 'who is enrolled at the table'), ('BILATERAL', 'the organisation and whom it names'), ('NDA', 'who has signed the confidentiality agreement'), ('BOARD', 'the board'), ('OFFICE', 'the office only')], default='PUBLIC', max_length=12),
        ),
        migrations.AlterField(
            model_name='summary',
            name='seen_by',
            field=models.CharField(choices=[('PUBLIC', 'everybody'), ('MEMBERS', 'members of the cluster'), ('TABLE', 'who is enrolled at the table'), ('BILATERAL', 'the organisation and whom it names'), ('NDA', 'who has signed the confidentiality agreement'), ('BOARD', 'the board'), ('OFFICE', 'the office only')], max_length=12),
        ),
        migrations.RunPython(name_circles, forget_circles),
    ]
