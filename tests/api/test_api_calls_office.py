"""The office keeps calls through the API: written as a file has them, changed, shown, their competences, texts read."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from asking import asked, fault, in_session
from factories import UserFactory
from factories.calls import call as made_call
from factories.calls import member
from factories.consortium_work import acting_for, firm
from filiera.accounts.models import User
from filiera.common.visibility import Role
from filiera.funding.models import Call
from tests_clock import NOW

pytestmark = pytest.mark.django_db
LEAF = "PK1.CMP.AIR"
ENTRY: dict[str, Any] = {
    "id": "ESEMPIO-9",
    "title": "Flaconi (esempio)",
    "language": "it",
    "level": "regional",
    "rules": {"window": {"opens": "2026-10-01", "closes": "2027-02-01"}, "partners": {"min": 3, "max": 6}},
}
TEXT = """Bando per flaconi leggeri (esempio)
Articolo 4. La durata massima del progetto è di 18 mesi.
Articolo 5. La dotazione finanziaria è di euro 1.200.000,00.
"""


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office(db: None) -> User:
    return UserFactory(role=Role.OFFICE)


@pytest.fixture
def call(db: None) -> Call:
    return made_call()


def test_call_is_written_for_the_office_alone_and_written_anew(office: User) -> None:
    taken = asked("post", "/calls", {"call": ENTRY}, office).json()
    assert (taken["came"], taken["remarks"], taken["call"]["shown"]) == ("new", [], False)
    assert {one["rule"]: one["value"] for one in taken["call"]["rules"]} == {"partners": {"min": 3, "max": 6}}
    assert asked("get", f"/calls/{taken['call']['id']}", None, None).status_code == 404
    assert asked("post", "/calls", {"call": ENTRY}, office).json()["came"] == "same"
    assert asked("post", "/calls", {"call": {**ENTRY, "title": "Altro"}}, office).json()["call"]["title"] == "Altro"
    assert Call.objects.count() == 1


def test_call_is_written_in_yaml_and_a_fault_tells_its_line(office: User) -> None:
    text = "id: ESEMPIO-9\ntitle: Flaconi (esempio)\nrules:\n  partners: {min: 3}\n"
    assert asked("post", "/calls", {"written": text}, office).json()["came"] == "new"
    answer = asked("post", "/calls", {"written": text.replace("min: 3", "min: tre")}, office)
    assert fault(answer) == (422, "/written")
    assert "4" in answer.json()["errors"][0]["detail"]
    two = "calls:\n- {id: A, title: Uno, rules: {}}\n- {id: B, title: Due, rules: {}}\n"
    assert fault(asked("post", "/calls", {"written": two}, office)) == (422, None)
    assert [one.ref for one in Call.objects.all()] == ["ESEMPIO-9"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"call": {**ENTRY, "rules": {"partners": {"min": "tre"}}}}, "/call/rules/partners/min"),
        ({"call": {"id": "X"}}, "/call/rules"),
        ({}, "/call"),
        ({"call": ENTRY, "written": "id: X"}, "/call"),
        ({"bando": ENTRY}, "/bando"),
    ],
)
def test_call_that_cannot_be_read_names_the_place(body: dict[str, Any], pointer: str, office: User) -> None:
    assert fault(asked("post", "/calls", body, office)) == (422, pointer)
    assert Call.objects.count() == 0


ACTS: dict[str, tuple[str, str, Any]] = {
    "fields": ("patch", "", {"programme": "FESR"}),
    "shown": ("put", "/shown", {"shown": False}),
    "topic": ("put", f"/topics/{LEAF}", {"asked": True}),
    "rule": ("post", "/rules/duration_max/confirmation", {}),
    "proposals": ("post", "/proposals", {}),
}


@pytest.mark.parametrize("act", ACTS)
def test_office_acts_with_a_token_and_nobody_else(act: str, call: Call, office: User) -> None:
    method, path, body = ACTS[act]
    address = f"/calls/{call.code}{path}"
    member("Alfa")
    for user in (acting_for(firm("Alfa")), UserFactory(), None):
        assert asked(method, address, body, user).status_code == 404
        assert asked("get", f"/calls/{call.code}/office", None, user).status_code == 404
        assert asked("post", "/calls", {"call": ENTRY}, user).status_code == 404
    assert in_session(method, address, body, office) == 404
    assert asked(method, address, body, office).status_code == 200


def test_fields_are_changed_as_far_as_they_are_named(call: Call, office: User) -> None:
    address = f"/calls/{call.code}"
    said = {"programme": "FESR", "closes": "2027-03-01T12:00", "budget_eur": 900_000, "amends": True}
    given = asked("patch", address, said, office).json()
    assert (given["programme"], given["closes_at"], given["budget_eur"]) == (
        "FESR",
        "2027-03-01T11:00:00+00:00",
        900_000,
    )
    assert (given["title"], given["versions"][0]["amendment"]) == (str(call), True)
    assert fault(asked("patch", address, {"closes": "2026-01-01"}, office)) == (422, "/closes")
    assert fault(asked("patch", address, {"closes": "2026-02-31"}, office)) == (422, "/closes")
    assert fault(asked("patch", address, {"tz": "Europa/Roma"}, office)) == (422, "/tz")
    assert fault(asked("patch", address, {"procedure": "A CASO"}, office)) == (422, "/procedure")
    assert fault(asked("patch", address, {"title_it": "", "title_en": ""}, office)) == (422, "/title_it")


def test_call_is_shown_and_its_competences_are_corrected(call: Call, office: User) -> None:
    hidden = asked("put", f"/calls/{call.code}/shown", {"shown": False}, office).json()
    assert (hidden["shown"], asked("get", f"/calls/{call.code}").status_code) == (False, 404)
    for is_asked in (True, False):
        given = asked("put", f"/calls/{call.code}/topics/{LEAF}", {"asked": is_asked}, office).json()
        assert [(one["id"], one["refused"]) for one in given["topics"]] == [(LEAF, not is_asked)]
    assert asked("put", f"/calls/{call.code}/topics/NO", {"asked": True}, office).status_code == 404


def test_rule_that_was_read_is_confirmed(call: Call, office: User) -> None:
    call.rules.update(is_sure=False, origin="READ")
    given = asked("post", f"/calls/{call.code}/rules/duration_max/confirmation", {}, office).json()
    assert [(one["rule"], one["sure"]) for one in given["rules"]] == [("duration_max", True)]
    assert asked("post", f"/calls/{call.code}/rules/partners/confirmation", {}, office).status_code == 404


def test_text_is_read_into_proposals_that_are_taken_or_refused(office: User) -> None:
    read = asked("post", "/texts", {"text": TEXT}, office, format="multipart").json()
    proposals = {one["id"]: one["sentence"] for one in read["proposals"]}
    assert (read["title"], read["shown"], len(proposals)) == ("Bando per flaconi leggeri (esempio)", False, 2)
    address = f"/calls/{read['id']}/proposals"
    assert fault(asked("post", address, {"taken": [10**6]}, office)) == (422, "/taken/0")
    months = next(pk for pk, sentence in proposals.items() if "18 mesi" in sentence)
    given = asked("post", address, {"taken": [months]}, office).json()
    assert ([one["value"] for one in given["rules"]], given["budget_eur"], given["proposals"]) == ([18], None, [])
    again = {"text": TEXT.replace("18 mesi", "24 mesi")}
    waiting = asked("post", f"/calls/{read['id']}/texts", again, office, format="multipart").json()["proposals"]
    assert any("24 mesi" in one["sentence"] for one in waiting)


def test_text_that_cannot_be_read_is_refused_at_its_place(call: Call, office: User) -> None:
    file = SimpleUploadedFile("bando.pdf", b"non un PDF", content_type="application/pdf")
    for address in ("/texts", f"/calls/{call.code}/texts"):
        for text in (" ", "x" * 1_000_001):
            assert fault(asked("post", address, {"text": text}, office, format="multipart")) == (422, "/text")
        file.seek(0)
        assert fault(asked("post", address, {"pdf": file}, office, format="multipart")) == (422, "/pdf")
        for user in (UserFactory(), None):
            assert asked("post", address, {"text": TEXT}, user, format="multipart").status_code == 404


NUL = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nuno\x00due\r\n--x--\r\n'


@pytest.mark.parametrize(
    ("media", "body"), [("multipart/form-data; boundary=x", NUL), ("multipart/form-data", b"senza confini")]
)
def test_form_that_cannot_be_read_is_refused_as_a_problem(media: str, body: bytes, office: User) -> None:
    assert fault(asked("post", "/texts", body, office, content_type=media)) == (400, None)
