"""The places that a question may name."""

from __future__ import annotations

import pytest

from filiera.competence.question_places import (
    PlaceSaid,
    abroad_said,
    following_place,
    is_market,
    place_avoided,
    places_said,
    territories_said,
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
    ("text", "said"),
    [
        ("tubi nel cremasco", [("cremasco", 5, 17)]),
        ("astucci dell'Oltrepò", [("Oltrepò", 8, 20)]),
        ("una crema nella cremascheria", []),
        ("", []),
    ],
)
def test_part_of_the_region_is_read_in_small_letters(text: str, said: list[tuple[str, int, int]]) -> None:
    assert territories_said(text, ["Cremasco", "Oltrepò"]) == [PlaceSaid(*one) for one in said]


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


@pytest.mark.parametrize(
    ("text", "name", "km", "is_joined"),
    [
        ("tubi a Cremona o a Lodi", "Lodi", None, True),
        ("tra Milano e Bergamo", "Bergamo", None, True),
        ("between Milan and Bergamo", "Bergamo", None, True),
        ("entro 20 km da Crema o da Lodi", "Lodi", 20, True),
        ("a Milano, Bergamo e Brescia", "Bergamo", None, False),
        ("non a Milano né a Lodi", "Lodi", None, True),
    ],
)
def test_row_of_places_goes_on(text: str, name: str, km: int | None, is_joined: bool) -> None:
    following = following_place(text, min(places_said(text), key=lambda one: (one.start, one.end)))
    assert following is not None
    assert ((following.readings[0].name, following.readings[0].km), following.is_joined) == ((name, km), is_joined)


@pytest.mark.parametrize("text", ["tubi a Cremona", "tubi a Cremona e poi riempirli", "tubi a Cremona. Lodi"])
def test_row_of_places_ends(text: str) -> None:
    assert following_place(text, places_said(text)[0]) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("fornitori in veneto", ["veneto"]),
        ("fornitori dal Veneto", ["Veneto"]),
        ("suppliers from Veneto", ["Veneto"]),
        ("nelle Marche", ["Marche"]),
        ("nelle marche di lusso", []),
        ("fornitori veneto", []),
    ],
)
def test_territory_follows_a_word_that_says_where(text: str, names: list[str]) -> None:
    assert [one.name for one in territories_said(text, ["veneto", "marche"])] == names


@pytest.mark.parametrize("text", ["tubi all'estero", "tubi all’estero", "tubes from abroad", "tubes overseas"])
def test_any_other_country_is_heard(text: str) -> None:
    assert [one.is_abroad for one in abroad_said(text)] == [True]


@pytest.mark.parametrize(
    ("text", "where", "is_one"),
    [
        ("esportare in Cina", "in Cina", True),
        ("registrazione di un profumo in Cina", "in Cina", True),
        ("we sell creams in China", "in China", True),
        ("packaging made in Italy", "in Italy", True),
        ("chi vende flaconi in Francia", "in Francia", False),
        ("tubi in Francia", "in Francia", False),
    ],
)
def test_where_a_thing_is_sold_is_a_market(text: str, where: str, is_one: bool) -> None:
    assert is_market(text, text.index(where)) is is_one


@pytest.mark.parametrize(
    ("refused", "name"),
    [
        ("che non sia di Milano", "Milano"),
        ("chi non è di Milano", "Milano"),
        ("outside Lombardy", "Lombardy"),
        ("fuori dalla Lombardia", "Lombardia"),
        ("who is not in Milan", "Milan"),
        ("not abroad", "abroad"),
        ("non all'estero", "abroad"),
    ],
)
def test_territory_is_read_in_a_refusing_clause(refused: str, name: str) -> None:
    assert place_avoided(refused)[0].name == name
