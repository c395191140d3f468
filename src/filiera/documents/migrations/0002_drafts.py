"""A document may go with something that was not handed in yet: then nobody sees it but there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.AddField(model_name="document", name="is_draft", field=models.BooleanField(default=False)),
    ]
