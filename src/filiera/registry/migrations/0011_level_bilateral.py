"""Six levels: what was for the organisation and the office is now bilateral."""

from django.db import migrations, models

COLUMNS = (("Organisation", "visibility"), ("Person", "visibility"), ("Fact", "visibility"), ("ImportBatch", "visibility"))


def name_circles(apps, schema_editor):
    """What was for an organisation and the office is for the organisation and whom it names: nobody, at first."""
    for label, column in COLUMNS:
        apps.get_model("registry", label).objects.filter(**{column: "ORGANISATION"}).update(**{column: "BILATERAL"})


def forget_circles(apps, schema_editor):
    """Give the level its old name."""
    for label, column in COLUMNS:
        apps.get_model("registry", label).objects.filter(**{column: "BILATERAL"}).update(**{column: "ORGANISATION"})


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0010_answers_under_several_keys'),
    ]

    operations = [
        migrations.AlterField(
            model_name='fact',
            name='visibility',
            field=models.CharField(choices=[('PUBLIC', 'everybody'), ('MEMBERS', 'members of the cluster'), ('TABLE', 'who is enrolled at the table'), ('BILATERAL', 'the organisation and whom it names'), ('NDA', 'who has signed the confidentiality agreement'), ('BOARD', 'the board'), ('OFFICE', 'the office only')], default='PUBLIC', max_length=12),
        ),
        migrations.AlterField(
            model_name='importbatch',
            name='visibility',
            field=models.CharField(choices=[('PUBLIC', 'everybody'), ('MEMBERS', 'members of the cluster'), ('TABLE', 'who is enrolled at the table'), ('BILATERAL', 'the organisation and whom it names'), ('NDA', 'who has signed the confidentiality agreement'), ('BOARD', 'the board'), ('OFFICE', 'the office only')], default='PUBLIC', max_length=12),
        ),
        migrations.AlterField(
            model_name='organisation',
            name='visibility',
            field=models.CharField(choices=[('PUBLIC', 'everybody'), ('MEMBERS', 'members of the cluster'), ('TABLE', 'who is enrolled at the table'), ('BILATERAL', 'the organisation and whom it names'), ('NDA', 'who has signed the confidentiality agreement'), ('BOARD', 'the board'), ('OFFICE', 'the office only')], default='PUBLIC', max_length=12),
        ),
        migrations.AlterField(
            model_name='person',
            name='visibility',
            field=models.CharField(choices=[('PUBLIC', 'everybody'), ('MEMBERS', 'members of the cluster'), ('TABLE', 'who is enrolled at the table'), ('BILATERAL', 'the organisation and whom it names'), ('NDA', 'who has signed the confidentiality agreement'), ('BOARD', 'the board'), ('OFFICE', 'the office only')], default='PUBLIC', max_length=12),
        ),
        migrations.RunPython(name_circles, forget_circles),
    ]
