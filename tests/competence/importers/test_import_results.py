"""What became of an import, in words that add up: names in doubt with the way to answer them, answers, what was taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils.translation import override

from factories import OrganisationFactory, UserFactory
from factories.importer_world import bring, table
from filiera.competence.models import EvidenceLink
from filiera.competence.operations.import_trial import advance_trial, ask_for_trial
from filiera.competence.operations.imports import open_batch
from filiera.competence.queries.imports import batch_report
from filiera.competence.wording_imports import tied_words, undone_words
from filiera.registry.models import ImportBatch

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db

ROW = {"id": "e1", "organisation_id": "rossi", "organisation_name": "", "kind": "certificate", "title_it": "Certificato",
       "source_name": "Registro"}  # fmt: skip
DOUBTS, UNKNOWN = "/it/office/unknown/?view=doubts", "/it/office/unknown/?view=unknown"


@pytest.fixture
def office() -> Client:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    return client


def three_names(folder: Path) -> Path:
    """Write a sheet that names an organisation of the register, one that is perhaps of it, and one that is not."""
    OrganisationFactory(name="Rossi", code="rossi", town="Crema")
    OrganisationFactory(name="Verdi Cosmetici", town="Crema")
    names = [("rossi", ""), ("", "Verdi Cosmetici e Figli"), ("", "Zucchero Filato")]
    rows = [
        ROW | {"id": f"e{number}", "organisation_id": code, "organisation_name": name}
        for number, (code, name) in enumerate(names)
    ]
    path = folder / "prove.csv"
    path.write_bytes(table(rows))
    return path


def test_result_tells_the_names_in_doubt_with_the_way_to_answer_them(office: Client, tmp_path: Path) -> None:
    path = three_names(tmp_path)
    trial = advance_trial(batch=ask_for_trial(open_batch(kind="EVIDENCE", path=path)))
    tried = office.get(f"/it/office/evidence/{trial.pk}/").content.decode()
    done = bring("EVIDENCE", path)
    page = office.get(f"/it/office/evidence/{done.pk}/").content.decode()
    named = {"found": 1, "doubtful": 1, "unknown": 1}
    assert (batch_report(trial).named, batch_report(done).named) == (named, named)
    assert (DOUBTS in tried, UNKNOWN in tried, DOUBTS in page, UNKNOWN in page) == (False, False, True, True)
    assert ("ti sarà chiesto" in tried, "ti sarà chiesto" in page, "in dubbio</dt>" in page) == (True, False, True)


def test_result_tells_the_names_as_they_stand_after_an_answer(office: Client, tmp_path: Path) -> None:
    batch = bring("EVIDENCE", three_names(tmp_path))
    link = EvidenceLink.objects.get(band="ASK")
    answer = {"key": link.mention_key, "organisation": link.candidate.code, "verdict": "DIFFERENT"}
    said = office.post("/it/office/unknown/settle/", answer, follow=True).content.decode()
    assert "Segnato: non è Verdi Cosmetici. Le sue prove restano senza soggetto." in said
    page = office.get(f"/it/office/evidence/{batch.pk}/").content.decode()
    assert (batch_report(batch).named, DOUBTS in page) == ({"found": 1, "doubtful": 0, "unknown": 2}, False)
    answer = {"key": link.mention_key, "organisation": "rossi", "verdict": "SAME"}
    said = office.post("/it/office/unknown/settle/", answer, follow=True).content.decode()
    assert "1 prova è ora di Rossi." in said


@pytest.mark.parametrize(("lang", "asks"), [("it", "Di’ se sono"), ("en", "Say whether they are the same.")])
def test_institution_in_doubt_is_not_asked_for_once_it_is_answered(
    office: Client, tmp_path: Path, lang: str, asks: str
) -> None:
    for number in range(5):
        OrganisationFactory(name=f"Impresa numero {number}", country="IT")
    names = ["Istituto del Sapone", "Istituto della Cera"]
    for name in names:
        OrganisationFactory(name=name, country="IT")
    path = tmp_path / "ror.json"
    lines = ",".join(
        f'{{"id": "https://openalex.org/I100{place}", "display_name": "{name} di Milano", "type": "facility", '
        f'"country_code": "IT", "geo": {{"city": "Milan"}}}}'
        for place, name in enumerate(names)
    )
    path.write_text(f"[{lines}]")
    batch = bring("ROR", path)
    pages, told = [], []
    for row in [None, *batch.rows.filter(fate="ASK").order_by("pk")]:
        if row is not None:
            office.post(f"/{lang}/office/evidence/{batch.pk}/answer/", {"row": row.pk, "verdict": "SAME"})
        batch = ImportBatch.objects.get(pk=batch.pk)
        report = batch_report(batch)
        told.append((report.counts["doubtful"], {one.code: (one.number, len(one.examples)) for one in report.remarks}))
        pages.append(asks in office.get(f"/{lang}/office/evidence/{batch.pk}/").content.decode())
    assert told == [
        (2, {"in-doubt": (2, 2)}),
        (1, {"in-doubt": (1, 1), "doubt-answered": (1, 1)}),
        (0, {"doubt-answered": (2, 2)}),
    ]
    assert pages == [True, True, False]


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (
            (0, 0, 5, 0),
            "5 schede restano: le ha portate anche un’importazione successiva.",
        ),
        ((2, 1, 0, 0), "2 schede tolte. 1 scheda è tornata com’era prima."),
        ((0, 0, 0, 0), "Non c’era niente da togliere: quello che il file contiene c’era già prima."),
        (
            (1, 0, 0, 2),
            "1 scheda tolta. Di 2 soggetti gli elenchi non mostrano competenze finché la mappa non viene ricalcolata.",
        ),
    ],
)
def test_undo_says_what_went_what_stays_and_why(done: tuple[int, int, int, int], said: str) -> None:
    numbers = {"organisations": 0} | dict(zip(("removed", "restored", "kept", "stale"), done, strict=True))
    assert undone_words(numbers) == said


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("it", ["2 prove sono ora di Alba.", "Segnato: non è Alba."]),
        ("en", ["2 pieces", "Remembered: it is not Alba."]),
    ],
)
def test_answer_about_a_name_says_what_it_did(lang: str, said: list[str]) -> None:
    with override(lang):
        words = [tied_words(links=n, organisation="Alba", is_refused=n == 0) for n in (2, 0)]
    assert [one.startswith(begin) for one, begin in zip(words, said, strict=True)] == [True, True]
