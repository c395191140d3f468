"""Evidence: what was done, by whom, by which source; and what the engine read in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from filiera.common.partial_date import Precision
from filiera.common.visibility import Visibility, Visible, plain_levels
from filiera.competence.enums import PROVING_ROLES, EvidenceKind, LinkBand, LinkRole
from filiera.registry.enums import Certainty

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from filiera.common.visibility import Audience

OWNING_BANDS = frozenset({LinkBand.IDENTIFIER, LinkBand.CONFIRMED})
"""How surely an organisation must be known to open private evidence: by its code or an identifier, or by a person's word.

A like name is enough to show what is public; it is not enough to open what is private to somebody else's people.
"""


def owns(role: str, band: str) -> bool:
    """Tell whether a tie makes an organisation the owner of evidence: it did the thing, and is surely the one meant."""
    return role in PROVING_ROLES and band in OWNING_BANDS


def level_for(visibility: str, role: str, band: str) -> str:
    """Give the level at which evidence counts for the organisation of a tie: what is private to others is the office's."""
    return Visibility.OFFICE if visibility == Visibility.BILATERAL and not owns(role, band) else visibility


class Evidence(Visible):
    """A piece of evidence, kept once however many organisations took part.

    `uid` is the source's own id with the source's prefix (`cordis:101116741`): the same id updates, it never doubles.
    `digest` is of the content, so that an import can tell changed from unchanged; `read_as` names the reader and the
    digest of the last reading, so that only what changed is read again. Dates with their precision as stated.

    Only levels without a circle: a claim is computed once a level, and could not tell who of a table, or who of those that
    have signed, may know of a piece. What is shared there is a paper (`documents`), and counts for nothing.
    """

    OWNER_LOOKUP: ClassVar[str | None] = "links__organisation_id"
    OWNER_CONDITIONS: ClassVar[Mapping[str, Collection[str]]] = {
        "links__role": PROVING_ROLES,
        "links__band": OWNING_BANDS,
    }
    MANY_OWNERS: ClassVar[bool] = True

    uid = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=12, choices=EvidenceKind)
    title_it = models.CharField(max_length=500, blank=True)
    title_en = models.CharField(max_length=500, blank=True)
    text_it = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    on = models.DateField(null=True)
    on_precision = models.CharField(max_length=1, choices=Precision, blank=True)
    ended_on = models.DateField(null=True)
    valid_until_on = models.DateField(null=True)
    certainty = models.CharField(max_length=8, choices=Certainty, default=Certainty.SEEN)
    source = models.ForeignKey("registry.Source", on_delete=models.PROTECT, related_name="evidence")
    url = models.URLField(max_length=600, blank=True)
    batch = models.ForeignKey("registry.ImportBatch", null=True, on_delete=models.SET_NULL, related_name="evidence")
    line = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=64)
    read_as = models.CharField(max_length=64, blank=True)
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title_it="", title_en=""), name="evidence_titled"),
            plain_levels("evidence_level_plain"),
        ]
        indexes = [
            models.Index(fields=["kind", "on"], name="evidence_kind_on"),
            models.Index(fields=["created_at"], name="evidence_created"),
            models.Index(fields=["visibility", "on"], name="evidence_visibility_on"),
        ]

    def __str__(self) -> str:
        return self.title_it or self.title_en

    def owner_ids(self) -> Collection[int]:
        """Give the organisations that own the evidence (one query unless `links` is prefetched)."""
        links = self.links.all()
        return [link.organisation_id for link in links if link.organisation_id and owns(link.role, link.band)]


class EvidenceLinkQuerySet(models.QuerySet[Any]):
    """Ties, narrowed to those of the evidence that an audience may see."""

    def visible_to(self, audience: Audience) -> Self:
        """Keep the ties whose evidence the audience may see; asked tie by tie, so that few ties cost little."""
        return self.filter(Exists(Evidence.objects.visible_to(audience).filter(pk=OuterRef("evidence_id"))))


class EvidenceLink(models.Model):
    """The tie of a piece of evidence to an organisation, or to a name that nobody in the register answers to yet."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="links")
    organisation = models.ForeignKey(
        "registry.Organisation", null=True, on_delete=models.SET_NULL, related_name="evidence_links"
    )
    candidate = models.ForeignKey("registry.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=11, choices=LinkRole, default=LinkRole.HOLDER)
    band = models.CharField(max_length=10, choices=LinkBand)
    mention = models.CharField(max_length=300)
    mention_key = models.CharField(max_length=64, db_index=True)
    mention_ids = models.JSONField(default=dict)
    town = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)
    score = models.FloatField(null=True)
    independent = models.BooleanField(default=True)

    objects = EvidenceLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "mention_key", "role"], name="link_once"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | ~Q(band__in=["ASK", "UNKNOWN"]), name="link_known_or_not"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "role"], name="link_organisation_role")]

    def __str__(self) -> str:
        return f"{self.mention}: {self.evidence}"


class Reading(models.Model):
    """What a run of the engine read in a piece of evidence: a competence, how much, and the words that say so."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="readings")
    competence = models.ForeignKey("competence.Competence", on_delete=models.CASCADE, related_name="readings")
    relevance = models.FloatField()
    passage_it = models.CharField(max_length=400, blank=True)
    passage_en = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "competence"], name="reading_once"),
            models.CheckConstraint(condition=Q(relevance__gte=0, relevance__lte=1), name="reading_in_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.competence_id} {self.relevance:.2f}"


class Vector(models.Model):
    """An embedding kept by the digest of its model and text, float32 little-endian, so that nothing is embedded twice."""

    digest = models.CharField(max_length=64, primary_key=True)
    model = models.CharField(max_length=60, db_index=True)
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.digest
