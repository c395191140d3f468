"""Answers about rows of a sheet, given after the register has changed."""

from __future__ import annotations

import pytest

from factories import OrganisationFactory
from factories.sheets import brought_in, sheet_of, tried
from filiera.registry.models import DuplicateDecision
from filiera.registry.operations.import_answers import decide_row, leave_for_later
from filiera.registry.operations.import_undo import undo_batch
from filiera.registry.operations.imports import ImportRefused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("verdict", ["SAME", "DIFFERENT"])
def test_question_whose_reason_was_taken_back_is_not_answered_but_looked_at_again(verdict: str) -> None:
    organisation = OrganisationFactory(name="Polveri del Moso", town="Milano")
    first = brought_in(sheet_of("Polveri del Moso;99999019997;Milano;;;;"), "a.csv")
    row = tried(sheet_of("Vetreria Ticino srl;99999019997;Pavia;;;;")).rows.get()
    assert (row.fate, row.candidate_id) == ("ASK", organisation.pk)
    undo_batch(batch=first)
    with pytest.raises(ImportRefused, match="riga 2 è stata cercata di nuovo"):
        decide_row(row=row, verdict=verdict)
    row.refresh_from_db()
    assert (row.fate, row.candidate_id, DuplicateDecision.objects.count()) == ("NEW", None, 0)


def test_question_that_stands_is_answered_though_the_register_has_changed() -> None:
    organisation = OrganisationFactory(name="Vetreria Ticino", town="Pavia")
    row = tried(sheet_of("Vetreria del Ticino sas;;Lodi;35;;;")).rows.get()
    leave_for_later(row=row)
    OrganisationFactory(name="Farmadermo srl", town="Lodi")
    settled = decide_row(row=row, verdict="SAME")
    assert (settled.fate, settled.candidate_id) == ("UPDATE", organisation.pk)
