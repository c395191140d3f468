"""The chain's page: what nobody in the region holds, and who holds it elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from factories import ClaimFactory, OrganisationFactory
from filiera.registry.models import Province

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

LEAF = "PK1.CMP.AIR"
NOBODY = "Anche fuori regione il registro non conosce nessuno che ne abbia le prove."


def gap_row(client: Client, code: str) -> str | None:
    """Give the words of a gap's row in the table, None where it is no gap."""
    html = client.get("/it/chain/").content.decode()
    table = html[html.index('id="gaps"') :]
    row = re.search(rf'<tr><th scope="row"><a href="/it/competences/{re.escape(code)}/">.*?</tr>', table)
    return " | ".join(re.sub(r"<[^>]+>", "", cell) for cell in row[0].split("</td>")[:-1]) if row else None


def test_gap_says_who_holds_it_outside_the_region(client: Client) -> None:
    abroad = OrganisationFactory(name="Cosmetic Vallée", country="FR")
    other = OrganisationFactory(name="Torinese", province=Province.objects.filter(in_region=False)[0])
    ClaimFactory(organisation=abroad, competence_id=LEAF, strength=0.7)
    ClaimFactory(organisation=other, competence_id=LEAF, strength=0.5)
    assert gap_row(client, LEAF) == "Sistemi airlessPack primario | nessuno | Cosmetic Vallée, Torinese"
    assert gap_row(client, "PK1.CMP.PMP") is not None
    assert NOBODY not in client.get("/it/chain/").content.decode()


def test_who_holds_it_in_the_region_leaves_no_gap(client: Client) -> None:
    ClaimFactory(organisation=OrganisationFactory(province_id="CR"), competence_id=LEAF)
    assert gap_row(client, LEAF) is None


def test_nobody_anywhere_is_said_once(client: Client) -> None:
    ClaimFactory(organisation=OrganisationFactory(country="FR"), competence_id=LEAF, strength=0.01)
    assert gap_row(client, LEAF) == "Sistemi airlessPack primario | nessuno"
    html = client.get("/it/chain/").content.decode()
    assert (html.count(NOBODY), html.count("nessuno noto")) == (1, 0)


@pytest.mark.parametrize(
    ("lang", "heading", "lead"),
    [
        (
            "it",
            "Per quanto ne sappiamo {n} sono spezzati.",
            "quello che brilla, per quanto ne sappiamo, oggi non lo fa",
        ),
        ("en", "As far as we know {n} are broken.", "the one that glows, as far as we know, nobody does today."),
    ],
)
def test_chain_says_what_is_broken_only_as_far_as_is_known(client: Client, lang: str, heading: str, lead: str) -> None:
    ClaimFactory(organisation=OrganisationFactory(province_id="CR"), competence_id=LEAF)
    page = client.get(f"/{lang}/chain/")
    html = page.content.decode()
    assert (heading.format(n=len(page.context["coverage"].gaps)) in html, lead in html) == (True, True)


@pytest.mark.parametrize(
    ("outside", "said"),
    [
        (0, []),
        (1, ["Contiamo quelli della regione; un altro sta fuori."]),
        (2, ["Contiamo quelli della regione; altri 2 stanno fuori."]),
    ],
)
def test_competence_says_how_many_more_stand_outside_the_region(client: Client, outside: int, said: list[str]) -> None:
    ClaimFactory(organisation=OrganisationFactory(province_id="CR"), competence_id=LEAF)
    for place in range(outside):
        ClaimFactory(organisation=OrganisationFactory(name=f"Fuori {place}", country="FR"), competence_id=LEAF)
    page = client.get(f"/it/competences/{LEAF}/").content.decode()
    assert re.findall(r">(Contiamo [^<]*)<", page) == said
    assert "<em>ne ha prova uno solo</em>" in page
