"""Files of calls that the office brought, or that were asked of a source: tried first, then taken in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CallImport(models.Model):
    """Files of calls, in a folder of their own under `imports/calls`, named by `token`; `counts` says what came of them."""

    class State(models.TextChoices):
        """Where it stands."""

        TRIED = "TRIED", _("tried, nothing changed yet")
        DONE = "DONE", _("taken in")
        DISCARDED = "DISCARDED", _("thrown away")

    class Origin(models.TextChoices):
        """How the files came."""

        FILE = "FILE", _("brought as a file")
        EU_PORTAL = "EU_PORTAL", _("asked of the EU portal")
        INCENTIVI = "INCENTIVI", _("asked of incentivi.gov.it")

    token = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    origin = models.CharField(max_length=9, choices=Origin, default=Origin.FILE)
    state = models.CharField(max_length=9, choices=State, default=State.TRIED)
    counts = models.JSONField(default=dict)
    brought_at = models.DateTimeField()
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="DONE", done_at__isnull=False) | ~Q(state="DONE") & Q(done_at__isnull=True),
                name="call_import_done_whole",
            )
        ]

    def __str__(self) -> str:
        return self.name
