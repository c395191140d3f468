"""The books: numbers without gaps, a chain that stands."""

from __future__ import annotations

import pytest

from filiera.governance.enums import BookKind
from filiera.governance.logic.chain import ChainedAct, broken_at
from filiera.governance.models import BookEntry
from filiera.governance.operations.books import Act, file_act
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


def test_acts_are_numbered_and_chained_book_by_book() -> None:
    for kind, title in [("ASSEMBLY", "Primo"), ("BOARD", "Primo del Consiglio"), ("ASSEMBLY", "Secondo")]:
        file_act(kind=kind, act=Act(title, TODAY, {"title": title}), now=NOW)
    acts = BookEntry.objects.filter(book__kind=BookKind.ASSEMBLY).order_by("number")

    assert [(act.number, act.title) for act in acts] == [(1, "Primo"), (2, "Secondo")]
    assert broken_at(ChainedAct(act.number, act.content, act.digest, act.chain) for act in acts) is None
