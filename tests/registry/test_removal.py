"""Organisations of which nothing is left are looked at together when evidence is taken back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import DelegateFactory, OrganisationFactory
from filiera.common.models import AuditEvent
from filiera.registry.models import ImportBatch, Organisation
from filiera.registry.operations.removal import remove_left_by_sheets

pytestmark = pytest.mark.django_db


def left_by_a_sheet(number: int) -> list[int]:
    organisations = OrganisationFactory.create_batch(number)
    ImportBatch.objects.create(
        kind="ORGANISATIONS",
        state="UNDONE",
        report={"stays": [{"id": one.pk, "name": one.name, "holds": {}} for one in organisations]},
    )
    return [one.pk for one in organisations]


def test_those_that_nothing_holds_go_and_each_is_written_down() -> None:
    held, *empty = left_by_a_sheet(3)
    DelegateFactory(organisation=Organisation.objects.get(pk=held))
    other = OrganisationFactory()
    assert len(remove_left_by_sheets(among=[held, *empty, other.pk])) == 2
    assert set(Organisation.objects.values_list("pk", flat=True)) == {held, other.pk}
    written = AuditEvent.objects.filter(verb="remove-organisation").values_list("object_id", flat=True)
    assert sorted(written) == sorted(str(pk) for pk in empty)


def reads(number: int) -> int:
    """Count the queries that look at the register; those of the audit trail, of its lock and of savepoints aside."""
    ids = left_by_a_sheet(number)
    with CaptureQueriesContext(connection) as caught:
        assert len(remove_left_by_sheets(among=ids)) == number
    others = ("audit", "advisory", "SAVEPOINT")
    return sum(not any(word in one["sql"] for word in others) for one in caught.captured_queries)


def test_many_are_looked_at_with_as_many_queries_as_few() -> None:
    few = reads(5)
    assert reads(25) == few
