"""Sheets on their way in: fates, mended values, answers remembered, slices, undo, two at once."""

from __future__ import annotations

import random
import time

import pytest

from factories import LinkFactory, OrganisationFactory, UserFactory
from factories.sheets import MESSY, brought_in, register_state, sheet_of, tried
from filiera.common.models import AuditEvent
from filiera.common.visibility import Visibility
from filiera.registry.enums import Certainty, SourceKind
from filiera.registry.models import (
    Alias,
    DuplicateDecision,
    Fact,
    Identifier,
    ImportBatch,
    ImportedValue,
    ImportRow,
    Organisation,
    RememberedColumns,
)
from filiera.registry.operations.import_answers import (
    decide_row,
    leave_for_later,
    mend_value,
    take_answer_back,
)
from filiera.registry.operations.import_apply import StaleTrial, advance_batch, apply_batch, start_batch
from filiera.registry.operations.import_trial import advance_trial, start_trial
from filiera.registry.operations.import_undo import undo_batch
from filiera.registry.operations.imports import (
    ImportRefused,
    choose_columns,
    choose_table,
    discard_batch,
    upload_sheet,
)
from filiera.registry.operations.organisations import add_identifier
from filiera.registry.queries.duplicates import possible_duplicates
from filiera.registry.queries.imports import doubts, mistakes, tally, values_left_out
from filiera.registry.queries.previews import column_rows
from filiera.registry.queries.reports import left_standing

pytestmark = pytest.mark.django_db


LETTERS = "abcdefghilmnoprstuvz"


def distinct(count: int) -> list[str]:
    """Give names that nobody would take for each other, the same at every run."""
    dice = random.Random(3)  # noqa: S311
    return [" ".join("".join(dice.choices(LETTERS, k=9)) for _word in range(2)) for _name in range(count)]


def fates(batch: ImportBatch) -> dict[int, str]:
    return dict(batch.rows.order_by("line").values_list("line", "fate"))


def row_at(batch: ImportBatch, line: int) -> ImportRow:
    return ImportRow.objects.select_related("batch").get(batch=batch, line=line)


def known(name: str = "Alba Cosmetici", town: str = "Crema", vat: str = "") -> Organisation:
    organisation = OrganisationFactory(name=name, town=town)
    if vat:
        add_identifier(organisation=organisation, scheme="VAT", value=vat)  # type: ignore[arg-type]
    return organisation


def test_every_row_shows_its_fate_and_nothing_is_written() -> None:
    known(vat="99999019997")
    known("Lotto Piccolo", "Lodi")
    before = register_state()
    batch = tried(
        sheet_of(
            "ALBA COSMETICI S.R.L.;99999019997;CREMA;;;;",
            "Alba Cosmetici;;crema;61;;polveri;",
            "Lotto Piccolo & Figli;;Crema;;;;",
            "Profumi Senza Fretta;;Milano;4;;profumi;",
            "Schiume;;Bagnolo;;;;",
            ";;;;;;",
            "TOTALE;;;;;;",
        )
    )
    assert fates(batch) == {2: "SAME", 3: "UPDATE", 4: "ASK", 5: "NEW", 6: "NEW", 7: "EMPTY", 8: "EMPTY"}
    counts = tally(batch)
    assert (counts.rows + counts.empty, batch.total) == (7, 7)
    assert register_state() == before


def test_same_key_with_another_name_is_asked_and_the_answer_is_obeyed() -> None:
    known("Polveri del Moso", vat="99999019997")
    content = sheet_of("Vetreria Ticino srl;99999019997;Pavia;;;;")
    row = row_at(tried(content), 2)
    assert (row.fate, [reason["code"] for reason in row.reasons]) == ("ASK", ["key-other-name"])
    settled = decide_row(row=row, verdict="DIFFERENT")
    assert (settled.fate, settled.errors[0]["code"], settled.errors[0]["level"]) == ("NEW", "vat-of-another", "cell")
    apply_batch(batch=start_batch(batch=ImportBatch.objects.get(pk=settled.batch_id)))
    assert list(Identifier.objects.filter(scheme="VAT").values_list("organisation__name", flat=True)) == [
        "Polveri del Moso"
    ]


