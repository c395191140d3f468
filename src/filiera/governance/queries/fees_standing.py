"""Which members are in arrears on a day, for the roll of a meeting."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import DecimalField, F, Q, Sum, Value
from django.db.models.functions import Coalesce

from filiera.governance.models import Fee
from filiera.governance.queries.statutes import charter_on


def in_arrears_ids(day: date) -> set[int]:
    """Give the members with a fee that was due so long before a day, not paid whole by then, that they are in arrears."""
    due_before = day - timedelta(days=charter_on(day).fees.arrears_after_days)
    zero = Value(Decimal(0), output_field=DecimalField(max_digits=12, decimal_places=2))
    paid = Coalesce(Sum("payments__amount_eur", filter=Q(payments__paid_on__lte=day)), zero)
    owed = Fee.objects.filter(Q(waived_on__isnull=True) | Q(waived_on__gt=day), due_on__lt=due_before)
    return set(owed.annotate(paid=paid).filter(paid__lt=F("amount_eur")).values_list("member_id", flat=True))
