"""What the tests of the association share."""

from __future__ import annotations

import pytest

from filiera.governance.enums import BodyKind
from filiera.governance.models import Body


@pytest.fixture
def assembly_body() -> Body:
    """Give the assembly."""
    return Body.objects.get_or_create(
        code="assembly", defaults={"kind": BodyKind.ASSEMBLY, "name_it": "Assemblea", "name_en": "Assembly"}
    )[0]


@pytest.fixture
def board_body() -> Body:
    """Give the board."""
    return Body.objects.get_or_create(
        code="board", defaults={"kind": BodyKind.BOARD, "name_it": "Consiglio Direttivo", "name_en": "Board"}
    )[0]
