"""What the command prints for people: names and passages as they are, whatever brackets they hold."""

from __future__ import annotations

from datetime import date

import pytest

from filiera.competence.management.commands.ask import Command
from filiera.competence.queries.answer_types import Answer, AnswerLine
from filiera.competence.queries.directory import Entry


def test_brackets_are_printed_and_not_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    alba = {"id": 1, "code": "alba", "name": "Alba [/x]", "url": "/", "kind": "COMPANY", "kind_label": "company"}
    place = {"stage": "", "town": "", "province": "", "country": "IT", "is_example": False, "is_member": False}
    entry = Entry(**alba, **place, summary="", claims=0, waits=False, today=date(2026, 1, 1), row=None, key="k")  # type: ignore[arg-type]
    line = AnswerLine(1, 0.5, entry, "Because [/y] [bold]", (), ())
    Command().tell(Answer("q", "it", (), (line,), (), False, "words", 1.0, 1))
    assert capsys.readouterr().out == "1. Alba [/x]  0,50\n   Because [/y] [bold]\n"
