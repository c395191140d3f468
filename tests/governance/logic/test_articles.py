"""Articles of the statute and of the law in English, as their files write them in Italian."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from filiera.governance.logic.articles import in_english
from filiera.governance.wording_articles import cited, in_brackets


@pytest.mark.parametrize(
    ("italian", "english"),
    [
        ("", ""),
        ("art. 12 c. 1 dello statuto", "art. 12(1) of the statute"),
        ("art. 14 dello statuto", "art. 14 of the statute"),
        ("art. 24 c. 2 c.c.", "art. 24(2) of the Civil Code"),
        ("art. 23 c.c.", "art. 23 of the Civil Code"),
        ("artt. 20 e 21 c.c.", "arts. 20 and 21 of the Civil Code"),
        ("art. 2409-bis c. 1 c.c.", "art. 2409-bis(1) of the Civil Code"),
        ("statuto (organo amministrativo)", "the statute (board)"),
        (
            "statuto (avviso); art. 8 disp. att. c.c.",
            "the statute (notice); art. 8 of the implementing rules of the Civil Code",
        ),
        ("art. 101 TFUE", "art. 101 TFEU"),
        ("art. 3 del regolamento", "art. 3 of the rules"),
    ],
)
def test_an_article_in_english(italian: str, english: str) -> None:
    assert in_english(italian) == english


def test_an_article_is_cited_in_the_language_of_the_page() -> None:
    found = []
    for language in ("it", "en"):
        with override(language):
            found.append((cited("art. 13 dello statuto"), in_brackets("art. 13 dello statuto"), in_brackets("")))

    assert found == [
        ("art. 13 dello statuto", " (art. 13 dello statuto)", ""),
        ("art. 13 of the statute", " (art. 13 of the statute)", ""),
    ]
