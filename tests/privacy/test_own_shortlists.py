"""A person's own data name no organisation that the person may not know of."""

from __future__ import annotations

import pytest

from factories import OrganisationFactory, UserFactory
from factories.shortlists import kept
from filiera.competence.personal_data import map_sections
from filiera.registry.models import Organisation

pytestmark = pytest.mark.django_db


def test_shortlist_in_own_data_leaves_out_what_was_hidden_since() -> None:
    user = UserFactory()
    shown, hidden = OrganisationFactory(name="Mostrata"), OrganisationFactory(name="Nascosta")
    kept(user, shown, hidden)
    told = lambda: next(one for one in map_sections(user) if one.code == "shortlists").rows[0][1]  # noqa: E731
    assert told() == "Mostrata; Nascosta"
    Organisation.objects.filter(pk=hidden.pk).update(visibility="OFFICE")
    assert told() == "Mostrata"
