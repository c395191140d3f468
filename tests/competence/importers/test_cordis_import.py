"""CORDIS in the layouts of several years: one piece of evidence a project, whatever the order of the files."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from factories import OrganisationFactory
from factories.importer_world import NOW, PARTICIPANTS, PROJECTS, TABLES, bring, cordis_folder, counts, table
from filiera.competence.models import Evidence, EvidenceLink
from filiera.competence.operations.import_trial import try_out
from filiera.competence.operations.import_undo import undo_batch
from filiera.competence.operations.imports import ImportRefused, advance_batch, open_batch, stage_path
from filiera.registry.models import Identifier, ImportBatch, ImportRow, Source

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("delimiter", "bom"), [(";", True), (",", False)])
def test_import_joins_the_tables_of_a_project(tmp_path: Path, delimiter: str, bom: bool) -> None:
    batch = bring("CORDIS", cordis_folder(tmp_path / "he", delimiter=delimiter, bom=bom))
    assert counts(batch) == (4, 0, 0, 0)
    assert batch.counts["read"] == 10
    evidence = Evidence.objects.get(uid="cordis:HORIZON:900000001")
    assert evidence.title_en == "CREMA: Emulsions without water"
    assert evidence.text_en.split("\n\n") == [
        'Emulsions that need no water.\nA second line; with "quotes".',
        "Fields of science: colloids.",
        "Topics: Clean beauty.",
        "Deliverables: Test bench: A bench & its manual.",
    ]
    assert (str(evidence.on), str(evidence.ended_on)) == ("2023-01-01", "2026-06-30")
    assert evidence.url == "https://cordis.europa.eu/project/id/900000001"
    assert (evidence.source.name, str(evidence.source.on)) == ("CORDIS, Horizon Europe", "2025-02-03")
    found = evidence.links.order_by("role").values_list("role", "mention", "mention_key", "town", "country", "band")
    assert list(found) == [
        ("COORDINATOR", "ATHENS INSTITUTE", "PIC:999100002", "Athina", "GR", "UNKNOWN"),
        ("PARTICIPANT", "ROSSI PROFUMI SRL", "PIC:999100001", "Crema", "IT", "UNKNOWN"),
    ]


def test_publication_hangs_on_the_consortium_and_proves_nothing(tmp_path: Path) -> None:
    bring("CORDIS", cordis_folder(tmp_path / "he"))
    publication = Evidence.objects.get(kind="PUBLICATION")
    assert (publication.title_en, publication.url) == ("On dry emulsions", "https://doi.org/10.1/x")
    assert set(publication.links.values_list("role", flat=True)) == {"PARTNER"}
    assert "Nobody" not in publication.text_en


def test_participants_without_a_project_are_kept_and_told(tmp_path: Path) -> None:
    batch = bring("CORDIS", cordis_folder(tmp_path / "he"))
    [kept] = Evidence.objects.filter(uid__endswith=":900000003")
    assert kept.title_en == "EU project 900000003"
    assert kept.links.get().country == "GB"
    assert batch.counts["remarks"]["untitled-project"]["number"] == 1


def test_second_import_changes_nothing_and_a_correction_one_thing(tmp_path: Path) -> None:
    folder = cordis_folder(tmp_path / "he")
    bring("CORDIS", folder)
    before = list(EvidenceLink.objects.order_by("pk").values())
    assert counts(bring("CORDIS", folder)) == (0, 0, 4, 0)
    assert list(EvidenceLink.objects.order_by("pk").values()) == before
    better = [PROJECTS[0], PROJECTS[1] | {"objective": "Refill of glass jars and tubes."}]
    cordis_folder(folder, TABLES | {"project.csv": better})
    assert counts(bring("CORDIS", folder)) == (0, 1, 3, 0)


def test_zip_gives_what_the_folder_gives(tmp_path: Path) -> None:
    folder = cordis_folder(tmp_path / "he")
    bring("CORDIS", folder)
    path = tmp_path / "cordis-HORIZONprojects-csv.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for one in sorted(folder.iterdir(), reverse=True):
            archive.write(one, f"csv/{one.name}")
    assert counts(bring("CORDIS", path)) == (0, 0, 4, 0)


def test_organisation_is_found_by_pic_then_vat(tmp_path: Path) -> None:
    greek, italian = OrganisationFactory(name="Something else", country="GR"), OrganisationFactory(name="Another word")
    Identifier.objects.create(organisation=greek, scheme="PIC", value="999100002")
    Identifier.objects.create(organisation=italian, scheme="VAT", value="IT01234560199")
    bring("CORDIS", cordis_folder(tmp_path / "he"))
    found = EvidenceLink.objects.filter(evidence__uid="cordis:HORIZON:900000001").order_by("role")
    assert [(one.organisation_id, one.band) for one in found] == [(greek.pk, "IDENTIFIER"), (italian.pk, "IDENTIFIER")]


def test_identifiers_of_two_organisations_are_asked_about(tmp_path: Path) -> None:
    one, other = OrganisationFactory(name="Something else"), OrganisationFactory(name="Another word")
    Identifier.objects.create(organisation=one, scheme="PIC", value="999100001")
    Identifier.objects.create(organisation=other, scheme="VAT", value="IT01234560199")
    bring("CORDIS", cordis_folder(tmp_path / "he"))
    link = EvidenceLink.objects.get(mention_key="PIC:999100001", evidence__kind="PROJECT")
    assert (link.band, link.organisation) == ("ASK", None)
    assert link.candidate_id in (one.pk, other.pk)


def test_three_bands_by_name(tmp_path: Path) -> None:
    rossi = OrganisationFactory(name="Rossi Profumi S.r.l.", town="Crema", country="IT")
    rows = [
        {
            "projectID": "900000001",
            "organisationID": "",
            "name": name,
            "city": town,
            "country": country,
            "role": "participant",
        }
        for name, town, country in (
            ("ROSSI PROFUMI SRL", "CREMA", "IT"),
            ("ROSSI PROFUMI E FIGLI", "", ""),
            ("ZETA MECCANICA SPA", "TORINO", "IT"),
        )
    ]
    bring("CORDIS", cordis_folder(tmp_path / "he", {"project.csv": PROJECTS[:1], "organization.csv": rows}))
    found = {one.mention: (one.band, one.organisation_id, one.candidate_id) for one in EvidenceLink.objects.all()}
    assert found == {
        "ROSSI PROFUMI SRL": ("SAME", rossi.pk, None),
        "ROSSI PROFUMI E FIGLI": ("ASK", None, rossi.pk),
        "ZETA MECCANICA SPA": ("UNKNOWN", None, None),
    }


@pytest.mark.parametrize("place", [("IT", ""), ("IT", "ITC4"), ("", "Lombardia"), ("IT", "Lombardy")])
def test_place_keeps_only_projects_with_somebody_there(tmp_path: Path, place: tuple[str, str]) -> None:
    batch = bring("CORDIS", cordis_folder(tmp_path / "he"), place)
    assert (batch.counts["new"], batch.counts["outside"]) == (2, 2)


def test_unknown_region_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as caught:
        open_batch(kind=ImportBatch.Kind.CORDIS, path=cordis_folder(tmp_path / "he"), place=("", "Atlantide"))
    assert caught.value.code == "unknown-region"


def test_poorer_table_completes_and_never_impoverishes(tmp_path: Path) -> None:
    bring("CORDIS", cordis_folder(tmp_path / "he"))
    poorer = tmp_path / "list.csv"
    row = {"project_id": "900000002", "acronym": "VETRO", "title": "VETRO: glass that comes back", "start_date": "",
           "thematic_priority": "Circular economy"}  # fmt: skip
    poorer.write_bytes(table([row], ","))
    assert counts(bring("CORDIS", poorer)) == (0, 1, 0, 0)
    evidence = Evidence.objects.get(uid="cordis:HORIZON:900000002")
    assert evidence.text_en == "Refill of glass jars.\n\nTopics: Circular economy."
    assert evidence.links.get().mention_key == "PIC:999100002"
    assert counts(bring("CORDIS", poorer)) == (0, 0, 1, 0)


def test_host_of_a_list_with_abstracts_is_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "erc.csv"
    row = {"project_id": "", "scheme": "starting", "acronym": "SKINS", "title": "Of skins",
           "host_institution": "UNIVERSITA DI NESSUNO",
           "budget": "1", "start_date": "2018-01-01", "end_date": "2023-12-31", "abstract": "Barrier of the skin."}  # fmt: skip
    path.write_bytes(table([row, row | {"project_id": "700001", "acronym": "SKIN2"}], ","))
    assert counts(bring("CORDIS", path)) == (2, 0, 0, 0)
    assert counts(bring("CORDIS", path)) == (0, 0, 2, 0)
    assert set(EvidenceLink.objects.values_list("role", "mention")) == {("HOLDER", "UNIVERSITA DI NESSUNO")}
    assert Evidence.objects.filter(uid="cordis:H2020:700001").exists()


def test_names_of_participants_may_come_from_another_table(tmp_path: Path) -> None:
    folder = cordis_folder(tmp_path / "derived", {
        "consortia.csv": [{"project_id": "700001", "rcn": "1", "pic": "999100001", "role": "participant", "country": "IT"}],
        "names.csv": [{"pic": "999100001", "legal_name": "ROSSI PROFUMI SRL", "short_name": "RP", "city": "Crema",
                       "country": "IT"}],
    })  # fmt: skip
    bring("CORDIS", folder)
    link = EvidenceLink.objects.get()
    assert (link.mention, link.town, link.mention_key) == ("ROSSI PROFUMI SRL", "Crema", "PIC:999100001")


def test_damaged_rows_are_told_with_their_place_and_stop_nothing(tmp_path: Path) -> None:
    folder = cordis_folder(tmp_path / "he")
    path = folder / "organization.csv"
    header, first, *rest = path.read_bytes().splitlines(keepends=True)
    broken = b'"900000001";"999100009";"";"OPEN QUOTE;"X"\r\n'
    path.write_bytes(header + broken + first + b'"x";"1"\r\n' + b"".join(rest))
    batch = bring("CORDIS", folder)
    assert counts(batch) == (4, 0, 0, 2)
    errors = [row.errors[0] for row in batch.rows.filter(fate=ImportRow.Fate.ERROR).order_by("line")]
    assert [(error["file"], error["line"], error["code"]) for error in errors] == [
        ("organization.csv", 2, "quotes"),
        ("organization.csv", 4, "columns"),
    ]


def test_rows_of_a_project_that_nobody_names_wait(tmp_path: Path) -> None:
    batch = bring("CORDIS", cordis_folder(tmp_path / "he", {"euroSciVoc.csv": FIELDS_OF_NOBODY}))
    assert counts(batch) == (0, 0, 0, 0)
    assert (batch.counts["waiting"], batch.counts["remarks"]["project-unknown"]["number"]) == (1, 1)


FIELDS_OF_NOBODY = [{"projectID": "900000077", "euroSciVocCode": "/1", "euroSciVocTitle": "law"}]


def test_file_of_another_kind_fails_and_brings_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b\n1,2\n")
    with pytest.raises(ImportRefused) as caught:
        bring("CORDIS", path)
    assert caught.value.code == "no-table"
    batch = ImportBatch.objects.get()
    assert (batch.state, stage_path(batch).exists()) == ("FAILED", False)


def test_file_that_changed_meanwhile_is_refused(tmp_path: Path) -> None:
    folder = cordis_folder(tmp_path / "he")
    batch = open_batch(kind=ImportBatch.Kind.CORDIS, path=folder)
    (folder / "project.csv").write_bytes(table(PROJECTS[:1]))
    with pytest.raises(ImportRefused) as caught:
        advance_batch(batch=batch, now=NOW)
    assert caught.value.code == "file-changed"


def test_dry_run_tells_and_leaves_nothing(tmp_path: Path) -> None:
    batch = try_out(kind=ImportBatch.Kind.CORDIS, path=cordis_folder(tmp_path / "he"), place=("", ""))
    assert counts(batch) == (4, 0, 0, 0)
    assert (Evidence.objects.count(), ImportBatch.objects.count(), Source.objects.count()) == (0, 0, 0)


def test_undo_takes_out_what_only_this_batch_brought(tmp_path: Path) -> None:
    folder = cordis_folder(
        tmp_path / "he", TABLES | {"project.csv": PROJECTS[:1], "organization.csv": PARTICIPANTS[:2]}
    )
    first = bring("CORDIS", folder)
    cordis_folder(folder, TABLES | {"project.csv": [PROJECTS[0] | {"objective": "Another aim."}, PROJECTS[1]]})
    before = list(Evidence.objects.order_by("uid").values("uid", "text_en", "digest", "batch_id"))
    second = bring("CORDIS", folder)
    assert counts(second) == (2, 1, 1, 0)
    assert undo_batch(batch=second, now=NOW) == {"removed": 2, "restored": 1, "kept": 0, "organisations": 0, "stale": 0}
    assert list(Evidence.objects.order_by("uid").values("uid", "text_en", "digest", "batch_id")) == before
    assert EvidenceLink.objects.count() == 4
    assert undo_batch(batch=first, now=NOW) == {"removed": 2, "restored": 0, "kept": 0, "organisations": 0, "stale": 0}
    assert Evidence.objects.count() == 0


def test_undo_keeps_what_a_later_batch_brought_too(tmp_path: Path) -> None:
    folder = cordis_folder(tmp_path / "he")
    first = bring("CORDIS", folder)
    second = bring("CORDIS", folder)
    assert undo_batch(batch=first, now=NOW) == {"removed": 0, "restored": 0, "kept": 4, "organisations": 0, "stale": 0}
    assert set(Evidence.objects.values_list("batch", flat=True)) == {second.pk}
    assert undo_batch(batch=first, now=NOW) == {"removed": 0, "restored": 0, "kept": 0, "organisations": 0, "stale": 0}
