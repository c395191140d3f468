from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0012_votes_shown_by_hand'),
    ]

    operations = [
        migrations.AddField(
            model_name='feepayment',
            name='annulled_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='feepayment',
            name='annulled_why',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddConstraint(
            model_name='feepayment',
            constraint=models.CheckConstraint(condition=models.Q(('annulled_at__isnull', True), models.Q(('annulled_why', ''), _negated=True), _connector='OR'), name='payment_annulled_for_a_reason'),
        ),
    ]
