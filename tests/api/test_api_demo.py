"""The API on the demo's content: equal to the command and the page, walked once by cursor, narrowed by the same filter."""

from __future__ import annotations

import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.translation import gettext, override

from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.competence.filters import current_organisations
from filiera.registry.models import Organisation

pytestmark = [pytest.mark.usefixtures("demo_world"), pytest.mark.django_db]

API = "/api/v1"
BODY = {"it": "nel corpo", "en": "in the body"}
QUESTION = "riempire in flacone airless una crema senza conservanti, lotti da 2.000 pezzi"


def printed(*arguments: str) -> dict[str, object]:
    out = StringIO()
    call_command("ask", *arguments, "--json", stdout=out)
    return dict(json.loads(out.getvalue()))


@pytest.mark.parametrize(
    "text", [QUESTION, "refillable aluminium cases for lipstick", "smalti e gel per unghie", "xyzzy"]
)
def test_answer_is_that_of_the_command(client: Client, text: str) -> None:
    assert client.get(f"{API}/answers", {"q": text}).json() == printed(text)
    body = json.dumps({"query": text})
    assert client.post(f"{API}/answers", body, content_type="application/json").json() == printed(text)


def test_answer_under_a_filter_is_that_of_the_command(client: Client) -> None:
    wanted = printed(QUESTION, "--near", "Crema", "--km", "20", "--kind", "COMPANY", "--top", "3")
    query = {"q": QUESTION, "near": "Crema", "km": 20, "kind": "COMPANY", "top": 3}
    assert client.get(f"{API}/answers", query).json() == wanted
    filters = {"near": "Crema", "km": 20, "kind": ["COMPANY"]}
    body = json.dumps({"query": QUESTION, "top": 3, "filters": filters})
    assert client.post(f"{API}/answers", body, content_type="application/json").json() == wanted


def test_answer_is_that_of_the_page(client: Client) -> None:
    page = client.get("/it/ask/", {"q": QUESTION, "all": "1"}).context["found"]
    given = client.get(f"{API}/answers", {"q": QUESTION, "top": 50}).json()
    assert [line["organisation"]["id"] for line in given["results"]] == [line.entry.code for line in page.lines]


@pytest.mark.parametrize(("name", "key"), [("organisations", "id"), ("evidence", "id"), ("sources", "name")])
@pytest.mark.parametrize("limit", [7, 100])
def test_cursor_walks_everything_once(client: Client, name: str, key: str, limit: int) -> None:
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        body = client.get(f"{API}/{name}", {"limit": limit, "cursor": cursor}).json()
        found += [json.dumps(item, sort_keys=True) if key == "name" else item[key] for item in body["items"]]
        cursor = body["next"]
    assert len(found) == body["total"]
    assert key == "name" or len(set(found)) == body["total"]


def test_directory_is_that_of_the_page(client: Client) -> None:
    for query in ({}, {"kind": "UNIVERSITY"}, {"q": "airless"}, {"near": "Crema", "km": 30}, {"proof": "certificate"}):
        page = client.get("/it/organisations/", query).context["found"]
        body = client.get(f"{API}/organisations", query).json()
        assert (body["total"], body["unknown"]) == (page.total, page.unknown), query


def test_organisation_keeps_facts_that_disagree(client: Client) -> None:
    code = next(
        row.code
        for row in current_organisations(PUBLIC_AUDIENCE)
        if client.get(f"{API}/organisations/{row.code}").json()["disagreements"]
    )
    body = client.get(f"{API}/organisations/{code}").json()
    field = body["disagreements"][0]
    facts = [fact for fact in body["facts"] if fact["field"] == field]
    assert len(facts) > 1
    assert all(fact["source"]["name"] and fact["certainty"] for fact in facts)
    assert [fact["used"] for fact in facts].count(True) == 1


def test_claim_names_its_proofs(client: Client) -> None:
    body = client.get(f"{API}/organisations/alba-cosmetici").json()
    claim = body["competences"][0]
    assert claim["reason"]
    assert claim["strength"] == max(one["strength"] for one in body["competences"])
    proof = client.get(f"{API}/evidence/{claim['proofs'][0]['evidence']}").json()
    assert "alba-cosmetici" in [one["id"] for one in proof["organisations"]]


