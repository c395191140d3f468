"""Sources and facts: nothing is shown as true without where it was read, when, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext as _

from filiera.common.language import current_language
from filiera.common.partial_date import Precision
from filiera.common.visibility import Visible, plain_levels
from filiera.registry.enums import Certainty, FactField, SourceKind

if TYPE_CHECKING:
    from collections.abc import Collection


class Source(models.Model):
    """A page, data set, sheet or declaration; `publisher` is the organisation that speaks in it, where it is one of ours.

    `key` is the digest of name, address and date, by which a source is recorded once. `name` is as it was recorded;
    `name_it` and `name_en` say it in a language where it is not a proper name ("Lumson press release").
    """

    key = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=SourceKind, default=SourceKind.PAGE)
    name = models.CharField(max_length=200)
    name_it = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=600, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    on = models.DateField(null=True)
    on_precision = models.CharField(max_length=1, choices=Precision, blank=True)
    publisher = models.ForeignKey(
        "registry.Organisation", null=True, on_delete=models.SET_NULL, related_name="published_sources"
    )
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="source_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """Give its name in the language of the request."""
        return str(getattr(self, f"name_{current_language()}") or self.name)


class Fact(Visible):
    """One thing that one source says of one organisation; several may disagree and all are kept.

    `value` is the machine's form (a number, a code, a name); `value_it` and `value_en` the words where words are needed.
    """

    OWNER_LOOKUP: ClassVar[str | None] = "organisation_id"

    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="facts")
    field = models.CharField(max_length=20, choices=FactField)
    value = models.CharField(max_length=600)
    value_it = models.CharField(max_length=600, blank=True)
    value_en = models.CharField(max_length=600, blank=True)
    note_it = models.CharField(max_length=600, blank=True)
    note_en = models.CharField(max_length=600, blank=True)
    on = models.DateField(null=True)
    on_precision = models.CharField(max_length=1, choices=Precision, blank=True)
    certainty = models.CharField(max_length=8, choices=Certainty)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="facts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "field", "value", "source"], name="fact_once_per_source"),
            plain_levels("fact_level_plain"),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"

    @property
    def certainty_words(self) -> str:
        """Say how far it may be trusted; of what stands on the office's own sheet the organisation declared nothing."""
        if self.certainty == Certainty.DECLARED and self.source.kind == SourceKind.SHEET:
            return _("recorded by the office")
        return str(self.get_certainty_display())

    def owner_ids(self) -> Collection[int]:
        """Give the organisation that the fact is about."""
        return (self.organisation_id,)
