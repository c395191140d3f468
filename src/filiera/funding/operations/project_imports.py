"""Bring funded projects in from the files of CORDIS: those in which somebody of the register takes part, again and again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.digests import sha256_of
from filiera.competence.drafts import Mention
from filiera.competence.importers.cordis import LICENCE, SOURCES
from filiera.competence.operations.evidence import look_for, new_recorder
from filiera.funding.drafts_projects import PartnerSaid, ProjectSaid, SourceSaid
from filiera.funding.enums import CallLevel, PartnerRole
from filiera.funding.importers.cordis_grants import GrantedProject, GrantFiles, Participant
from filiera.funding.models import FundedProject
from filiera.funding.operations.project_evidence import keep_evidence
from filiera.funding.operations.projects import once_each, store_project
from filiera.funding.operations.refusals import FundingRefused
from filiera.registry.enums import Band, SourceKind
from filiera.registry.importers.files import UnsafeFile, members_of
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from filiera.competence.importers.stage import Fault
    from filiera.registry.finding import Found, OrganisationFinder

PROGRAMMES = {"FP7": "FP7", "H2020": "Horizon 2020", "HORIZON": "Horizon Europe"}
CHUNK = 200
OBJECTIVE_LIMIT = 12_000


class Fate(StrEnum):
    """What becomes of a project of the files."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass
class ImportedProjects:
    """What became of the files: projects by fate, names that are like one of the register, rows that could not be read."""

    counts: dict[Fate, int] = field(default_factory=lambda: dict.fromkeys(Fate, 0))
    in_doubt: dict[str, str] = field(default_factory=dict)
    unknown_amounts: int = 0
    faults: Sequence[Fault] = ()
    fault_count: int = 0
    touched: set[int] = field(default_factory=set)

    @property
    def written(self) -> int:
        """Count the projects of which something is written, or would be."""
        return self.counts[Fate.NEW] + self.counts[Fate.CHANGED]


@dataclass
class _Register:
    """Who of the register is meant by participants: each is looked for once."""

    finder: OrganisationFinder
    known: dict[tuple[Any, ...], Found] = field(default_factory=dict)
    in_doubt: dict[str, str] = field(default_factory=dict)

    def find(self, one: Participant) -> int | None:
        """Give the organisation of the register that a participant is; what is only alike is noted."""
        key = (one.name, tuple(sorted(one.ids.items())), one.town, one.country)
        if key not in self.known:
            mention = Mention(one.name, ids=dict(one.ids), town=one.town, country=one.country)
            self.known[key] = look_for(mention, self.finder)[0]
        found = self.known[key]
        if found.band == Band.ASK and found.candidate_id is not None:
            self.in_doubt.setdefault(one.name, str(found.candidate_id))
        return found.organisation_id if found.band == Band.SAME else None


def import_projects(
    *, path: Path, now: datetime, on: date | None = None, is_trial: bool = False, actor: Any = None
) -> ImportedProjects:
    """Bring in the projects of a file, folder or zip; `on` is the day of the files where they do not say it themselves.

    Raises FundingRefused where there is nothing to read. Killed half-way, what is in stays, and again goes on.
    """
    files = GrantFiles(_members(path))
    recorder = new_recorder()
    register, done = _Register(recorder.finder), ImportedProjects()
    files.read_names()
    keys = files.wanted(lambda one: register.find(one) is not None)
    if not files.tables:
        raise FundingRefused(_("No table of CORDIS was found in it: project.csv and organization.csv are needed."))
    projects = sorted(files.projects(keys).values(), key=lambda one: int(one.ref))
    for start in range(0, len(projects), CHUNK):
        planned = list(_planned(projects[start : start + CHUNK], register, on))
        for _said, _row, fate in planned:
            done.counts[fate] += 1
        done.unknown_amounts += sum(
            one.organisation is not None and one.grant_eur is None for said, _r, _f in planned for one in said.partners
        )
        if not is_trial:
            with transaction.atomic():
                wanted = [(said, row) for said, row, fate in planned if fate != Fate.SAME]
                stored = [_taken(said, row, now) for said, row in wanted]
                done.touched |= keep_evidence(stored, recorder=recorder)
    names = dict(Organisation.objects.filter(pk__in=set(register.in_doubt.values())).values_list("pk", "name"))
    done.in_doubt = {name: names.get(int(pk), "") for name, pk in sorted(register.in_doubt.items())}
    done.faults, done.fault_count = files.faults, files.fault_count
    if not is_trial:
        audit.record(
            actor=actor,
            verb="import-projects",
            thing=FundedProject,
            values={str(fate): number for fate, number in done.counts.items()},
        )
    return done


def _taken(said: ProjectSaid, row: FundedProject | None, now: datetime) -> FundedProject:
    """Store a project, and what the source said of it beside, but for what people corrected."""
    kept = {} if row is None else {name: row.source_values[name] for name in _names() if _is_corrected(row, name)}
    stored = store_project(said=said, project=row, now=now)
    fresh = FundedProject.objects.prefetch_related("partners").get(pk=stored.pk)
    FundedProject.objects.filter(pk=fresh.pk).update(source_values={**_values(fresh), **kept})
    return stored


def _names() -> tuple[str, ...]:
    return (*COMPARED, "partners")


