"""Imports of files: every batch, row and value that came in, so that nothing is lost and a batch can be undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from filiera.registry.enums import Band, FactField


class ImportBatch(models.Model):
    """One file brought in: its columns as guessed and corrected, where it stands, and its counts."""

    class Kind(models.TextChoices):
        """What the file holds."""

        ORGANISATIONS = "ORGANISATIONS", _("organisations")
        EVIDENCE = "EVIDENCE", _("evidence")
        CORDIS = "CORDIS", "CORDIS"
        OPENALEX = "OPENALEX", "OpenAlex"
        ROR = "ROR", "ROR"

    class State(models.TextChoices):
        """Where the batch stands."""

        UPLOADED = "UPLOADED", _("file read")
        MAPPED = "MAPPED", _("columns chosen")
        TRIED = "TRIED", _("dry run done")
        RUNNING = "RUNNING", _("coming in")
        DONE = "DONE", _("in the register")
        UNDONE = "UNDONE", _("undone")
        FAILED = "FAILED", _("stopped")

    kind = models.CharField(max_length=14, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.UPLOADED)
    file_name = models.CharField(max_length=200)
    sheet = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"


class ImportRow(models.Model):
    """One row of a file: what it said, its fate in the dry run, the errors, and what it became."""

    class Fate(models.TextChoices):
        """What happens to the row when the batch comes in."""

        PENDING = "PENDING", _("not looked at yet")
        SAME = "SAME", _("the same, nothing new")
        UPDATE = "UPDATE", _("the same, something new")
        ASK = "ASK", _("in doubt")
        NEW = "NEW", _("new")
        ERROR = "ERROR", _("with an error")
        EMPTY = "EMPTY", _("empty")
        LATER = "LATER", _("left for later")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    raw = models.JSONField(default=list)
    fate = models.CharField(max_length=8, choices=Fate, default=Fate.PENDING)
    reasons = models.JSONField(default=list)
    errors = models.JSONField(default=list)
    candidate = models.ForeignKey("registry.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey("registry.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    applied = models.BooleanField(default=False)
    undo = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="row_once")]
        indexes = [models.Index(fields=["batch", "fate"], name="row_fate")]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.line}"


class ImportedValue(models.Model):
    """A value with the file and line it came from, whatever was made of it."""

    row = models.ForeignKey(ImportRow, on_delete=models.CASCADE, related_name="values")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="imported_values")
    column = models.CharField(max_length=120)
    field = models.CharField(max_length=20, choices=FactField, blank=True)
    value = models.TextField()
    fact = models.ForeignKey("registry.Fact", null=True, on_delete=models.SET_NULL, related_name="imported_from")

    def __str__(self) -> str:
        return f"{self.column}: {self.value}"


class DuplicateDecision(models.Model):
    """What a person answered once about two names, remembered so that it is not asked again."""

    class Verdict(models.TextChoices):
        """The two answers."""

        SAME = "SAME", _("they are the same")
        DIFFERENT = "DIFFERENT", _("they are two")

    fingerprint = models.CharField(max_length=64)
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="decisions")
    verdict = models.CharField(max_length=9, choices=Verdict)
    band = models.CharField(max_length=4, choices=Band, default=Band.ASK)
    said = models.JSONField(default=dict)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fingerprint", "organisation"], name="one_decision_per_pair")
        ]

    def __str__(self) -> str:
        return f"{self.fingerprint[:8]} {self.verdict}"
