"""What a question says besides what it asks for."""

from __future__ import annotations

import pytest

from filiera.competence.question import (
    PlaceSaid,
    areas_said,
    is_about_quantity,
    is_inside,
    named_in,
    place_avoided,
    places_said,
    refused_spans,
    without,
)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("astucci entro 20 km da bergamo", ("bergamo", 8, 30, 20)),
        ("tubes within 30 km of Lodi", ("Lodi", 6, 26, 30)),
        ("chi è in provincia di Monza", ("Monza", 6, 27, None, True)),
        ("tubes in the province of Lodi", ("Lodi", 6, 29, None, True)),
        ("challenge test a Cremona", ("Cremona", 15, 24)),
        ("chi riempie tubi vicino a lodi", ("lodi", 17, 30)),
        ("airless in Sesto San Giovanni, lotti piccoli", ("Sesto San Giovanni", 8, 29)),
        ("fill creams near Milan", ("Milan", 12, 22)),
        ("chi fa astucci in Brianza?", ("Brianza", 15, 25)),
        ("tubi nel Cremasco", ("Cremasco", 5, 17)),
        ("tubi nell'Oltrepò", ("Oltrepò", 5, 17)),
        ("tubes in the Brianza area", ("Brianza", 6, 20)),
    ],
)
def test_place_is_read_after_a_word_that_says_where(text: str, first: tuple[str, int, int]) -> None:
    assert places_said(text)[0] == PlaceSaid(*first)


@pytest.mark.parametrize("text", ["riempire a caldo una crema", "stampa a caldo", "resa a lotti di 2.000 pezzi", ""])
def test_what_is_no_place_is_not_read_as_one(text: str) -> None:
    assert places_said(text) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("non voglio siliconi", ""),
        ("crema idratante, non vogliamo siliconi, in tubo", "crema idratante, , in tubo"),
        ("a cream, we do not want silicones", "a cream,"),
        ("una crema senza conservanti", "una crema senza conservanti"),
        ("flaconi di vetro, no plastica", "flaconi di vetro,"),
        ("tubi, ma non in provincia di cremona", "tubi,"),
        ("glass bottles but not from Turin", "glass bottles"),
        ("rossetto, no transfer", "rossetto, no transfer"),
        ("creme ma non Alba Cosmetici", "creme"),
        ("prove di efficacia tranne Centro Pelle", "prove di efficacia"),
        ("everything except lipstick", "everything"),
        ("non so chi faccia tubi", "non so chi faccia tubi"),
    ],
)
def test_what_is_not_wanted_is_taken_out(text: str, left: str) -> None:
    assert without(text, refused_spans(text)) == left


def test_inside_is_the_whole_of_it() -> None:
    assert is_inside(3, 5, [(0, 6)])
    assert not is_inside(3, 8, [(0, 6)])


def test_names_are_whole_words_the_longest_first() -> None:
    names = {"alba": 1, "alba cosmetici": 2, "ics": 3, "lumson": 4}
    assert named_in("Che cosa fa Alba Cosmetici con LUMSON?", names) == [2, 4]
    assert named_in("albatros, ics", names) == []


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("riempire una crema, lotti da 2.000 pezzi", True),
        ("chi ha un ordine minimo basso?", True),
        ("who fills runs of 500 tubes, low MOQ", True),
        ("challenge test secondo ISO 11930", False),
        ("un laboratorio che lottizza", False),
        ("a course for formulators", False),
    ],
)
def test_quantity_is_heard_where_it_is_said(text: str, is_said: bool) -> None:
    assert is_about_quantity(text) is is_said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tubi nel cremasco", [("cremasco", 5, 17)]),
        ("astucci dell'Oltrepò", [("Oltrepò", 8, 20)]),
        ("una crema nella cremascheria", []),
        ("", []),
    ],
)
def test_part_of_the_region_is_read_in_small_letters(text: str, said: list[tuple[str, int, int]]) -> None:
    assert areas_said(text, ["Cremasco", "Oltrepò"]) == [PlaceSaid(*one) for one in said]


@pytest.mark.parametrize(
    ("refused", "names"),
    [
        ("non a Milano", [("Milano", False)]),
        ("ma non in provincia di cremona", [("cremona", True)]),
        ("tranne Lodi", [("Lodi", False)]),
        ("not from Sesto San", [("Sesto San", False), ("Sesto", False)]),
    ],
)
def test_place_is_read_in_a_refusing_clause(refused: str, names: list[tuple[str, bool]]) -> None:
    assert [(one.name, one.is_province) for one in place_avoided(refused)] == names
