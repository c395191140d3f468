"""A kept organisation remembers its question and what was asked, so that its reason can be said in any language."""

from django.db import migrations, models


def read_reasons(apps, schema_editor):
    """Give the old items their list's question, and the competences whose names stand in their stored sentence.

    A sentence in which no name is recognised leaves none: the organisation's best competence is said in its place.
    """
    rows = apps.get_model("competence", "Competence").objects.filter(level=3)
    named = [(label, code) for code, *both in rows.values_list("code", "label_it", "label_en") for label in both if label]
    labels = sorted(((label.lower(), code) for label, code in named), key=lambda pair: (-len(pair[0]), pair))
    for item in apps.get_model("competence", "ShortlistItem").objects.select_related("shortlist").iterator():
        sentence, found = item.reason.lower(), []
        for label, code in labels:
            if label in sentence:
                sentence = sentence.replace(label, "\n")
                found.append(code)
        item.question, item.competences = item.shortlist.question, list(dict.fromkeys(found))
        item.save(update_fields=["question", "competences"])


class Migration(migrations.Migration):
    dependencies = [("competence", "0005_shortlist_in_the_senders_language")]

    operations = [
        migrations.AddField("shortlistitem", "question", models.CharField(blank=True, max_length=1000)),
        migrations.AddField("shortlistitem", "competences", models.JSONField(default=list)),
        migrations.AddField("shortlistitem", "evidence", models.JSONField(default=list)),
        migrations.RunPython(read_reasons, migrations.RunPython.noop),
    ]
