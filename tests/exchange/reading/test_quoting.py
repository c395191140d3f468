"""Which words a text takes from another."""

from __future__ import annotations

import pytest

from filiera.exchange.reading.quoting import quoted

SOURCE = "Riempiamo un siero senza conservanti in flacone airless, entro fine gennaio."


@pytest.mark.parametrize(
    ("text", "besides", "found"),
    [
        ("Un SIERO senza\n conservanti, è per voi?", "", ("Un SIERO senza conservanti",)),
        ("Per un siero. Conservanti: senza.", "", ()),
        ("È per un siero nuovo", "", ()),
        ("siero senza conservanti", "Cerca chi provi un siero senza conservanti", ()),
        ("conservanti in flacone, o altro entro fine gennaio", "", ("conservanti in flacone", "entro fine gennaio")),
        ("fine", "", ()),
        ("", "", ()),
    ],
)
def test_what_is_quoted(text: str, besides: str, found: tuple[str, ...]) -> None:
    assert quoted(text, [SOURCE, ""], besides=besides) == found
