"""What people tell the office from a public page: a correction, a competence of their own, an error."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Suggestion(models.Model):
    """A message to the office about an organisation, a competence or a page; the office handles it once.

    It is for the office, and for the account that sent it, `sent_by`. Name and address serve to answer, and go when the
    message is erased. `by_its_people`: whoever sent it acted for the organisation; `became` is the evidence made of it.
    """

    class Kind(models.TextChoices):
        """What it is about."""

        CORRECTION = "CORRECTION", _("Something on this page is wrong")
        OWN = "OWN", _("We do it, and here is the proof")
        ERROR = "ERROR", _("The page does not work for me")

    kind = models.CharField(max_length=10, choices=Kind)
    organisation = models.ForeignKey(
        "registry.Organisation", null=True, on_delete=models.SET_NULL, related_name="suggestions"
    )
    competence = models.ForeignKey(
        "competence.Competence", null=True, on_delete=models.SET_NULL, related_name="suggestions"
    )
    words = models.TextField(max_length=2000)
    proof_url = models.URLField(max_length=600, blank=True)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    lang = models.CharField(max_length=2, default="it")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_its_people = models.BooleanField(default=False)
    became = models.ForeignKey("competence.Evidence", null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.CharField(max_length=600, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["handled_at", "sent_at"], name="suggestion_open")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