def test_two_rows_of_one_firm_become_one_organisation() -> None:
    batch = brought_in(sheet_of("Nuova Essenza srl;99999019997;Crema;12;;;", "NUOVA ESSENZA;99999019997;;15;;oli;"))
    organisation = Organisation.objects.get()
    assert fates(batch) == {2: "NEW", 3: "UPDATE"}
    assert sorted(organisation.facts.filter(field="EMPLOYEES").values_list("value", flat=True)) == ["12", "15"]
    assert organisation.employees == 12
    assert set(batch.rows.values_list("organisation", flat=True)) == {organisation.pk}


def test_two_rows_that_may_be_one_firm_are_asked_once() -> None:
    content = sheet_of("Macchine Vacchelli;;Crema;;;;", "Macchine Vacchelli & Figli;;Soncino;;;;")
    row = row_at(tried(content), 3)
    assert (row.fate, row.twin_id, row.candidate_id) == ("ASK", row_at(row.batch, 2).pk, None)
    assert [value.label for value in doubts(row.batch, [row])[0].values] == ["Nome", "Comune"]
    assert decide_row(row=row, verdict="DIFFERENT").fate == "NEW"
    assert fates(tried(content)) == {2: "NEW", 3: "NEW"}


def test_answer_is_remembered_and_can_be_taken_back() -> None:
    organisation = known("Vetreria Ticino", "Pavia")
    content = sheet_of("Vetreria del Ticino sas;;Lodi;35;;;")
    row = row_at(tried(content), 2)
    assert (row.fate, row.candidate_id) == ("ASK", organisation.pk)
    assert decide_row(row=row, verdict="SAME").fate == "UPDATE"
    assert fates(tried(content)) == {2: "UPDATE"}
    assert take_answer_back(row=row).fate == "ASK"
    assert DuplicateDecision.objects.count() == 0


def test_row_left_for_later_waits_and_the_rest_comes_in() -> None:
    known("Vetreria Ticino", "Pavia")
    batch = tried(sheet_of("Vetreria del Ticino sas;;Lodi;35;;;", "Profumi Senza Fretta;;Milano;4;;;"))
    leave_for_later(row=row_at(batch, 2))
    batch = apply_batch(batch=start_batch(batch=batch))
    assert (batch.state, fates(batch), tally(batch).waiting) == ("DONE", {2: "LATER", 3: "NEW"}, 1)
    decide_row(row=row_at(batch, 2), verdict="SAME")
    batch = apply_batch(batch=start_batch(batch=batch))
    assert (batch.state, tally(batch).applied, Organisation.objects.count()) == ("DONE", 2, 2)


def test_names_that_differ_by_a_letter_or_a_number_are_asked() -> None:
    known("Farmadermo srl", "Lodi")
    content = sheet_of("Farmaderma srl;;Lodi;;;;", "Colorplast due srl;;Crema;;;;", "Colorplast srl;;Crema;;;;")
    batch = tried(content)
    assert fates(batch) == {2: "ASK", 3: "NEW", 4: "ASK"}
    assert [doubt.why for doubt in doubts(batch, [row_at(batch, 2), row_at(batch, 4)])] == [
        "I nomi si scrivono quasi allo stesso modo: Farmaderma srl / Farmadermo srl; la forma giuridica è la stessa; "
        "il comune è lo stesso.",
        "I due nomi dicono «colorplast»; la forma giuridica è la stessa; il comune è lo stesso.",
    ]


def test_name_that_shares_no_telling_word_is_new() -> None:
    known("Assolombarda", "Milano")
    known("Università Statale", "Milano")
    content = sheet_of("Kalsolarbalume srl;;Milano;;;;", "Università Bicocca;;Milano;;;;")
    assert fates(tried(content)) == {2: "NEW", 3: "NEW"}
    assert possible_duplicates() == []