def _members(path: Path) -> list[Any]:
    try:
        return members_of(path)
    except UnsafeFile as error:
        words = {
            "missing-file": _("There is no such file: %(name)s."),
            "locked-zip": _("“%(name)s” is locked: bring it without a password."),
        }
        said = words.get(error.code, _("“%(name)s” cannot be opened: it is damaged, or no file of CORDIS."))
        raise FundingRefused(said % {"name": error.name}) from error


def _planned(
    projects: Sequence[GrantedProject], register: _Register, on: date | None
) -> Iterator[tuple[ProjectSaid, FundedProject | None, Fate]]:
    """Say what would become of some projects: three queries for all of them."""
    refs = [one.ref for one in projects]
    rows = FundedProject.objects.filter(source_ref__in=refs, source__name__in=SOURCES.values())
    known = {
        (row.source.name if row.source else "", row.source_ref): row
        for row in rows.select_related("source").prefetch_related("partners")
    }
    found = {(one.ref, place): register.find(part) for one in projects for place, part in enumerate(one.participants)}
    wanted = {pk for pk in found.values() if pk is not None}
    by_pk = Organisation.objects.select_related("municipality").in_bulk(wanted)
    for one in projects:
        partners = [
            PartnerSaid(
                organisation=by_pk.get(found[(one.ref, place)] or 0),
                name=part.name or next(iter(part.ids.values()), ""),
                country=part.country,
                role=PartnerRole.LEAD if part.is_coordinator else PartnerRole.PARTNER,
                cost_eur=part.cost_eur,
                grant_eur=part.grant_eur,
            )
            for place, part in enumerate(one.participants)
        ]
        said = _said(one, tuple(once_each(partners)), on)
        row = known.get((SOURCES[one.framework], one.ref))
        if row is None:
            yield said, None, Fate.NEW
        else:
            kept = _kept(said, row)
            yield kept, row, Fate.SAME if _written(kept) == _stored(row) else Fate.CHANGED


def _said(one: GrantedProject, partners: tuple[PartnerSaid, ...], on: date | None) -> ProjectSaid:
    newest = date.fromisoformat(one.newest) if one.newest[:4].isdigit() and len(one.newest) == 10 else on
    in_order = one.starts_on is None or one.ends_on is None or one.starts_on <= one.ends_on
    return ProjectSaid(
        title_en=(one.title or one.acronym or f"EU project {one.ref}")[:400],
        acronym=one.acronym,
        summary_en=one.objective[:OBJECTIVE_LIMIT],
        programme=PROGRAMMES[one.framework],
        level=CallLevel.EU,
        starts_on=one.starts_on,
        ends_on=one.ends_on if in_order else None,
        total_cost_eur=one.cost_eur,
        grant_eur=one.grant_eur,
        source=SourceSaid(SOURCES[one.framework], on=newest, licence=LICENCE, kind=SourceKind.DATASET),
        source_ref=one.ref,
        partners=partners,
    )


def _kept(said: ProjectSaid, row: FundedProject) -> ProjectSaid:
    """Keep what people wrote of a project that came in before, and what they corrected since the source last said it."""
    corrected = {name: getattr(row, name) for name in COMPARED if _is_corrected(row, name)}
    if _is_corrected(row, "partners"):
        corrected["partners"] = tuple(
            PartnerSaid(one.organisation, one.name, one.country, PartnerRole(one.role), one.cost_eur, one.grant_eur)
            for one in row.partners.all()
        )
    return replace(
        said,
        title_it=row.title_it,
        summary_it=row.summary_it,
        cup=row.cup,
        visibility=row.visibility,
        call=row.call,
        **{"summary_en": said.summary_en or row.summary_en, "acronym": said.acronym or row.acronym, **corrected},
    )


def _is_corrected(row: FundedProject, name: str) -> bool:
    """Tell whether a field is not as the source gave it; of what was kept before the source's word was, nothing is."""
    return bool(row.source_values) and row.source_values[name] != _values(row)[name]


def _values(row: FundedProject) -> dict[str, str]:
    """Give the digests of a project's fields: what the source said of it, right after it was stored, and no word of it.

    Of a partner its amounts, and whether it is of the register: of two organisations that are joined nothing is corrected.
    """
    partners = sorted(
        (one.name, one.role, str(one.cost_eur), str(one.grant_eur), one.organisation_id is not None)
        for one in row.partners.all()
    )
    said = {name: str(getattr(row, name)) for name in COMPARED} | {"partners": repr(partners)}
    return {name: sha256_of(value)[:16] for name, value in said.items()}


COMPARED = (
    *("acronym", "title_en", "summary_en", "programme", "level", "starts_on", "ends_on"),
    *("total_cost_eur", "grant_eur"),
)


def _written(said: ProjectSaid) -> tuple[Any, ...]:
    partners = sorted(
        (
            one.organisation.pk if one.organisation else 0,
            "" if one.organisation else one.name[:200],
            str(one.role),
            str(one.cost_eur),
            str(one.grant_eur),
        )
        for one in said.partners
    )
    return (*(getattr(said, name) for name in COMPARED), partners)


def _stored(row: FundedProject) -> tuple[Any, ...]:
    partners = sorted(
        (one.organisation_id or 0, one.name, one.role, str(one.cost_eur), str(one.grant_eur))
        for one in row.partners.all()
    )
    return (*(getattr(row, name) for name in COMPARED), partners)
