"""Words of governance that a reader stumbled over."""

from __future__ import annotations

import pytest
from django.utils import translation

from factories.association import resolution
from filiera.governance.enums import BodyKind
from filiera.governance.operations.agenda import kinds_of
from filiera.governance.wording_meetings import kind_words, resolution_words


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


@pytest.mark.django_db
def test_a_resolution_is_named_with_its_body() -> None:
    said = []
    for kind in (BodyKind.ASSEMBLY, BodyKind.BOARD):
        row = resolution(kind=kind)
        for language in ("it", "en"):
            with translation.override(language):
                said.append(resolution_words(row).split("/", 1)[1][5:])

    assert said == [
        "dell'Assemblea",
        "of the Assembly",
        "del Consiglio Direttivo",
        "of the Board",
    ]
