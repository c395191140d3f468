"""The page that says who sees what says what the rule says."""

from __future__ import annotations

from pathlib import Path

import pytest

from filiera.common.visibility import Audience, Role, Visibility

PAGE = Path(__file__).resolve().parents[2] / "docs" / "visibility.md"
OWNER, CIRCLE = 1, 7
COLUMNS = {
    "visitor": Audience(),
    "member": Audience(Role.MEMBER),
    "enrolled": Audience(circle_ids=frozenset({CIRCLE})),
    "named organisation": Audience(circle_ids=frozenset({CIRCLE})),
    "signer": Audience(signed_ids=frozenset({CIRCLE})),
    "owner's people": Audience(organisation_ids=frozenset({OWNER})),
    "board": Audience(on_board=True),
    "office": Audience(Role.OFFICE),
}
ONLY_AT = {"enrolled": "BILATERAL", "named organisation": "TABLE"}
"""Columns whose circle is of the other kind at this level."""


def table() -> dict[str, dict[str, str]]:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    cells = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: dict(zip(cells[0][1:], row[1:], strict=True)) for row in cells[2:]}


def test_table_has_every_level_and_column() -> None:
    assert list(table()) == [level.value for level in Visibility]
    assert all(list(row) == list(COLUMNS) for row in table().values())


@pytest.mark.parametrize("level", Visibility)
@pytest.mark.parametrize("who", COLUMNS)
def test_table_says_what_the_rule_says(level: Visibility, who: str) -> None:
    audience = COLUMNS[who]
    circle = None if ONLY_AT.get(who) == level else CIRCLE
    sees = audience.may_see(level, [OWNER], circle)
    said = "no" if not sees else "logged" if audience.is_logged(level, [OWNER]) else "yes"
    assert table()[level][who] == said
