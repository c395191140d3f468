"""Shortlists as files and lists: what is reserved says so on paper, and what came from no question has a name all the same."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from openpyxl import load_workbook

from factories import EvidenceFactory, LinkFactory, OrganisationFactory, SourceFactory, UserFactory
from factories.shortlists import kept, signed_in
from filiera.competence.exports import on_paper
from filiera.competence.models import Shortlist, Summary

pytestmark = pytest.mark.django_db

TOP = "Questo file contiene prove riservate, segnate una per una. Non passarlo a chi non può vederle."


def office_with_one_of(level: str, band: str) -> Client:
    """Sign the office in with a shortlist of one organisation, whose one proof is of a level, and how it was found."""
    alba = OrganisationFactory(name="Alba")
    proof = EvidenceFactory(
        title_it="Prova unica",
        visibility=level,
        source=SourceFactory(name="Registro"),
        on=date(2024, 5, 1),
        on_precision="M",
    )
    LinkFactory(evidence=proof, organisation=alba, band=band)
    point = [proof.pk, proof.kind, "2024-05-01", None, None, True, "Prova unica", ""]
    Summary.objects.create(organisation=alba, seen_by="OFFICE", points=[point])
    return signed_in(user := UserFactory(role="OFFICE"), kept(user, alba))


@pytest.mark.parametrize(
    ("level", "band", "mark", "top"),
    [
        ("PUBLIC", "SAME", "", []),
        ("MEMBERS", "IDENTIFIER", " [riservata ai soci del cluster]", [TOP]),
        ("BILATERAL", "IDENTIFIER", " [riservata all’interessato e all’ufficio]", [TOP]),
        ("BILATERAL", "SAME", " [riservata all’ufficio]", [TOP]),
        ("OFFICE", "IDENTIFIER", " [riservata all’ufficio]", [TOP]),
    ],
)
def test_file_marks_what_is_reserved_and_says_so_above(level: str, band: str, mark: str, top: list[str]) -> None:
    client = office_with_one_of(level, band)
    sheet = load_workbook(io.BytesIO(client.get("/it/shortlist/export.xlsx").content)).worksheets[0]
    *above, heads, row = list(sheet.iter_rows(values_only=True))
    assert [line[0] for line in above] == top
    assert dict(zip(heads, row, strict=True))["Prove"] == f"Prova unica (Registro, maggio 2024){mark}"
    assert sheet.freeze_panes == f"A{len(top) + 2}"
    rows = list(client.get("/it/shortlist/").context["rows"])
    with override("it"):
        paper: Any = on_paper(rows, date(2026, 11, 29))
    assert (paper["reserved"], paper["rows"][0]["proofs"]) == (
        "".join(top),
        [f"Prova unica (Registro, maggio 2024){mark}"],
    )
    assert client.get("/it/shortlist/export.pdf").content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("lang", "said"), [("it", "Senza domanda, 29 novembre 2026, 01:52"), ("en", "Without a question, 29 November 2026")]
)
def test_list_without_a_question_is_called_by_its_day(lang: str, said: str) -> None:
    user = UserFactory()
    row = Shortlist.objects.create(owner=user)
    Shortlist.objects.filter(pk=row.pk).update(updated_at="2026-11-29T00:52:05.539824+00:00")
    assert said in signed_in(user).get(f"/{lang}/shortlist/").content.decode()


def test_one_kept_from_its_page_is_not_said_to_answer_the_question(client: Client) -> None:
    for name, question in (("Alba", "airless"), ("Beta", "")):
        client.post(f"/it/shortlist/keep/{OrganisationFactory(name=name).code}/", {"question": question})
    page: Any = client.get("/it/shortlist/").content.decode()
    assert [page.count(words) for words in ("Per «airless»", "Dalla sua pagina")] == [1, 1]