def test_merged_organisation_gives_what_it_became(client: Client) -> None:
    gone, kept = Organisation.objects.get(code="rei"), Organisation.objects.get(code="alba-cosmetici")
    gone.merged_into = kept
    gone.save()
    assert client.get(f"{API}/organisations/rei").json()["id"] == "alba-cosmetici"
    gone.visibility = "OFFICE"
    gone.save()
    assert client.get(f"{API}/organisations/rei").status_code == 404


def test_without_says_what_breaks(client: Client) -> None:
    before = client.get(f"{API}/coverage").json()
    single = before["single"][0]
    leaf = next(one for stage in before["stages"] for one in stage["leaves"] if one["id"] == single)
    after = client.get(f"{API}/coverage", {"without": leaf["holders"][0]["id"]}).json()
    assert single in after["broken"]
    assert sorted(after["gaps"]) == sorted(before["gaps"] + after["broken"])


def test_tree_counts_holders_as_coverage_does(client: Client) -> None:
    leaves = {
        leaf["id"]: leaf["holders"]
        for stage in client.get(f"{API}/competences").json()["stages"]
        for group in stage["children"]
        for leaf in group["children"]
    }
    covered = {
        leaf["id"]: len(leaf["holders"])
        for stage in client.get(f"{API}/coverage").json()["stages"]
        for leaf in stage["leaves"]
    }
    assert leaves == covered
    assert len(leaves) == 197


def test_map_has_a_place_for_whoever_has_one(client: Client) -> None:
    body = client.get(f"{API}/map.geojson", {"province": "CR"}).json()
    total = client.get(f"{API}/organisations", {"province": "CR"}).json()["total"]
    assert len(body["features"]) + body["unplaced"] == total
    assert all(6 < f["geometry"]["coordinates"][0] < 19 for f in body["features"])


def test_texts_follow_the_language(client: Client) -> None:
    asked = client.get(f"{API}/organisations/alba-cosmetici", {"lang": "en"})
    headed = client.get(f"{API}/organisations/alba-cosmetici", headers={"Accept-Language": "en"})
    plain = client.get(f"{API}/organisations/alba-cosmetici")
    assert asked.json() == headed.json()
    assert (asked.json()["kind_label"], plain.json()["kind_label"]) == ("company", "impresa")
    assert (asked["Content-Language"], plain["Content-Language"]) == ("en", "it")


def test_evidence_is_narrowed_by_what_is_asked(client: Client) -> None:
    query = {"kind": ["patent", "certificate"], "since": "2020-01-01", "competence": "PK1", "limit": 100}
    items = client.get(f"{API}/evidence", query).json()["items"]
    assert items
    assert {item["kind"] for item in items} <= {"patent", "certificate"}
    assert all(item["date"] >= "2020-01-01" for item in items)
    assert all(any(one["id"].startswith("PK1") for one in item["competences"]) for item in items)


def test_catalogue_names_its_data_sets(client: Client) -> None:
    body = client.get(f"{API}/catalogue").json()
    assert body["@type"] == ["dcatapit:Catalog", "dcat:Catalog"]
    assert len(body["dcat:dataset"]) == 3
    for dataset in body["dcat:dataset"]:
        for distribution in dataset["dcat:distribution"]:
            path = distribution["dcat:accessURL"]["@id"].removeprefix("http://testserver")
            assert client.get(path).status_code == 200, path


def test_page_of_operations_lists_them_all(client: Client) -> None:
    paths = client.get(f"{API}/openapi.json").json()["paths"]
    for lang in ("it", "en"):
        text = client.get(f"{API}/docs", {"lang": lang}).content.decode()
        assert f'<html lang="{lang}">' in text
        assert [path for path in paths if path not in text] == []
        assert "`" not in text[text.index('id="operations"') : text.index("</table>")]
        assert "<code>without</code>" in text
        filters = "kind, stage, province, size, proof, competence, near, km, members, place"
        row = text[text.index("POST /api/v1/answers") :]
        cell = re.findall(r'data-l="param[^"]*">(.*?)</td>', row)[0]
        assert cell.endswith(f"{BODY[lang]}: query, lang, top, ignore, filters ({filters})")
    said = [one["description"] for operations in paths.values() for one in operations.values()]
    with override("it"):
        assert [text for text in said if gettext(text) == text] == []
