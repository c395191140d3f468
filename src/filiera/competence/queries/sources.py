"""Where everything comes from: the evidence that an audience may be told of, and the sources of evidence and facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from filiera.competence.filters import current_organisations
from filiera.competence.models import Evidence, EvidenceLink
from filiera.registry.models import Fact, Organisation, Source

if TYPE_CHECKING:
    from filiera.common.visibility import Audience


def open_evidence(audience: Audience) -> Any:
    """Find the evidence that the audience may see, but for what only hidden organisations hold: it would name them."""
    links = EvidenceLink.objects.filter(evidence=OuterRef("pk"), organisation__isnull=False)
    shown = links.filter(organisation__in=Organisation.objects.visible_to(audience))
    return Evidence.objects.visible_to(audience).filter(Exists(shown) | ~Exists(links))


def source_rows(*, audience: Audience, words: str = "") -> Any:
    """Find the sources of evidence or facts that the audience may see, with the pieces of evidence of each.

    Each of the `words` must stand in the name, in either language, or in the address.
    """
    visible = open_evidence(audience)
    facts = Fact.objects.visible_to(audience).filter(organisation__in=current_organisations(audience))
    of_source = visible.filter(source=OuterRef("pk")).order_by().values("source").annotate(n=Count("pk"))
    rows = Source.objects.all()
    for word in words.split():
        rows = rows.filter(
            Q(name__icontains=word) | Q(name_it__icontains=word) | Q(name_en__icontains=word) | Q(url__icontains=word)
        )
    return rows.filter(
        Q(pk__in=visible.order_by().values("source")) | Q(pk__in=facts.order_by().values("source"))
    ).annotate(pieces=Coalesce(Subquery(of_source.values("n")), 0))
