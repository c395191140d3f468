"""Offers on the screen, in both languages: written, published, found, printed, answered; and what others never see."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from factories import EvidenceFactory, LinkFactory, OrganisationFactory, UserFactory
from factories.needs import client_of, person_of
from factories.offers import SHEET, draft, offered
from filiera.exchange.models import Offer, OfferReply
from filiera.registry.models import Opening, Organisation

pytestmark = pytest.mark.django_db

FORM = {**SHEET, "kind": "TECHNOLOGY", "language": "it", "for_members": "0"}


@pytest.fixture
def firm() -> Organisation:
    return OrganisationFactory(name="Laboratorio Alfa")


@pytest.fixture
def own(firm: Organisation) -> Client:
    return client_of(person_of(firm, "laboratorio@example.org"))


@pytest.fixture
def office() -> Client:
    return client_of(UserFactory(role="OFFICE"))


def text(page: object) -> str:
    return page.content.decode()  # type: ignore[attr-defined, no-any-return]


def at(name: str, offer: Offer, language: str = "it") -> str:
    with override(language):
        return reverse(name, args=[offer.code])


def listed(client: Client, language: str = "it") -> str:
    with override(language):
        return text(client.get(reverse("offers")))


def test_offer_is_written_published_found_and_answered(own: Client, firm: Organisation) -> None:
    page = own.post(reverse("offer-write"), FORM)
    row = Offer.objects.get()
    assert page.url == reverse("offer", args=[row.code])
    assert (row.organisation, row.sought) == (firm, ["LICENCE", "PILOT"])
    assert row.topics.count() > 0
    assert row.title not in listed(Client())
    own.post(at("offer-move", row), {"act": "publish"})
    assert row.title in listed(Client())
    other = OrganisationFactory(name="Marchio Beta")
    asks = client_of(person_of(other, "marchio@example.org"))
    assert "Fa per te?" in text(asks.get(at("offer", row)))
    asks.post(at("offer-reply", row), {"note": "Per una crema nostra."})
    assert "Per una crema nostra." in text(own.get(at("offer", row)))
    assert "Per una crema nostra." not in text(Client().get(at("offer", row)))
    reply = OfferReply.objects.get()
    own.post(reverse("offer-reply-decide", args=[reply.pk]), {"act": "take"})
    assert "accolta" in text(asks.get(at("offer", row)))
    own.post(at("offer-move", row), {"act": "withdraw"})
    assert row.title not in listed(Client())
    assert asks.get(at("offer", row)).status_code == 200
    assert Client().get(at("offer", row)).status_code == 404


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("it", ("Offerta tecnologica", "Il problema", "Brevetto depositato", "La scheda in PDF")),
        ("en", ("Technology offer", "The problem", "Patent filed", "The sheet as a PDF")),
    ],
)
def test_sheet_says_everything_in_both_languages(firm: Organisation, language: str, words: tuple[str, ...]) -> None:
    row = offered(firm, "PK1.CMP.AIR")
    page = text(Client().get(at("offer", row, language)))
    for one in (*words, row.title, row.solution, "ada@example.org"):
        assert one in page
    assert row.title in listed(Client(), language)


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("length", [1, 1_190])
def test_pdf_is_one_page_however_long_the_sheet(firm: Organisation, language: str, length: int) -> None:
    long = ("parola " * 200)[:length].strip() or "p"
    notes = {"rights_note": long[:290], "sought_note": long[:290], "proof": long}
    row = offered(firm, "PK1.CMP.AIR", problem=long, solution=long, **notes)
    answer = Client().get(at("offer-pdf", row, language))
    assert answer["Content-Type"] == "application/pdf"
    read = PdfReader(io.BytesIO(answer.content))
    assert len(read.pages) == 1
    said = read.pages[0].extract_text()
    assert {"it": "Il problema", "en": "The problem"}[language] in said
    assert "ada@example.org" in said


def test_offer_for_members_is_in_no_list_count_pdf_or_feed_of_a_visitor(firm: Organisation, own: Client) -> None:
    shown, hidden = offered(firm, title="Per chi legge"), offered(firm, title="Per i soli soci", for_members=True)
    assert hidden.title in listed(own)
    page = listed(Client())
    assert shown.title in page
    assert hidden.title not in page
    assert "1 offerta" in page
    assert [Client().get(at(name, hidden)).status_code for name in ("offer", "offer-pdf")] == [404, 404]
    for client in (Client(), own):
        feed = text(client.get(reverse("offers-feed")))
        assert shown.title in feed
        assert hidden.title not in feed
    office = client_of(UserFactory(role="OFFICE"))
    assert hidden.title in listed(office)


def test_draft_does_not_exist_for_others(firm: Organisation, own: Client, office: Client) -> None:
    row = draft(firm)
    other = client_of(person_of(OrganisationFactory(name="Marchio Beta"), "marchio@example.org"))
    names = ("offer", "offer-pdf", "offer-change", "offer-move", "offer-topic", "offer-reply")
    for client in (Client(), other):
        assert {client.get(at(name, row)).status_code for name in names} == {404}
        assert {client.post(at(name, row)).status_code for name in names[2:]} == {404}
    assert own.get(at("offer", row)).status_code == 200
    assert office.get(at("offer", row)).status_code == 200
    assert list(Opening.objects.values_list("owner", "level")) == [(firm.pk, "BILATERAL")]


def test_office_writes_for_somebody(firm: Organisation, office: Client) -> None:
    page = office.post(reverse("offer-write"), FORM)
    assert page.status_code == 422
    office.post(reverse("offer-write"), {**FORM, "organisation": firm.name})
    assert Offer.objects.get().organisation == firm


def test_sheet_is_changed_and_its_competences_corrected(firm: Organisation, own: Client) -> None:
    piece = EvidenceFactory(title_it="Prova di stabilità")
    LinkFactory(organisation=firm, evidence=piece, band="IDENTIFIER")
    row = offered(firm)
    page = text(own.get(at("offer-change", row)))
    assert "Prova di stabilità" in page
    said = {**FORM, "title": "Altro titolo", "evidence": str(piece.pk)}
    assert own.post(at("offer-change", row), said).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.evidence) == ("Altro titolo", piece)
    assert "Prova di stabilità" in text(Client().get(at("offer", row)))
    type(piece).objects.filter(pk=piece.pk).update(visibility="OFFICE")
    assert "Prova di stabilità" not in text(Client().get(at("offer", row)))
    own.post(at("offer-topic", row), {"competence": "PK1.CMP.AIR", "act": "add"})
    assert row.topics.get(competence="PK1.CMP.AIR").origin == "PERSON"
    own.post(at("offer-topic", row), {"competence": "PK1.CMP.AIR", "act": "drop"})
    assert row.topics.get(competence="PK1.CMP.AIR").is_refused


def test_refused_answer_keeps_its_form(firm: Organisation) -> None:
    asks = client_of(person_of(OrganisationFactory(name="Marchio Beta"), "marchio@example.org"))
    row = offered(firm)
    assert asks.post(at("offer-reply", row), {"note": ""}).status_code == 422
    assert OfferReply.objects.count() == 0


def test_list_filters_and_says_where_nothing_is(firm: Organisation) -> None:
    offered(firm, "PK1.CMP.AIR", title="Flacone leggero")
    url = reverse("offers")
    assert "Flacone leggero" in text(Client().get(url, {"q": "flacone", "competence": "PK1.CMP.AIR", "trl": "5"}))
    page = text(Client().get(url, {"kind": "RESULT"}))
    assert "Nessuna offerta così" in page
    assert "Flacone leggero" not in page
