"""Projects of CORDIS that come in: only those of the register, again and again, one piece of evidence with the map's own."""

from __future__ import annotations

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from factories.consortium_work import firm
from filiera.competence.models import Evidence, EvidenceLink
from filiera.competence.operations.import_formats import KINDS
from filiera.competence.operations.imports import advance_batch, open_batch
from filiera.funding.models import FundedProject
from filiera.funding.operations.project_imports import Fate, import_projects
from filiera.funding.operations.projects import take_back_project
from filiera.funding.operations.refusals import FundingRefused
from filiera.registry.enums import Scheme
from filiera.registry.operations.organisations import add_identifier
from funding.importers.test_cordis_grants import CUT, ORGANISATIONS, PROJECTS, written
from tests_clock import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def alfa() -> object:
    row = firm("Alfa Cosmetici")
    add_identifier(organisation=row, scheme=Scheme.PIC, value="999000111", source=None)
    return row


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path, project=PROJECTS, organization=ORGANISATIONS, participations=CUT)


def counts(path: Path, **values: object) -> list[int]:
    return list(import_projects(path=path, now=NOW, **values).counts.values())  # type: ignore[arg-type]


def test_trial_changes_nothing(alfa: object, folder: Path) -> None:
    assert counts(folder, is_trial=True) == [2, 0, 0]
    assert (FundedProject.objects.count(), Evidence.objects.count()) == (0, 0)


def test_only_projects_of_the_register_come_in_with_all_their_partners(alfa: object, folder: Path) -> None:
    done = import_projects(path=folder, now=NOW)
    assert (list(done.counts.values()), done.unknown_amounts, done.fault_count) == ([2, 0, 0], 0, 1)
    row = FundedProject.objects.get(source_ref="101200001")
    assert (row.acronym, row.programme, row.level, row.grant_eur) == (
        "ESEMPIO",
        "Horizon Europe",
        "EU",
        Decimal(700000),
    )
    assert row.source is not None
    assert (row.source.name, str(row.source.on), row.source.licence) == (
        "CORDIS, Horizon Europe",
        "2026-05-04",
        "CC BY 4.0, © European Union",
    )
    partners = sorted((str(one), one.organisation_id is not None, one.grant_eur) for one in row.partners.all())
    assert partners == [("Alfa Cosmetici", True, Decimal("350000.25")), ("DEHORS SA", False, None)]
    assert Evidence.objects.get(uid="cordis:HORIZON:101200001").url == "https://cordis.europa.eu/project/id/101200001"


def test_again_is_the_same_and_what_people_wrote_stays(alfa: object, folder: Path) -> None:
    assert counts(folder) == [2, 0, 0]
    FundedProject.objects.filter(source_ref="101200001").update(title_it="Flaconi", visibility="MEMBERS", cup="X1")
    assert counts(folder) == [0, 0, 2]
    (folder / "project.csv").write_text(PROJECTS.replace('"700000"', '"750000"'), encoding="utf-8")
    assert counts(folder) == [0, 1, 1]
    row = FundedProject.objects.get(source_ref="101200001")
    assert (row.grant_eur, row.title_it, row.visibility, row.cup) == (Decimal(750000), "Flaconi", "MEMBERS", "X1")
    assert Evidence.objects.get(uid=row.evidence_uid).visibility == "MEMBERS"
    assert (FundedProject.objects.count(), Evidence.objects.count()) == (2, 2)


def test_what_people_corrected_stays_when_the_source_says_something_new(alfa: object, folder: Path) -> None:
    import_projects(path=folder, now=NOW)
    row = FundedProject.objects.get(source_ref="101200001")
    row.partners.filter(organisation=alfa).update(grant_eur=Decimal(111))
    FundedProject.objects.filter(pk=row.pk).update(programme="Programma corretto", total_cost_eur=Decimal(5))
    assert counts(folder) == [0, 0, 2]
    for grant in ("750000", "760000"):  # a second time too: what was corrected once stays corrected
        (folder / "project.csv").write_text(PROJECTS.replace('"700000"', f'"{grant}"'), encoding="utf-8")
        assert counts(folder) == [0, 1, 1]
        row.refresh_from_db()
        assert (row.grant_eur, row.programme, row.total_cost_eur) == (Decimal(grant), "Programma corretto", Decimal(5))
        assert row.partners.get(organisation=alfa).grant_eur == Decimal(111)


def test_map_s_own_import_and_this_one_make_one_piece_of_evidence(alfa: object, folder: Path) -> None:
    import_projects(path=folder, now=NOW)
    advance_batch(batch=open_batch(kind=KINDS["cordis"], path=folder), now=NOW)
    uid = "cordis:HORIZON:101200001"
    assert Evidence.objects.filter(uid=uid).count() == 1
    assert "Flaconi." in Evidence.objects.get(uid=uid).text_en
    row = FundedProject.objects.get(source_ref="101200001")
    take_back_project(project=row, now=NOW)  # what the import of the map brought stays
    assert EvidenceLink.objects.filter(evidence__uid=uid, organisation=alfa).exists()


def test_name_that_is_only_alike_ties_nothing_and_is_told(folder: Path) -> None:
    firm("Alfa Cosmetica")
    done = import_projects(path=folder, now=NOW)
    assert sum(done.counts.values()) == len(FundedProject.objects.all())
    assert set(done.in_doubt) <= {"ALFA COSMETICI SRL"}


def test_what_is_no_table_of_cordis_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    for path in (tmp_path, tmp_path / "missing.csv"):
        with pytest.raises(FundingRefused):
            import_projects(path=path, now=NOW)


def test_command_tells_the_same_to_programs_and_people(alfa: object, folder: Path) -> None:
    out = StringIO()
    call_command("projects", "import", str(folder), "--no-map", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert (said["new"], said["changed"], said["same"], said["fault_count"]) == (2, 0, 0, 1)
    assert said["faults"][0] == {
        "code": "bad-project",
        "file": "organization.csv",
        "line": 5,
        "field": "",
        "value": "abc",
    }
    out = StringIO()
    call_command("projects", "import", str(folder), "--dry-run", "--lang", "en", stdout=out)
    assert "Projects: 0 new, 0 changed, 2 as they were." in out.getvalue()
    assert "organization.csv, line 5" in out.getvalue()
    with pytest.raises(CommandError) as error:
        call_command("projects", "import", str(folder / "none.csv"))
    assert error.value.returncode == 2
    assert next(iter(Fate)) == Fate.NEW
