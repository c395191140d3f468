"""Rows that hang on an earlier row of their file: they are decided again with it, come in with it, and never stay unsaid."""

from __future__ import annotations

import pytest
from django.test import Client

from factories import OrganisationFactory, UserFactory
from factories.sheets import sheet_of, tried
from filiera.registry.models import ImportBatch, ImportRow, Organisation
from filiera.registry.operations.import_answers import decide_row, leave_for_later, mend_value, take_answer_back
from filiera.registry.operations.import_apply import apply_batch, start_batch
from filiera.registry.operations.organisations import add_identifier
from filiera.registry.queries.imports import tally

pytestmark = pytest.mark.django_db

TWINS = sheet_of("Vetreria del Ticino sas;99999019997;Lodi;35;;;", "Vetreria del Ticino;99999019997;Lodi;36;;;")


def fates(batch: ImportBatch) -> dict[int, str]:
    return dict(batch.rows.order_by("line").values_list("line", "fate"))


def row_at(batch: ImportBatch, line: int) -> ImportRow:
    return ImportRow.objects.select_related("batch").get(batch=batch, line=line)


def applied(batch: ImportBatch) -> ImportBatch:
    return apply_batch(batch=start_batch(batch=ImportBatch.objects.get(pk=batch.pk)))


@pytest.mark.parametrize(("verdict", "organisations"), [("SAME", 1), ("DIFFERENT", 2)])
def test_twin_of_a_doubtful_row_comes_in_with_it(verdict: str, organisations: int) -> None:
    OrganisationFactory(name="Vetreria Ticino", town="Pavia")
    batch = tried(TWINS)
    decide_row(row=row_at(batch, 2), verdict=verdict)
    batch = applied(batch)
    counts = tally(batch)
    assert (batch.state, counts.applied, counts.waiting, counts.ready) == ("DONE", 2, 0, 0)
    assert Organisation.objects.count() == organisations


def test_twin_of_a_row_left_for_later_is_said_to_wait_and_comes_in_after_it() -> None:
    OrganisationFactory(name="Vetreria Ticino", town="Pavia")
    batch = tried(
        sheet_of("Vetreria del Ticino sas;;Lodi;35;;;", "Vetreria del Ticino sas;;Lodi;36;;;", "Beta;;Crema;;;;")
    )
    assert fates(batch) == {2: "ASK", 3: "ASK", 4: "NEW"}
    leave_for_later(row=row_at(batch, 2))
    leave_for_later(row=row_at(batch, 3))
    batch = applied(batch)
    assert (tally(batch).applied, tally(batch).waiting) == (1, 2)
    decide_row(row=row_at(batch, 2), verdict="SAME")
    batch = applied(batch)
    assert (tally(batch).applied, tally(batch).waiting, Organisation.objects.count()) == (3, 0, 2)


def test_row_held_by_a_row_with_an_error_is_counted_as_waiting() -> None:
    owner = OrganisationFactory(name="Polveri del Moso", town="Crema")
    batch = tried(sheet_of("Nuova Essenza;99999019997;Crema;;;;", "Nuova Essenza srl;;Crema;4;;;"))
    assert fates(batch) == {2: "NEW", 3: "UPDATE"}
    batch = start_batch(batch=batch)
    add_identifier(organisation=owner, scheme="VAT", value="99999019997")  # type: ignore[arg-type]
    batch = apply_batch(batch=batch)
    counts = tally(batch)
    assert (fates(batch), counts.held, counts.ready, counts.waiting) == ({2: "ASK", 3: "UPDATE"}, 1, 0, 2)
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    assert "1 riga segue una riga che aspetta" in client.get(f"/it/office/imports/{batch.pk}/").content.decode()
    decide_row(row=row_at(batch, 2), verdict="SAME")
    batch = applied(batch)
    assert (tally(batch).applied, tally(batch).held) == (2, 0)


def test_row_mended_into_another_firm_lets_its_twin_go() -> None:
    batch = tried(sheet_of("Nuova Essenza;;Crema;;;;", "Nuova Essenza srl;;Crema;4;;;"))
    assert fates(batch) == {2: "NEW", 3: "UPDATE"}
    mend_value(row=row_at(batch, 2), column=0, text="Stampi Serio")
    assert fates(batch) == {2: "NEW", 3: "NEW"}
    assert tally(applied(batch)).applied == Organisation.objects.count() == 2


def test_answer_taken_back_asks_for_the_twins_too() -> None:
    OrganisationFactory(name="Vetreria Ticino", town="Pavia")
    batch = tried(TWINS)
    before = fates(batch)
    decide_row(row=row_at(batch, 2), verdict="SAME")
    assert set(fates(batch).values()) <= {"SAME", "UPDATE"}
    take_answer_back(row=row_at(batch, 2))
    assert fates(batch) == before


def test_answer_about_an_organisation_is_not_asked_again_about_its_rows() -> None:
    OrganisationFactory(name="Vetreria Ticino", town="Pavia")
    batch = tried(sheet_of("Vetreria Ticino;;Pavia;;;;", "Vetreria del Ticino sas;;Lodi;;;;"))
    row = batch.rows.get(line=3)
    assert (tally(batch).doubts, row.candidate.name) == (1, "Vetreria Ticino")  # type: ignore[union-attr]
    settled = decide_row(row=row, verdict="DIFFERENT")
    batch.refresh_from_db()
    assert (settled.fate, tally(batch).doubts) == ("NEW", 0)
