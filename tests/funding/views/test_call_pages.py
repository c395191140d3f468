"""The pages of calls for everybody: both languages, what is hidden, what is escaped, what is downloaded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from factories import ClaimFactory, DelegateFactory, UserFactory
from factories.calls import call, draft, member, profile, rules
from filiera.competence.models import Competence
from filiera.funding.drafts import RuleDraft, WindowDraft
from filiera.funding.models import Call
from filiera.funding.operations.calls import record_call
from filiera.funding.operations.topics import decide_topic
from tests_clock import NOW

pytestmark = pytest.mark.django_db
LEAF = "PK1.CMP.AIR"
EVIL = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def office() -> Client:
    return signed_in(UserFactory(role="OFFICE"))


def text(response: Any) -> str:
    return " ".join(unescape(response.content.decode()).split())


def whole() -> Call:
    """Give a call with a rule, a competence, an amount, an amendment and a member that it fits."""
    made = call(budget_eur=Decimal(2_000_000), url="https://example.org/bando", granted_by="Ente (esempio)")
    decide_topic(call=made, competence=Competence.objects.get(code=LEAF), is_asked=True)
    ClaimFactory(organisation=member("Alba Cosmetici"), competence_id=LEAF)
    later = WindowDraft(opens=date(2026, 10, 1), closes=date(2027, 2, 1), said="Fino al 1 febbraio.")
    record_call(draft=draft(window=later, budget_eur=Decimal(2_000_000), url="https://example.org/bando"), now=NOW)
    return made


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "it",
            [
                "Imballaggi riciclabili (esempio)",
                "Aperto",
                "Mancano 68 giorni.",
                "Entro 24 mesi",
                "La durata massima è di 24 mesi.",
                "Art. 4",
                "Chi copre che cosa",
                "Alba Cosmetici",
                "2.000.000 €",
                "Rettificato il 25 novembre 2026.",
                "Chiusura: era «15 gennaio 2027 alle 17:00», è «1º febbraio 2027».",
                "Con le parole della fonte:",
                '<span lang="it">Fino al 1 febbraio.</span>',
                "La versione 2 come l’ha data la fonte",
                "portale europeo Funding & Tenders",
            ],
        ),
        (
            "en",
            [
                "Imballaggi riciclabili (esempio)",
                "68 days left.",
                "Within 24 months",
                "La durata massima è di 24 mesi.",
                "Who covers what",
                "Alba Cosmetici",
                "€2,000,000",
                "Amended, 25 November 2026.",
                "Closing: was “15 January 2027 at 17:00”, is “1 February 2027”.",
                "Version 2 as it was served",
            ],
        ),
    ],
)
def test_call_says_what_it_asks_in_both_languages(lang: str, sentences: list[str]) -> None:
    whole()
    response = Client().get(f"/{lang}/calls/esempio-1/")
    page = text(response)
    assert (response.status_code, [one for one in sentences if one not in page]) == (200, [])


@pytest.mark.parametrize(("lang", "marks"), [("en", 2), ("it", 0)])
def test_words_of_the_other_language_are_marked(lang: str, marks: int) -> None:
    call()
    page = text(Client().get(f"/{lang}/calls/esempio-1/"))
    assert (page.count('<h1 lang="it">'), page.count('<blockquote class="clause" lang="it">')) == (
        (1, 1) if marks else (0, 0)
    )


@pytest.mark.parametrize(
    ("lang", "heading", "none"),
    [
        ("it", "1 bando non ancora chiuso", "Nessun bando così"),
        ("en", "1 call that is not over", "No call like this"),
    ],
)
def test_list_says_how_many_and_that_there_is_none(lang: str, heading: str, none: str) -> None:
    call(window=WindowDraft(opens=date(2026, 10, 1), closes=date(2027, 2, 1)))
    assert heading in text(Client().get(f"/{lang}/calls/"))
    assert none in text(Client().get(f"/{lang}/calls/?q=boh"))


@pytest.mark.parametrize("query", ["?standing=BOH", "?within=x", "?page=99", "?competence=%F0%9F%8C%8D"])
def test_odd_addresses_still_open(query: str) -> None:
    call()
    assert Client().get(f"/it/calls/{query}").status_code == 200


def test_empty_house_says_so() -> None:
    assert "Nessun bando aperto o in arrivo" in text(Client().get("/it/calls/"))


@pytest.mark.parametrize(
    "place",
    ["calls/esempio-1/", "calls/esempio-1/versions/1/", "calls/esempio-1/versions/2/", "calls/boh/"],
)
def test_hidden_call_is_not_there_for_anybody_but_the_office(place: str) -> None:
    call(is_shown=False)
    firm = DelegateFactory().user
    statuses = [one.get(f"/it/{place}").status_code for one in (Client(), signed_in(firm), office())]
    there = 200 if place in ("calls/esempio-1/", "calls/esempio-1/versions/1/") else 404
    assert statuses == [404, 404, there]


def test_hidden_call_is_in_no_list_and_no_count() -> None:
    call(is_shown=False, title="Segretissimo (esempio)", programme="Programma segreto")
    for query in ("", "?q=segretissimo", "?standing=OPEN", "?programme=Programma+segreto"):
        page = text(Client().get(f"/it/calls/{query}"))
        assert ("Segretissimo" in page, '<label class="opt"><input type="checkbox" name="programme"' in page) == (
            False,
            False,
        )
    assert "Segretissimo" in text(office().get("/it/calls/"))
    assert "Solo per l’ufficio." in text(office().get("/it/calls/esempio-1/"))


def test_version_is_a_download_that_runs_nowhere() -> None:
    call(raw=EVIL, raw_format="json")
    response = Client().get("/it/calls/esempio-1/versions/1/")
    assert (response["Content-Type"], response["Content-Disposition"], response["Content-Security-Policy"]) == (
        "application/json; charset=utf-8",
        'attachment; filename="esempio-1-v1.json"',
        "default-src 'none'; sandbox",
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content.decode() == EVIL


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999"])
def test_version_that_is_not_there_is_not_found(number: str) -> None:
    call()
    assert Client().get(f"/it/calls/esempio-1/versions/{number}/").status_code == 404


def test_what_sources_write_is_text_and_never_a_page() -> None:
    said = RuleDraft("docs", [EVIL], clause=EVIL, article=EVIL)
    window = WindowDraft(opens=date(2026, 10, 1), closes=date(2027, 2, 1), said=EVIL)
    made = call(
        title=EVIL, summary=EVIL, text=EVIL, programme=EVIL, granted_by=EVIL, licence=EVIL, window=window, rules=(said,)
    )
    made.topics.create(competence_id=LEAF, weight=1, passage=EVIL)
    made.proposals.create(field="programme", value=EVIL, sentence=EVIL, article=EVIL, note=EVIL)
    for client, place in (
        (Client(), f"calls/{made.code}/"),
        (Client(), "calls/"),
        (office(), f"office/calls/{made.code}/"),
        (office(), f"office/calls/{made.code}/rules/?rule=docs"),
        (office(), "office/calls/"),
    ):
        response = client.get(f"/it/{place}")
        assert (
            response.status_code,
            EVIL in response.content.decode(),
            "&lt;script&gt;" in response.content.decode(),
        ) == (
            200,
            False,
            True,
        ), place


def test_member_reads_how_its_own_organisation_stands() -> None:
    call(rules=rules(legal_personality=True, size_in=["small"]))
    firm = member("Alba Cosmetici", size="SMALL")
    delegate = signed_in(DelegateFactory(organisation=firm).user)
    page = text(delegate.get("/it/calls/esempio-1/"))
    assert "Che cosa chiede, e Alba Cosmetici" in page
    assert "Non si sa ancora: 1 dei 2 requisiti" in page
    profile(firm, legal_personality=False)
    assert "Così no: manca 1 dei 2 requisiti" in text(delegate.get("/it/calls/esempio-1/"))
    visitor = text(Client().get("/it/calls/esempio-1/"))
    assert ("Così no" in visitor, "2 regole, ciascuna con la sua clausola." in visitor) == (False, True)


def test_call_that_closes_today_says_so() -> None:
    call(window=WindowDraft(opens=date(2026, 10, 1), closes=date(2026, 11, 25)))
    assert "Chiude oggi: l’ora non è detta." in text(Client().get("/it/calls/esempio-1/"))


@pytest.mark.parametrize("number", [1, 3])
def test_list_page_costs_the_same_queries(number: int, django_assert_num_queries: Any) -> None:
    for at in range(number):
        call(f"N{at}")
    client = Client()
    client.get("/it/calls/")
    with django_assert_num_queries(12):
        client.get("/it/calls/")


@pytest.mark.parametrize("number", [1, 3])
def test_call_page_costs_the_same_queries_however_many_fit(
    number: int, django_assert_num_queries: Any, settings: Any, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path  # without the index that another test may have left: with one, four more
    made = call(rules=rules(size_in=["small"], seat_region="ITC4"))
    decide_topic(call=made, competence=Competence.objects.get(code=LEAF), is_asked=True)
    for at in range(number):
        ClaimFactory(organisation=member(f"Socio {at}"), competence_id=LEAF)
    client = Client()
    client.get("/it/calls/esempio-1/")
    with django_assert_num_queries(27):
        client.get("/it/calls/esempio-1/")


@pytest.mark.parametrize("number", [1, 3])
def test_calls_that_fit_cost_the_same_queries(
    number: int, django_assert_num_queries: Any, settings: Any, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    ClaimFactory(organisation=member("Alba"), competence_id=LEAF)
    for at in range(number):
        made = call(f"N{at}", rules=rules(size_in=["small"]))
        decide_topic(call=made, competence=Competence.objects.get(code=LEAF), is_asked=True)
    client = Client()
    page = client.get("/it/organisations/alba/calls/")
    assert page.content.decode().count("Imballaggi riciclabili (esempio)") == number
    with django_assert_num_queries(19):
        client.get("/it/organisations/alba/calls/")


def test_title_in_both_languages_bears_no_mark() -> None:
    call(title="Imballaggi (esempio)", title_other="Packaging (example)", summary_other="An example.")
    page = text(Client().get("/en/calls/esempio-1/"))
    assert ("<h1>Packaging (example)" in page.replace("<h1 >", "<h1>"), 'lang="en">' in page) == (True, True)
