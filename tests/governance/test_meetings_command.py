"""`filiera meetings check`: a file in, a judgement out, and what cannot be judged with its field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from factories.meetings import ids, meeting, votes
from filiera.governance.management.commands.meetings import Command


def checked(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    """Run the command as the shell does; give its code, output and errors."""
    code: Any = 0
    try:
        Command().run_from_argv(["filiera", "meetings", "check", str(path), *options])
    except SystemExit as ended:
        code = ended.code
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture(autouse=True)
def _keep_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)


def test_a_meeting_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "meeting.json"
    path.write_text(json.dumps(meeting(10, attendance=ids(1, 6), votes=votes(4, 1, 1))), encoding="utf-8")
    code, out, _err = checked(path, capsys, "--json")
    answer = json.loads(out)

    assert code == 0
    assert (answer["quorum"], answer["majority"], answer["result"]) == (True, True, "adopted")
    assert answer["article"] == "art. 21 c. 1 c.c."
    assert answer["figures"]["base"] == 10
    assert answer["explanation"] == {
        "it": "C'è il numero legale: 6 su 10, 6 di persona e 0 per delega; in prima convocazione deve esserci almeno la metà, "
        "cioè 5 (art. 21 c. 1 c.c.). Voti: 4 favorevoli, 1 contrario, 1 astenuto. Serve più della metà dei voti espressi: "
        "3 su 5 (art. 21 c. 1 c.c.). La proposta è approvata.",
        "en": "There is a quorum: 6 of 10, 6 in person and 0 by proxy; in first call at least half must be there, that is 5 "
        "(art. 21(1) of the Civil Code). Votes: 4 for, 1 against, 1 abstained. More than half of the votes cast is needed: "
        "3 of 5 (art. 21(1) of the Civil Code). The proposal is adopted.",
    }


def test_yaml_and_the_name_of_a_statute_do_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "meeting.yaml"
    path.write_text(yaml.safe_dump(meeting(10, attendance=ids(1, 2)) | {"statute": "codice-civile"}), encoding="utf-8")
    code, out, _err = checked(path, capsys)

    assert code == 0
    assert out.startswith("Manca il numero legale: 2 su 10")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{\n  oops", "meeting.json» non è JSON: riga 2"),
        ("[]", "il file: qui serve un oggetto"),
        (json.dumps(meeting() | {"call": 5}), "call «5»: scrivi uno fra 1, 2."),
        ("  ", "meeting.json» è vuoto"),
        ('{"call": ' + "9" * 5000 + "}", "meeting.json» contiene un numero o una data che non esiste"),
        ('{"president": "\\ud800"}', "meeting.json» contiene mezzo carattere"),
        (json.dumps(meeting() | {"statute": "nessuno"}), "Scrivi uno fra codice-civile, with-classes"),
        (json.dumps(meeting() | {"votes": {"m01": True}}), "votes.m01 «true»: scrivi uno fra for, against, abstain."),
        (
            json.dumps(meeting(item={"type": "election", "seats": 0})),
            "item.seats «0»: il numero è troppo piccolo: almeno 1.",
        ),
        (json.dumps(meeting() | {"times": {}}), "times.record_date: senza data di riferimento"),
    ],
)
def test_what_cannot_be_judged_ends_with_two(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "meeting.json"
    path.write_text(text, encoding="utf-8")
    code, _out, err = checked(path, capsys)

    assert code == 2
    assert said in err


def test_an_error_is_json_where_json_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = checked(tmp_path / "nothing.json", capsys, "--json", "--lang", "en")

    assert code == 2
    assert json.loads(out)["error"].startswith("There is no file")
