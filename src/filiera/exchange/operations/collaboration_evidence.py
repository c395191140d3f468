"""A completed collaboration as evidence on the pages of both, once both agree: its title and the two, nothing of the need."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.common.instance import current_instance
from filiera.common.partial_date import PartialDate, Precision
from filiera.competence.adapters import current_index
from filiera.competence.drafts import EvidenceDraft, Mention, SourceDraft
from filiera.competence.enums import EvidenceKind, LinkRole
from filiera.competence.models import Evidence, EvidenceLink, MapRun
from filiera.competence.operations.evidence import new_recorder
from filiera.competence.operations.links import refresh_claims
from filiera.competence.operations.withdrawal import withdraw
from filiera.registry.enums import Certainty, SourceKind
from filiera.registry.models import Organisation
from filiera.registry.operations.sources import record_source

if TYPE_CHECKING:
    from filiera.exchange.models import Collaboration


@transaction.atomic
def keep_evidence(row: Collaboration) -> set[int]:
    """Record a collaboration as evidence of both; give the organisations whose map it touches.

    The cluster's office saw it from the introduction to its end: the evidence is independent of the two. The solver did what
    was sought, whoever asked took part in it.
    """
    solver, requester = row.match.solver, row.match.need.organisation
    source = _source(row)
    on = PartialDate(timezone.localdate(row.completed_at), Precision.MONTH) if row.completed_at else None
    draft = EvidenceDraft(
        uid=_uid(row),
        kind=EvidenceKind.PROJECT,
        source=source,
        mentions=(
            Mention(solver.name, LinkRole.COORDINATOR, code=solver.code),
            Mention(requester.name, LinkRole.PARTICIPANT, code=requester.code),
        ),
        on=on,
        certainty=Certainty.SEEN,
        is_example=row.match.need.is_example,
        title_it=row.public_title if row.match.need.language == "it" else "",
        title_en=row.public_title if row.match.need.language == "en" else "",
        text_it=_of_both(row, "it"),
        text_en=_of_both(row, "en"),
    )
    new_recorder().record([draft])
    row.evidence = Evidence.objects.get(uid=_uid(row))
    row.save(update_fields=["evidence"])
    return {solver.pk, requester.pk}


@transaction.atomic
def drop_evidence(row: Collaboration) -> set[int]:
    """Take the evidence of a collaboration back; give the organisations whose map it touched."""
    held = Evidence.objects.filter(uid=_uid(row)).first()
    if held is None:
        return set()
    links = EvidenceLink.objects.filter(evidence=held, organisation__isnull=False)
    touched = {pk for pk in links.values_list("organisation_id", flat=True) if pk is not None}
    row.evidence = None
    row.save(update_fields=["evidence"])
    withdraw([held.pk])
    held.delete()
    return touched


def renew_profiles(organisation_ids: Iterable[int], *, today: date) -> bool:
    """Compute the map of some organisations again; False where no map was computed yet."""
    ids = sorted(set(organisation_ids))
    if not ids or current_index() is None or not MapRun.objects.exists():
        return False
    return refresh_claims(list(Organisation.objects.filter(pk__in=ids)), today)


def _of_both(row: Collaboration, lang: str) -> str:
    """Say who worked together: both agreed to stand there."""
    names = {"solver": row.match.solver.name, "requester": row.match.need.organisation.name}
    with override(lang):
        return _("%(solver)s and %(requester)s worked together.") % names


def _uid(row: Collaboration) -> str:
    """Give the id of the evidence: that of the match, which says nothing of the need."""
    return f"collaboration:{row.match.code}"


def _source(row: Collaboration) -> SourceDraft:
    on = PartialDate(timezone.localdate(row.completed_at), Precision.MONTH) if row.completed_at else None
    names = {}
    for lang in ("it", "en"):
        with override(lang):
            names[lang] = _("Collaborations that the office of %(cluster)s followed") % {
                "cluster": current_instance().name
            }
    record_source(
        name=names["it"],
        name_it=names["it"],
        name_en=names["en"],
        on=on,
        kind=SourceKind.OFFICE,
        is_example=row.match.need.is_example,
    )
    return SourceDraft(names["it"], on=on, kind=SourceKind.OFFICE)
