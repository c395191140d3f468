"""Funded projects: made of a consortium that won or written by hand, corrected, given results, taken back.

Each is evidence on the pages of its partners; their part of the map is computed after the act, outside its transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.again import SECOND_CLICK
from filiera.common.folding import slug
from filiera.common.partial_date import PartialDate, Precision
from filiera.common.public_ids import free_code
from filiera.common.visibility import Visibility
from filiera.competence.importers.cordis import SOURCES as CORDIS_SOURCES
from filiera.funding.drafts_projects import PartnerSaid
from filiera.funding.enums import ConsortiumState
from filiera.funding.models import FundedProject, ProjectPartner, ProjectResult
from filiera.funding.operations.consortia import hold
from filiera.funding.operations.project_evidence import drop_evidence, keep_evidence, renew_profiles
from filiera.funding.operations.refusals import FundingRefused
from filiera.registry.operations.sources import record_source

if TYPE_CHECKING:
    from filiera.funding.drafts_projects import ProjectSaid, SourceSaid
    from filiera.funding.models import Consortium
    from filiera.registry.models import Source

PLAIN = (
    *("acronym", "title_it", "title_en", "summary_it", "summary_en", "programme", "level", "starts_on", "ends_on"),
    *("total_cost_eur", "grant_eur", "cup", "visibility"),
)
"""Fields that are stored as they are said."""

LEVELS = (Visibility.PUBLIC, Visibility.MEMBERS)
"""For whom a project may be."""

TAKEN = frozenset({"money"})
"""Public ids that an address of ours has."""


def keep_project(
    *,
    said: ProjectSaid,
    project: FundedProject | None = None,
    consortium: Consortium | None = None,
    now: datetime,
    actor: Any = None,
) -> FundedProject:
    """Write a funded project, or correct it; of a consortium only once it is funded. A second click gives the first's.

    Raises FundingRefused.
    """
    with transaction.atomic():
        _check(said)
        if project is not None:
            project = _hold(project.pk)
        elif consortium is not None:
            _check_consortium(consortium)
        elif (written := _written_just_now(said, now)) is not None:
            return written
        before = _standing(project) if project is not None else {}
        row = store_project(said=said, project=project, consortium=consortium, now=now)
        touched = keep_evidence([row])
        was, is_now = audit.changes(before, _standing(row))
        audit.record(
            actor=actor,
            verb="change-project" if project is not None else "record-project",
            thing=row,
            values={"consortium": consortium.code} if consortium is not None else None,
            before=was if project is not None else None,
            after=is_now,
        )
    renew_profiles(touched, today=timezone.localdate(now))
    return row


def _written_just_now(said: ProjectSaid, now: datetime) -> FundedProject | None:
    """Find the project that was written by hand a moment ago, in the same words and with as many partners."""
    plain = {name: getattr(said, name) for name in PLAIN}
    rows = FundedProject.objects.filter(**plain, consortium=None, recorded_at__gt=now - SECOND_CLICK)
    found = (row for row in rows if row.partners.count() == len(once_each(said.partners)))
    return next(found, None)


def _check(said: ProjectSaid) -> None:
    if not said.title_it.strip() and not said.title_en.strip():
        raise FundingRefused(_("Give it a title."), field="title_it")
    if said.starts_on and said.ends_on and said.ends_on < said.starts_on:
        raise FundingRefused(_("It ends before it begins: correct one of the two days."), field="ends_on")
    if said.visibility not in LEVELS:
        raise FundingRefused(_("A funded project is for everybody or for the members."), field="visibility")
    for name in ("total_cost_eur", "grant_eur"):
        whole = getattr(said, name)
        parts = [getattr(one, name.removeprefix("total_")) for one in said.partners]
        known = sum((one for one in parts if one is not None), Decimal(0))
        if whole is not None and known > whole:
            raise FundingRefused(_("What the partners get or bear comes to more than the whole."), field=name)


def _check_consortium(consortium: Consortium) -> None:
    row = hold(consortium)
    if row.state != ConsortiumState.FUNDED:
        raise FundingRefused(_("It was not funded: no project is made of it."))
    if FundedProject.objects.filter(consortium=row).exists():
        raise FundingRefused(_("A project was made of it already."))


@transaction.atomic
def store_project(
    *,
    said: ProjectSaid,
    project: FundedProject | None = None,
    consortium: Consortium | None = None,
    now: datetime,
) -> FundedProject:
    """Store what is said of a project with its partners, as it stands; the same organisation twice counts once."""
    row = project or FundedProject(recorded_at=now, consortium=consortium, is_example=said.is_example)
    for name in PLAIN:
        setattr(row, name, getattr(said, name))
    row.call = said.call or row.call
    row.source, row.source_ref = _source(said.source, is_example=row.is_example), said.source_ref
    row.changed_at = now
    if row.pk is None:
        row.code = _free_code(said)
        row.evidence_uid = evidence_uid(row)
    row.save()
    row.partners.all().delete()
    ProjectPartner.objects.bulk_create(_partner(row, one) for one in once_each(said.partners))
    return row


def evidence_uid(row: FundedProject) -> str:
    """Give the uid of a project's evidence: that of CORDIS where it comes from there, else our own."""
    name = row.source.name if row.source else ""
    framework = next((code for code, words in CORDIS_SOURCES.items() if words == name), "")
    return f"cordis:{framework}:{row.source_ref}" if framework and row.source_ref else f"project:{row.code}"


