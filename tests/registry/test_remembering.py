"""What was answered about a row holds when its place is mended, and when the sheet comes again as it was; it is one answer."""

from __future__ import annotations

import pytest

from factories import OrganisationFactory
from factories.sheets import sheet_of, tried
from filiera.registry.models import DuplicateDecision, ImportBatch, ImportRow, TwinDecision
from filiera.registry.operations.forgetting import forget_answer, forget_answers_of
from filiera.registry.operations.import_answers import decide_row, mend_value, take_answer_back
from filiera.registry.operations.remembering import (
    carry_answers,
    forget_answers_about,
    remember_pair,
    remember_twins,
)
from filiera.registry.queries.answers import given_count, remembered_keys

pytestmark = pytest.mark.django_db

TOWN = 2
SHEET = sheet_of("Vetreria del Ticino sas;;Bagnolo;35;;;", "Macchine Vacchelli;;Crema;;;;")
TWINS = sheet_of("Macchine Vacchelli;;Crema;;;;", "Macchine Vacchelli & Figli;;Bagnolo;;;;")


def row_at(batch: ImportBatch, line: int) -> ImportRow:
    return ImportRow.objects.select_related("batch").get(batch=batch, line=line)


@pytest.fixture
def batch() -> ImportBatch:
    """Try a sheet of which one row asks, and has a town that is to be mended."""
    OrganisationFactory(name="Vetreria Ticino", town="Pavia", country="IT")
    return tried(SHEET)


@pytest.mark.parametrize("verdict", ["SAME", "DIFFERENT"])
def test_answer_holds_once_the_town_is_mended(batch: ImportBatch, verdict: str) -> None:
    settled = decide_row(row=row_at(batch, 2), verdict=verdict)
    assert mend_value(row=settled, column=TOWN, text="Bagnolo Cremasco").fate == settled.fate != "ASK"
    assert len(remembered_keys()) == given_count(batch) == 1


def test_answer_about_a_mended_row_holds_for_the_sheet_as_it_was(batch: ImportBatch) -> None:
    row = mend_value(row=row_at(batch, 2), column=TOWN, text="Bagnolo Cremasco")
    assert (row.fate, decide_row(row=row, verdict="DIFFERENT").fate) == ("ASK", "NEW")
    again = row_at(tried(SHEET), 2)
    assert again.fate == "NEW"
    assert mend_value(row=again, column=TOWN, text="Bagnolo Cremasco").fate == "NEW"
    ((kind, pk),) = remembered_keys()
    forget_answer(kind=kind, pk=pk)
    assert (row_at(tried(SHEET), 2).fate, DuplicateDecision.objects.count()) == ("ASK", 0)


def test_answer_is_taken_back_under_every_key(batch: ImportBatch) -> None:
    decide_row(row=row_at(batch, 2), verdict="DIFFERENT")
    row = mend_value(row=row_at(batch, 2), column=TOWN, text="Bagnolo Cremasco")
    assert (take_answer_back(row=row).fate, DuplicateDecision.objects.count()) == ("ASK", 0)


def test_answers_of_a_mended_import_are_forgotten_with_it(batch: ImportBatch) -> None:
    decide_row(row=row_at(batch, 2), verdict="DIFFERENT")
    mend_value(row=row_at(batch, 2), column=TOWN, text="Bagnolo Cremasco")
    assert (forget_answers_of(batch=batch), DuplicateDecision.objects.count()) == (1, 0)


def test_another_name_is_asked_about_afresh(batch: ImportBatch) -> None:
    decide_row(row=row_at(batch, 2), verdict="DIFFERENT")
    assert mend_value(row=row_at(batch, 2), column=0, text="Vetreria Ticino srls").fate != "NEW"


def test_answer_about_two_rows_holds_once_the_town_is_mended() -> None:
    batch = tried(TWINS)
    assert decide_row(row=row_at(batch, 3), verdict="DIFFERENT").fate == "NEW"
    assert mend_value(row=row_at(batch, 3), column=TOWN, text="Bagnolo Cremasco").fate == "NEW"
    assert (len(remembered_keys()), TwinDecision.objects.count()) == (1, 2)


def test_one_answer_under_many_keys_is_shown_and_forgotten_as_one() -> None:
    organisation = OrganisationFactory()
    remember_pair(keys={key: {"name": key} for key in "abcde"}, organisation_id=organisation.pk, verdict="DIFFERENT")
    ((kind, pk),) = remembered_keys()
    forget_answer(kind=kind, pk=pk)
    assert DuplicateDecision.objects.count() == 0


def test_answer_about_two_rows_under_many_keys_is_taken_back_whole() -> None:
    remember_twins(first=["aa"], second=["bb", "bb2"], verdict="DIFFERENT")
    remember_twins(first=["cc"], second=["dd"], verdict="SAME")
    forget_answers_about(fingerprint="aa")
    assert list(TwinDecision.objects.values_list("first", "second")) == [("cc", "dd")]


def test_answer_is_taken_back_by_a_copy_too() -> None:
    organisation = OrganisationFactory()
    remember_pair(keys={key: {} for key in "abc"}, organisation_id=organisation.pk, verdict="SAME")
    forget_answers_about(fingerprint="c")
    assert DuplicateDecision.objects.count() == 0


def test_answer_carried_to_another_key_stays_one() -> None:
    remember_twins(first=["before"], second=["x", "x2"], verdict="DIFFERENT")
    assert len(remembered_keys()) == 1
    carry_answers(before="before", after="after")
    ((kind, pk),) = remembered_keys()
    assert set(TwinDecision.objects.values_list("first", "second")) == {
        ("before", "x"), ("before", "x2"), ("after", "x"), ("after", "x2")
    }  # fmt: skip
    forget_answer(kind=kind, pk=pk)
    assert TwinDecision.objects.count() == 0


def test_answers_that_are_two_stay_two_when_carried() -> None:
    remember_twins(first=["before"], second=["x"], verdict="DIFFERENT")
    remember_twins(first=["before"], second=["y"], verdict="SAME")
    carry_answers(before="before", after="after")
    carry_answers(before="after", after="later")
    assert (len(remembered_keys()), TwinDecision.objects.filter(copy_of__copy_of__isnull=False).count()) == (2, 0)
