"""The work of a consortium: tasks, papers, who has signed what, and what the evaluators said, criterion by criterion."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from filiera.funding.models.amounts import never_below_zero


class ConsortiumTask(models.Model):
    """Something that a partner does by a day."""

    consortium = models.ForeignKey("funding.Consortium", on_delete=models.CASCADE, related_name="tasks")
    what = models.CharField(max_length=300)
    owner = models.ForeignKey("funding.Partner", null=True, on_delete=models.SET_NULL, related_name="own_tasks")
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(what=""), name="task_said")]

    def __str__(self) -> str:
        return self.what


class ConsortiumPaper(models.Model):
    """A paper of a consortium, kept among the documents for its circle; `is_signed_by_all` asks each partner's signature."""

    consortium = models.ForeignKey("funding.Consortium", on_delete=models.CASCADE, related_name="papers")
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="consortium_paper")
    stands_for = models.CharField(max_length=80, blank=True)
    is_signed_by_all = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.document_id)


class PaperSignature(models.Model):
    """That a partner has signed a paper, on a day, as somebody wrote down."""

    paper = models.ForeignKey(ConsortiumPaper, on_delete=models.CASCADE, related_name="signatures")
    partner = models.ForeignKey("funding.Partner", on_delete=models.CASCADE, related_name="signatures")
    signed_on = models.DateField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "partner"], name="paper_signed_once")]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.partner_id}"


class OutcomeCriterion(models.Model):
    """What the evaluators gave for one criterion, of how many points, with their words; kept for the next draft."""

    consortium = models.ForeignKey("funding.Consortium", on_delete=models.CASCADE, related_name="criteria")
    ordinal = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    points = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    most_points = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consortium", "ordinal"], name="criterion_place_once"),
            models.CheckConstraint(condition=~Q(name=""), name="criterion_named"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(most_points__isnull=True) | Q(points__lte=F("most_points")),
                name="criterion_points_within",
            ),
            never_below_zero("points", "most_points", name="criterion_points_not_below_zero"),
        ]

    def __str__(self) -> str:
        return self.name
