"""The work of a consortium on its page: who may do what in which state, forms without a script, nothing for anybody else."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from openpyxl import load_workbook

from factories import UserFactory
from factories.consortium_work import Team, acting_for, firm, team
from factories.documents import pdf
from filiera.documents.operations.receiving import Sent
from filiera.funding.enums import ConsortiumState
from filiera.funding.models import Call, ConsortiumTask, FundedProject, PaperSignature
from filiera.funding.operations.outcomes import CriterionSaid, OutcomeSaid, write_outcome
from filiera.funding.operations.workspace import PaperSaid, TaskSaid, add_paper, add_task
from filiera.funding.pages_consortia import heading
from filiera.funding.templatetags.funding import worth
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db

PEOPLE = ("visitor", "stranger", "office", "Alfa", "Beta", "Gamma", "Delta")
"""Alfa leads, Beta has accepted, Gamma was asked, Delta has left."""


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def client(who: str) -> Client:
    found = Client()
    if who == "office":
        found.force_login(UserFactory(role="OFFICE"))
    elif who != "visitor":
        found.force_login(UserFactory() if who == "stranger" else acting_for(firm(who)))
    return found


def text(response: Any) -> str:
    return " ".join(unescape(response.content.decode()).split())


def address(made: Team, part: str = "", lang: str = "it") -> str:
    return f"/{lang}/consortia/{made.row.code}/{part}"


def paper_of(made: Team, **said: Any) -> Any:
    return add_paper(consortium=made.fresh(), paper=PaperSaid("Accordo", **said), file=Sent("a.pdf", [pdf()]), now=NOW)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("state", ConsortiumState.values)
def test_who_may_do_what_in_which_state(who: str, state: str) -> None:
    made = team(state)
    user, sees, leads = client(who), who in ("office", "Alfa", "Beta"), who in ("office", "Alfa")
    works = state not in ("REJECTED", "ABANDONED")
    decides = state in ("SUBMITTED", "RESERVE", "FUNDED", "REJECTED")
    page = user.get(address(made))
    assert page.status_code == (200 if sees else 404)
    assert user.get(address(made, "budget.csv")).status_code == (200 if sees else 404)
    assert user.get(address(made, "outcome/")).status_code == (200 if leads and decides else 404)
    assert user.get(address(made, "funded/")).status_code == (200 if leads and state == "FUNDED" else 404)
    said = user.post(address(made, "tasks/"), {"act": "add", "what": "Scrivere", "owner": "", "due_on": ""})
    assert said.status_code == (404 if not sees else 302 if works else 422)
    assert ConsortiumTask.objects.count() == (1 if sees and works else 0)
    file = SimpleUploadedFile("accordo.pdf", pdf())
    said = user.post(address(made, "papers/"), {"act": "add", "title": "Accordo", "file": file})
    assert said.status_code == (404 if not sees else 302 if works else 422)
    assert made.row.papers.count() == (1 if sees and works else 0)


@pytest.mark.parametrize(
    ("who", "may_drop", "signs_for"),
    [
        ("office", True, {"Alfa", "Beta"}),
        ("Alfa", True, {"Alfa", "Beta"}),
        ("Beta", False, {"Beta"}),
        ("Gamma", False, set()),
    ],
)
def test_acts_on_tasks_and_signatures_are_of_a_few(who: str, may_drop: bool, signs_for: set[str]) -> None:
    made = team()
    task = add_task(consortium=made.row, task=TaskSaid("Scrivere"), now=NOW)
    paper = paper_of(made, is_signed_by_all=True)
    user = client(who)
    for name in ("Alfa", "Beta"):
        form = {"act": "sign", "paper": paper.pk, "partner": made.partners[name].pk, "on": TODAY.isoformat()}
        user.post(address(made, "papers/"), form)
    assert {one.partner.called for one in PaperSignature.objects.all()} == signs_for
    for name in ("Alfa", "Beta"):
        user.post(address(made, "papers/"), {"act": "unsign", "paper": paper.pk, "partner": made.partners[name].pk})
    assert PaperSignature.objects.count() == 0
    user.post(address(made, "tasks/"), {"act": "drop", "task": task.pk})
    assert ConsortiumTask.objects.exists() is not may_drop
    user.post(address(made, "papers/"), {"act": "drop", "paper": paper.pk})
    assert made.row.papers.exists() is not may_drop


@pytest.mark.parametrize(
    ("state", "status", "after"),
    [
        ("PROPOSED", 404, "PROPOSED"),  # it has not been asked: it does not even know
        ("INVITED", 302, "ACCEPTED"),
        ("ACCEPTED", 302, "ACCEPTED"),
        ("DECLINED", 302, "DECLINED"),
        ("LEFT", 302, "LEFT"),
    ],
)
def test_only_who_is_asked_answers_for_its_organisation(state: str, status: int, after: str) -> None:
    made = team(partners={"Alfa": "LEADS", "Beta": state, "Gamma": "INVITED"})
    user = client("Beta")
    for _click in range(2):
        said = user.post(f"/it/consortia/invitations/{made.partners['Beta'].pk}/", {"act": "yes"})
        assert said.status_code == status
    assert user.post(f"/it/consortia/invitations/{made.partners['Gamma'].pk}/", {"act": "yes"}).status_code == 404
    standing = dict(made.row.partners.values_list("organisation__name", "state"))
    assert standing == {"Alfa": "LEADS", "Beta": after, "Gamma": "INVITED"}
    assert user.get(address(made)).status_code == (200 if after == "ACCEPTED" else 404)


def test_task_and_paper_of_another_consortium_are_not_reached_from_here() -> None:
    mine, other = team(partners={"Alfa": "LEADS"}), team(partners={"Omega": "LEADS"})
    task, paper = add_task(consortium=other.row, task=TaskSaid("Segreta"), now=NOW), paper_of(other)
    user = client("Alfa")
    for part, form in (
        ("tasks/", {"act": "done", "task": task.pk}),
        ("tasks/", {"act": "drop", "task": "9" * 30}),
        ("papers/", {"act": "drop", "paper": paper.pk}),
        ("papers/", {"act": "sign", "paper": paper.pk, "on": TODAY.isoformat()}),
    ):
        assert user.post(address(mine, part), form).status_code == 404
    task.refresh_from_db()
    assert task.done_at is None


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        ("it", ["1 cosa da fare", "(in ritardo)", "mancano 2 firme", "Il bando chiede ancora:", "non si sa"]),
        ("en", ["1 thing to do", "(late)", "2 signatures are missing", "The call still asks for:", "not known"]),
    ],
)
def test_page_says_what_is_late_missing_and_not_known(lang: str, sentences: list[str]) -> None:
    made = team()
    add_task(consortium=made.row, task=TaskSaid("Scrivere", due_on=TODAY - timedelta(days=1)), now=NOW)
    paper_of(made, is_signed_by_all=True)
    page = text(client("Beta").get(address(made, lang=lang)))
    assert [one for one in sentences if one not in page] == []


def test_refused_forms_come_back_filled_in_with_what_is_wrong() -> None:
    made = team()
    page = client("Beta").post(address(made, "tasks/"), {"act": "add", "what": "", "due_on": "domani"})
    assert (page.status_code, 'value="domani"' in page.content.decode()) == (422, True)
    form = {"act": "add", "title": "Vuota", "file": SimpleUploadedFile("vuota.pdf", b"x")}
    assert client("Beta").post(address(made, "papers/"), form).status_code == 422


def test_outcome_takes_rows_without_a_script_and_says_what_is_wrong_at_its_box() -> None:
    made = team("SUBMITTED")
    user = client("Alfa")
    form = {"to": "REJECTED", "on": TODAY.isoformat(), "rows": "3", "name-0": "Impatto", "points-0": "7", "most-0": "5"}
    more = user.post(address(made, "outcome/"), form | {"act": "more"})
    assert (more.status_code, 'name="name-5"' in more.content.decode(), 'value="Impatto"' in more.content.decode()) == (
        200,
        True,
        True,
    )
    wrong = user.post(address(made, "outcome/"), form | {"comment-2": "Senza nome"})
    assert (wrong.status_code, made.fresh().state) == (422, "SUBMITTED")
    assert {"id_points-0-error", "id_name-2-error"} <= set(wrong.content.decode().split('"'))
    right = user.post(address(made, "outcome/"), form | {"points-0": "4,5", "comment-0": "Poco mercato."})
    assert right.status_code == 302
    assert [(one.name, str(one.points), one.comment) for one in made.row.criteria.all()] == [
        ("Impatto", "4.50", "Poco mercato.")
    ]
    assert made.fresh().state == "REJECTED"


def test_outcome_and_lesson_are_seen_by_those_within_alone() -> None:
    made = team("SUBMITTED")
    said = OutcomeSaid("REJECTED", TODAY, criteria=(CriterionSaid("Impatto", comment="Frase dei valutatori."),))
    write_outcome(consortium=made.row, outcome=said, now=NOW)
    draft = team(of=made.row.call, partners={"Alfa": "LEADS", "Zeta": "ACCEPTED"})
    pages = {who: client(who).get(address(draft)) for who in ("office", "Alfa", "Zeta")}
    assert {who: "Frase dei valutatori." in text(page) for who, page in pages.items()} == {
        "office": True,
        "Alfa": True,
        "Zeta": False,
    }


def test_budget_is_taken_away_with_empty_cells_for_what_is_not_known() -> None:
    made = team()
    made.partners["Alfa"].cost_eur = 1000
    made.partners["Alfa"].save()
    firm("Alfa")
    lines = client("Beta").get(address(made, "budget.csv")).content.decode("utf-8-sig").splitlines()
    assert lines[1].split(";")[2:] == ["1000,00", "", "", "", "", ""]
    assert lines[-1].split(";") == ["Totale", "", "", "", "", "", "", ""]
    book = client("Beta").get(address(made, "budget.xlsx"))
    sheet = load_workbook(BytesIO(book.content)).worksheets[0]
    assert (sheet.cell(2, 3).value, sheet.cell(3, 3).value) == (1000, None)
    assert client("Beta").get(address(made, "budget.pdf")).status_code == 404


def test_name_of_a_partner_that_looks_like_a_formula_stays_text() -> None:
    made = team(partners={"=1+1": "LEADS"})
    lines = client("=1+1").get(address(made, "budget.csv")).content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("'=1+1;")


def test_funded_project_is_written_from_the_page_of_the_consortium() -> None:
    made = team("FUNDED")
    user = client("Alfa")
    page = user.get(address(made, "funded/"))
    assert 'value="Alfa"' in page.content.decode()
    form = {
        "title_it": "Flaconi",
        "rows": "3",
        "organisation-0": "Alfa",
        "leads-0": "on",
        "grant-0": "1.000,00",
        "outside-1": "Dehors SA",
        "visibility": "PUBLIC",
    }
    said = user.post(address(made, "funded/"), form)
    row = FundedProject.objects.get()
    assert (said.status_code, row.consortium, [str(one) for one in row.partners.order_by("pk")]) == (
        302,
        made.row,
        ["Alfa", "Dehors SA"],
    )
    assert [client(who).get(f"/it/projects/{row.code}/change/").status_code for who in ("Alfa", "Beta", "office")] == [
        200,
        404,
        200,
    ]
    assert user.get(address(made, "funded/")).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_same_however_many_tasks_and_papers(number: int) -> None:
    made = team()
    for place in range(number):
        add_task(consortium=made.row, task=TaskSaid(f"Cosa {place}", made.partners["Beta"]), now=NOW)
        paper_of(made, is_signed_by_all=True, owner=firm("Beta"))
    user = client("Beta")
    user.get(address(made))
    with CaptureQueriesContext(connection) as asked:
        user.get(address(made))
    assert len(asked) == 40


@pytest.mark.parametrize(
    ("days", "lang", "said"),
    [(9, "it", "Il bando apre il 4 dicembre 2026"), (9, "en", "The call opens on 4 December 2026"), (-9, "it", "")],
)
def test_what_is_ready_says_when_its_call_opens(days: int, lang: str, said: str) -> None:
    made = team("READY")
    Call.objects.update(opens_at=NOW + timedelta(days=days), closes_at=NOW + timedelta(days=60))
    shown = text(client("Alfa").get(address(made, lang=lang)))
    assert said in shown
    assert ("apre il" in shown or "opens on" in shown) == bool(said)


def test_day_of_a_task_is_a_last_day_in_italian() -> None:
    made = team()
    add_task(consortium=made.row, task=TaskSaid("Il mercato", None, TODAY), now=NOW)
    shown = text(client("Alfa").get(address(made)))
    assert (">Entro <" in shown, 'data-l="Entro:"' in shown) == (True, True)
    assert (">Da <" in shown, '"Da:"' in shown) == (False, False)


def test_clause_and_its_place_stand_apart_beside_a_rule() -> None:
    made = team()
    made.row.call.rules.filter(name="docs").update(clause="Si allegano due documenti.", article="Art. 9")
    shown = text(client("Alfa").get(address(made)))
    assert re.search(r"Si allegano due documenti\.\s*<cite>Art\. 9</cite>", shown)


def test_one_partner_has_a_kind_in_the_singular() -> None:
    shown = text(client("Alfa").get(address(team())))
    assert re.search(r'<option value="province">\s*provincia', shown)
    assert "associazioni<" not in shown


@pytest.mark.parametrize(("value", "said"), [(0.0, "0,00"), (0.004, "meno di 0,01"), (0.0061, "0,01"), (0.3, "0,30")])
def test_what_is_too_small_for_two_decimals_is_not_nought(value: float, said: str) -> None:
    with override("it"):
        assert worth(value) == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"pass": 9, "fail": 1, "unknown": 0}, "Non ancora: 9 requisiti rispettati, 1 no."),
        ({"pass": 0, "fail": 2, "unknown": 3}, "Non ancora: 2 no, di 3 non si sa."),
    ],
)
def test_counts_of_nought_are_left_out(counts: dict[str, int], said: str) -> None:
    with override("it"):
        assert heading(SimpleNamespace(counts=counts, checks=())) == said  # type: ignore[arg-type]
