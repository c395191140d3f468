"""The command `calls` on what the office keeps: rules out and in, what changed, for whom it is, interest and notices."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
import yaml

from commands import Spoken
from factories.calls import call, draft, member, rules
from filiera.common.terminal import NO_FILE
from filiera.funding.models import Call, CallRule, PartnerWanted
from filiera.funding.operations.calls import record_call
from filiera.funding.operations.interest import Interest, Notice, reply_to_notice, say_interest, write_notice
from tests_clock import NOW

pytestmark = pytest.mark.django_db
COMMAND = Spoken("calls")
said, shape, refused = COMMAND.said, COMMAND.shape, COMMAND.refused


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def rule(name: str) -> CallRule:
    return CallRule.objects.get(name=name)


def test_rules_are_told_as_a_file_has_them() -> None:
    call()
    one = {"duration_max": {"value": 24, "clause": "La durata massima è di 24 mesi.", "article": "Art. 4"}}
    assert shape("rules", "esempio-1") == one
    assert yaml.safe_load(said("rules", "esempio-1")) == {"rules": one}


def test_rules_that_go_out_and_come_in_again_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "regole.yaml"
    call(rules=rules(duration_max=24, partners={"min": 2, "max": 5}, inkind_min_pct=12.5, size_in=["small", "medium"]))
    assert shape("rules", "esempio-1", "--out", str(path)) == {"file": str(path), "rules": 4}
    before = shape("rules", "esempio-1")
    assert shape("rules", "esempio-1", "--in", str(path)) == before
    assert Call.objects.get().versions.count() == 1
    assert {one.origin for one in CallRule.objects.all()} == {"SOURCE"}


def test_rules_of_a_file_are_one_change_and_the_others_stay(tmp_path: Path) -> None:
    path = tmp_path / "regole.yaml"
    call(rules=rules(duration_max=24, size_in=["small"], grant_max=100_000))
    path.write_text(
        "duration_max: {value: 30, clause: Fino a 30 mesi., article: Art. 5}\nsize_in: null\npartners: {min: 3}\n",
        encoding="utf-8",
    )
    told = shape("rules", "esempio-1", "--in", str(path), "--amends", "--note", "Rettifica del 3 marzo")
    assert told["duration_max"] == {"value": 30, "clause": "Fino a 30 mesi.", "article": "Art. 5"}
    assert (set(told), told["partners"]["value"]) == ({"duration_max", "grant_max", "partners"}, {"min": 3})
    assert (rule("duration_max").origin, rule("grant_max").origin) == ("OFFICE", "SOURCE")
    version = Call.objects.get().versions.get(number=2)
    assert (version.is_amendment, version.note) == (True, "Rettifica del 3 marzo")


def test_clause_that_is_not_said_again_stays_beside_the_same_value_alone(tmp_path: Path) -> None:
    path = tmp_path / "regole.yaml"
    call()
    path.write_text("rules: {duration_max: 24}\n", encoding="utf-8")
    assert shape("rules", "esempio-1", "--in", str(path))["duration_max"]["article"] == "Art. 4"
    path.write_text("rules: {duration_max: 36}\n", encoding="utf-8")
    assert shape("rules", "esempio-1", "--in", str(path))["duration_max"] == {"value": 36}


def test_rules_of_a_file_are_told_where_they_are_wrong(tmp_path: Path) -> None:
    path = tmp_path / "regole.yaml"
    call()
    path.write_text(
        "rules:\n  duration_max: tanto\n  durata: 3\n  partners:\n    min: 5\n    max: 2\n  trl:\n    clause: Art. 2\n",
        encoding="utf-8",
    )
    code, why = refused("rules", "esempio-1", "--in", str(path), "--lang", "en")
    assert (code, why) == (NO_FILE, "regole.yaml, line 8, trl.value: it is missing: write it.")
    path.write_text(path.read_text().replace("  trl:\n    clause: Art. 2\n", ""), encoding="utf-8")
    code, why = refused("rules", "esempio-1", "--in", str(path), "--lang", "en")
    assert (code, why.splitlines()) == (
        NO_FILE,
        [
            "regole.yaml, line 2, duration_max: “tanto” is no number.",
            "regole.yaml, line 3, durata: Filiera does not know the rule “durata”: correct the name.",
            "regole.yaml, line 5, partners: the most is less than the least.",
        ],
    )
    assert (rule("duration_max").value, Call.objects.get().versions.count()) == (24, 1)
    assert refused("rules", "esempio-1", "--in", str(tmp_path / "no.yaml"))[0] == NO_FILE
    assert refused("rules", "esempio-1", "--out", str(tmp_path / "no" / "no.yaml"))[0] == NO_FILE


def test_rules_that_cannot_be_written_out_are_not_taken_in_either(tmp_path: Path) -> None:
    path = tmp_path / "regole.yaml"
    call()
    path.write_text("rules: {duration_max: 36}\n", encoding="utf-8")
    nowhere = str(tmp_path / "no" / "no.yaml")
    assert refused("rules", "esempio-1", "--in", str(path), "--out", nowhere)[0] == NO_FILE
    assert (rule("duration_max").value, Call.objects.get().versions.count()) == (24, 1)


def test_changes_say_what_an_amendment_changed() -> None:
    call()
    record_call(draft=draft(rules=rules(duration_max=30)), now=NOW + timedelta(days=1))
    newest, first = shape("changes", "esempio-1")
    assert (newest["number"], newest["amendment"], first["words"]) == (2, True, [])
    assert [(one["field"], one["before"], one["after"]) for one in newest["changes"]] == [
        ("rules.duration_max", 24, 30)
    ]
    told = said("changes", "esempio-1")
    assert newest["words"][0] in told
    assert "rettifica" in told


def test_call_is_published_and_hidden_again() -> None:
    call(is_shown=False)
    assert shape("publish", "esempio-1") == {"id": "esempio-1", "visibility": "PUBLIC"}
    assert said("hide", "esempio-1", "--lang", "en") == "The office alone sees it now.\n"
    assert Call.objects.get().visibility == "OFFICE"


def test_interest_says_who_and_what_they_offer() -> None:
    made = call()
    assert shape("interest", "esempio-1") == {"total": 0, "organisations": []}
    say_interest(call=made, organisation=member("Alba"), said=Interest("Ci saremmo", "prove di stabilità"), now=NOW)
    told = shape("interest", "esempio-1")
    assert (told["total"], told["organisations"][0]["id"], told["organisations"][0]["offers"]) == (
        1,
        "alba",
        "prove di stabilità",
    )
    assert told["organisations"][0]["for_members"] is False
    assert "- Alba (alba), 2026-11" in said("interest", "esempio-1")


def test_notices_are_listed_with_their_answers_and_closed() -> None:
    made = call()
    notice = write_notice(call=made, organisation=member("Alba"), said=Notice("Cerchiamo prove", ""), now=NOW)
    reply_to_notice(notice=notice, organisation=member("Beta"), note="Le facciamo noi", now=NOW)
    (told,) = shape("wanted")
    assert (told["id"], told["closed_on"], told["organisation"]) == (notice.pk, None, "alba")
    assert [(one["organisation"], one["note"], one["state"]) for one in told["replies"]] == [
        ("beta", "Le facciamo noi", "OPEN")
    ]
    assert "Le facciamo noi" in said("wanted", "esempio-1")
    assert shape("close-notice", str(notice.pk))[0]["closed_on"] == NOW.date().isoformat()
    assert PartnerWanted.objects.get().closed_at == NOW
    assert (shape("wanted"), shape("wanted", "esempio-1"), len(shape("wanted", "esempio-1", "--all"))) == ([], [], 1)
    assert "chiuso il" in said("wanted", "--all")


@pytest.mark.parametrize("verb", ["rules", "changes", "publish", "hide", "interest", "wanted"])
def test_call_that_is_not_there_ends_with_its_code(verb: str) -> None:
    assert refused(verb, "boh") == (NO_FILE, "Non c’è un bando «boh».")


@pytest.mark.parametrize("number", ["7", "0"])
def test_notice_that_is_not_there_ends_with_its_code(number: str) -> None:
    assert refused("close-notice", number, "--lang", "en") == (
        NO_FILE,
        f"There is no notice {number}: “wanted” says which there are.",
    )
