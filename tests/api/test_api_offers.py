"""Offers through the API: who reads which in which state, what a change leaves, what is refused with its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import caches

from factories import EvidenceFactory, LinkFactory, OrganisationFactory
from factories.consortium_work import firm
from factories.offers import draft, offered
from factories.writers import Writers, asked
from filiera.exchange.models import Offer
from filiera.exchange.operations.needs import Written, publish_need, read_need, write_need
from filiera.exchange.operations.offers import withdraw_offer
from filiera.registry.models import Opening
from tests_clock import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        caches["limits"].clear()
        yield


def ids(answer: tuple[int, dict[str, Any]]) -> list[str]:
    return [one["id"] for one in answer[1]["items"]]


def test_list_gives_published_ones_at_the_level_of_whoever_asks(there: Writers) -> None:
    members = offered(firm("Beta"), title="Per i membri (esempio)", for_members=True, kind="SERVICE", now=NOW)
    hidden = offered(OrganisationFactory(visibility="OFFICE"), title="Nascosta (esempio)", now=NOW)
    gone = withdraw_offer(offer=offered(firm("Beta"), title="Ritirata (esempio)", now=NOW), now=NOW)
    out = there.values["offer out"]
    assert ids(asked(there, "visitor", "/offers")) == [out]
    assert ids(asked(there, "member", "/offers")) == [members.code, out]
    assert ids(asked(there, "office", "/offers")) == [hidden.code, members.code, out]
    assert [asked(there, who, f"/offers/{hidden.code}")[0] for who in ("visitor", "member", "office")] == [
        404,
        404,
        200,
    ]
    assert [asked(there, who, f"/offers/{gone.code}")[0] for who in ("visitor", "member", "partner")] == [404, 404, 200]


def test_filters_are_those_of_the_page(there: Writers) -> None:
    row = offered(firm("Beta"), "PK1.CMP.AIR", title="Una pompa airless", kind="SERVICE", trl=9, now=NOW)
    for words in ("q=airless", "kind=SERVICE", "competence=PK1.CMP.AIR", "competence=PK1.CMP", "trl=8"):
        assert ids(asked(there, "visitor", f"/offers?{words}")) == [row.code], words
    assert ids(asked(there, "visitor", "/offers?q=airless&trl=0&kind=RESULT")) == []
    assert asked(there, "visitor", "/offers?kind=NONE")[0] == 422
    first = asked(there, "visitor", "/offers?limit=1")[1]
    assert ids(asked(there, "visitor", f"/offers?limit=1&cursor={first['next']}")) == [there.values["offer out"]]


def test_draft_leaks_nowhere(there: Writers) -> None:
    code = there.values["offer"]
    for who in ("visitor", "member", "partner", "outsider", "nobody", "hat of another"):
        assert code not in json.dumps([asked(there, who, "/offers"), asked(there, who, "/own-offers")])
        assert asked(there, who, f"/offers/{code}")[0] == 404
        assert asked(there, who, "/kept-offers")[0] == 404
    assert ids(asked(there, "lead", "/own-offers")) == [code, there.values["offer out"]]
    assert ids(asked(there, "office", "/kept-offers")) == [code]
    assert asked(there, "office", f"/offers/{code}")[1]["own"]["ended_at"] is None
    assert Opening.objects.filter(user=there.users["office"]).exists()


def test_answers_are_read_by_the_two_and_the_office(there: Writers) -> None:
    path = f"/offers/{there.values['offer out']}"
    assert [one["organisation"] for one in asked(there, "lead", path)[1]["replies"]] == ["beta"]
    assert [one["note"] for one in asked(there, "partner", path)[1]["replies"]] == ["Fa per noi (esempio)."]
    assert asked(there, "member", path)[1]["replies"] == []
    assert asked(there, "visitor", path)[1]["own"] is None
    assert asked(there, "lead", "/own-offers")[1]["items"][1]["waiting"] == 1
    taken = asked(there, "lead", f"/offer-replies/{there.values['offer reply']}", {"takes": True}, "put")[1]
    assert [one["state"] for one in taken["replies"]] == ["TAKEN"]
    status, said = asked(there, "lead", f"/offer-replies/{there.values['offer reply']}", {"takes": False}, "put")
    assert (status, "già" in said["detail"]) == (422, True)


def test_offer_is_written_proved_and_published(there: Writers) -> None:
    piece, other = EvidenceFactory(visibility="PUBLIC"), EvidenceFactory(uid="other", visibility="PUBLIC")
    LinkFactory(evidence=piece, organisation=firm("Alfa"), band="IDENTIFIER")
    LinkFactory(evidence=other, organisation=firm("Beta"), band="IDENTIFIER")
    body = {"title": "Un estratto", "problem": "Odora.", "solution": "Conserva.", "evidence": piece.pk}
    status, said = asked(there, "lead", "/offers", {**body, "evidence": other.pk}, "post")
    assert (status, said["errors"][0]["pointer"]) == (422, "/evidence")
    made = asked(there, "lead", "/offers", body, "post")[1]
    assert (made["state"], made["organisation"], made["evidence"]) == ("DRAFT", "alfa", piece.pk)
    path = f"/offers/{made['id']}"
    assert asked(there, "lead", f"{path}/published", {}, "put")[0] == 422
    changed = asked(there, "lead", path, {"trl": 6, "sought": ["PILOT"], "contact_email": "a@example.org"}, "put")[1]
    assert (changed["trl"], changed["problem"], changed["evidence"]) == (6, "Odora.", piece.pk)
    out = asked(there, "lead", f"{path}/published", {}, "put")[1]
    assert (out["state"], Offer.objects.get(code=made["id"]).visibility) == ("PUBLISHED", "PUBLIC")
    status, said = asked(there, "lead", path, {"problem": ""}, "put")
    assert (status, said["errors"][0]["pointer"]) == (422, "/problem")
    assert asked(there, "lead", f"{path}/withdrawn", {}, "put")[1]["state"] == "WITHDRAWN"
    assert asked(there, "lead", f"{path}/renewed", {}, "put")[0] == 422


def test_office_says_whose_it_is_and_nobody_writes_for_another(there: Writers) -> None:
    body = {"title": "Un estratto", "solution": "Conserva."}
    assert asked(there, "office", "/offers", {**body, "organisation": "zeta"}, "post")[1]["organisation"] == "zeta"
    status, said = asked(there, "office", "/offers", body, "post")
    assert (status, said["errors"][0]["pointer"]) == (422, "/organisation")
    assert asked(there, "lead", "/offers", {**body, "organisation": "zeta"}, "post")[0] == 404


def test_offers_stand_beside_a_need_for_its_own_people_and_needs_beside_an_offer(there: Writers) -> None:
    row = offered(firm("Beta"), "PK1.CMP.AIR", title="Una pompa", now=NOW)
    draft(firm("Beta"), title="Una bozza di Beta", now=NOW).topics.create(competence_id="PK1.CMP.AIR")
    written = Written(title="Una pompa airless", words="Serve una pompa.", secrecy="OPEN")
    need = publish_need(need=write_need(organisation=firm("Alfa"), written=written, now=NOW), now=NOW)
    read_need(need=need, brief="Serve una pompa.", now=NOW)
    need.topics.all().delete()
    need.topics.create(competence_id="PK1.CMP.AIR")
    found = asked(there, "lead", f"/needs/{need.code}/offers")[1]["items"]
    assert [(one["id"], one["organisation"], one["score"]) for one in found] == [(row.code, "beta", 1.0)]
    assert [asked(there, who, f"/needs/{need.code}/offers")[0] for who in ("partner", "visitor")] == [404, 404]
    assert ids((200, {"items": asked(there, "partner", f"/offers/{row.code}")[1]["own"]["needs"]})) == [need.code]
    assert asked(there, "lead", f"/offers/{row.code}")[1]["own"] is None
