"""Words of governance that a reader stumbled over."""

from __future__ import annotations

from django.utils import translation

from filiera.governance.operations.agenda import kinds_of
from filiera.governance.wording_meetings import kind_words


def test_the_kinds_of_an_item_in_italian() -> None:
    with translation.override("it"):
        said = [kind_words(kind) for kind in kinds_of("ASSEMBLY")]

    assert said == [
        "ordinario",
        "bilancio",
        "elezione",
        "responsabilità degli amministratori",
        "modifica dello statuto",
        "scioglimento e devoluzione del patrimonio",
    ]
