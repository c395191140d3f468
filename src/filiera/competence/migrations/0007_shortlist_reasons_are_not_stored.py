"""The sentence goes: it was in one language, and said what one reader might see. Undoing brings back an empty column."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("competence", "0006_shortlist_grounds")]

    operations = [migrations.RemoveField("shortlistitem", "reason")]