def test_errors_say_file_line_column_value_and_remedy() -> None:
    batch = tried(sheet_of("Schiume;;Bagnolo;45-50 (stag.);;;"))
    assert mistakes(batch, list(batch.rows.all())) == []
    found = [(one.where, one.value, one.message, one.remedy) for one in values_left_out(batch, list(batch.rows.all()))]
    assert found == [
        ("riga 2, citta (C)", "Bagnolo", "Più comuni si chiamano così.", "Scegli Bagnolo Mella o Bagnolo Cremasco."),
        (
            "riga 2, dip. (D)",
            "45-50 (stag.)",
            "Serve un numero, questo è un intervallo.",
            "Scrivi 45 e tieni il resto in una nota, o lascia vuoto.",
        ),
    ]


def test_mended_value_settles_the_row_and_keeps_what_the_file_said() -> None:
    row = row_at(tried(sheet_of("Schiume;;Bagnolo;12;;;")), 2)
    mended = mend_value(row=row, column=2, text="Bagnolo Mella")
    assert (mended.fate, mended.raw[2], mended.fixes) == ("NEW", "Bagnolo", {"2": "Bagnolo Mella"})


def test_wrong_check_digit_proposes_the_number_of_the_register() -> None:
    known(vat="99999019997")
    batch = tried(sheet_of("Alba Cosmetici srl;99999019990;Crema;;;;"))
    assert [one.remedy for one in values_left_out(batch, list(batch.rows.all()))] == [
        "Forse 99999019997, come nel registro."
    ]


def test_values_become_facts_of_the_sheet_and_never_overwrite() -> None:
    organisation = known(vat="99999019997")
    Organisation.objects.filter(pk=organisation.pk).update(employees=61)
    batch = brought_in(sheet_of("ALBA COSMETICI SPA;99999019997;Crema;~45;;polveri compatte;segreto"), "soci_2026.csv")
    organisation.refresh_from_db()
    fact = organisation.facts.get(field="EMPLOYEES")
    assert (organisation.name, organisation.employees) == ("Alba Cosmetici", 61)
    assert (fact.value, fact.certainty, fact.source.kind) == ("~45", Certainty.DECLARED, SourceKind.SHEET)
    assert "soci_2026" not in fact.source.name
    assert organisation.summary_it == "polveri compatte"
    kept = ImportedValue.objects.filter(organisation=organisation).values_list("row__line", "column", "value")
    assert sorted(kept) == [
        (2, "P.IVA/CF", "99999019997"),
        (2, "Rag. Soc.", "ALBA COSMETICI SPA"),
        (2, "citta", "Crema"),
        (2, "cosa fanno", "polveri compatte"),
        (2, "dip.", "~45"),
    ]
    assert batch.rows.get().raw[-1] == "segreto"


def test_confidential_columns_come_in_for_the_office_alone() -> None:
    content = sheet_of("Nuova Essenza;Crema;info@nuova.example;0373 00000", head="Nome;Comune;Mail;Tel")
    brought_in(content)
    levels = dict(Fact.objects.filter(field__in=["EMAIL", "PHONE", "TOWN"]).values_list("field", "visibility"))
    assert levels == {"EMAIL": Visibility.OFFICE, "PHONE": Visibility.OFFICE, "TOWN": Visibility.PUBLIC}


def test_new_organisations_take_level_and_mark_of_the_batch() -> None:
    batch = tried(sheet_of("Nuova Essenza;;Crema;;;;"))
    apply_batch(batch=start_batch(batch=batch, visibility=Visibility.OFFICE, is_example=True))
    organisation = Organisation.objects.get()
    assert (organisation.visibility, organisation.is_example) == (Visibility.OFFICE, True)


def test_undo_leaves_the_register_as_it_was() -> None:
    known(vat="99999019997")
    known("Lotto Piccolo", "Lodi")
    before = register_state()
    batch = brought_in(MESSY.read_bytes())
    assert register_state() != before
    batch = undo_batch(batch=batch)
    assert register_state() == before
    assert (batch.state, batch.rows.filter(applied=True).count()) == ("UNDONE", 0)


def test_undo_of_an_undone_batch_is_refused_in_words() -> None:
    batch = undo_batch(batch=brought_in(sheet_of("Nuova Essenza;;Crema;;;;")))
    with pytest.raises(ImportRefused, match="già stato annullato"):
        undo_batch(batch=batch)


