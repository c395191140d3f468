"""What every operation passes through: problems, language, tokens, caches, limits; and constant numbers of queries."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import (
    ClaimFactory,
    DelegateFactory,
    EvidenceFactory,
    LinkFactory,
    OrganisationFactory,
    RunFactory,
    UserFactory,
)
from filiera.api.description import described
from filiera.api.tokens import issue_token, person_of
from filiera.competence.limits import OF_ADDRESS
from filiera.competence.models import ClaimProof, Reading

pytestmark = pytest.mark.django_db

API = "/api/v1"


def problem(response: Any, status: int, name: str) -> dict[str, Any]:
    """Check that a response is a problem, and give it."""
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert response["Cache-Control"] == "no-store"
    body: dict[str, Any] = response.json()
    assert body["type"] == f"http://testserver{API}/problems/{name}"
    assert body["status"] == status
    return body


def test_absence_is_a_problem(client: Client) -> None:
    for address in ("/nothing", "/organisations/nobody", "/competences/NO", "/evidence/a:b", "/problems/none"):
        body = problem(client.get(API + address), 404, "not-found")
        assert body["instance"] == API + address


def test_problem_speaks_both_languages(client: Client) -> None:
    italian = client.get(f"{API}/organisations", {"limit": 0}).json()
    english = client.get(f"{API}/organisations", {"limit": 0, "lang": "en"}).json()
    assert italian["errors"] == [{"detail": "Dev’essere 1 o più.", "parameter": "limit"}]
    assert english["errors"] == [{"detail": "It must be 1 or more.", "parameter": "limit"}]


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 101},
        {"kind": "SHIP"},
        {"km": -1},
        {"cursor": "invented"},
        {"lang": "fr"},
        {"members": "perhaps"},
        {"q": "a\x00b"},
        {"q": "a\x01b"},
    ],
)
def test_parameter_that_is_not_valid_is_named(client: Client, query: dict[str, Any]) -> None:
    body = problem(client.get(f"{API}/organisations", query), 422, "not-valid")
    assert [error["parameter"] for error in body["errors"]] == list(query)


@pytest.mark.parametrize(
    ("address", "nearest"),
    [("organisations?provinces=CR", "province"), ("coverage?Stage=s1", "stage"), ("answers?q=crema&topp=3", "top")],
)
def test_name_that_is_not_known_is_refused_with_the_nearest(client: Client, address: str, nearest: str) -> None:
    body = problem(client.get(f"{API}/{address}"), 422, "not-valid")
    (error,) = body["errors"]
    assert error["detail"] == f"Questo nome qui non è previsto. Il più vicino è «{nearest}»."
    assert body["detail"].startswith(f"{error['parameter']}: ")


def test_every_operation_knows_its_names(client: Client) -> None:
    for path, operations in described()["paths"].items():
        for method in operations:
            address = path.replace("{id}", "1")
            response = client.generic(method.upper(), f"{address}?xyzzy=1&plugh=2&lang=en")
            body = problem(response, 422, "not-valid")
            assert [error["parameter"] for error in body["errors"]] == ["xyzzy", "plugh"], (method, path)
            assert body["errors"][0]["detail"].startswith("This name is not known here. Known are: "), path


@pytest.mark.parametrize("lang", ["it", "en"])
def test_index_leads_everywhere(client: Client, lang: str) -> None:
    RunFactory(finished_at=timezone.now())
    body = client.get(f"{API}/", {"lang": lang}).json()
    assert {(one["method"], one["path"]) for one in body["operations"]} == {
        (method.upper(), path) for path, operations in described()["paths"].items() for method in operations
    }
    summaries = {one["path"]: one["summary"] for one in body["operations"]}
    said = {"it": "Elenca le operazioni, e dice dove sono descritte.", "en": "List the operations, and say where"}
    assert summaries[f"{API}/"].startswith(said[lang])
    opened = [one["address"] for one in body["operations"] if one["address"]] + [body["openapi"], body["docs"]]
    shut = {
        address.removeprefix(f"http://testserver{API}") for address in opened if client.get(address).status_code != 200
    }
    of_needs = {
        "/needs",
        "/open-needs",
        "/desk-needs",
        "/need-figures",
        "/requests",
        "/need-exits",
        "/need-corrections",
    }
    of_needs |= {"/solver-rules", "/collaborations", "/own-offers", "/kept-offers"}
    shut_to_all = {"/events", "/resolutions", "/meetings", "/members", "/invitations", "/searches", "/letters"}
    assert shut == (shut_to_all | of_needs) & shut
    client.force_login(UserFactory(role="OFFICE"))
    own = ("/needs", "/requests", "/solver-rules", "/own-offers")
    of_an_organisation = {f"http://testserver{API}{path}" for path in own}
    shut_to_office = {address for address in opened if client.get(address).status_code != 200}
    assert shut_to_office <= of_an_organisation


@pytest.mark.parametrize("address", ["/api", "/api/", "/api/v1"])
def test_shorter_addresses_lead_to_the_index(client: Client, address: str) -> None:
    assert client.get(address)["Location"] == f"{API}/"


@pytest.mark.parametrize("address", ["/", "/openapi.json", "/docs", "/organisations", "/catalogue", "/map.geojson"])
def test_every_address_takes_head(client: Client, address: str) -> None:
    response = client.head(API + address)
    assert (response.status_code, response.content) == (200, b"")


def test_cursor_of_another_list_is_refused(client: Client) -> None:
    OrganisationFactory.create_batch(2)
    following = client.get(f"{API}/organisations", {"limit": 1}).json()["next"]
    problem(client.get(f"{API}/evidence", {"cursor": following}), 422, "not-valid")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"query": " "}, "/query"),
        ({"query": "crema", "top": 0}, "/top"),
        ({"query": "crema", "filters": {"km": "far"}}, "/filters/km"),
        ({"query": "crema", "filters": {"colour": "red"}}, "/filters/colour"),
        ({"query": "crema", "mood": "good"}, "/mood"),
        ({}, "/query"),
    ],
)
def test_fault_of_a_body_is_pointed_at(client: Client, body: dict[str, Any], pointer: str) -> None:
    found = problem(client.post(f"{API}/answers", body, content_type="application/json"), 422, "not-valid")
    assert [error["pointer"] for error in found["errors"]] == [pointer]


def test_body_that_is_not_json_is_a_problem(client: Client) -> None:
    problem(client.post(f"{API}/answers", "{", content_type="application/json"), 400, "not-readable")


def test_other_methods_are_refused_by_name(client: Client) -> None:
    response = client.delete(f"{API}/organisations")
    problem(response, 405, "method-not-allowed")
    assert response["Allow"] == "GET, HEAD"


def test_head_is_get_without_a_body(client: Client) -> None:
    response = client.head(f"{API}/instance")
    assert (response.status_code, response.content) == (200, b"")


def test_unchanged_answer_is_not_sent_again(client: Client) -> None:
    first = client.get(f"{API}/figures")
    again = client.get(f"{API}/figures", headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)


def test_caches_of_others_keep_only_what_visitors_see(client: Client) -> None:
    assert client.get(f"{API}/figures")["Cache-Control"] == "public, max-age=60"
    client.force_login(UserFactory())
    response = client.get(f"{API}/figures")
    assert response["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Authorization", "Accept-Language"} <= set(response["Vary"].split(", "))


def test_token_reads_as_its_person(client: Client) -> None:
    delegate = DelegateFactory()
    link = LinkFactory(organisation=delegate.organisation, evidence__visibility="BILATERAL", band="IDENTIFIER")
    address = f"{API}/evidence/{link.evidence.uid}"
    assert client.get(address).status_code == 404
    token = issue_token(delegate.user)
    response = client.get(address, headers={"Authorization": f"Bearer {token}"})
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-cache")


def test_token_ends_with_its_password_account_and_time(client: Client) -> None:
    user = UserFactory()
    token = issue_token(user)
    assert person_of(token, max_age=timedelta(days=1)) == user
    assert person_of(token, max_age=timedelta(seconds=-1)) is None
    assert person_of(token + "x", max_age=timedelta(days=1)) is None
    user.is_active = False
    user.save()
    assert person_of(token, max_age=timedelta(days=1)) is None
    user.is_active = True
    user.set_password("another-prova-prova")
    user.save()
    response = client.get(f"{API}/figures", headers={"Authorization": f"Bearer {token}"})
    problem(response, 401, "not-recognised")
    assert response["WWW-Authenticate"] == 'Bearer realm="filiera"'


def test_token_command_prints_a_token_that_works() -> None:
    user, out = UserFactory(), StringIO()
    call_command("token", user.email, stdout=out)
    assert person_of(out.getvalue().strip(), max_age=timedelta(days=1)) == user
    with pytest.raises(CommandError):
        call_command("token", "nobody@example.org", stdout=out)


def test_coverage_before_the_first_map_says_that_it_is_not_ready(client: Client) -> None:
    response = client.get(f"{API}/coverage")
    problem(response, 503, "not-ready")
    assert response["Retry-After"] == "60"
    RunFactory(finished_at=timezone.now())
    assert client.get(f"{API}/coverage").status_code == 200


def test_flood_of_questions_is_asked_to_wait(client: Client) -> None:
    client.get(f"{API}/answers", {"q": " "})
    for _place in range(OF_ADDRESS.times * 2):
        response = client.get(f"{API}/answers", {"q": " "})
        if response.status_code == 429:
            break
    problem(response, 429, "too-many")
    assert 1 <= int(response["Retry-After"]) <= OF_ADDRESS.seconds + 1


def population(number: int) -> None:
    """Make organisations with evidence in common, claims, proofs and readings."""
    run = RunFactory(finished_at=timezone.now())
    shared = EvidenceFactory()
    for place in range(number):
        link = LinkFactory(organisation__name=f"Ditta {chr(65 + place)}", organisation__code=f"ditta-{place}")
        LinkFactory(organisation=link.organisation, evidence=shared, role="PARTICIPANT")
        claim = ClaimFactory(organisation=link.organisation, run=run)
        ClaimProof.objects.create(claim=claim, evidence=link.evidence, weight=0.4, relevance=1)
        Reading.objects.create(evidence=link.evidence, competence_id="PK1.CMP.AIR", relevance=0.8)


QUERIES = {
    "": 0,
    "organisations": 4,
    "organisations?q=ditta&kind=COMPANY&near=Crema&km=10&proof=patent": 5,
    "organisations/ditta-0": 14,
    "organisations/ditta-0/evidence": 5,
    "organisations/ditta-0/network": 4,
    "competences": 7,
    "competences/PK1.CMP.AIR": 7,
    "coverage": 4,
    "coverage?without=ditta-0": 8,
    "evidence": 4,
    "evidence/test": 3,
    "sources": 2,
    "map.geojson": 1,
    "figures": 1,
    "deadlines": 1,
    "instance": 1,
    "catalogue": 1,
    "problems": 0,
}


@pytest.mark.parametrize("number", [1, 3])
def test_operation_costs_a_constant_number_of_queries(client: Client, number: int) -> None:
    population(number)
    EvidenceFactory(uid="test")
    counted = {}
    for name in QUERIES:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{API}/{name}").status_code == 200, name
        counted[name] = len(queries)
    assert counted == QUERIES
