"""The audit trail: append-only events in a hash chain, with what is personal beside it, erasable without breaking it.

And the table in which Django's cache counts requests on PostgreSQL.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models


class AuditEvent(models.Model):
    """One act: who did what to which object; `digest` is of the detail, `chain` of this event and the one before."""

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    chain = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_object")]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type} {self.object_id}"


class AuditDetail(models.Model):
    """What an event was about, in words and values; it may be erased and the chain still verifies."""

    event = models.OneToOneField(AuditEvent, on_delete=models.CASCADE, related_name="detail")
    salt = models.CharField(max_length=32)
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.event_id)


class LimitCount(models.Model):
    """A row of the cache that counts requests, in the shape that Django's database cache wants; nothing else reads it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
