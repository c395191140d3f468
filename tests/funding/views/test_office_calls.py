"""The office's pages of calls: who may come in, what each does, and what is refused where."""

from __future__ import annotations

import shutil
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from factories import DelegateFactory, UserFactory
from factories.calls import call, rules
from filiera.funding.enums import CallSource
from filiera.funding.models import Call, CallImport
from filiera.funding.operations.imports import folder_of
from filiera.funding.operations.proposals import call_from_text
from tests_clock import NOW

pytestmark = pytest.mark.django_db
CSV = Path(__file__).parents[1] / "importers" / "fixtures" / "2026-6-4_opendata-export.csv"
LEAF = "PK1.CMP.AIR"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office() -> Client:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    return client


def text(response: Any) -> str:
    return " ".join(unescape(response.content.decode()).split())


PAGES = [
    "office/calls/",
    "office/calls/bring/",
    "office/calls/reading/",
    "office/calls/read/",
    "office/calls/write/",
    "office/calls/esempio-1/",
    "office/calls/esempio-1/rules/?rule=duration_max",
    "office/calls/esempio-1/read/",
]
ACTS = ["show", "topics", "proposals"]


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_page_is_the_offices_alone(lang: str, page: str, office: Client) -> None:
    call()
    member = Client()
    member.force_login(DelegateFactory().user)
    statuses = [one.get(f"/{lang}/{page}").status_code for one in (Client(), member, office)]
    assert statuses[0] in (302, 404)
    assert (statuses[1], statuses[2]) in ((404, 200), (403, 200), (404, 302), (403, 302))


@pytest.mark.parametrize("act", ACTS)
def test_act_is_the_offices_alone_and_leads_back_by_a_get(act: str, office: Client) -> None:
    row = call(is_shown=False)
    member = Client()
    member.force_login(DelegateFactory().user)
    place = f"/it/office/calls/{row.code}/{act}/"
    assert member.post(place, {"shown": "1"}).status_code in (403, 404)
    assert (office.get(place).status_code, Call.objects.get().visibility) == (302, "OFFICE")


def test_files_are_tried_taken_in_and_read(office: Client) -> None:
    sent = office.post("/it/office/calls/bring/", {"call_files": SimpleUploadedFile(CSV.name, CSV.read_bytes())})
    row = CallImport.objects.get()
    assert (sent.status_code, Call.objects.count()) == (302, 0)
    trial = text(office.get(sent["Location"]))
    assert "Niente è ancora cambiato" in trial
    assert "Resta fuori" in trial or "fuori" in trial
    taken = office.post(sent["Location"], follow=True)
    assert (Call.objects.count() > 0, taken.status_code) == (True, 200)
    assert "Questi bandi <em>sono dentro</em>" in text(office.get(f"/it/office/calls/bring/{row.token}/"))


def test_no_file_and_no_source_are_said_at_their_boxes(office: Client) -> None:
    for data, name in (({"act": "files"}, "form"), ({"origin": "MOON"}, "ask")):
        response = office.post("/it/office/calls/bring/", data)
        assert (response.status_code, bool(response.context[name].errors)) == (422, True)


@pytest.mark.parametrize("kind", ["broken", "gone"])
def test_files_that_cannot_be_read_say_so_and_can_be_thrown_away(kind: str, office: Client) -> None:
    body = b"calls:\n  - id: A\n    rules: {duration_max: tanto}\n"
    sent = office.post("/it/office/calls/bring/", {"call_files": SimpleUploadedFile("nostri.yaml", body)})
    row = CallImport.objects.get()
    if kind == "gone":
        shutil.rmtree(folder_of(row))
    page = office.get(sent["Location"])
    assert (page.status_code, "Questi file <em>non si leggono</em>" in text(page)) == (200, True)
    assert "Accoglili" not in text(page)
    if kind == "broken":
        assert "nostri.yaml" in text(page)
        office.post(f"/it/office/calls/bring/{row.token}/throw-away/")
        assert CallImport.objects.get().state == "DISCARDED"


def test_call_is_written_by_hand_and_shown(office: Client) -> None:
    data = {
        "title_it": "Premio siero (esempio)",
        "level": "REGIONAL",
        "tz": "Europe/Rome",
        "opens_on": "2026-10-01",
        "closes_on": "2027-01-15",
        "closes_hour": "17:00",
        "grant_max_eur": "30.000",
    }
    office.post("/it/office/calls/write/", data)
    row = Call.objects.get()
    assert (row.visibility, row.closes_hour_known, int(row.grant_max_eur or 0)) == ("OFFICE", True, 30_000)
    office.post(f"/it/office/calls/{row.code}/show/", {"shown": "1"})
    assert Client().get(f"/it/calls/{row.code}/").status_code == 200
    office.post(f"/it/office/calls/{row.code}/show/", {"shown": "0"})
    assert Client().get(f"/it/calls/{row.code}/").status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title_it": ""}, "title_it"),
        ({"opens_on": "2027-05-01"}, "closes_on"),
        ({"grant_min_eur": "9", "grant_max_eur": "1"}, "grant_max_eur"),
        ({"tz": "Moon/Base"}, "tz"),
        ({"budget_eur": "99999999999999"}, "budget_eur"),
    ],
)
def test_contradiction_is_said_at_its_box(change: dict[str, str], field: str, office: Client) -> None:
    """Written anew or corrected, a call that contradicts itself is no fault of the server."""
    call(source=CallSource.HAND)
    good = {"title_it": "Premio (esempio)", "level": "EU", "tz": "Europe/Rome", "opens_on": "2026-10-01"}
    for place in ("write/", f"{Call.objects.get().code}/"):
        response = office.post(f"/it/office/calls/{place}", {**good, "closes_on": "2027-01-15", **change})
        assert (response.status_code, list(response.context["form"].errors)) == (422, [field]), place
    assert Call.objects.count() == 1


