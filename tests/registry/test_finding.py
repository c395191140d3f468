"""Whom a name means, where several may be meant."""

from __future__ import annotations

import pytest

from factories import OrganisationFactory
from filiera.registry.enums import AliasKind, Band
from filiera.registry.finding import Named, OrganisationFinder
from filiera.registry.operations.organisations import add_alias

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("town", ["Romanengo", "Bagnolo Cremasco", ""])
def test_nearest_name_is_asked_about_first_wherever_it_is(town: str) -> None:
    near = OrganisationFactory(name="Omnicos Group", town="Romanengo", country="IT")
    far = OrganisationFactory(name="Regi", town="Bagnolo Cremasco", country="IT")
    add_alias(organisation=far, name="gruppo REGI + Omnicos", kind=AliasKind.ALIAS)
    found = OrganisationFinder().find(Named("Omnicos Grop", town=town, country="IT" if town else ""))
    assert (found.band, found.candidate_id) == (Band.ASK, near.pk)


def test_place_decides_between_names_that_are_as_near() -> None:
    OrganisationFactory(name="Vetreria Ticino Uno", town="Pavia", country="IT")
    here = OrganisationFactory(name="Vetreria Ticino Due", town="Lodi", country="IT")
    found = OrganisationFinder().find(Named("Vetreria Ticino", town="Lodi", country="IT"))
    assert (found.band, found.candidate_id) == (Band.ASK, here.pk)
