"""Names of the register in a question: whole ones and parts, never a word of the field, a common noun or a place."""

from __future__ import annotations

import pytest

from filiera.competence.question_known import KnownNames, asks_nothing_else
from filiera.competence.question_refusals import refused_spans, things_refused, with_names

FIELD = frozenset(["cosmetics", "cosmetici", "rossetti", "lotto", "piccolo", "laboratorio", "prove", "di", "e"])
PLACES = frozenset({"milano", "alba", "crema", "Milano", "Crema"})
KNOWN = KnownNames(
    [
        ("ancorotti cosmetics", "ancorotti"),
        ("ancorotti cosmetics spa", "ancorotti"),
        ("intercos s p a", "intercos"),
        ("alba cosmetici", "alba"),
        ("omnicos group", "omnicos"),
        ("gruppo regi omnicos", "regi"),
        ("lotto piccolo", "lotto"),
        ("kiko milano", "kiko"),
        ("officina dei sensi", "officina"),
        ("coster tecnologie speciali s p a", "coster"),
        ("coster", "coster"),
        ("csi", "csi"),
    ],
    is_ordinary=FIELD.__contains__,
)


def named(text: str, *, is_refused: bool = False) -> dict[str, tuple[str, ...]]:
    found = KNOWN.said(text, is_refused=is_refused, is_place=PLACES.__contains__)
    return {text[one.start : one.end]: one.codes for one in found}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("rossetti come Intercos", {"Intercos": ("intercos",)}),
        ("chi è coster s.p.a.?", {"coster s.p.a": ("coster",)}),
        ("come ancorotti e Alba Cosmetici", {"ancorotti": ("ancorotti",), "Alba Cosmetici": ("alba",)}),
        ("Lotto Piccolo", {"Lotto Piccolo": ("lotto",)}),
        ("un lotto piccolo di rossetti", {}),
        ("rossetti a Milano e ad Alba", {}),
        ("un'officina, i sensi", {}),
        ("cosmetics, cosmetici", {}),
        ("CSI", {}),
        ("", {}),
    ],
)
def test_name_is_met_and_a_word_is_not(text: str, found: dict[str, tuple[str, ...]]) -> None:
    assert named(text) == found


def test_part_that_several_have_is_given_with_all_where_it_is_refused() -> None:
    assert named("tranne Omnicos", is_refused=True) == {"Omnicos": ("omnicos", "regi")}
    assert named("tranne Officina e CSI", is_refused=True) == {"Officina": ("officina",), "CSI": ("csi",)}
    assert named("tranne Milano e officina", is_refused=True) == {}


@pytest.mark.parametrize("text", ["CSI", "chi è CSI?", "what does CSI do?", "l'azienda CSI srl"])
def test_short_name_is_met_alone(text: str) -> None:
    said = KNOWN.alone(text)
    assert said is not None
    assert said.codes == ("csi",)


@pytest.mark.parametrize("text", ["lotto piccolo", "CSI fa rossetti", "chi è", ""])
def test_what_says_more_is_no_name_alone(text: str) -> None:
    assert KNOWN.alone(text) is None


def test_words_of_asking_ask_nothing() -> None:
    assert asks_nothing_else("che cosa fa Lumson?", [(12, 18)])
    assert asks_nothing_else("tell me about Lumson spa", [(14, 20)])
    assert not asks_nothing_else("flaconi di Lumson", [(11, 17)])


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("rossetti senza Ancorotti Cosmetics per donna", ["senza Ancorotti Cosmetics"]),
        ("lipstick without the Ancorotti Cosmetics", ["without the Ancorotti Cosmetics"]),
        ("rossetti, non Intercos", ["non Intercos"]),
        ("lipstick, not Intercos or Ancorotti", ["not Intercos or Ancorotti"]),
        ("rossetti ma non a Milano e senza Ancorotti", ["ma non a Milano e senza Ancorotti"]),
        ("tranne Ancorotti, Intercos e Crema, rossetti", ["tranne Ancorotti, Intercos e Crema"]),
        ("except Pippo, Ancorotti and Intercos", ["except Pippo, Ancorotti and Intercos"]),
        ("tubi tranne Intercos, Flaconi di vetro", ["tranne Intercos"]),
        ("non a Milano, flaconi a Crema", ["non a Milano"]),
        ("crema senza conservanti", []),
        ("senza lotto piccolo", []),
    ],
)
def test_refusal_of_a_name_is_heard_to_the_end_of_its_row(text: str, refused: list[str]) -> None:
    names = KNOWN.said(text, is_refused=True, is_place=PLACES.__contains__)
    spans = with_names(text, refused_spans(text), [(one.start, one.end) for one in names], PLACES.__contains__)
    assert [text[start:end].strip() for start, end in spans] == refused


def test_things_of_a_clause_stand_without_the_words_that_refuse() -> None:
    assert things_refused("ma non Pippo, a Milano e senza Pluto") == ["Pippo", "Milano", "Pluto"]
