"""The papers of a meeting: documents that go with the notice, each shown to whom its own level lets."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class MeetingPaper(models.Model):
    """A document attached to a meeting, or to one item of its agenda; its level stays the document's own."""

    meeting = models.ForeignKey("governance.Meeting", on_delete=models.CASCADE, related_name="papers")
    item = models.ForeignKey("governance.AgendaItem", null=True, on_delete=models.CASCADE, related_name="papers")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="meetings")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "document"], name="paper_once_in_a_meeting")]

    def __str__(self) -> str:
        return f"{self.document_id} in {self.meeting_id}"
