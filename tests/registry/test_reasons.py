"""Reasons that are shown are true: of words that are nearly the same, and of who says what."""

from __future__ import annotations

import pytest
from django.utils import translation

from factories import OrganisationFactory
from factories.sheets import brought_in, sheet_of, tried
from filiera.registry.adapters import known_organisations, party
from filiera.registry.queries.imports import lines_of
from filiera.registry.sheets.reasons import feature_reasons
from filiera.registry.wording import resemblance

pytestmark = pytest.mark.django_db

HEAD = "Nome;Comune;Socio"


@pytest.mark.parametrize(
    ("known", "asked", "says"),
    [
        ("Vetro Blu", "Blu Vetro", "i nomi hanno le stesse parole"),
        (
            "Vetroblu Cremona",
            "Vetro Blu Cremona",
            "i nomi hanno quasi le stesse parole: Vetro Blu Cremona / Vetroblu Cremona",
        ),
        (
            "Alfa Beta Gamma",
            "Alfa Betta Gamma",
            "i nomi hanno quasi le stesse parole: Alfa Betta Gamma / Alfa Beta Gamma",
        ),
    ],
)
def test_words_are_called_the_same_only_where_they_are(known: str, asked: str, says: str) -> None:
    OrganisationFactory(name=known)
    [match] = known_organisations().match(party(name=asked)).matches
    bare = type(match)(match.known_id, match.score, match.band, {"same_words": match.features["same_words"]})
    with translation.override("it"):
        assert resemblance(feature_reasons(bare)) == f"{says[0].upper()}{says[1:]}."


def test_what_an_earlier_line_says_is_not_laid_on_the_register() -> None:
    batch = tried(sheet_of("Nuova Essenza;Crema;no", "Nuova Essenza;Crema;si", head=HEAD))
    with translation.override("it"):
        [line] = lines_of(batch, [batch.rows.get(line=3)])
    assert (line.known, line.news) == (None, ("Socio del cluster (sì o no): sì, dove la riga 2 dice no",))


def test_of_membership_only_the_last_word_is_what_the_register_says() -> None:
    OrganisationFactory(name="Alba Cosmetici", town="Crema", country="IT")
    for number, word in enumerate(("si", "no")):
        brought_in(sheet_of(f"Alba Cosmetici;Crema;{word}", head=HEAD), f"{number}.csv")
    batch = tried(sheet_of("Alba Cosmetici;Crema;si", head=HEAD), "2.csv")
    with translation.override("it"):
        [line] = lines_of(batch, [batch.rows.get()])
    assert line.news == ("Socio del cluster (sì o no): sì, dove il registro dice no",)