def test_undo_keeps_what_others_hung_on_since_and_says_so() -> None:
    batch = brought_in(sheet_of("Nuova Essenza;;Crema;;;;", "Vecchia Resina;;Lodi;;;;"))
    LinkFactory(organisation=Organisation.objects.get(name="Nuova Essenza"))
    batch = undo_batch(batch=batch)
    assert [(one.name, one.why) for one in left_standing(batch)] == [("Nuova Essenza", "1 prova")]
    assert list(Organisation.objects.values_list("name", "town")) == [("Nuova Essenza", "")]


def test_undo_leaves_a_value_that_another_sheet_says_too() -> None:
    known(vat="99999019997")
    content = sheet_of("Alba Cosmetici;99999019997;Crema;45;;;")
    first, second = brought_in(content, "uno.csv"), brought_in(content, "due.csv")
    undo_batch(batch=first)
    assert [fact.value for fact in Fact.objects.filter(field="EMPLOYEES")] == ["45"]
    undo_batch(batch=second)


def test_undo_leaves_a_column_that_somebody_changed_since() -> None:
    organisation = known(vat="99999019997")
    batch = brought_in(sheet_of("Alba Cosmetici;99999019997;Crema;45;;polveri;"))
    Organisation.objects.filter(pk=organisation.pk).update(employees=99)
    batch = undo_batch(batch=batch)
    organisation.refresh_from_db()
    assert (organisation.employees, organisation.summary_it) == (99, "")
    assert batch.report["columns"] == [{"name": "Alba Cosmetici", "columns": ["employees"]}]


def test_killed_half_way_it_goes_on_and_ends_in_the_same_state() -> None:
    rows = [f"{name};;Crema;{number};;;" for number, name in enumerate(distinct(250))]
    batch = start_batch(batch=tried(sheet_of(*rows)))
    batch = advance_batch(batch=batch, budget_seconds=0)
    assert (batch.state, ImportRow.objects.filter(applied=True).count()) == ("RUNNING", 100)
    batch = apply_batch(batch=ImportBatch.objects.get(pk=batch.pk))
    counts = tally(batch)
    assert (batch.state, counts.same + counts.new, counts.rows) == ("DONE", counts.applied, 250)
    assert counts.applied == ImportRow.objects.filter(applied=True).count() >= 200
    assert ImportedValue.objects.filter(column="Rag. Soc.").count() == counts.applied == Organisation.objects.count()


def test_trial_killed_half_way_goes_on() -> None:
    content = sheet_of(*(f"{name};;Crema;;;;" for name in distinct(300)))
    batch = upload_sheet(name="x.csv", content=content)
    choices = {int(index): field for index, field in batch.mapping.items()}
    batch = start_trial(batch=choose_columns(batch=batch, choices=choices))
    steps = 0
    while batch.state == "MAPPED":
        batch, steps = advance_trial(batch=ImportBatch.objects.get(pk=batch.pk), budget_seconds=0), steps + 1
    assert steps == 5
    assert sum(batch.counts[fate] for fate in ImportRow.Fate.values) == 300


def test_advance_on_a_finished_batch_does_nothing() -> None:
    batch = brought_in(sheet_of("Nuova Essenza;;Crema;;;;"))
    events = AuditEvent.objects.count()
    assert (advance_batch(batch=batch).state, AuditEvent.objects.count()) == ("DONE", events)


def test_register_that_changed_since_the_trial_asks_for_another() -> None:
    batch = tried(sheet_of("Nuova Essenza;;Crema;;;;"))
    known("Qualcun Altro")
    with pytest.raises(StaleTrial):
        start_batch(batch=batch)


def test_identifier_taken_while_the_batch_runs_makes_its_row_ask() -> None:
    batch = start_batch(batch=tried(sheet_of("Nuova Essenza;99999019997;Crema;;;;")))
    owner = known("Altra Ditta", vat="99999019997")
    batch = apply_batch(batch=batch)
    row = batch.rows.get()
    assert (row.fate, row.candidate_id, row.applied) == ("ASK", owner.pk, False)


