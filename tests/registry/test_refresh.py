"""The columns of many organisations at once: the reads do not grow with them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import OrganisationFactory, SourceFactory
from filiera.registry.enums import FactField
from filiera.registry.models import Fact
from filiera.registry.operations.refresh import refresh_columns

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 12])
def test_columns_of_many_are_refreshed_with_as_many_reads_as_of_one(count: int) -> None:
    organisations = [OrganisationFactory() for _n in range(count)]
    source = SourceFactory()
    for number, organisation in enumerate(organisations):
        for field, value in (
            (FactField.TOWN, "Crema"),
            (FactField.STAGE, "primary_packaging"),
            (FactField.GROUP, "Gruppo uno"),
            (FactField.EMPLOYEES, str(20 + number)),
        ):
            Fact.objects.create(organisation=organisation, field=field, value=value, source=source, certainty="SEEN")
    with CaptureQueriesContext(connection) as queries:
        refresh_columns(organisations=organisations)
    reads = [one["sql"] for one in queries if one["sql"].startswith("SELECT")]
    assert len(reads) == 5  # facts, merges, stages, the group, the town
    for number, organisation in enumerate(organisations):
        organisation.refresh_from_db()
        group = organisation.group.name if organisation.group else ""
        assert (organisation.province_id, organisation.stage_id) == ("CR", "primary_packaging")
        assert (group, organisation.employees) == ("Gruppo uno", 20 + number)


def test_size_follows_the_staff_unless_somebody_states_it() -> None:
    organisation, source = OrganisationFactory(size=""), SourceFactory()

    def sized(field: str, value: str) -> str:
        Fact.objects.filter(organisation=organisation, field=field).delete()
        Fact.objects.create(organisation=organisation, field=field, value=value, source=source, certainty="SEEN")
        refresh_columns(organisations=[organisation])
        organisation.refresh_from_db()
        return str(organisation.size)

    assert [sized(FactField.EMPLOYEES, staff) for staff in ("8", "60", "9")] == ["MICRO", "MEDIUM", "MICRO"]
    assert sized(FactField.SIZE, "LARGE") == "LARGE"
    assert sized(FactField.EMPLOYEES, "60") == "LARGE"
