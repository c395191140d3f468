"""Commands as a shell runs them: help, refusals and messages in the language asked for, errors as JSON where asked."""

from __future__ import annotations

import argparse
import ast
import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands, load_command_class
from django.db import OperationalError
from django.utils.translation import override

from filiera import cli
from filiera.common.argument_words import argparse_in_our_words, argparse_words
from filiera.common.terminal import OwnCommand, language_asked

FOR_PROGRAMMERS = (
    "is an invalid argument",
    "must be optional",
    "not defined",
    "callable",
    "merge actions",
    "option string",
    "dest= is",
    "conflict",
    "multiple subparser",
    "with mode",
    "can't open",
    "error: ",
    "is deprecated",
)
"""What argparse says to whoever writes a parser wrongly, or where no command of ours can make it speak."""

OWN = sorted(name for name, app in get_commands().items() if str(app).startswith("filiera."))
CODES = re.compile(r"[A-Z_]+((, | \| )[A-Z_]+)*")
"""Codes, which are the same in both languages."""

SAME_WORD = {"cordis, openalex, ror, sheet"}


def run(name: str, *words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        load_command_class(get_commands()[name], name).run_from_argv(["filiera", name, *words])
    return int(str(ended.value.code))


def argparse_says() -> Iterator[str]:
    for node in ast.walk(ast.parse(inspect.getsource(argparse))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_":
            first = node.args[0]
            if isinstance(first, ast.Constant):
                yield str(first.value)


def test_every_sentence_of_argparse_that_people_meet_has_our_words() -> None:
    said = {one for one in argparse_says() if not any(part in one for part in FOR_PROGRAMMERS)}
    assert sorted(said - set(argparse_words())) == []


def test_argparse_has_its_own_words_back_afterwards() -> None:
    before = vars(argparse)["_"]
    with argparse_in_our_words():
        assert vars(argparse)["_"] is not before
    assert vars(argparse)["_"] is before


@pytest.mark.parametrize("name", OWN)
def test_help_of_a_command_is_in_the_language_asked(name: str) -> None:
    command = load_command_class(get_commands()[name], name)
    assert isinstance(command, OwnCommand)
    helps = {}
    for lang in ("en", "it"):
        with override(lang):
            parser = command.create_parser("filiera", name)
        helps[lang] = list(_helps(parser))
    same = [one for one, other in zip(helps["en"], helps["it"], strict=True) if one == other]
    assert [one for one in same if one not in SAME_WORD and not CODES.fullmatch(one)] == []


def _helps(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield parser.description or ""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from (one.help or "" for one in action._choices_actions)
            for inner in action.choices.values():
                yield from list(_helps(inner))[1:]
        elif action.help != argparse.SUPPRESS:
            yield action.help or f"{action.dest} has no help"


REFUSED = [
    (
        ("token",),
        "Manca qualcosa: EMAIL. «filiera token --help» dice che cosa si può scrivere.",
        "Something is missing: EMAIL. “filiera token --help” says what can be written.",
    ),
    (
        ("unknown", "same"),
        "Manca qualcosa: CHIAVE, SOGGETTO. «filiera unknown same --help» dice che cosa si può scrivere.",
        "Something is missing: KEY, ORGANISATION. “filiera unknown same --help” says what can be written.",
    ),
    (
        ("unknown", "list", "--top", "ten"),
        "--top: «ten» non è un numero intero. «filiera unknown list --help» dice che cosa si può scrivere.",
        "--top: “ten” is not a whole number. “filiera unknown list --help” says what can be written.",
    ),
    (
        ("consortia", "task", "done", "team", "x"),
        "N: «x» non è un numero intero. «filiera consortia task done --help» dice che cosa si può scrivere.",
        "N: “x” is not a whole number. “filiera consortia task done --help” says what can be written.",
    ),
    (
        ("audit", "list", "--since", "ieri"),
        "--since: «ieri» non è un giorno: scrivi 2027-04-15. «filiera audit list --help» dice che cosa si può scrivere.",
        "--since: “ieri” is no day: write 2027-04-15. “filiera audit list --help” says what can be written.",
    ),
    (
        ("consortia", "outcome", "FUNDED", "team", "--on", "2026-11-25", "--points", "-1"),
        "--points: «-1» non è un numero di punti: da 0 a 99999.99, con due decimali al più. "
        "«filiera consortia outcome --help» dice che cosa si può scrivere.",
        "--points: “-1” is no number of points: from 0 to 99999.99, with two decimals at most. "
        "“filiera consortia outcome --help” says what can be written.",
    ),
    (
        ("projects", "list", "--year", "0"),
        "--year: «0» non è un anno: scrivi 2027. «filiera projects list --help» dice che cosa si può scrivere.",
        "--year: “0” is no year: write 2027. “filiera projects list --help” says what can be written.",
    ),
    (
        ("map", "--now"),
        "Il comando non conosce: --now. «filiera map --help» dice che cosa si può scrivere.",
        "This command does not know: --now. “filiera map --help” says what can be written.",
    ),
    (
        ("examples", "keep"),
        "remove: «keep» non è fra le scelte; scrivi una di queste: 'remove'. "
        "«filiera examples --help» dice che cosa si può scrivere.",
        "remove: “keep” is not a choice; write one of 'remove'. “filiera examples --help” says what can be written.",
    ),
    (
        ("sheet", "a.csv", "--take"),
        "--take: manca il valore, subito dopo. «filiera sheet --help» dice che cosa si può scrivere.",
        "--take: a value is missing after it. “filiera sheet --help” says what can be written.",
    ),
]


@pytest.mark.parametrize(("words", "italian", "english"), REFUSED)
def test_wrong_arguments_are_refused_in_the_language_asked(
    words: tuple[str, ...], italian: str, english: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == 2
    assert capsys.readouterr().err.splitlines()[-1] == italian
    assert run(*words, "--lang=en") == 2
    said = capsys.readouterr().err.splitlines()
    assert (said[0].startswith("Usage: filiera"), said[-1]) == (True, english)


def test_wrong_arguments_are_json_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("audit", "verify", "--json", "--all", "--lang", "en") == 2
    out, err = capsys.readouterr()
    assert (json.loads(out), err) == (
        {"error": "This command does not know: --all. “filiera audit verify --help” says what can be written."},
        "",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("it", "Nessuna utenza aperta ha l’indirizzo x@example.org: «filiera account list» dice chi ne ha una."),
        ("en", "No open account has the address x@example.org: “filiera account list” tells who has one."),
    ],
)
def test_error_of_a_command_is_said_alone_and_as_json_where_asked(
    lang: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    assert run("token", "x@example.org", "--lang", lang) == 1
    assert capsys.readouterr().err == f"{said}\n"
    assert run("token", "x@example.org", "--lang", lang, "--json") == 1
    assert json.loads(capsys.readouterr().out) == {"error": said}


@pytest.mark.parametrize(
    ("words", "lang"),
    [
        ((), "it"),
        (("--lang", "en"), "en"),
        (("--lang=en", "--json"), "en"),
        (("--lang",), "it"),
        (("--lang=fr",), "it"),
    ],
)
def test_language_is_read_before_the_arguments_are(words: tuple[str, ...], lang: str) -> None:
    assert language_asked(words) == lang


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tokn"], "Il comando «tokn» non c’è. Volevi dire «token»? «filiera help» li elenca tutti.\n"),
        (["xyz", "--lang", "en"], "There is no command “xyz”. “filiera help” lists them all.\n"),
    ],
)
def test_unknown_command_is_said_with_the_one_meant(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli._run(words)
    assert capsys.readouterr().err == said


def test_list_of_commands_is_in_the_language_asked(capsys: pytest.CaptureFixture[str]) -> None:
    cli._run([])
    italian = capsys.readouterr().out
    cli._run(["help", "--lang", "en"])
    english = capsys.readouterr().out
    assert "  audit          Verifica il registro degli atti" in italian
    assert "  audit          Verify the audit trail" in english
    assert [one for one in italian.splitlines() if one in english.splitlines() and one] == []


def test_a_database_that_was_never_made_is_said_in_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unmade(*_args: Any, **_options: Any) -> None:
        raise OperationalError("no such table: funding_call")

    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    command = load_command_class(get_commands()["consortium"], "consortium")
    monkeypatch.setattr(type(command), "handle", unmade)
    assert run("consortium", "EX01", "--json", "--lang", "en") == 1
    assert json.loads(capsys.readouterr().out)["error"].startswith("The database has not been made yet")


@pytest.mark.django_db
@pytest.mark.parametrize("words", [("consortia", "show"), ("calls", "show"), ("consortium",)])
def test_letters_that_are_not_in_utf8_are_refused(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    assert run(*words, "perch\udce9", "--json", "--lang", "en") == 2
    assert json.loads(capsys.readouterr().out)["error"].startswith("What is written has letters that are not in UTF-8")


def test_faults_of_a_file_are_told_one_by_one_to_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    call, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    call.write_text("id: A\nrules: {}\n", encoding="utf-8")
    other.write_text("project:\n  cost_eur: -5\n", encoding="utf-8")
    assert run("calls", "check", str(call), str(other), "--json", "--lang", "en") == 2
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert err == f"{told['error']}\n"
    assert told["error"] == "b.yaml, line 2, project.cost_eur: “-5” is less than nothing."
    what = "“-5” is less than nothing"
    assert told["faults"] == [{"file": "b.yaml", "line": 2, "field": "project.cost_eur", "what": what}]
