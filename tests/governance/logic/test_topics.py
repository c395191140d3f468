"""What an agenda may not hold: forbidden topics by their words, and titles that let anything come up."""

from __future__ import annotations

import pytest

from filiera.governance.logic.topics import STEMS, FoundTopic, found_topics, is_open_ended


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Aumento dei prezzi di listino", [("PRICES", "prezzi")]),
        ("Current prices and margins", [("PRICES", "prices"), ("MARGINS", "margins")]),
        ("I costi di produzione", [("COSTS", "costi")]),
        ("Saturazione e capacità degli impianti", [("CAPACITY", "Saturazione")]),
        ("Clienti comuni", [("CUSTOMERS", "Clienti")]),
        ("Salari e stipendi", [("WAGES", "Salari")]),
        ("La gara della Regione", [("BIDS", "gara")]),
        ("Boicottaggio del fornitore", [("BOYCOTTS", "Boicottaggio")]),
        ("Volumi dell'anno", [("VOLUMES", "Volumi")]),
        ("Costituzione del gruppo; parere del Garante; un accostamento", []),
        ("Piano di attività 2027", []),
        ("", []),
    ],
)
def test_topics_are_found_by_whole_words(text: str, found: list[tuple[str, str]]) -> None:
    assert found_topics(text) == tuple(FoundTopic(*one) for one in found)


def test_every_forbidden_topic_has_its_words() -> None:
    from filiera.governance.enums import ForbiddenTopic

    assert sorted(STEMS) == sorted(ForbiddenTopic.values)


@pytest.mark.parametrize(
    ("title", "is_open"),
    [
        ("Varie ed eventuali", True),
        ("Varie e eventuali.", True),
        ("Eventuali e varie", True),
        ("varie", True),
        ("Altro", True),
        ("Any other business", True),
        ("AOB", True),
        ("A.O.B.", True),
        ("Comunicazioni del presidente", False),
        ("Altro contributo alla Regione", False),
        ("Piante varie del territorio", False),
    ],
)
def test_titles_that_let_anything_come_up(title: str, is_open: bool) -> None:
    assert is_open_ended(title) is is_open
