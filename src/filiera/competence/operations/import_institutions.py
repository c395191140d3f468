"""One slice of an import of institutions: who each is was settled before the first was entered, so that a resumed
import takes the same decisions as one that was never stopped."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import transaction

from filiera.common.folding import fold
from filiera.competence.importers.base import Built
from filiera.competence.importers.institutions import PART, best_of
from filiera.competence.importers.stage import Planned, Stage, StagedRow
from filiera.competence.operations.import_slices import KeepFaults, Units, count_remarks
from filiera.registry.enums import Band
from filiera.registry.finding import Found, OrganisationFinder
from filiera.registry.importers.regions import region_names
from filiera.registry.importers.ror import ACTIVE, Institution, institution_of
from filiera.registry.models import ImportBatch, ImportRow, Organisation
from filiera.registry.operations.institutions import (
    Learnt,
    come_since,
    enrich_organisation,
    known_as,
    register_institution,
    town_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

UNITS = 200
AT_HOME = 5
"""Names are compared in countries where the register has this many organisations: elsewhere a like name is chance."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one institution."""

    fate: str
    row: StagedRow
    institution: Institution
    organisation: Organisation | None = None
    candidate_id: int | None = None
    learnt: Learnt | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """The institutions of one slice, what was settled of each, and the names of those that they are tied to."""

    units: list[tuple[int, str, list[StagedRow]]]
    plans: dict[str, Planned]
    labels: dict[str, str]

    @property
    def end(self) -> int:
        """Give the position behind the last of them."""
        return self.units[-1][0]


def plan_institutions(stage: Stage, *, trial: str) -> None:
    """Settle who each institution is, against the register as it stands: once for a trial, and anew for the import.

    Between the two, organisations may have been registered, joined or removed.
    """
    purpose = trial or "yes"
    if stage.mark("planned") == purpose:
        return
    finder = OrganisationFinder()
    numbers = Counter(
        Organisation.objects.filter(merged_into=None).exclude(country="").values_list("country", flat=True)
    )
    countries = {country for country, number in numbers.items() if number >= AT_HOME}
    asked = _asked_before()
    plans = []
    for _n, key, rows in stage.units(0):
        found = known_as(best_of(rows), finder, countries)
        if found.band == Band.NEW and key in asked:
            found = Found(Band.ASK, candidate_id=asked[key])
        plans.append(Planned(key, found.band.value, found.organisation_id, found.candidate_id, found.score))
    stage.plan(plans)
    stage.mark("planned", purpose)


def _asked_before() -> dict[str, int]:
    """Give the candidates of institutions whose doubt nobody has answered: a doubt does not fade as the register grows."""
    found: dict[str, int] = {}
    rows = ImportRow.objects.filter(
        fate=ImportRow.Fate.ASK, batch__kind=ImportBatch.Kind.ROR, candidate__merged_into=None
    )
    for ids, candidate_id in rows.exclude(candidate=None).order_by("pk").values_list("undo__ids", "candidate_id"):
        if ids and candidate_id:
            found[ids.get("ROR") or ids.get("OPENALEX", "")] = candidate_id
    return found


def record_institutions(batch: ImportBatch, units: Units, stage: Stage, keep_faults: KeepFaults) -> None:
    """Enrich or enter the next institutions; position, counts and rows for undo are of the same transaction."""
    part = _next_part(units, stage)
    if part is None:
        return
    with transaction.atomic():
        stored = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if stored.position != batch.position or stored.state != ImportBatch.State.RUNNING:
            batch.refresh_from_db()
            return
        batch.position = part.end
        done, built = _enter(batch, part)
        _count(batch, done, built)
        _keep_undo(batch, done)
        keep_faults(batch, iter(built.faults))
        batch.save()


def try_institutions(batch: ImportBatch, units: Units, stage: Stage, is_elsewhere: Callable[..., bool]) -> None:
    """Count what would become of the next institutions: they are entered, and the transaction is taken back.

    `is_elsewhere` holds the batch, and tells whether another process has carried it further.
    """
    part = _next_part(units, stage)
    if part is None:
        return
    before = (batch.position, batch.trial)
    with transaction.atomic():
        if is_elsewhere(batch, *before):
            return
        done, built = _enter(batch, part)
        transaction.set_rollback(True)
    with transaction.atomic():
        if is_elsewhere(batch, *before):
            return
        batch.position = part.end
        _count(batch, done, built)
        batch.save()


def _next_part(units: Units, stage: Stage) -> Part | None:
    taken = list(islice(units, UNITS))
    if not taken:
        return None
    return Part(taken, stage.planned([key for _n, key, _rows in taken]), _labels(taken, stage))


