"""The statutes that come with the platform, and what each asks for."""

from __future__ import annotations

from datetime import date

import pytest

from filiera.governance.files import SHIPPED, shipped_statute
from filiera.governance.logic.charter import Charter
from filiera.governance.logic.statute import ItemKind


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_statute_rules_every_kind_of_item(path: object) -> None:
    charter = shipped_statute(getattr(path, "stem", ""))
    decided = set(ItemKind) - {ItemKind.ELECTION, ItemKind.PETITION}

    assert set(charter.quorum) == decided
    assert set(charter.majority) == decided
    assert all(rule.article for rule in charter.quorum.values())
    assert all(rule.article for rule in (*charter.notice.values(), *charter.bodies.values(), charter.fees))


def test_the_statute_with_classes_gives_the_seats_of_the_board() -> None:
    charter = shipped_statute("with-classes")
    seats = {code: rule.board_seats for code, rule in charter.classes.items()}

    assert seats == {"founder": 4, "large": 2, "sme": 2, "research": 1, "associate": 1}
    assert [code for code, rule in charter.classes.items() if not rule.votes_on(ItemKind.BOARD)] == ["associate"]
    assert [code for code, rule in charter.classes.items() if not rule.vote] == ["associate"]
    assert charter.cooption_limit("board", 10) == 5


def test_a_statute_comes_back_from_its_own_data() -> None:
    charter = shipped_statute("with-classes")

    assert Charter.model_validate(charter.model_dump(mode="json")) == charter
    assert charter.fees.due_on.in_year(2027) == date(2027, 1, 31)
    assert charter.class_name("sme", "en") == "small or medium company"
