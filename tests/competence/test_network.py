"""The network: who is drawn, who is left out, and that the page says so; the map says what it cannot draw."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from factories import EvidenceFactory, LinkFactory, OrganisationFactory
from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.competence.filters import DirectoryFilter
from filiera.competence.queries.network import Network, network
from filiera.pictures.rosette import LIMIT
from tests_clock import TODAY

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

PAGE = "/it/organisations/network/"


def shared(*organisations: Any, times: int = 1) -> None:
    """Let organisations share pieces of evidence."""
    for _time in range(times):
        evidence = EvidenceFactory(kind="PROJECT")
        for organisation in organisations:
            LinkFactory(evidence=evidence, organisation=organisation)


def whole() -> Network:
    return network(DirectoryFilter(), audience=PUBLIC_AUDIENCE, today=TODAY)


def names(nodes: Any) -> list[str]:
    return [node.name for node in nodes]


@pytest.fixture
def star() -> Network:
    """Five around Hub, the nearer with more pieces; two pairs apart; one alone."""
    hub = OrganisationFactory(name="Hub")
    for place in range(1, 6):
        shared(hub, OrganisationFactory(name=f"Ray {place}"), times=place)
    for pair in (1, 2):
        shared(*(OrganisationFactory(name=f"Pair {pair}{end}") for end in "ab"))
    OrganisationFactory(name="Sola")
    return whole()


def test_all_that_are_tied_are_drawn_where_they_fit(star: Network) -> None:
    drawn = star.drawn(10)
    assert (len(star.nodes), names(drawn.nodes), drawn.centre) == (11, names(star.tied), None)
    assert (star.left_by(drawn), names(star.alone)) == ((), ["Sola"])


def test_best_connected_and_its_nearest_are_drawn_where_not_all_fit(star: Network) -> None:
    drawn = star.drawn(3)
    assert names(drawn.nodes) == ["Hub", "Ray 3", "Ray 4", "Ray 5"]
    assert drawn.middle is not None
    assert drawn.middle.name == "Hub"
    assert sorted(tie.count for tie in drawn.ties) == [3, 4, 5]
    assert names(star.left_by(drawn)) == ["Pair 1a", "Pair 1b", "Pair 2a", "Pair 2b", "Ray 1", "Ray 2"]


def test_page_says_who_is_drawn_and_lists_those_that_share_nothing(client: Client) -> None:
    shared(OrganisationFactory(name="Alba"), OrganisationFactory(name="Beta"))
    for name in ("Ceta", "Deta"):
        OrganisationFactory(name=name)
    page = client.get(PAGE, {"kind": "COMPANY"})
    html = unescape(page.content.decode())
    assert "2 soggetti, <em>1 fili</em>" in html
    assert "Nel cerchio ci sono i 2 soggetti che hanno una prova in comune con un altro." in html
    assert "2 soggetti del filtro non ne hanno in comune con nessuno: non sono disegnati." in html
    assert '<a class="more" href="/it/organisations/?kind=COMPANY">' in html
    alone = html[html.index('id="alone"') :]
    assert [f'href="/it/organisations/{code}/"' in alone for code in ("ceta", "deta", "alba")] == [True, True, False]


def test_page_says_why_a_big_network_is_cut_and_leads_to_the_rest(client: Client) -> None:
    hub = OrganisationFactory(name="Hub")
    for place in range(LIMIT):
        shared(hub, OrganisationFactory(name=f"Ray {place:02}"), times=1)
    shared(OrganisationFactory(name="Pair a"), OrganisationFactory(name="Pair b"))
    page = client.get(PAGE)
    html = unescape(page.content.decode())
    assert (
        "63 soggetti hanno prove in comune con qualcun altro, e un cerchio ne tiene 60: sono disegnati Hub, il più "
        "collegato, e i 60 che ne hanno con lui; ne restano fuori 2."
    ) in html
    assert len(page.context["members"]) == 61
    assert '<a class="more" href="/it/organisations/">' in html
    assert f'<a href="{PAGE}?around=pair-a">Pair a</a>' in html
    near = unescape(client.get(PAGE, {"around": "pair-a"}).content.decode())
    assert ("Nel cerchio" in near, "restano fuori" in near) == (False, False)
    assert names(client.get(PAGE, {"around": "pair-a"}).context["choices"]) == ["Pair a", "Pair b"]


def test_page_of_strangers_says_that_nothing_is_shared(client: Client) -> None:
    OrganisationFactory(name="Sola")
    page = client.get(PAGE)
    html = unescape(page.content.decode())
    assert "Nessuno dei soggetti del filtro ha una prova in comune con un altro." in html
    assert page.context["members"] == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            {},
            "Un granello per ogni comune: pieno dove c’è qualcuno. 1 soggetto è fuori regione: non è disegnato.",
        ),
        (
            {"kind": "COMPANY"},
            "pieno dove il filtro trova qualcuno, vuoto dove ci sono soltanto altri. 1 soggetto è fuori",
        ),
        (
            {"kind": "UNIVERSITY"},
            "pieno dove il filtro trova qualcuno, vuoto dove ci sono soltanto altri.</figcaption>",
        ),
    ],
)
def test_map_speaks_of_a_filter_only_where_there_is_one(client: Client, query: dict[str, str], words: str) -> None:
    OrganisationFactory(name="Lontana", country="FR")
    assert words in unescape(client.get("/it/organisations/map/", query).content.decode())
    assert "del filtro" not in unescape(client.get("/it/organisations/map/").content.decode())


def test_map_counts_in_its_heading_those_that_it_draws(client: Client) -> None:
    OrganisationFactory(name="Di Crema", province_id="CR", municipality_id="019035")
    OrganisationFactory(name="Francese", country="FR")
    page = client.get("/it/organisations/map/").content.decode()
    assert "1 soggetto, <em>sulla mappa</em>" in page
