"""The command `needs`, after the asking: given back, renewed, set aside, met, what else it becomes, who works together."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from commands import Spoken
from factories.needs import TITLE, asked, need, organisation, read
from filiera.common.terminal import NO_FILE, WRONG_ARGUMENTS
from filiera.exchange.enums import Secrecy
from filiera.exchange.models import Match, Need
from filiera.exchange.operations.answers import accept_terms, refuse, say_yes
from filiera.exchange.operations.contents import say_content
from filiera.exchange.operations.needs import Written, write_need
from filiera.exchange.operations.requesters import introduce, meet_solver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]
COMMAND = Spoken("needs")
said, shape, refused = COMMAND.said, COMMAND.shape, COMMAND.refused
SOLVER = "Prove Martesana"


def interested() -> Match:
    (match,) = asked(read(need()), SOLVER)
    accept_terms(match=match, name="Bea Rispondente", now=timezone.now())
    return say_yes(match=match, now=timezone.now())


def met() -> Match:
    match = interested()
    meet_solver(match=match, meets=True, now=timezone.now())
    return introduce(match=match, now=timezone.now())


def test_draft_is_handed_in_and_given_back() -> None:
    written = Written(title="Una bozza", words="Serve una prova.", secrecy=Secrecy.RESERVED)
    row = write_need(organisation=organisation("Alba Cosmetici"), written=written, now=timezone.now())
    assert shape("hand-in", row.code)["state"] == "PUBLISHED"
    back = shape("return", row.code, "--why", "Manca il quando.")
    assert (back["state"], back["own"]["returned_why"]) == ("DRAFT", "Manca il quando.")
    read(need(title="Un’altra"))
    code, why = refused("return", Need.objects.get(title="Un’altra").code, "--why", "Troppo tardi.", "--lang", "en")
    assert (code, why) == (WRONG_ARGUMENTS, "Solvers are sought for it already.")


def test_renew_moves_the_day_of_the_end() -> None:
    row = need(now=timezone.now() - timedelta(days=30))
    before = Need.objects.get(pk=row.pk).expires_on
    assert before is not None
    assert shape("renew", row.code)["own"]["expires_on"] == (before + timedelta(days=30)).isoformat()


def test_topics_are_shown_and_put_right() -> None:
    row = need()
    first = shape("topics", row.code)[0]["id"]
    told = shape("topics", row.code, "--drop", first, "--add", "PK1.CMP.AIR")
    assert {one["id"]: one["refused"] for one in told} | {first: True, "PK1.CMP.AIR": False} == {
        one["id"]: one["refused"] for one in told
    }
    assert f"- {next(one['label'] for one in told if one['id'] == first)} ({first})" in said("topics", row.code)
    assert refused("topics", row.code, "--add", "no-such")[0] == NO_FILE


def test_solver_is_set_aside_and_taken_up_again() -> None:
    row = read(need())
    shape("dismiss", row.code, SOLVER, "--why", "È chiuso.")
    held = Match.objects.get(need=row)
    assert (held.state, held.aside_note) == ("DISMISSED", "È chiuso.")
    shape("take-up", held.code)
    held.refresh_from_db()
    assert (held.state, held.aside_note) == ("SUGGESTED", "")


def test_requester_told_the_office_whether_it_would_meet() -> None:
    match = interested()
    assert shape("meet", match.code, "yes")["own"]["solvers"][0]["state"] == "MUTUAL"
    code, why = refused("met", match.code, "--lang", "en")
    assert (code, why) == (WRONG_ARGUMENTS, "They were not introduced yet.")
    introduce(match=match, now=timezone.now())
    assert "met_at" in [step["step"] for step in shape("met", match.code)["desk"]["matches"][0]["steps"]]


def test_what_else_a_need_becomes_is_listed_with_what_came_of_it() -> None:
    row, other = need(), need(title="Un’altra")
    shape("exit", row.code, "LAB", "--note", "Un challenge test.")
    shape("exit", other.code, "TRAINING")
    assert {one["need"] for one in shape("exits")} == {row.code, other.code}
    (one,) = shape("exits", row.code)
    assert (one["kind"], one["note"], one["done_at"]) == ("LAB", "Un challenge test.", None)
    closed = shape("came", str(one["id"]), "--note", "Fatto a Lodi.")
    assert closed["desk"]["exits"][0]["done_note"] == "Fatto a Lodi."
    assert "un lavoro per un laboratorio" in said("exits", row.code)
    assert refused("came", "999999", "--note", "x")[0] == NO_FILE


def test_collaboration_is_begun_moved_and_completed() -> None:
    match = met()
    assert [(one["id"], one["state"]) for one in shape("collaborations")] == [(match.code, None)]
    assert refused("move", match.code, "RUNNING")[0] == NO_FILE
    assert shape("begin", match.code)["state"] == "SCOPING"
    assert shape("move", match.code, "RUNNING")["state"] == "RUNNING"
    code, why = refused("move", match.code, "COMPLETED", "--lang", "en")
    assert (code, why.startswith("--result: ")) == (WRONG_ARGUMENTS, True)
    words = ("--result", "Siero stabile.", "--value", "12.500,50", "--title", "Un siero stabile")
    done = shape("move", match.code, "COMPLETED", *words)
    assert (done["state"], done["value_eur"], done["public_title"]) == ("COMPLETED", 12500.5, "Un siero stabile")
    assert shape("result", match.code, "--result", "Siero stabile, due lotti.")["result"] == "Siero stabile, due lotti."
    assert [one["id"] for one in shape("collaborations", match.need.code)] == [match.code]
    assert shape("collaborations", need(title="Un’altra").code) == []


def test_collaboration_shows_how_content_both_are() -> None:
    match = met()
    say_content(match=match, side="SOLVER", days=30, mark=4, note="Bene.", now=timezone.now())
    assert [(one["side"], one["mark"]) for one in shape("collaboration", match.code)["contents"]] == [("SOLVER", 4)]
    assert TITLE in said("collaboration", match.code)
    assert refused("collaboration", interested_elsewhere().code)[0] == NO_FILE


def interested_elsewhere() -> Match:
    (match,) = asked(read(need("OPEN", title="Un’altra")), "Casa Indaco")
    return match


def test_what_refusals_propose_is_told() -> None:
    (match,) = asked(read(need("OPEN")), SOLVER)
    assert "non propongono nulla" in said("corrections")
    refuse(match=match, why="NO_COMPETENCE", now=timezone.now())
    assert {(one["organisation_name"], one["times"]) for one in shape("corrections")} == {(SOLVER, 1)}


def test_needs_like_one_are_told() -> None:
    first, other = need(), need(of="Casa Indaco")
    assert [one["who"] for one in shape("similar", first.code)] == ["Casa Indaco"]
    assert other.title in said("similar", first.code)


def test_rules_of_a_solver_are_shown_written_and_lifted() -> None:
    assert said("rules", SOLVER).strip() == "Non ha regole: la si può interpellare per tutto."
    written = shape("rules", SOLVER, "--never", "PK1", "--a-month", "3", "--size", "SMALL", "--province", "CR")
    assert (written["unwanted"], written["a_month"], written["sizes"]) == (["PK1"], 3, ["SMALL"])
    again = shape("rules", SOLVER, "--a-month", "5")
    assert (again["unwanted"], again["a_month"]) == (["PK1"], 5)
    assert "Al massimo quante al mese: 5" in said("rules", SOLVER)
    bare = shape("rules", SOLVER, *(word for name in ("unwanted", "sizes", "a_month") for word in ("--lift", name)))
    assert (bare["unwanted"], bare["sizes"], bare["a_month"], bare["provinces"]) == ([], [], None, ["CR"])


def test_wrong_rules_of_a_solver_are_told_by_their_option_and_change_nothing() -> None:
    shape("rules", SOLVER, "--a-month", "3")
    code, why = refused("rules", SOLVER, "--want", "no-such", "--lang", "en")
    assert (code, why) == (WRONG_ARGUMENTS, "--want: Choose a competence of the list.")
    assert refused("rules", SOLVER, "--want", "PK1", "--never", "PK1")[1].startswith("--never: ")
    assert refused("rules", SOLVER, "--pause-until", "2020-01-01")[1].startswith("--pause-until: ")
    assert refused("rules", SOLVER, "--a-month", "100", "--lang", "en")[1] == "--a-month: Write a number from 0 to 99."
    assert refused("rules", "no-such-solver")[0] == NO_FILE
    assert (shape("rules", SOLVER)["a_month"], shape("rules", SOLVER)["wanted"]) == (3, [])
