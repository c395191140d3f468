"""An article as pages and letters cite it, in the language of whoever reads them."""

from __future__ import annotations

from filiera.common.language import current_language
from filiera.governance.logic.articles import in_english


def cited(article: str) -> str:
    """Give an article in the language in force; empty stays empty."""
    return article if current_language() == "it" else in_english(article)


def in_brackets(article: str) -> str:
    """Give an article as it ends a sentence, in brackets after a space; empty stays empty."""
    return f" ({cited(article)})" if article else ""
