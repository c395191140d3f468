"""Fees: what the assembly set, what each member owes, what was paid."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from filiera.governance.enums import PaymentMethod


class FeeRate(models.Model):
    """The yearly fee of a class, in euros, for a size or for all (empty), by the resolution that set it."""

    year = models.PositiveSmallIntegerField()
    member_class = models.CharField(max_length=40)
    size = models.CharField(max_length=6, blank=True)
    amount_eur = models.DecimalField(max_digits=9, decimal_places=2)
    resolution = models.ForeignKey(
        "governance.Resolution", null=True, on_delete=models.PROTECT, related_name="fee_rates"
    )
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "member_class", "size"], name="fee_rate_once"),
            models.CheckConstraint(condition=Q(amount_eur__gte=0), name="fee_rate_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.member_class} {self.size} {self.amount_eur}"


class Fee(models.Model):
    """What a member owes for a year. Paid and overdue are computed from its payments and the day, never stored.

    `resolution` is the act that set it, `waived_by` the one that waived it.
    """

    member = models.ForeignKey("governance.Member", on_delete=models.PROTECT, related_name="fees")
    year = models.PositiveSmallIntegerField()
    amount_eur = models.DecimalField(max_digits=9, decimal_places=2)
    due_on = models.DateField()
    waived_on = models.DateField(null=True)
    waived_why = models.CharField(max_length=300, blank=True)
    waived_by = models.ForeignKey(
        "governance.Resolution", null=True, on_delete=models.PROTECT, related_name="waived_fees"
    )
    resolution = models.ForeignKey("governance.Resolution", null=True, on_delete=models.PROTECT, related_name="fees")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "year"], name="fee_once_a_year"),
            models.CheckConstraint(condition=Q(amount_eur__gte=0), name="fee_not_negative"),
            models.CheckConstraint(
                condition=Q(waived_on__isnull=True) | ~Q(waived_why=""), name="fee_waived_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(waived_on__isnull=True, waived_by__isnull=True)
                | Q(waived_on__isnull=False, waived_by__isnull=False),
                name="fee_waived_by_an_act",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.year}"


class FeePayment(models.Model):
    """Money that came in for a fee; its receipt is numbered without gaps within the year.

    One that was written down by mistake is annulled with the reason, and counts for nothing: its number stays taken.
    """

    fee = models.ForeignKey(Fee, on_delete=models.PROTECT, related_name="payments")
    paid_on = models.DateField()
    amount_eur = models.DecimalField(max_digits=9, decimal_places=2)
    method = models.CharField(max_length=8, choices=PaymentMethod, default=PaymentMethod.TRANSFER)
    reference = models.CharField(max_length=120, blank=True)
    receipt_year = models.PositiveSmallIntegerField()
    receipt_number = models.PositiveIntegerField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()
    annulled_at = models.DateTimeField(null=True)
    annulled_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(annulled_at__isnull=True) | ~Q(annulled_why=""), name="payment_annulled_for_a_reason"
            ),
            models.UniqueConstraint(fields=["receipt_year", "receipt_number"], name="receipt_numbered_once"),
            models.CheckConstraint(condition=Q(amount_eur__gt=0), name="payment_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_number}/{self.receipt_year}"


class FeeReminder(models.Model):
    """A reminder of a fee that was sent, `days` after it was due."""

    fee = models.ForeignKey(Fee, on_delete=models.CASCADE, related_name="reminders")
    days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()
    email = models.EmailField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fee", "days"], name="fee_reminder_once")]

    def __str__(self) -> str:
        return f"{self.fee_id} {self.days}"
