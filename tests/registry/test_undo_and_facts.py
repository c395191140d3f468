"""A batch is taken back, and other sources speak of the same field: the columns say what the facts that stand say."""

from __future__ import annotations

import io
import itertools
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import OrganisationFactory, UserFactory
from factories.importer_world import NOW, bring
from factories.sheets import brought_in, register_state, sheet_of
from filiera.competence.operations.import_undo import undo_batch as undo_evidence
from filiera.registry.models import Fact, Identifier, ImportBatch, Organisation
from filiera.registry.operations.columns import snapshot
from filiera.registry.operations.import_undo import undo_batch
from filiera.registry.operations.institutions import NOT_LEARNT
from filiera.registry.operations.organisations import add_identifier
from filiera.registry.queries.reports import Undone, undone

pytestmark = pytest.mark.django_db

VAT = "99999019997"


@pytest.fixture
def known() -> Organisation:
    """Register an organisation of which nothing but name, place and VAT number is known."""
    organisation = OrganisationFactory(name="Alfa Cosmetici", town="Crema", country="IT", kind="COMPANY")
    add_identifier(organisation=organisation, scheme="VAT", value=VAT)  # type: ignore[arg-type]
    return organisation


def saying(employees: str) -> ImportBatch:
    return brought_in(sheet_of(f"Alfa Cosmetici;{VAT};;{employees};;;"), f"{employees}.csv")


def test_column_takes_the_fact_of_another_sheet_that_stands(known: Organisation) -> None:
    first, second = saying("50"), saying("30")
    known.refresh_from_db()
    assert (known.employees, known.size) == (50, "MEDIUM")
    first = undo_batch(batch=first)
    known.refresh_from_db()
    assert (known.employees, known.size) == (30, "SMALL")
    assert list(known.facts.values_list("field", "value")) == [("EMPLOYEES", "30")]
    done = undone(first)
    assert done == Undone(removed=0, stays=0, handed=0, changed=0, told=1)
    assert (done.is_gone, done.is_whole) == (True, False)
    assert undone(undo_batch(batch=second)).is_whole
    assert undone(first).is_whole  # by now the register is as it was


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_sheets_that_disagree_leave_the_register_as_it_was_in_any_order(
    known: Organisation, order: tuple[int, ...]
) -> None:
    before = register_state()
    batches = [saying(number) for number in ("50", "30", "20")]
    for number in order:
        undo_batch(batch=batches[number])
    assert register_state() == before
    for batch in batches:
        batch.refresh_from_db()
    assert [undone(batch) for batch in batches] == [Undone(removed=0, stays=0, handed=0, changed=0)] * 3


def test_value_that_somebody_changed_stays_though_another_sheet_says_otherwise(known: Organisation) -> None:
    first, _second = saying("50"), saying("30")
    Organisation.objects.filter(pk=known.pk).update(employees=99)
    assert undone(undo_batch(batch=first)).changed == 1
    known.refresh_from_db()
    assert known.employees == 99


@pytest.mark.parametrize(
    ("lang", "title", "words"),
    [
        (
            "it",
            "Annullato: <em>il registro dice quello che dicono altre fonti</em>",
            "Di 1 soggetto il registro dice ora quello che ne dicono altre fonti.",
        ),
        (
            "en",
            "Taken back: <em>the register says what other sources say</em>",
            "Of 1 organisation the register says now what other sources say of it.",
        ),
    ],
)
def test_page_and_command_say_that_other_sources_speak_now(
    known: Organisation, lang: str, title: str, words: str
) -> None:
    first, _second = saying("50"), saying("30")
    out = io.StringIO()
    call_command("sheet-undo", str(first.pk), "--lang", lang, stdout=out)
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    page = client.get(f"/{lang}/office/imports/{first.pk}/").content.decode()
    assert (title in page, words in page, words in out.getvalue()) == (True, True, True)


def test_research_organisation_and_sheet_are_taken_back_by_the_same_rule(tmp_path: Path) -> None:
    known = OrganisationFactory(name="Istituto del Sapone", country="IT")
    Identifier.objects.create(organisation=known, scheme="ROR", value="https://ror.org/01nffqt88")
    before = snapshot(known, kept=NOT_LEARNT)
    place = {"geonames_details": {"name": "Milan", "country_code": "IT"}}
    path = tmp_path / "ror.json"
    record = {
        "id": "https://ror.org/01nffqt88",
        "status": "active",
        "types": ["facility"],
        "names": [{"value": "Istituto del Sapone", "types": ["ror_display"], "lang": "it"}],
        "established": 1950,
        "locations": [place],
        "external_ids": [],
        "relationships": [],
        "links": [],
    }
    path.write_text(json.dumps([record]), encoding="utf-8")
    institutes = bring("ROR", path)
    head = "Nome;ROR;Anno di fondazione"
    sheet = brought_in(sheet_of("Istituto del Sapone;https://ror.org/01nffqt88;1960", head=head))
    assert sorted(Fact.objects.filter(field="FOUNDED").values_list("value", flat=True)) == ["1950", "1960"]
    undo_evidence(batch=institutes, now=NOW)
    known.refresh_from_db()
    assert (known.founded_year, known.town) == (1960, "")
    undo_batch(batch=sheet)
    known.refresh_from_db()
    assert snapshot(known, kept=NOT_LEARNT) == before


def queries_of_undo(rows: int, *, is_known: bool) -> int:
    """Count the queries of an undo of a sheet that another one, of the same rows, stands beside."""
    lines = [f"Ditta {number} srl;;Crema;{number + 1};www.d{number}.example;oli;" for number in range(rows)]
    if is_known:
        for number in range(rows):
            OrganisationFactory(name=f"Ditta {number} srl", town="Crema", country="IT")
    first = brought_in(sheet_of(*lines), "uno.csv")
    brought_in(sheet_of(*lines), "due.csv")
    assert first.rows.filter(applied=True).count() == rows
    with CaptureQueriesContext(connection) as caught:
        undo_batch(batch=first)
    return len(caught)


@pytest.mark.parametrize("is_known", [True, False])
def test_undo_of_many_rows_takes_few_more_queries_than_of_few(is_known: bool) -> None:
    few = queries_of_undo(20, is_known=is_known)
    Organisation.objects.all().delete()
    ImportBatch.objects.all().delete()
    many = queries_of_undo(100, is_known=is_known)
    assert (few <= 120, many - few <= 8) == (True, True), (few, many)
