"""A funded project as evidence on its partners' pages: it appears, changes and goes with the project.

A project of CORDIS bears the uid under which the map's own import of CORDIS knows it, so that it is one piece of evidence;
what that import brought says more, and is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from filiera.common.partial_date import PartialDate, Precision
from filiera.common.visibility import Visibility
from filiera.competence.adapters import current_index
from filiera.competence.drafts import EvidenceDraft, Mention, SourceDraft
from filiera.competence.enums import EvidenceKind, LinkRole
from filiera.competence.models import Evidence, EvidenceLink, MapRun
from filiera.competence.operations.evidence import new_recorder
from filiera.competence.operations.links import refresh_claims
from filiera.competence.operations.withdrawal import withdraw
from filiera.funding.enums import PartnerRole
from filiera.funding.queries.projects import project_url
from filiera.registry.enums import Certainty, SourceKind
from filiera.registry.models import Organisation
from filiera.registry.operations.sources import record_source

if TYPE_CHECKING:
    from filiera.competence.operations.evidence import Recorder
    from filiera.funding.models import FundedProject

DECLARED = "Funded projects as their partners tell them"
DECLARED_IT, DECLARED_EN = "Progetti finanziati, come li raccontano i loro partner", DECLARED
AT_ONCE = 60
"""Organisations whose part of the map is computed with the act; more wait for the whole map."""


@transaction.atomic
def keep_evidence(projects: Sequence[FundedProject], *, recorder: Recorder | None = None) -> set[int]:
    """Record projects as evidence, or bring it up to date; give the organisations whose map it touches.

    A project that nobody of the register takes part in is no evidence.
    """
    uids = [one.evidence_uid for one in projects]
    known = Evidence.objects.in_bulk(uids, field_name="uid") if uids else {}
    own = [one for one in projects if one.evidence_uid not in known or known[one.evidence_uid].batch_id is None]
    touched = _tied(known[one.evidence_uid].pk for one in own if one.evidence_uid in known)
    drafts = {one.evidence_uid: _draft(one) for one in own}
    gone = [known[uid] for uid, draft in drafts.items() if not draft.mentions and uid in known]
    _withdraw(gone)
    wanted = [draft for draft in drafts.values() if draft.mentions]
    if wanted:
        (recorder or new_recorder()).record(wanted)
    declared = [one.evidence_uid for one in own if one.source_id is None]
    EvidenceLink.objects.filter(evidence__uid__in=declared).update(independent=False)
    stored = Evidence.objects.filter(uid__in=[draft.uid for draft in wanted]).values_list("pk", flat=True)
    return touched | _tied(stored)


@transaction.atomic
def drop_evidence(project: FundedProject) -> set[int]:
    """Take a project's evidence back; give the organisations whose map it touches. What an import brought stays."""
    rows = list(Evidence.objects.filter(uid=project.evidence_uid, batch=None))
    touched = _tied(one.pk for one in rows)
    _withdraw(rows)
    return touched


def renew_profiles(organisation_ids: Iterable[int], *, today: date) -> bool:
    """Compute the map of some organisations again; False where they are too many, or no map was computed yet."""
    ids = sorted(set(organisation_ids))
    if not ids or len(ids) > AT_ONCE or current_index() is None or not MapRun.objects.exists():
        return False
    return refresh_claims(list(Organisation.objects.filter(pk__in=ids)), today)


def _withdraw(rows: Sequence[Evidence]) -> None:
    ids = [one.pk for one in rows]
    withdraw(ids)
    Evidence.objects.filter(pk__in=ids).delete()


def _tied(evidence_ids: Iterable[int]) -> set[int]:
    links = EvidenceLink.objects.filter(evidence__in=list(evidence_ids), organisation__isnull=False)
    return {pk for pk in links.values_list("organisation_id", flat=True) if pk is not None}


def _draft(project: FundedProject) -> EvidenceDraft:
    """Give a project as evidence; its partners that are in the register are named by their public ids."""
    partners = [one for one in project.partners.select_related("organisation") if one.organisation is not None]
    results = "; ".join(one.title for one in project.results.order_by("pk"))
    return EvidenceDraft(
        uid=project.evidence_uid,
        kind=EvidenceKind.PROJECT,
        source=_source(project),
        mentions=tuple(
            Mention(
                one.organisation.name,
                LinkRole.COORDINATOR if one.role == PartnerRole.LEAD else LinkRole.PARTICIPANT,
                code=one.organisation.code,
            )
            for one in partners
            if one.organisation is not None
        ),
        title_it=_headed(project.acronym, project.title_it),
        title_en=_headed(project.acronym, project.title_en),
        text_it=_text(project.summary_it, results if project.title_it else ""),
        text_en=_text(project.summary_en, "" if project.title_it else results),
        on=PartialDate(project.starts_on, Precision.DAY) if project.starts_on else None,
        ended_on=project.ends_on,
        certainty=Certainty.SEEN if project.source else Certainty.DECLARED,
        visibility=Visibility(project.visibility),
        url=project_url(project),
        is_example=project.is_example,
    )


def _headed(acronym: str, title: str) -> str:
    if not title or not acronym or acronym.lower() in title.lower():
        return title[:500]
    return f"{acronym}: {title}"[:500]


def _text(summary: str, results: str) -> str:
    return "\n\n".join(one for one in (summary, results) if one)


def _source(project: FundedProject) -> SourceDraft:
    """Give who says so; where nobody else does it is told by the partners, and no source is independent of them."""
    said = project.source
    if said is None:
        record_source(name=DECLARED, name_it=DECLARED_IT, name_en=DECLARED_EN, kind=SourceKind.ORGANISATION)
        return SourceDraft(DECLARED, kind=SourceKind.ORGANISATION)
    if project.evidence_uid.startswith("cordis:"):  # the same source as the map's own import names
        return SourceDraft(said.name, kind=SourceKind.DATASET, licence=said.licence)
    on = PartialDate(said.on, Precision(said.on_precision)) if said.on else None
    return SourceDraft(said.name, said.url, on, SourceKind(said.kind), said.licence)
