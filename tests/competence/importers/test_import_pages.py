"""The office brings evidence in through the page and settles names; nobody else gets there."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from factories import OrganisationFactory, UserFactory
from factories.importer_world import PARTICIPANTS, PROJECTS, TABLES, bring, cordis_folder, table
from filiera.competence.models import Evidence, EvidenceLink
from filiera.competence.operations.imports import stage_path
from filiera.registry.models import ImportBatch, Organisation

pytestmark = pytest.mark.django_db

PAGES = ("evidence-imports", "evidence-template", "unknown-organisations")


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(UserFactory(role="OFFICE"))
    return client


def address(name: str, *args: object, lang: str = "it") -> str:
    with override(lang):
        return reverse(name, args=args)


@pytest.mark.parametrize("name", PAGES)
def test_page_is_for_the_office_only(client: Client, name: str) -> None:
    assert client.get(address(name)).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address(name)).status_code == 404


@pytest.mark.parametrize("lang", ["it", "en"])
def test_upload_goes_step_by_step_to_its_end(office: Client, lang: str, settings: object) -> None:
    broken = table(PROJECTS) + b'"1";"too short"\r\n'
    sent = {"kind": "cordis", "file": SimpleUploadedFile("../pro jects.csv", broken)}
    response = office.post(address("evidence-imports", lang=lang), sent)
    batch = ImportBatch.objects.get()
    assert response.headers["Location"] == address("evidence-import", batch.pk, lang=lang)
    assert (batch.state, Path(batch.mapping["path"]).name) == ("UPLOADED", "pro-jects.csv")
    assert "import-progress" in office.get(response.headers["Location"]).content.decode()
    office.post(address("evidence-import-advance", batch.pk, lang=lang))
    batch.refresh_from_db()
    assert (batch.state, batch.counts["new"], batch.counts["rejected"]) == ("TRIED", 2, 1)
    assert Evidence.objects.count() == 0
    page = office.get(address("evidence-import", batch.pk, lang=lang)).content.decode()
    assert {"it": "Niente è ancora cambiato:", "en": "Nothing has changed yet:"}[lang] in page
    assert "import-progress" not in page
    office.post(address("evidence-import-begin", batch.pk, lang=lang))
    office.post(address("evidence-import-advance", batch.pk, lang=lang))
    batch.refresh_from_db()
    assert (batch.state, batch.counts["new"], batch.counts["rejected"]) == ("DONE", 2, 1)
    shown = office.get(address("evidence-import", batch.pk, lang=lang)).content.decode()
    assert "pro jects.csv" in shown
    rows = office.get(address("evidence-import-rejected", batch.pk, lang=lang)).content.decode("utf-8-sig")
    assert len(rows.splitlines()) == 2
    office.post(address("evidence-import-undo", batch.pk, lang=lang))
    assert Evidence.objects.count() == 0


def test_region_that_nobody_knows_is_reported_where_it_was_written(office: Client) -> None:
    sent = {"kind": "cordis", "file": SimpleUploadedFile("p.csv", table(PROJECTS)), "region": "Atlantide"}
    response = office.post(address("evidence-imports"), sent)
    assert sorted(response.context["form"].errors) == ["region"]
    assert ImportBatch.objects.count() == 0


def test_file_that_was_tried_is_thrown_away(office: Client, settings: object) -> None:
    office.post(address("evidence-imports"), {"kind": "cordis", "file": SimpleUploadedFile("p.csv", table(PROJECTS))})
    batch = ImportBatch.objects.get()
    path = Path(batch.mapping["path"])
    office.post(address("evidence-import-advance", batch.pk))
    assert (path.exists(), stage_path(batch).exists()) == (True, True)
    page = office.post(address("evidence-import-discard", batch.pk), {"sure": "1"}, follow=True).content.decode()
    assert "«p.csv» è stato buttato; non era entrato niente." in page
    assert (path.parent.exists(), stage_path(batch).exists(), ImportBatch.objects.count()) == (False, False, 0)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("it", "Non si è buttato via niente: prima spunta la conferma."),
        ("en", "Nothing was thrown away: first tick that you are sure."),
    ],
)
def test_file_is_thrown_away_only_by_who_is_sure(office: Client, lang: str, words: str) -> None:
    office.post(address("evidence-imports"), {"kind": "cordis", "file": SimpleUploadedFile("p.csv", table(PROJECTS))})
    batch = ImportBatch.objects.get()
    office.post(address("evidence-import-advance", batch.pk))
    page = office.post(address("evidence-import-discard", batch.pk, lang=lang), follow=True).content.decode()
    assert (words in page, ImportBatch.objects.count()) == (True, 1)
    assert page.count('name="sure"') == 1


@pytest.mark.parametrize("folder", ["missing", "in use"])
def test_file_is_thrown_away_whatever_became_of_its_folder(office: Client, folder: str) -> None:
    office.post(address("evidence-imports"), {"kind": "cordis", "file": SimpleUploadedFile("p.csv", table(PROJECTS))})
    batch = ImportBatch.objects.get()
    path = Path(batch.mapping["path"])
    if folder == "missing":
        path.unlink()
        path.parent.rmdir()
    else:
        (path.parent / "other.csv").write_text("altro")
    page = office.post(address("evidence-import-discard", batch.pk), {"sure": "1"}, follow=True).content.decode()
    assert "«p.csv» è stato buttato; non era entrato niente." in page
    assert (path.exists(), ImportBatch.objects.count()) == (False, 0)


@pytest.mark.parametrize("step", ["advance", "begin", "discard", "undo"])
@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("it", "Nel frattempo qualcuno ha buttato questo file. Non ne è entrato niente: mandalo di nuovo se serve."),
        ("en", "Somebody has thrown this file away meanwhile. Nothing of it is in: send it again if it is needed."),
    ],
)
def test_step_of_a_batch_that_is_no_more_says_so_on_the_list(office: Client, step: str, lang: str, words: str) -> None:
    where = address(f"evidence-import-{step}", 7, lang=lang)
    answer = office.post(where, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == address("evidence-imports", lang=lang)
    page = office.post(where, follow=True)
    assert page.redirect_chain == [(address("evidence-imports", lang=lang), 302)]
    assert words in page.content.decode()


@pytest.mark.parametrize("step", ["advance", "begin", "discard", "undo"])
def test_step_is_for_the_office_only(client: Client, step: str) -> None:
    batch = ImportBatch.objects.create(kind="CORDIS", file_name="p.csv", state="TRIED", mapping={"path": "p.csv"})
    client.force_login(UserFactory())
    assert client.post(address(f"evidence-import-{step}", batch.pk)).status_code == 404
    assert ImportBatch.objects.get().state == "TRIED"


def test_trial_with_doubts_alone_is_brought_in_and_they_are_answered(office: Client) -> None:
    for number in range(5):
        OrganisationFactory(name=f"Impresa numero {number}", country="IT")
    known = OrganisationFactory(name="Istituto del Sapone", country="IT")
    record = {"id": "https://openalex.org/I1001", "display_name": "Istituto del Sapone di Milano", "type": "facility",
              "country_code": "IT", "geo": {"city": "Milan"}}  # fmt: skip
    sent = SimpleUploadedFile("ror.json", json.dumps([record]).encode())
    office.post(address("evidence-imports"), {"kind": "ror", "file": sent})
    batch = ImportBatch.objects.get()
    office.post(address("evidence-import-advance", batch.pk))
    begin = address("evidence-import-begin", batch.pk)
    assert f'action="{begin}"' in office.get(address("evidence-import", batch.pk)).content.decode()
    office.post(begin)
    office.post(address("evidence-import-advance", batch.pk))
    row = batch.rows.get(fate="ASK")
    assert row.candidate == known
    assert f'name="row" value="{row.pk}"' in office.get(address("evidence-import", batch.pk)).content.decode()


def test_trial_of_which_nothing_would_come_in_is_only_thrown_away(office: Client) -> None:
    sent = SimpleUploadedFile("p.csv", b"id;kind;organisation_id;title_it;source_name\ne1;sasso;rossi;Crema;Catalogo\n")
    office.post(address("evidence-imports"), {"kind": "sheet", "file": sent})
    batch = ImportBatch.objects.get()
    office.post(address("evidence-import-advance", batch.pk))
    page = office.get(address("evidence-import", batch.pk)).content.decode()
    assert [f'action="{address(f"evidence-import-{name}", batch.pk)}"' in page for name in ("begin", "discard")] == [
        False,
        True,
    ]


def test_file_that_is_in_is_not_thrown_away(office: Client, tmp_path: Path) -> None:
    batch = bring("CORDIS", cordis_folder(tmp_path / "he"))
    page = office.post(address("evidence-import-discard", batch.pk), {"sure": "1"}, follow=True).content.decode()
    assert "Una parte è già entrata." in page
    assert ImportBatch.objects.get() == batch


def test_htmx_step_at_the_end_leads_to_the_whole_page(office: Client) -> None:
    office.post(address("evidence-imports"), {"kind": "cordis", "file": SimpleUploadedFile("p.csv", table(PROJECTS))})
    batch = ImportBatch.objects.get()
    response = office.post(address("evidence-import-advance", batch.pk), headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == address("evidence-import", batch.pk)


def test_file_that_is_refused_says_why_beside_the_field(office: Client) -> None:
    sent = {"kind": "cordis", "file": SimpleUploadedFile("x.zip", b"no zip")}
    response = office.post(address("evidence-imports", lang="en"), sent)
    assert "The file is damaged and cannot be opened." in response.content.decode()
    assert ImportBatch.objects.count() == 0


def test_file_without_a_table_fails_with_words(office: Client) -> None:
    office.post(address("evidence-imports"), {"kind": "cordis", "file": SimpleUploadedFile("x.csv", b"a,b\n1,2\n")})
    batch = ImportBatch.objects.get()
    response = office.post(address("evidence-import-advance", batch.pk, lang="en"), follow=True)
    assert "No table of this format is in the file." in response.content.decode()


MEMBERS = [{"Ragione sociale": "Alba Cosmetici", "P.IVA": "99999019997", "Comune": "Crema", "Tipo": "impresa"}]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("it", "Sembra un foglio di soggetti, non di prove."),
        ("en", "This looks like a sheet of organisations, not of evidence."),
    ],
)
def test_sheet_of_members_is_told_with_the_way_to_its_import(office: Client, lang: str, words: str) -> None:
    sent = {"kind": "sheet", "file": SimpleUploadedFile("soci.csv", table(MEMBERS))}
    office.post(address("evidence-imports"), sent)
    batch = ImportBatch.objects.get()
    office.post(address("evidence-import-advance", batch.pk, lang=lang))
    page = office.get(address("evidence-import", batch.pk, lang=lang)).content.decode()
    assert words in page
    assert f'href="/{lang}/office/imports/new/"' in page
    assert Evidence.objects.count() == 0


def test_sheet_of_members_sent_as_evidence_is_thrown_away(office: Client) -> None:
    office.post(address("evidence-imports"), {"kind": "sheet", "file": SimpleUploadedFile("soci.csv", table(MEMBERS))})
    batch = ImportBatch.objects.get()
    path, discard = Path(batch.mapping["path"]), address("evidence-import-discard", batch.pk)
    office.post(address("evidence-import-advance", batch.pk))
    page = office.get(address("evidence-import", batch.pk)).content.decode()
    undo = address("evidence-import-undo", batch.pk)
    assert [path.exists(), f'action="{discard}"' in page, f'action="{undo}"' in page] == [True, True, False]
    page = office.post(discard, {"sure": "1"}, follow=True).content.decode()
    assert "«soci.csv» è stato buttato; non era entrato niente." in page
    assert (path.parent.exists(), ImportBatch.objects.count()) == (False, 0)


@pytest.mark.parametrize(("position", "trial", "is_all_outside"), [(0, "", True), (500, "abc", True), (500, "", False)])
def test_import_that_failed_is_thrown_away_only_where_nothing_is_in(
    office: Client, tmp_path: Path, position: int, trial: str, is_all_outside: bool
) -> None:
    failed = {"code": "file-changed", "value": "p.csv"}
    batch = ImportBatch.objects.create(
        kind="CORDIS",
        file_name="p.csv",
        state="FAILED",
        position=position,
        trial=trial,
        total=900,
        mapping={"path": str(tmp_path / "p.csv")},
        counts={"failed": failed},
    )
    addresses = [address(f"evidence-import-{name}", batch.pk) for name in ("discard", "undo")]
    page = office.get(address("evidence-import", batch.pk)).content.decode()
    assert [f'action="{one}"' in page for one in addresses] == [is_all_outside, not is_all_outside]
    page = office.post(addresses[0], {"sure": "1"}, follow=True).content.decode()
    assert ("Una parte è già entrata." in page, ImportBatch.objects.exists()) == (
        not is_all_outside,
        not is_all_outside,
    )


@pytest.mark.parametrize(("lang", "name"), [("it", "filiera-prove.xlsx"), ("en", "filiera-evidence.xlsx")])
def test_template_is_named_in_the_language_of_the_page(office: Client, lang: str, name: str) -> None:
    response = office.get(address("evidence-template", lang=lang))
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'


def test_template_is_a_workbook(office: Client) -> None:
    response = office.get(address("evidence-template"))
    assert len(load_workbook(io.BytesIO(response.content)).worksheets) == 2


@pytest.mark.parametrize("lang", ["it", "en"])
def test_unknown_name_is_registered_from_the_page(office: Client, tmp_path: Path, lang: str) -> None:
    bring("CORDIS", cordis_folder(tmp_path / "he"))
    page = office.get(address("unknown-organisations", lang=lang) + "?view=unknown").content.decode()
    assert "ATHENS INSTITUTE" in page or "INSTITUTE OF ATHENS" in page
    sent = {"key": "PIC:999100002", "name": "Institute of Athens", "kind": "RESEARCH_BODY"}
    office.post(address("unknown-register", lang=lang), sent)
    athens = Organisation.objects.get(name="Institute of Athens")
    assert EvidenceLink.objects.filter(organisation=athens).count() == 3
    shown = office.get(address("organisation", athens.code, lang=lang)).content.decode()
    assert "Emulsions without water" in shown


@pytest.mark.parametrize(("who", "found"), [("athens", ["iat", "oat"]), ("IAT", ["iat"]), ("ignota", []), ("", [])])
def test_unknown_name_is_looked_for_by_code_or_words(
    office: Client, tmp_path: Path, who: str, found: list[str]
) -> None:
    OrganisationFactory(name="Istituto Athens", code="iat")
    OrganisationFactory(name="Osservatorio di Athens", code="oat")
    bring("CORDIS", cordis_folder(tmp_path / "he"))
    asked = {"view": "unknown", "key": "PIC:999100003", "who": who}
    page = office.get(address("unknown-organisations"), asked).content.decode()
    assert re.findall(r'type="radio"[^>]*value="([^"]+)"', page) == found
    assert 'value="iat" checked' not in page
    assert ("Nel registro nessuno si chiama così" in page) is (found == [])


def test_unknown_name_is_tied_to_an_organisation_of_the_register_from_the_page(office: Client, tmp_path: Path) -> None:
    athens = OrganisationFactory(name="Istituto Athens", code="iat")
    bring("CORDIS", cordis_folder(tmp_path / "he"))
    sent = {"key": "PIC:999100002", "verdict": "SAME"}
    refused = office.post(address("unknown-settle"), sent, follow=True)
    assert "Scegli chi è." in refused.content.decode()
    office.post(address("unknown-settle"), sent | {"organisation": "iat"})
    links = EvidenceLink.objects.filter(mention_key="PIC:999100002")
    assert set(links.values_list("organisation_id", "band")) == {(athens.pk, "CONFIRMED")}


def test_doubts_without_any_say_what_is_unknown(office: Client, tmp_path: Path) -> None:
    bring("CORDIS", cordis_folder(tmp_path / "he"))
    page = office.get(address("unknown-organisations") + "?view=doubts").content.decode()
    assert "Nessun nome è in dubbio. 3 non sono nel registro: sono sotto Sconosciuti." in page
    assert "Ogni nome ha il suo soggetto" not in page


@pytest.mark.parametrize(("verdict", "band"), [("SAME", "CONFIRMED"), ("DIFFERENT", "UNKNOWN")])
def test_doubt_is_answered_from_the_page(office: Client, tmp_path: Path, verdict: str, band: str) -> None:
    OrganisationFactory(name="Rossi Profumi S.r.l.", code="rossi", town="Crema", country="IT")
    nameless = PARTICIPANTS[0] | {
        "organisationID": "",
        "vatNumber": "",
        "name": "ROSSI PROFUMI E FIGLI",
        "city": "",
        "country": "",
    }
    bring("CORDIS", cordis_folder(tmp_path / "he", TABLES | {"organization.csv": [nameless]}))
    assert "Rossi Profumi S.r.l." in office.get(address("unknown-organisations")).content.decode()
    office.post(
        address("unknown-settle"), {"key": "rossi profumi e figli|", "organisation": "rossi", "verdict": verdict}
    )
    assert set(EvidenceLink.objects.values_list("band", flat=True)) == {band}


@pytest.mark.parametrize("rows", [1, 3])
def test_unknown_page_asks_the_same_number_of_queries(
    office: Client, tmp_path: Path, rows: int, django_assert_num_queries: object
) -> None:
    bring("CORDIS", cordis_folder(tmp_path / "he", TABLES | {"organization.csv": PARTICIPANTS[:rows]}))
    with django_assert_num_queries(10):  # type: ignore[operator]
        office.get(address("unknown-organisations") + "?view=unknown")
