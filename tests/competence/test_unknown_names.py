"""Names in doubt or unknown: what is said of two is true of those two; a search finds them wherever they stand."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from factories import EvidenceFactory, LinkFactory, OrganisationFactory, UserFactory
from filiera.competence.queries.unknown import match_reasons, passage_naming
from filiera.registry.adapters import known_organisations, party
from filiera.registry.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("known", "asked", "said"),
    [
        ("Vacchelli", "Vachelli", ["I nomi si scrivono quasi allo stesso modo: Vachelli / Vacchelli."]),
        ("Università Bocconi", "Bocconi University", ["I due nomi dicono «bocconi»."]),
    ],
)
def test_names_in_doubt_are_called_alike_only_by_what_is_alike(known: str, asked: str, said: list[str]) -> None:
    OrganisationFactory(name=known, town="", country="")
    [match] = known_organisations().match(party(name=asked)).matches
    with translation.override("it"):
        assert match_reasons(match) == said


def name(mention: str, band: str, **fields: Any) -> None:
    candidate = OrganisationFactory() if band == "ASK" else None
    ids = fields.pop("ids", {})
    values = {"mention": mention, "mention_key": mention.lower(), "mention_ids": ids, "candidate": candidate}
    LinkFactory(organisation=None, band=band, **values, **fields)


WORDS = {
    "it": ["In dubbio (1)", "Sconosciuti (2)", "Nessun nome così, né in dubbio né sconosciuto."],
    "en": ["In doubt (1)", "Unknown (2)", "No such name, neither in doubt nor unknown."],
}


@pytest.mark.parametrize("lang", ["it", "en"])
def test_search_looks_in_both_tabs_and_counts_what_each_has(client: Client, lang: str) -> None:
    client.force_login(UserFactory(role="OFFICE"))
    for mention, band in (
        ("Vetreria Adda", "ASK"),
        ("Vetreria Oglio", "UNKNOWN"),
        ("Vetreria Serio", "UNKNOWN"),
        ("Altri", "ASK"),
    ):
        name(mention, band)
    url = f"/{lang}/office/unknown/"
    doubts, unknown, nowhere = WORDS[lang]
    page = client.get(url, {"q": "vetreria"}).content.decode()
    assert (doubts in page, unknown in page, "Vetreria Adda" in page, "Vetreria Oglio" in page) == (
        True,
        True,
        True,
        False,
    )
    assert "?view=unknown&amp;q=vetreria" in page
    assert "Vetreria Oglio" in client.get(url, {"q": "vetreria", "from": "unknown"}).content.decode()
    assert "Vetreria Serio" in client.get(url, {"q": "serio", "from": "doubts"}).content.decode()
    assert nowhere in client.get(url, {"q": "nobody", "from": "doubts"}).content.decode()


@pytest.mark.parametrize(("lang", "site"), [("it", "Sito web"), ("en", "Website")])
def test_identifiers_of_an_unknown_name_are_called_as_people_know_them(client: Client, lang: str, site: str) -> None:
    client.force_login(UserFactory(role="OFFICE"))
    name("Vetreria Oglio", "UNKNOWN", ids={"DOMAIN": "oglio.example", "OPENALEX": "I1", "WIKIDATA": "Q1"})
    page = client.get(f"/{lang}/office/unknown/?view=unknown").content.decode()
    assert f"{site} oglio.example · OpenAlex I1 · Wikidata Q1" in page


@pytest.mark.parametrize(
    ("mention", "proposed", "kind"),
    [
        ("SCUOLA INTERNAZIONALE SUPERIORE DI STUDI AVANZATI DI TRIESTE",
         "Scuola Internazionale Superiore di Studi Avanzati di Trieste", ""),
        ("UNIVERSITA DEGLI STUDI DI PAVIA", "Universita degli Studi di Pavia", "UNIVERSITY"),
        ("Vetreria Oglio S.r.l.", "Vetreria Oglio S.r.l.", "COMPANY"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["it", "en"])
def test_unknown_name_is_proposed_as_people_write_it_with_the_kind_that_it_gives_away(
    client: Client, lang: str, mention: str, proposed: str, kind: str
) -> None:
    client.force_login(UserFactory(role="OFFICE"))
    name(mention, "UNKNOWN")
    page = client.get(f"/{lang}/office/unknown/?view=unknown").content.decode()
    assert re.findall(r'id="name-1"[^>]*value="([^"]*)"', page) == [proposed]
    assert re.findall(r'<option value="([^"]*)" selected>', page) == ([kind] if kind else [])
    sent = {"key": mention.lower(), "name": proposed, "kind": ""}
    client.post(f"/{lang}/office/unknown/register/", sent)
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize(
    ("lang", "called", "count", "read"),
    [
        ("it", "Fuori dal registro", "Prove:", "Leggi la prova"),
        ("en", "Not in the register", "Evidence:", "Read the evidence"),
    ],
)
@pytest.mark.parametrize("band", ["UNKNOWN", "ASK"])
def test_page_has_one_name_and_shows_the_evidence_before_one_answers(
    client: Client, lang: str, called: str, count: str, read: str, band: str
) -> None:
    client.force_login(UserFactory(role="OFFICE"))
    text = "Un progetto con Vetreria Oglio per flaconi."
    evidence = EvidenceFactory(title_it="Flaconi leggeri", text_it=text, url="https://prova.example/1")
    name("Vetreria Oglio", band, evidence=evidence)
    page = " ".join(client.get(f"/{lang}/office/unknown/").content.decode().split())
    heading = re.sub(r"<[^>]+>", "", re.findall(r"<h1>(.*?)</h1>", page)[0])
    assert (heading, page.count(f"<title>{called}"), read in page) == (called, 1, True)
    assert "Di chi si parla" not in page
    assert '<a href="https://prova.example/1" rel="nofollow">Flaconi leggeri</a>' in page
    assert [part in page for part in (text, evidence.source.title)] == [True, True]
    assert (f'data-l="{count}"' in page) == (band == "UNKNOWN")


def test_passage_is_the_part_around_the_name() -> None:
    text = f"{'prima ' * 100}Vetreria Oglio {'dopo ' * 100}"
    passage = passage_naming(text, "Vetreria Oglio")
    assert (passage[0], passage[-1], "Vetreria Oglio" in passage, len(passage) <= 302) == ("…", "…", True, True)
    assert passage_naming("Corto.", "Altro") == "Corto."
