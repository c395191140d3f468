"""The day on which an organisation last said that its page is right."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("registry", "0016_invitations"),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='confirmed_on',
            field=models.DateField(null=True),
        ),
    ]