def test_rule_is_added_changed_confirmed_and_dropped(office: Client) -> None:
    row = call(source=CallSource.TEXT, rules=rules(duration_max=24))
    row.rules.update(is_sure=False)
    place = f"/it/office/calls/{row.code}/rules/"
    office.post(place, {"rule": "duration_max", "act": "confirm"})
    assert row.rules.get().is_sure
    office.post(place, {"rule": "partners", "v_min": "3", "v_max": "8", "clause": "Da tre a otto.", "amends": "on"})
    assert row.rules.get(name="partners").value == {"min": 3, "max": 8}
    assert row.versions.order_by("-number")[0].is_amendment
    office.post(place, {"rule": "duration_max", "act": "drop", "amends": "on"})
    assert row.rules.get(name="duration_max").is_dropped
    assert row.versions.order_by("-number")[0].is_amendment, "what is ticked counts for dropping too"
    wrong = office.post(place, {"rule": "partners", "v_min": "8", "v_max": "3"})
    assert (wrong.status_code, row.rules.get(name="partners").value) == (422, {"min": 3, "max": 8})
    assert office.get(f"{place}?rule=boh").status_code == 302


def test_competence_is_added_by_name_and_refused(office: Client) -> None:
    row = call()
    place = f"/it/office/calls/{row.code}/topics/"
    office.post(place, {"competence": LEAF})
    assert row.topics.get().is_refused is False
    office.post(place, {"competence": LEAF, "act": "refuse"})
    assert row.topics.get().is_refused is True
    wrong = office.post(place, {"competence": "alchimia"})
    assert (wrong.status_code, "Nessuna competenza si chiama così" in text(wrong)) == (422, True)


def test_text_is_read_proposed_and_decided(office: Client) -> None:
    words = "Bando sieri (esempio)\nArt. 4 I progetti devono concludersi entro 24 mesi.\n"
    office.post("/it/office/calls/read/", {"text": words})
    row = Call.objects.get()
    page = text(office.get(f"/it/office/calls/{row.code}/"))
    assert "Entro 24 mesi" in page
    ids = [str(pk) for pk in row.proposals.values_list("pk", flat=True)]
    office.post(f"/it/office/calls/{row.code}/proposals/", {"act": "take", "taken": [*ids, "boh", "9" * 30]})
    assert row.rules.get(name="duration_max").value == 24
    office.post(f"/it/office/calls/{row.code}/read/", {"text": words.replace("24", "30")})
    assert row.proposals.get(state="OPEN").value == 30


@pytest.mark.parametrize("data", [{"act": "read"}, {"text": "  "}])
def test_nothing_to_read_is_said(data: dict[str, str], office: Client) -> None:
    response = office.post("/it/office/calls/read/", data)
    assert (response.status_code, Call.objects.count()) == (422, 0)


@pytest.mark.parametrize("body", [b"%PDF-1.4 broken", b"plain text", b""])
def test_pdf_that_is_none_is_said(body: bytes, office: Client) -> None:
    response = office.post("/it/office/calls/read/", {"pdf": SimpleUploadedFile("bando.pdf", body)})
    assert (response.status_code, Call.objects.count()) == (422, 0)


def test_what_waits_is_counted_and_found(office: Client) -> None:
    call("APERTO", title="Aperto a tutti (esempio)")
    call("NASCOSTO", title="Ancora nascosto (esempio)", is_shown=False)
    call_from_text(text="Bando letto (esempio)\nI progetti devono concludersi entro 24 mesi.", now=NOW)
    desk = text(office.get("/it/office/calls/"))
    assert "3 bandi <em>tenuti qui</em>" in desk
    found = {
        one: text(office.get(f"/it/office/calls/?waiting={one}")) for one in ("hidden", "proposals", "differing", "boh")
    }
    names = ("Aperto a tutti", "Ancora nascosto", "Bando letto")
    assert {one: [name in page for name in names] for one, page in found.items()} == {
        "hidden": [False, True, True],
        "proposals": [False, False, True],
        "differing": [False, False, False],
        "boh": [True, True, True],
    }


@pytest.mark.parametrize("number", [1, 3])
def test_desk_costs_the_same_queries(number: int, django_assert_num_queries: Any, office: Client) -> None:
    for at in range(number):
        call(f"N{at}")
    office.get("/it/office/calls/")
    with django_assert_num_queries(12):
        office.get("/it/office/calls/")
