"""The evidence of an answer: what of it is worth quoting."""

from __future__ import annotations

import pytest

from filiera.competence.queries.answer_proofs import Proof


@pytest.mark.parametrize(
    ("title", "passage", "quoted"),
    [
        ("Linea airless", "Linea airless", ""),
        ("Linea airless", "linea AIRLESS.", ""),
        ("Linea airless, 2024", "Linea airless", ""),
        ("Linea airless", "Linea airless da 2.000 pezzi.", "Linea airless da 2.000 pezzi."),
        ("Airless", "air", "air"),
    ],
)
def test_passage_that_is_the_title_again_is_not_quoted(title: str, passage: str, quoted: str) -> None:
    proof = Proof(1, "u", title, "PRODUCT", None, "day", "Fonte", "", passage, "it", independent=True)
    assert proof.quoted == quoted
