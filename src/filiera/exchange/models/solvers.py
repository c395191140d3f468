"""What an organisation says of the requests that it wants."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class SolverRules(models.Model):
    """The rules of a solver: codes of the competences for which it is asked or not, for whom, where, how often.

    `wanted` and `unwanted` are codes of the taxonomy, each standing for all below it; an empty `wanted` means all. `sizes`
    are sizes of requesters and `regions` provinces that it works for; empty means all. `a_month` is the most requests a
    month, none for the platform's own limit. Until `paused_until_on` it is asked nothing.
    """

    organisation = models.OneToOneField("registry.Organisation", on_delete=models.CASCADE, related_name="solver_rules")
    wanted = models.JSONField(default=list)
    unwanted = models.JSONField(default=list)
    sizes = models.JSONField(default=list)
    provinces = models.JSONField(default=list)
    a_month = models.PositiveSmallIntegerField(null=True)
    paused_until_on = models.DateField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(a_month__isnull=True) | Q(a_month__lte=99), name="solver_a_month_sensible"
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation_id)

    @property
    def audit_about(self) -> str:
        """Give the public id of the organisation whose rules they are."""
        return self.organisation.code
