"""Needs through the API: what each reads of them, at which stage, and what is refused with its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client

from factories.writers import Writers, asked
from filiera.exchange.models import Disclosure, Match, Need
from filiera.registry.models import Opening
from tests_clock import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        caches["limits"].clear()
        yield


def test_lists_give_each_what_is_theirs(there: Writers) -> None:
    assert len(asked(there, "lead", "/needs")[1]["items"]) == 10
    assert asked(there, "partner", "/needs") == (200, {"items": [], "next": None})
    assert asked(there, "partner", "/open-needs")[1]["items"] == []
    assert [asked(there, who, "/needs")[0] for who in ("visitor", "nobody", "auditor")] == [404, 404, 404]
    desk = asked(there, "office", "/desk-needs?state=PUBLISHED")[1]["items"]
    assert [one["id"] for one in desk] == [there.values["need in"]]
    assert asked(there, "lead", "/desk-needs")[0] == 404


def test_a_need_is_whole_for_its_own_people_and_the_office_and_nothing_to_others(there: Writers) -> None:
    path = f"/needs/{there.values['need in']}"
    own, office = asked(there, "lead", path)[1], asked(there, "office", path)[1]
    assert (own["desk"], own["own"]["words"]) == (None, "Da leggere: serve una prova (esempio).")
    assert office["desk"]["channel"] == "FORM"
    assert Opening.objects.filter(user=there.users["office"]).exists()
    assert [asked(there, who, path)[0] for who in ("visitor", "member", "partner", "outsider")] == [404] * 4


def test_a_solver_reads_no_word_of_who_asks_before_the_names(there: Writers) -> None:
    code = there.values["match asked"]
    status, shown = asked(there, "partner", f"/requests/{code}")
    assert (status, shown["stage"], bool(shown["terms"])) == (200, "SECTOR", True)
    told = json.dumps([shown, asked(there, "partner", "/requests")[1]["items"][0]]).casefold()
    assert not [word for word in ("alfa", "chiede@example.org", "serve una prova", "chiesta asked") if word in told]
    assert [asked(there, who, f"/requests/{code}")[0] for who in ("lead", "office", "member", "visitor")] == [404] * 4
    read = asked(there, "partner", f"/requests/{code}/terms", {}, "put")[1]
    assert (read["stage"], read["brief"], read["requester"]) == ("PROBLEM", "Serve una prova (esempio).", "")
    assert Disclosure.objects.filter(match__code=code, stage="PROBLEM").count() == 1
    named = asked(there, "partner", f"/requests/{there.values['match mutual']}")[1]
    assert (named["stage"], named["requester"]) == ("NAMES", "Alfa")


def test_whoever_asks_reads_a_solver_once_it_has_said_yes(there: Writers) -> None:
    rows = {one.code: one.need.code for one in Match.objects.select_related("need")}
    waiting = asked(there, "lead", f"/needs/{rows[there.values['match asked']]}")[1]["own"]
    assert (waiting["asked"], waiting["solvers"], waiting["seen"]) == (1, [], [])
    yes = asked(there, "lead", f"/needs/{rows[there.values['match yes']]}")[1]["own"]
    assert [(one["name"], one["state"]) for one in yes["solvers"]] == [("Beta", "INTERESTED")]
    assert [one["name"] for one in yes["seen"]] == ["Bea Rispondente"]
    met = asked(there, "lead", f"/matches/{there.values['match yes']}/meeting", {"meets": True}, "put")[1]
    assert (met["state"], met["own"]["solvers"][0]["state"]) == ("IN_TALKS", "MUTUAL")


def test_what_a_change_does_not_name_stays(there: Writers) -> None:
    path = f"/needs/{there.values['need']}"
    changed = asked(there, "lead", path, {"place": "Crema", "excluded": ["zeta"], "trl_start": 4}, "put")[1]
    assert (changed["place"], changed["title"], changed["own"]["excluded"]) == (
        "Crema",
        "Una bozza (esempio)",
        ["zeta"],
    )
    again = asked(there, "lead", path, {"secrecy": "SECRET"}, "put")[1]
    assert (again["place"], again["trl_start"], again["secrecy"]) == ("Crema", 4, "SECRET")
    assert again["own"]["excluded"] == ["zeta"]


def test_the_office_writes_for_another_and_it_is_handed_in(there: Writers) -> None:
    body = {"title": "Una prova", "words": "Serve una prova.", "organisation": "zeta", "contact_email": "z@example.org"}
    status, made = asked(there, "office", "/needs", body, "post")
    assert (status, made["state"], made["organisation"], made["desk"]["channel"]) == (200, "PUBLISHED", "zeta", "PHONE")
    assert asked(there, "lead", "/needs", body, "post")[0] == 404
    own = asked(there, "lead", "/needs", {"title": "Una prova", "words": "Serve una prova."}, "post")[1]
    assert (own["state"], own["organisation"], Need.objects.get(code=own["id"]).channel) == ("DRAFT", "alfa", "FORM")


def test_refusals_say_where(there: Writers) -> None:
    status, said = asked(there, "lead", "/needs", {"title": "Una prova", "words": " "}, "post")
    assert (status, said["errors"][0]["pointer"]) == (422, "/words")
    path = f"/requests/{there.values['match asked']}/answer"
    status, said = asked(there, "partner", path, {"says": "NO"}, "put")
    assert (status, said["errors"][0]["pointer"]) == (422, "/why")
    unknown = asked(there, "lead", f"/needs/{there.values['need']}/answers", {"answers": {"no-such": "x"}}, "put")
    assert (unknown[0], unknown[1]["errors"][0]["pointer"]) == (422, "/answers/no-such")


def test_candidates_and_figures(there: Writers) -> None:
    path = f"/needs/{there.values['need read']}/candidates"
    assert asked(there, "office", path)[0] == 200
    assert asked(there, "lead", path)[0] == 404
    figures = asked(there, "office", "/need-figures")[1]
    assert (figures["entered"], figures["asked"], figures["may_be_public"]) == (9, 7, False)
    assert [asked(there, who, "/need-figures")[0] for who in ("visitor", "lead")] == [404, 404]


def test_collaborations_are_read_by_the_two_and_the_office(there: Writers) -> None:
    values, path = there.values, f"/collaborations/{there.values['match running']}"
    of_lead, of_partner = asked(there, "lead", "/collaborations")[1], asked(there, "partner", "/collaborations")[1]
    assert [(one["id"], one["state"], one["side"]) for one in of_lead["items"]] == [
        (values["match completed"], "COMPLETED", "REQUESTER"),
        (values["match running"], "RUNNING", "REQUESTER"),
        (values["match introduced"], None, "REQUESTER"),
    ]
    assert {one["side"] for one in of_partner["items"]} == {"SOLVER"}
    assert {one["side"] for one in asked(there, "office", "/collaborations")[1]["items"]} == {""}
    assert asked(there, "member", "/collaborations") == (200, {"items": [], "next": None})
    assert [asked(there, who, "/collaborations")[0] for who in ("visitor", "nobody", "auditor")] == [404] * 3
    assert [asked(there, who, path)[0] for who in ("lead", "partner", "office")] == [200] * 3
    assert [asked(there, who, path)[0] for who in ("visitor", "member", "outsider", "hat of another")] == [404] * 4
    before = f"/collaborations/{values['match mutual']}"
    assert [asked(there, who, before)[0] for who in ("lead", "partner", "office")] == [404] * 3


def test_a_collaboration_goes_to_its_end_and_becomes_evidence_of_both(there: Writers) -> None:
    path = f"/collaborations/{there.values['match introduced']}"
    assert asked(there, "lead", f"{path}/state", {"to": "RUNNING"}, "put")[0] == 404
    assert asked(there, "partner", f"{path}/begun", {}, "put")[1]["next"] == ["NDA", "AGREED", "RUNNING", "STOPPED"]
    assert asked(there, "lead", f"{path}/state", {"to": "RUNNING"}, "put")[1]["state"] == "RUNNING"
    status, said = asked(there, "lead", f"{path}/state", {"to": "COMPLETED"}, "put")
    assert (status, said["errors"][0]["pointer"]) == (422, "/result")
    done = {"to": "COMPLETED", "result": "Siero stabile.", "value_eur": 12000.5, "public_title": "Un siero"}
    ended = asked(there, "lead", f"{path}/state", done, "put")[1]
    assert (ended["state"], ended["value_eur"], ended["next"]) == ("COMPLETED", 12000.5, ["RUNNING"])
    assert asked(there, "lead", f"{path}/evidence", {"agrees": True}, "put")[1]["evidence"] is False
    both = asked(there, "partner", f"{path}/evidence", {"agrees": True}, "put")[1]
    assert (both["agrees"], both["evidence"]) == (True, True)
    status, said = asked(there, "lead", f"{path}/result", {"result": "Altro."}, "put")
    assert (status, "prova" in said["detail"]) == (422, True)


def test_how_content_a_side_is_the_office_alone_reads(there: Writers) -> None:
    path = f"/collaborations/{there.values['match running']}"
    body = {"after_days": 30, "mark": 4, "note": "Bene."}
    assert asked(there, "partner", f"{path}/content", body, "put")[1]["contents"] == []
    assert asked(there, "lead", f"{path}/content", {**body, "mark": 2}, "put")[1]["contents"] == []
    assert asked(there, "office", f"{path}/content", body, "put")[0] == 404
    told = asked(there, "office", path)[1]
    assert [(one["side"], one["mark"]) for one in told["contents"]] == [("SOLVER", 4), ("REQUESTER", 2)]
    assert asked(there, "lead", path)[1]["contents"] == []
    status, said = asked(there, "lead", f"{path}/content", {**body, "after_days": 31}, "put")
    assert (status, said["errors"][0]["pointer"]) == (422, "/after_days")


def test_rules_are_ones_own_and_name_what_there_is(there: Writers) -> None:
    empty = asked(there, "partner", "/solver-rules")[1]
    assert (empty["wanted"], empty["a_month"], empty["changed_at"]) == ([], None, None)
    body = {"unwanted": ["PK1"], "sizes": ["SMALL"], "a_month": 2, "paused_until_on": "2027-01-31"}
    kept = asked(there, "partner", "/solver-rules", body, "put")[1]
    assert (kept["unwanted"], kept["sizes"], kept["a_month"], kept["paused_until_on"]) == tuple(body.values())
    assert asked(there, "lead", "/solver-rules")[1]["unwanted"] == []
    wrong = {"unwanted": "/unwanted", "wanted": "/wanted", "provinces": "/provinces"}
    for name, pointer in wrong.items():
        status, said = asked(there, "partner", "/solver-rules", {name: ["no-such"]}, "put")
        assert (status, said["errors"][0]["pointer"]) == (422, pointer)
    assert [asked(there, who, "/solver-rules")[0] for who in ("visitor", "nobody", "office")] == [404] * 3


def test_what_a_need_became_is_listed_for_the_office(there: Writers) -> None:
    path = f"/needs/{there.values['need read']}"
    made = asked(there, "office", f"{path}/exits/TABLE", {"note": "Conservanti."}, "put")[1]["desk"]["exits"]
    assert [(one["kind"], one["note"]) for one in made] == [("LAB", "Una prova."), ("TABLE", "Conservanti.")]
    closed = asked(there, "office", f"/need-exits/{made[1]['id']}", {"note": "Se ne è parlato."}, "put")[1]
    assert closed["desk"]["exits"][1]["done_note"] == "Se ne è parlato."
    listed = asked(there, "office", "/need-exits")[1]["items"]
    assert [(one["kind"], one["organisation"]) for one in listed] == [("TABLE", "alfa"), ("LAB", "alfa")]
    assert [asked(there, who, "/need-exits")[0] for who in ("lead", "visitor")] == [404, 404]
    assert asked(there, "office", f"{path}/exits/OTHER", {}, "put")[0] == 422


def test_what_refusals_propose_is_for_own_people_and_the_office(there: Writers) -> None:
    lacked = there.values["correction"]
    own = asked(there, "partner", "/need-corrections")[1]["items"]
    assert [(one["organisation"], one["competence"], one["times"]) for one in own] == [("beta", lacked, 1)]
    assert asked(there, "office", "/need-corrections")[1]["items"] == own
    assert asked(there, "lead", "/need-corrections")[1]["items"] == []
    body = {"organisation": "beta", "competence": lacked, "takes": False}
    assert asked(there, "partner", "/need-corrections", body, "put") == (200, {"items": []})
    assert [asked(there, who, "/need-corrections")[0] for who in ("visitor", "auditor")] == [404, 404]


def test_a_match_that_was_met_or_taken_up_again(there: Writers) -> None:
    met = asked(there, "office", f"/matches/{there.values['match introduced']}/met", {}, "put")[1]["desk"]["matches"]
    assert "met_at" in [step["step"] for step in met[0]["steps"]]
    status, said = asked(there, "office", f"/matches/{there.values['match asked']}/met", {}, "put")
    assert (status, bool(said["detail"])) == (422, True)
    aside = there.values["match aside"]
    assert asked(there, "office", f"/matches/{aside}/taken-up", {}, "put")[0] == 200
    assert Match.objects.get(code=aside).state == "SUGGESTED"
    status, said = asked(there, "office", f"/matches/{there.values['match asked']}/taken-up", {}, "put")
    assert status == 422


def test_needs_like_one_are_those_that_one_may_see(there: Writers) -> None:
    words = {"title": "Un challenge test", "words": "Serve un challenge test su un siero."}
    first = asked(there, "lead", "/needs", words, "post")[1]["id"]
    other = asked(there, "office", "/needs", {**words, "organisation": "zeta"}, "post")[1]["id"]
    for row in Need.objects.filter(code__in=[first, other]):
        row.topics.update_or_create(competence_id="PK1.CMP.AIR")
    path = f"/needs/{first}/similar"
    assert asked(there, "lead", path) == (200, {"items": []})
    assert [one["who"] for one in asked(there, "office", path)[1]["items"]] == ["Zeta"]
    assert [asked(there, who, path)[0] for who in ("partner", "visitor")] == [404, 404]


def test_papers_are_given_to_who_may_read_them(there: Writers) -> None:
    path, client = f"/api/v1/needs/{there.values['need']}/papers/1", Client()
    headers = {who: {"HTTP_AUTHORIZATION": f"Bearer {there.tokens[who]}"} for who in ("lead", "partner", "office")}
    sent = {who: client.get(path, **said) for who, said in headers.items()}
    assert {who: answer.status_code for who, answer in sent.items()} == {"lead": 200, "partner": 404, "office": 200}
    assert "prova.txt" in sent["lead"]["Content-Disposition"]
    assert b"".join(sent["lead"]) == b"".join(sent["office"]) == b"Una prova"
    clean = client.get(f"{path}?clean=true", **headers["lead"])
    assert ("documento-1.txt" in clean["Content-Disposition"], b"".join(clean)) == (True, b"Una prova\n")
    assert (client.get(path).status_code, client.get(f"{path}0", **headers["lead"]).status_code) == (404, 404)
    request = f"/api/v1/requests/{there.values['match yes']}/papers/1"
    assert [client.get(request, **headers[who]).status_code for who in ("partner", "lead")] == [404, 404]


def test_no_reminder_leaves_after_the_letter_that_said_it_was_the_last(there: Writers) -> None:
    code = there.values["match asked"]
    since = NOW - timedelta(days=30)
    Match.objects.filter(code=code).update(asked_at=since, told_at=since, escalated_at=NOW - timedelta(days=8))
    status, told = asked(there, "office", f"/matches/{code}/reminder", method="post")
    words = "Il tempo delle lettere è finito: una telefonata, o qualcun altro."
    assert (status, words in str(told)) == (422, True)
    assert Match.objects.get(code=code).reminded_at is None