def _enter(batch: ImportBatch, part: Part) -> tuple[list[Taken], Built]:
    """Enrich or enter the institutions of a slice; give what became of each, and what is worth telling."""
    built = Built()
    return [_take(batch, rows, part.plans[key], part.labels, built) for _n, key, rows in part.units], built


def _labels(taken: Sequence[tuple[int, str, list[StagedRow]]], stage: Stage) -> dict[str, str]:
    """Give the names of the institutions that these are tied to, as far as the files know them."""
    wanted = {one.ror for _n, _key, rows in taken for one in best_of(rows).related if not one.label}
    return {key: institution_of(values).name for key, values in stage.lookup(PART, wanted).items()}


def _take(batch: ImportBatch, rows: list[StagedRow], plan: Planned, labels: dict[str, str], built: Built) -> Taken:
    institution, row = best_of(rows), rows[0]
    if plan.band == Band.NEW and _is_asked_for(batch, institution):
        plan = _planned_since(batch, plan, institution)
    if plan.band == Band.SAME and (organisation := _standing(plan.organisation_id)):
        if institution.status != ACTIVE:
            built.remark("gone", row, "status", f"{institution.name}: {institution.status}")
        learnt = enrich_organisation(organisation=organisation, institution=institution, parents=labels)
        _note_taken(learnt, row, built)
        return Taken("changed" if learnt.is_new else "unchanged", row, institution, organisation, learnt=learnt)
    if plan.band == Band.ASK and (candidate := _standing(plan.candidate_id)):
        built.remark("in-doubt", row, "name", institution.name)
        return Taken("doubtful", row, institution, candidate_id=candidate.pk)
    if not _is_asked_for(batch, institution):
        return Taken("outside", row, institution)
    if institution.status != ACTIVE:
        built.remark("gone", row, "status", f"{institution.name}: {institution.status}")
        return Taken("outside", row, institution)
    organisation, learnt = register_institution(institution=institution, parents=labels, actor=batch.created_by)
    _note_taken(learnt, row, built)
    return Taken("new", row, institution, organisation, learnt=learnt)


def _planned_since(batch: ImportBatch, plan: Planned, institution: Institution) -> Planned:
    """Look whether somebody has registered an institution since the import settled that it is new."""
    found = come_since(institution, since=batch.created_at)
    return Planned(plan.key, found.band.value, found.organisation_id, found.candidate_id, found.score)


def _standing(organisation_id: int | None) -> Organisation | None:
    """Give an organisation, or the one that it has been joined to since; None where it is gone."""
    found = Organisation.objects.filter(pk=organisation_id).first() if organisation_id else None
    while found is not None and found.merged_into is not None:
        found = found.merged_into
    return found


def _note_taken(learnt: Learnt, row: StagedRow, built: Built) -> None:
    for identifier in learnt.taken:
        built.remark("identifier-taken", row, "external_ids", identifier)


def _is_asked_for(batch: ImportBatch, institution: Institution) -> bool:
    """Tell whether the batch enters institutions of this place; a batch without a place enters none."""
    country, region = batch.mapping.get("country", ""), batch.mapping.get("region", "")
    if not country and not region:
        return False
    if country and institution.country != country:
        return False
    names = region_names(batch.mapping.get("region_name") or region)
    return not region or fold(institution.region) in names


def _count(batch: ImportBatch, done: list[Taken], built: Built) -> None:
    """Count what became of the institutions of a slice; the batch is not saved."""
    for one in done:
        batch.counts[one.fate] = batch.counts.get(one.fate, 0) + 1
    count_remarks(batch, built)


def _keep_undo(batch: ImportBatch, done: list[Taken]) -> None:
    """Keep what an undo must take back, and the doubts that somebody is to answer; the batch is not saved."""
    fates = {"new": ImportRow.Fate.NEW, "changed": ImportRow.Fate.UPDATE, "doubtful": ImportRow.Fate.ASK}
    counts = batch.counts
    rows = []
    for one in done:
        if one.fate not in fates:
            continue
        counts["undo_rows"] = counts.get("undo_rows", 0) + 1
        undo: dict[str, Any] = one.learnt.as_undo() if one.learnt else _said(one.institution)
        rows.append(
            ImportRow(
                batch=batch,
                line=1_000_000 + counts["undo_rows"],
                raw=[one.row.file, one.row.line, one.institution.name],
                fate=fates[one.fate],
                organisation=one.organisation,
                candidate_id=one.candidate_id,
                undo=undo,
                applied=one.organisation is not None,
            )
        )
    ImportRow.objects.bulk_create(rows, batch_size=500)


def _said(institution: Institution) -> dict[str, Any]:
    """Keep what an institution in doubt is called, so that a person's answer can be remembered for it."""
    return {
        "names": list(institution.full_names),
        "ids": institution.ids,
        "town": town_of(institution),
        "country": institution.country,
    }
