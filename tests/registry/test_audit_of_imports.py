"""Choices made over a sheet are written down with who made them."""

from __future__ import annotations

import pytest

from factories import UserFactory
from filiera.common.models import AuditEvent
from filiera.registry.operations.imports import choose_table, upload_sheet

pytestmark = pytest.mark.django_db


def test_choosing_the_header_line_is_written_down() -> None:
    person = UserFactory(role="OFFICE")
    batch = upload_sheet(name="a.csv", content=b"Alba;Crema;12\nBeta;Lodi;45\n")
    choose_table(batch=batch, header_line=1, actor=person)
    event = AuditEvent.objects.get(verb="choose-table")
    assert (event.actor, event.object_id) == (person, str(batch.pk))
    assert event.detail.values["header_line"] == 1
