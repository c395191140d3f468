"""Names in doubt or unknown: what is said of two is true of those two; a search finds them wherever they stand."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from factories import LinkFactory, OrganisationFactory, UserFactory
from filiera.competence.queries.unknown import match_reasons
from filiera.registry.adapters import known_organisations, party

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
