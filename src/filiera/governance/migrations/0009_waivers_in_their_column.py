"""Carry the acts of fees that were waived to their column; what had set the fee is the act of its rate, where one is meant."""

from django.db import migrations


def carry(apps, schema_editor):
    """Move each waiver's act, and find again the one that set the fee where one rate alone has class and amount."""
    fees, rates = apps.get_model("governance", "Fee").objects, apps.get_model("governance", "FeeRate").objects
    for fee in fees.filter(waived_on__isnull=False, waived_by=None).select_related("member"):
        meant = rates.filter(year=fee.year, member_class=fee.member.member_class, amount_eur=fee.amount_eur)
        acts = set(meant.values_list("resolution_id", flat=True))
        fee.waived_by_id, fee.resolution_id = fee.resolution_id, acts.pop() if len(acts) == 1 else None
        fee.save(update_fields=["waived_by", "resolution"])


def carry_back(apps, schema_editor):
    """Let the waiver's act stand in the place of the one that set the fee, as it did."""
    for fee in apps.get_model("governance", "Fee").objects.filter(waived_by__isnull=False):
        fee.resolution_id, fee.waived_by_id = fee.waived_by_id, None
        fee.save(update_fields=["waived_by", "resolution"])


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0008_who_waived_a_fee"),
    ]

    operations = [migrations.RunPython(carry, carry_back)]
