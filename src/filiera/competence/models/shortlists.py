"""Shortlists: the organisations that somebody keeps from the answers to a question."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models


def new_token() -> str:
    """Make an address that nobody can guess (128 bits)."""
    return secrets.token_urlsafe(16)


class Shortlist(models.Model):
    """A list kept from a question. A visitor's is bound to the browser's session, a person's to the account."""

    token = models.CharField(max_length=32, unique=True, default=new_token)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="shortlists")
    question = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    sent_at = models.DateTimeField(null=True)
    sent_to = models.EmailField(blank=True)

    def __str__(self) -> str:
        return self.question or self.token


class ShortlistItem(models.Model):
    """An organisation kept: from which question, for which competences asked, with which pieces of evidence shown.

    No sentence is stored: the reason is said in the language of whoever reads, from what that reader may see
    (`queries/shortlists.py`). `competences` are codes, `evidence` ids; what they name may be gone.
    """

    shortlist = models.ForeignKey(Shortlist, on_delete=models.CASCADE, related_name="items")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=1000, blank=True)
    competences = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    note = models.CharField(max_length=300, blank=True)
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shortlist", "organisation"], name="kept_once")]

    def __str__(self) -> str:
        return f"{self.organisation}"
