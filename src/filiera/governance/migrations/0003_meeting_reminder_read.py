"""When the reminder of competition law was read to those present."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0002_books_are_append_only")]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="reminder_read_at",
            field=models.DateTimeField(null=True),
        ),
    ]