def test_file_brought_twice_says_nothing_new() -> None:
    content = MESSY.read_bytes()
    brought_in(content)
    counts = Organisation.objects.count(), Fact.objects.count(), Alias.objects.count(), Identifier.objects.count()
    again = tally(tried(content))
    assert (again.new, again.update) == (0, 0)
    assert counts == (
        Organisation.objects.count(), Fact.objects.count(), Alias.objects.count(), Identifier.objects.count()
    )  # fmt: skip


def test_corrected_columns_are_remembered_for_the_same_headings() -> None:
    content = sheet_of("Nuova Essenza;x;Crema", head="Nome;Boh;Comune")
    batch = upload_sheet(name="a.csv", content=content)
    assert batch.mapping == {"0": "NAME", "1": "", "2": "TOWN"}
    choose_columns(batch=batch, choices={0: "NAME", 1: "SUMMARY", 2: "TOWN"})
    other = upload_sheet(name="b.csv", content=sheet_of("Lodi;Beta;y", head="COMUNE;nome;boh"))
    assert other.mapping == {"0": "TOWN", "1": "NAME", "2": "SUMMARY"}
    assert RememberedColumns.objects.count() == 1


def test_column_left_out_by_hand_is_left_out_of_the_next_file_too() -> None:
    content = sheet_of("Nuova Essenza;12;Crema", head="Nome;Dipendenti;Comune")
    choose_columns(batch=upload_sheet(name="a.csv", content=content), choices={0: "NAME", 1: "", 2: "TOWN"})
    other = upload_sheet(name="b.csv", content=sheet_of("15;Beta;Lodi", head="DIPENDENTI;Nome;Comune"))
    assert other.mapping == {"0": "", "1": "NAME", "2": "TOWN"}
    assert column_rows(other)[0].word == "come l’ultima volta"


@pytest.mark.parametrize(
    "choices",
    [{0: "", 1: "VAT"}, {0: "NAME", 1: "NAME"}, {0: "NAME", 1: "NOTHING"}],
    ids=["no-name", "twice", "unknown"],
)
def test_columns_that_do_not_hold_are_refused(choices: dict[int, str]) -> None:
    batch = upload_sheet(name="a.csv", content=sheet_of("Nuova Essenza;x", head="Nome;Boh"))
    with pytest.raises(ImportRefused):
        choose_columns(batch=batch, choices=choices)


def test_acts_out_of_their_time_are_refused() -> None:
    batch = brought_in(sheet_of("Nuova Essenza;;Crema;;;;"))
    for act in (
        lambda: choose_table(batch=batch),
        lambda: choose_columns(batch=batch, choices={0: "NAME"}),
        lambda: start_trial(batch=batch),
        lambda: start_batch(batch=batch),
        lambda: discard_batch(batch=batch),
        lambda: mend_value(row=row_at(batch, 2), column=0, text="x"),
        lambda: decide_row(row=row_at(batch, 2), verdict="SAME"),
    ):
        with pytest.raises(ImportRefused):
            act()


def test_header_line_chosen_by_hand_reads_the_table_again() -> None:
    batch = upload_sheet(name="a.csv", content=b"Alba;Crema;12\nBeta;Lodi;45\n")
    assert (batch.header_line, batch.total) == (0, 2)
    batch = choose_table(batch=batch, header_line=1)
    assert (batch.headers, batch.total) == (["Alba", "Crema", "12"], 1)


def test_batch_thrown_away_leaves_nothing() -> None:
    batch = upload_sheet(name="a.csv", content=sheet_of("Nuova Essenza;;Crema;;;;"), actor=UserFactory(role="OFFICE"))
    discard_batch(batch=batch)
    assert (ImportBatch.objects.count(), ImportRow.objects.count()) == (0, 0)


def test_thousands_of_rows_come_in_while_a_person_waits() -> None:
    rows = (f"{name} srl;;Crema;{n % 90};www.x{n}.example;riempimento;" for n, name in enumerate(distinct(2000)))
    content = sheet_of(*rows)
    begun = time.monotonic()
    batch = brought_in(content)
    assert (batch.state, sum(batch.counts[fate] for fate in ImportRow.Fate.values)) == ("DONE", 2000)
    assert time.monotonic() - begun < 72  # some seconds on a free machine