def _source(said: SourceSaid | None, *, is_example: bool) -> Source | None:
    if said is None or not said.name.strip():
        return None
    return record_source(
        name=said.name.strip(),
        url=said.url,
        on=PartialDate(said.on, Precision.DAY) if said.on else None,
        kind=said.kind,
        licence=said.licence,
        is_example=is_example,
    )


def once_each(partners: Sequence[PartnerSaid]) -> list[PartnerSaid]:
    """Put what is said of the same organisation together; a sum of which a part is not known is not known."""
    found: dict[object, list[PartnerSaid]] = defaultdict(list)
    for place, one in enumerate(partners):
        found[one.organisation.pk if one.organisation else ("by name", place)].append(one)
    return [several[0] if len(several) == 1 else _joined(several) for several in found.values()]


def _joined(several: Sequence[PartnerSaid]) -> PartnerSaid:
    def total(name: str) -> Decimal | None:
        amounts = [getattr(one, name) for one in several]
        return None if None in amounts else sum(amounts, Decimal(0))

    first = min(several, key=lambda one: one.role != "LEAD")
    return PartnerSaid(first.organisation, first.name, first.country, first.role, total("cost_eur"), total("grant_eur"))


def _partner(row: FundedProject, said: PartnerSaid) -> ProjectPartner:
    organisation = said.organisation
    province = None
    if organisation is not None:
        town = organisation.municipality
        province = organisation.province_id or (town.province_id if town else None)
    return ProjectPartner(
        project=row,
        organisation=organisation,
        name="" if organisation else said.name.strip()[:200],
        role=said.role,
        country=(organisation.country if organisation else said.country)[:2].upper(),
        province_id=province,
        cost_eur=said.cost_eur,
        grant_eur=said.grant_eur,
    )


def _free_code(said: ProjectSaid) -> str:
    base = slug(" ".join((said.acronym or said.title_it or said.title_en, said.source_ref)), 80)
    return free_code(FundedProject.objects.all(), base, taken=TAKEN)


def _standing(row: FundedProject) -> dict[str, Any]:
    """Give what is written of a project, as the trail keeps it."""
    partners = row.partners.select_related("organisation").order_by("pk")
    return {name: getattr(row, name) for name in PLAIN} | {
        "source": row.source.name if row.source else "",
        "partners": [f"{one} ({'?' if one.grant_eur is None else one.grant_eur})" for one in partners],
    }


def _hold(pk: int) -> FundedProject:
    """Hold a project. Raises FundingRefused where somebody else took it back meanwhile."""
    rows = FundedProject.objects.select_for_update(of=("self",)).select_related("source")
    row: FundedProject | None = rows.filter(pk=pk).first()
    if row is None:
        raise FundingRefused(_("Somebody else has taken this project back meanwhile."))
    return row


def take_back_project(*, project: FundedProject, now: datetime, why: str = "", actor: Any = None) -> None:
    """Take a funded project back: it goes with its results, and from its partners' pages. Raises FundingRefused."""
    with transaction.atomic():
        row = _hold(project.pk)
        touched = drop_evidence(row)
        audit.record(actor=actor, verb="take-back-project", thing=row, before=_standing(row), why=why)
        row.delete()
    renew_profiles(touched, today=timezone.localdate(now))


@dataclass(frozen=True, slots=True)
class ResultSaid:
    """What came of a project: a thing, of which kind, on which day, where it is to be seen."""

    title: str
    kind: str = ""
    on: date | None = None
    url: str = ""


def add_result(*, project: FundedProject, result: ResultSaid, now: datetime, actor: Any = None) -> ProjectResult:
    """Write down what came of a project, once; its evidence says so too. Raises FundingRefused."""
    title = " ".join(result.title.split())[:300]
    if not title:
        raise FundingRefused(_("Say what came of it."), field="title")
    with transaction.atomic():
        row = _hold(project.pk)
        said = {"title": title, "kind": result.kind[:60], "on": result.on, "url": result.url[:500]}
        same: ProjectResult | None = row.results.filter(**said).first()
        if same is not None:
            return same
        made = ProjectResult.objects.create(project=row, **said)
        touched = _changed(row, now)
        audit.record(actor=actor, verb="add-result", thing=row, values={"result": title})
    renew_profiles(touched, today=timezone.localdate(now))
    return made


def drop_result(*, result: ProjectResult, now: datetime, actor: Any = None) -> None:
    """Take a result away again. Raises FundingRefused."""
    with transaction.atomic():
        row = _hold(result.project_id)
        row.results.filter(pk=result.pk).delete()
        touched = _changed(row, now)
        audit.record(actor=actor, verb="drop-result", thing=row, values={"result": result.title})
    renew_profiles(touched, today=timezone.localdate(now))


def _changed(row: FundedProject, now: datetime) -> set[int]:
    row.changed_at = now
    row.save(update_fields=["changed_at"])
    return keep_evidence([row])
