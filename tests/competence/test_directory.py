"""The directory: filters, what is not known, and a constant number of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.http import QueryDict
from django.test import Client

from factories import ClaimFactory, EvidenceFactory, LinkFactory, OrganisationFactory
from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.competence.filters import DirectoryFilter, Selection
from filiera.competence.models import Summary
from filiera.competence.operations.summaries import refresh_summaries
from filiera.competence.queries.directory import directory_page
from filiera.registry.models import Organisation
from filiera.registry.operations.merges import merge_organisations, undo_merge
from tests_clock import TODAY

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def summarise() -> None:
    """Make the summaries of every organisation, as a computation of the map does."""
    refresh_summaries(organisation_ids=list(Organisation.objects.values_list("pk", flat=True)))


def found(**asked: object) -> list[str]:
    rows = Selection(DirectoryFilter(**asked), audience=PUBLIC_AUDIENCE, today=TODAY).matching()
    return sorted(rows.values_list("name", flat=True))


def test_filter_survives_the_way_through_an_address() -> None:
    asked = DirectoryFilter(q="airless", kind=("COMPANY",), province=("CR", "MI"), near="Crema", km=20, members=True)
    assert DirectoryFilter.from_query(QueryDict(asked.query_string())) == asked


def test_what_an_address_does_not_understand_is_left_out() -> None:
    query = QueryDict("kind=SPACESHIP&km=abc&proof=faith&page=-3&members=maybe")
    assert DirectoryFilter.from_query(query) == DirectoryFilter()


def test_unknown_is_set_apart_and_counted() -> None:
    OrganisationFactory(name="Piccola", size="SMALL")
    OrganisationFactory(name="Grande", size="LARGE")
    OrganisationFactory(name="Ignota")
    page = directory_page(DirectoryFilter(size=("SMALL",)), audience=PUBLIC_AUDIENCE, today=TODAY)
    assert [entry.name for entry in page.entries] == ["Piccola"]
    assert (page.unknown, page.unknown_total) == ({"size": 1}, 1)
    apart = directory_page(DirectoryFilter(size=("SMALL",)), audience=PUBLIC_AUDIENCE, today=TODAY, only_unknown=True)
    assert [entry.name for entry in apart.entries] == ["Ignota"]


def test_radius_keeps_the_near_and_sets_the_placeless_apart() -> None:
    OrganisationFactory(name="Vicina", lat=45.36, lon=9.68)
    OrganisationFactory(name="Lontana", lat=45.07, lon=7.68)
    OrganisationFactory(name="Senza luogo")
    page = directory_page(DirectoryFilter(near="Crema", km=20), audience=PUBLIC_AUDIENCE, today=TODAY)
    assert [entry.name for entry in page.entries] == ["Vicina"]
    assert page.unknown == {"near": 1}


@pytest.mark.parametrize(
    ("country", "province", "unknown"),
    [
        ("", None, {"near": 1}),
        ("IT", None, {"near": 1}),
        ("IT", "CR", {"near": 1}),
        ("IT", "LO", {"near": 1}),
        ("IT", "TO", {}),
        ("IT", "BG", {}),
        ("FR", None, {}),
    ],
)
def test_radius_knows_that_abroad_and_a_far_province_are_outside(
    country: str, province: str | None, unknown: dict[str, int]
) -> None:
    OrganisationFactory(name="Vicina", lat=45.36, lon=9.68)
    OrganisationFactory(name="Senza punto", town="Altrove", country=country, province_id=province)
    page = directory_page(DirectoryFilter(near="Crema", km=20), audience=PUBLIC_AUDIENCE, today=TODAY)
    assert ([entry.name for entry in page.entries], page.unknown) == (["Vicina"], unknown)


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "it",
            "1 soggetto è fuori regione: non è disegnato. Di 2 soggetti non si sa il luogo esatto: non sono disegnati.",
        ),
        (
            "en",
            "1 organisation is outside the region: it is not drawn. "
            "2 organisations are without an exact place: they are not drawn.",
        ),
    ],
)
def test_map_tells_those_outside_from_those_without_an_exact_place(client: Client, lang: str, sentences: str) -> None:
    OrganisationFactory(province_id="CR", municipality_id="019035")
    OrganisationFactory(province_id="CR")
    OrganisationFactory(country="")
    OrganisationFactory(province_id="TO", municipality_id="001272")
    page = client.get(f"/{lang}/organisations/map/")
    assert page.context["caption"].partition(". ")[2] == sentences
    assert client.get(f"/{lang}/organisations/map/?province=CR").context["territory"].unplaced == 1


def test_certificate_in_force_expired_and_undated_are_three_things() -> None:
    for name, until in (("In forza", "2027-01-01"), ("Scaduta", "2024-01-01"), ("Senza scadenza", None)):
        row = EvidenceFactory(kind="CERTIFICATE", valid_until_on=until)
        LinkFactory(evidence=row, organisation=OrganisationFactory(name=name))
    summarise()
    page = directory_page(DirectoryFilter(proof=("certificate",)), audience=PUBLIC_AUDIENCE, today=TODAY)
    assert [entry.name for entry in page.entries] == ["In forza"]
    assert page.unknown == {"certificate": 1}


def test_search_finds_names_aliases_competences_and_titles() -> None:
    first, second, third = (OrganisationFactory(name=name) for name in ("Città Rossa", "Altra", "Terza"))
    second.aliases.create(name="Rossa Vecchia", search_name="rossa vecchia")
    LinkFactory(evidence=EvidenceFactory(title_it="Linea rossa"), organisation=third)
    LinkFactory(organisation=first)
    ClaimFactory(organisation=first)
    summarise()
    assert found(q="rossa") == ["Altra", "Città Rossa", "Terza"]
    assert found(q="citta") == ["Città Rossa"]
    assert found(q="airless") == ["Città Rossa"]
    assert found(q="rossa airless") == ["Città Rossa"]


def test_refused_competence_is_not_found() -> None:
    ClaimFactory(verdict="REFUSED")
    assert found(competence="PK1.CMP.AIR") == []


def test_merged_organisation_is_not_listed() -> None:
    kept = OrganisationFactory(name="Resta")
    OrganisationFactory(name="Sparita", merged_into=kept)
    assert found() == ["Resta"]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries_at_one_row_and_three(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("filiera.competence.queries.state.time", lambda: 0.0)  # both asked in one minute
    for _row in range(rows):
        organisation = OrganisationFactory(province_id="CR")
        LinkFactory(organisation=organisation)
        ClaimFactory(organisation=organisation)
    summarise()
    with django_assert_num_queries(15):
        client.get("/it/organisations/")
    with django_assert_num_queries(4):
        client.get("/it/organisations/")


@pytest.mark.parametrize("rows", [1, 3])
def test_organisation_page_costs_the_same_queries(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    organisation = OrganisationFactory()
    for _row in range(rows):
        LinkFactory(organisation=organisation)
    for code in ["PK1.CMP.AIR", "PK1.CMP.PMP", "PK1.CMP.TUB"][:rows]:
        ClaimFactory(organisation=organisation, competence_id=code)
    with django_assert_num_queries(12):
        client.get(f"/it/organisations/{organisation.code}/")


def test_list_forgets_an_organisation_at_its_merge_and_has_it_back_at_its_undo(client: Client) -> None:
    kept, gone = OrganisationFactory(name="Resta srl"), OrganisationFactory(name="Sparisce srl")
    ClaimFactory(organisation=gone)
    summarise()
    totals = [client.get("/it/organisations/").context["found"].total]
    merge = merge_organisations(kept=kept, gone=gone)
    totals.append(client.get("/it/organisations/").context["found"].total)
    undo_merge(merge=merge)
    totals.append(client.get("/it/organisations/").context["found"].total)
    assert totals == [2, 1, 2]


def test_page_of_a_merged_organisation_leads_to_the_one_that_stays(client: Client) -> None:
    kept, gone = OrganisationFactory(name="Resta srl"), OrganisationFactory(name="Sparisce srl")
    merge_organisations(kept=kept, gone=gone)
    for lang in ("it", "en"):
        found = client.get(f"/{lang}/organisations/{gone.code}/")
        assert (found.status_code, found["Location"]) == (302, f"/{lang}/organisations/{kept.code}/")


@pytest.mark.parametrize(
    ("lang", "summary", "said"),
    [
        ("it", "", "Challenge test: una sola attrezzatura, senza data."),
        ("en", "", "Challenge testing: a single piece of equipment, undated."),
        ("it", "Prova i cosmetici.", "Prova i cosmetici."),
    ],
)
def test_list_says_of_which_competence_a_reason_is(client: Client, lang: str, summary: str, said: str) -> None:
    row = OrganisationFactory(name="Alba", summary_it=summary)
    Summary.objects.create(
        organisation=row,
        seen_by="PUBLIC",
        held=1,
        chips=[["TST.MIC.CHL", "Challenge test", "Challenge testing", 0.4]],
        reason_it="Una sola attrezzatura, senza data.",
        reason_en="A single piece of equipment, undated.",
    )
    assert [entry.summary for entry in client.get(f"/{lang}/organisations/").context["found"].entries] == [said]


def test_search_names_first_whoever_is_called_so(client: Client) -> None:
    for name, title in (("Aria", "Prova di Lumson"), ("Beta Lumson", "Una prova"), ("Lumson", "Una prova")):
        LinkFactory(organisation=OrganisationFactory(name=name), evidence=EvidenceFactory(title_it=title))
    refresh_summaries(organisation_ids=list(Organisation.objects.values_list("pk", flat=True)))
    found = client.get("/it/organisations/", {"q": "lumson"}).context["found"]
    assert [entry.name for entry in found.entries] == ["Lumson", "Beta Lumson", "Aria"]


def test_link_to_the_unknown_has_no_empty_part(client: Client) -> None:
    page = client.get("/it/organisations/", {"province": "CR"})
    assert page.context["unknown_query"] == "?province=CR&unknown=1"
    assert client.get("/it/organisations/").context["unknown_query"] == "?unknown=1"
