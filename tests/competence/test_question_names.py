"""Misspelt names of organisations in a question."""

from __future__ import annotations

import pytest

from filiera.competence.question_names import NearNames

NAMES = NearNames(
    [
        ("ancorotti cosmetics", "ancorotti"),
        ("intercos", "intercos"),
        ("intercos s p a", "intercos"),
        ("alba cosmetici", "alba"),
        ("fondazione its nuove tecnologie della vita", "its"),
        ("sinerga", "sinerga"),
        ("etichette arnetta", "arnetta"),
    ]
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("che cosa fa Ancorroti?", {"Ancorroti": "ancorotti"}),
        ("rossetti come Intercoss e Ancorroti", {"Intercoss": "intercos", "Ancorroti": "ancorotti"}),
        ("rossetti come intercoss", {"intercoss": "intercos"}),
        ("lavoriamo con Alba Cosmtici", {"Alba Cosmtici": "alba"}),
        ("Intercos e Ancorotti Cosmetics", {}),
        ("etichetta e tecnologia per la vita", {}),
        ("serge, inter, alb", {}),
        ("", {}),
    ],
)
def test_slip_is_met_and_a_word_is_not(text: str, meant: dict[str, str]) -> None:
    assert NAMES.meant(text, lambda _word: False) == meant


def test_ordinary_word_is_no_slip() -> None:
    assert NAMES.meant("cerchiamo una sinergia", lambda _word: False) == {"sinergia": "sinerga"}
    assert NAMES.meant("cerchiamo una sinergia", lambda word: word == "sinergia") == {}
