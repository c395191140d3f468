"""Imports of files: every batch, row and value that came in, so that nothing is lost and a batch can be undone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from filiera.common.visibility import Visibility
from filiera.registry.enums import Band
from filiera.registry.sheets.fields import SheetField

STILL_AFTER = timedelta(seconds=30)
"""A slice is written in a second or two; so long without one, and whoever carried the batch is gone."""


class ImportFile(models.Model):
    """A file as it was sent, kept once however often it comes; `digest` is the SHA-256 of its content."""

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class ImportBatch(models.Model):
    """One file brought in: its columns as guessed and corrected, where it stands, and its counts.

    `trial` names one dry run, `stamp` is the register's state that it saw, `seconds` how long it took; `visibility` and
    `is_example` are for the organisations that the batch registers; `report` says what an undo left standing; `moved_at`
    is when it was last carried further.
    """

    class Kind(models.TextChoices):
        """What the file holds."""

        ORGANISATIONS = "ORGANISATIONS", _("organisations")
        EVIDENCE = "EVIDENCE", _("evidence")
        CORDIS = "CORDIS", "CORDIS"
        OPENALEX = "OPENALEX", "OpenAlex"
        ROR = "ROR", "ROR"

    class State(models.TextChoices):
        """Where the batch stands; `FAILED` is of evidence alone."""

        UPLOADED = "UPLOADED", _("file read")
        MAPPED = "MAPPED", _("columns chosen")
        TRIED = "TRIED", _("dry run done")
        RUNNING = "RUNNING", _("coming in")
        DONE = "DONE", _("in the register")
        UNDONE = "UNDONE", _("undone")
        FAILED = "FAILED", _("stopped")

    class Phase(models.TextChoices):
        """What the dry run is at: every row is read before any is looked for."""

        READ = "READ", _("reading the rows")
        FIND = "FIND", _("looking for the organisations")

    kind = models.CharField(max_length=14, choices=Kind)
    file = models.ForeignKey(ImportFile, null=True, on_delete=models.PROTECT, related_name="batches")
    state = models.CharField(max_length=8, choices=State, default=State.UPLOADED)
    file_name = models.CharField(max_length=200)
    sheet = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)
    header_line = models.PositiveIntegerField(default=1)
    headers = models.JSONField(default=list)
    guesses = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    phase = models.CharField(max_length=4, choices=Phase, default=Phase.READ)
    trial = models.CharField(max_length=32, blank=True)
    stamp = models.CharField(max_length=64, blank=True)
    seconds = models.FloatField(default=0)
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.PUBLIC)
    is_example = models.BooleanField(default=False)
    report = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True, auto_now=True)

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"

    def is_still(self, now: datetime) -> bool:
        """Tell whether nobody has carried the batch further for so long that it must have been stopped."""
        return self.moved_at is None or now - self.moved_at > STILL_AFTER


class ImportRow(models.Model):
    """One row of a file: what it said, its fate in the dry run, the errors, and what it became.

    `raw` is never changed: corrections by hand stand in `fixes` (column: text), and `said` is what the row states once
    read. `twin` is an earlier row of the same file that means, or may mean, the same organisation; `candidate` is the
    organisation that it means, or may mean. `fingerprint` is the key of remembered answers;
    `is_taken` says that a person took for an organisation what looked like a heading, a total or a note; `is_left` that
    a person left the row out.
    """

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
    fixes = models.JSONField(default=dict)
    said = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64, blank=True)
    reasons = models.JSONField(default=list)
    errors = models.JSONField(default=list)
    twin = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="twins")
    candidate = models.ForeignKey("registry.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey("registry.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    applied = models.BooleanField(default=False)
    is_taken = models.BooleanField(default=False)
    is_left = models.BooleanField(default=False)
    undo: models.JSONField[Any] = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="row_once")]
        indexes = [
            models.Index(fields=["batch", "fate"], name="row_fate"),
            models.Index(fields=["batch", "fingerprint"], name="row_fingerprint"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.line}"

    @property
    def can_be_left(self) -> bool:
        """Tell whether a person may leave the row out: it is not in the register, and not set aside already."""
        return not self.applied and self.fate != self.Fate.EMPTY


class ImportedValue(models.Model):
    """A value with the file and line it came from, whatever was made of it."""

    row = models.ForeignKey(ImportRow, on_delete=models.CASCADE, related_name="values")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="imported_values")
    column = models.CharField(max_length=120)
    field = models.CharField(max_length=20, choices=SheetField, blank=True)
    value = models.TextField()
    fact = models.ForeignKey("registry.Fact", null=True, on_delete=models.SET_NULL, related_name="imported_from")

    def __str__(self) -> str:
        return f"{self.column}: {self.value}"


class DuplicateDecision(models.Model):
    """What a person answered once about two names, remembered so that it is not asked again.

    The same answer may be kept under several keys: the others are copies of the one that is shown, and go with it.
    """

    class Verdict(models.TextChoices):
        """The two answers."""

        SAME = "SAME", _("they are the same")
        DIFFERENT = "DIFFERENT", _("they are two")

    fingerprint = models.CharField(max_length=64)
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="decisions")
    verdict = models.CharField(max_length=9, choices=Verdict)
    band = models.CharField(max_length=4, choices=Band, default=Band.ASK)
    said = models.JSONField(default=dict)
    copy_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="copies")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fingerprint", "organisation"], name="one_decision_per_pair")]

    def __str__(self) -> str:
        return f"{self.fingerprint[:8]} {self.verdict}"


class TwinDecision(models.Model):
    """What a person answered once about two rows of one file, by their fingerprints in order: not asked again either.

    Copies are as those of answers about names.
    """

    first = models.CharField(max_length=64)
    second = models.CharField(max_length=64)
    verdict = models.CharField(max_length=9, choices=DuplicateDecision.Verdict)
    copy_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="copies")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="twins_decided_once"),
            models.CheckConstraint(condition=models.Q(first__lte=models.F("second")), name="twins_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first[:8]} {self.second[:8]} {self.verdict}"


class RememberedColumns(models.Model):
    """Columns chosen by hand for a set of headings (`signature`), taken up when the same headings come again."""

    signature = models.CharField(max_length=64, unique=True)
    choices: models.JSONField[Any] = models.JSONField(default=dict)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.signature[:8]
