"""Names in doubt: what is said of two of them is true of those two."""

from __future__ import annotations

import pytest
from django.utils import translation

from factories import OrganisationFactory
from filiera.competence.queries.unknown import match_reasons
from filiera.registry.adapters import known_organisations, party

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("known", "asked", "said"),
    [
        ("Vacchelli", "Vachelli", ["I nomi si scrivono quasi allo stesso modo: Vachelli / Vacchelli."]),
        ("Università Bocconi", "Bocconi University", ["I due nomi dicono «bocconi»."]),
    ],
)
def test_names_in_doubt_are_called_alike_only_by_what_is_alike(known: str, asked: str, said: list[str]) -> None:
    OrganisationFactory(name=known, town="", country="")
    [match] = known_organisations().match(party(name=asked)).matches
    with translation.override("it"):
        assert match_reasons(match) == said
