from django.db import migrations, models


class Migration(migrations.Migration):
    """What figures of one group answer: filled when the instance is loaded again."""

    dependencies = [
        ("observatory", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="figure", name="question_it", field=models.CharField(blank=True, max_length=240, default=""), preserve_default=False
        ),
        migrations.AddField(
            model_name="figure", name="question_en", field=models.CharField(blank=True, max_length=240, default=""), preserve_default=False
        ),
    ]
