"""Research organisations: those of the register learn, others are entered only where asked, doubts are asked about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from factories import OrganisationFactory
from factories.importer_world import NOW, bring, counts
from filiera.competence.operations.import_trial import accept_trial, advance_trial, ask_for_trial
from filiera.competence.operations.import_undo import undo_batch
from filiera.competence.operations.import_uploads import answer_institution
from filiera.competence.operations.imports import advance_batch, open_batch
from filiera.registry.models import Alias, Fact, Identifier, ImportBatch, ImportRow, Organisation
from filiera.registry.operations.columns import snapshot
from filiera.registry.operations.institutions import NOT_LEARNT
from filiera.registry.operations.merges import merge_organisations

pytestmark = pytest.mark.django_db


def record(ror: str, name: str, town: str = "Milan", **values: Any) -> dict[str, Any]:
    place = {"name": town, "country_code": "IT", "country_subdivision_name": "Lombardy", "lat": 45.46, "lng": 9.19}
    names = [{"value": name, "types": ["ror_display", "label"], "lang": "it"}]
    base = {
        "id": f"https://ror.org/{ror}",
        "status": "active",
        "types": ["facility"],
        "names": names,
        "established": 1950,
    }
    return (
        base
        | {"locations": [{"geonames_details": place}], "external_ids": [], "relationships": [], "links": []}
        | values
    )


LAB = record("01nffqt88", "Istituto del Sapone di Milano")


def write(tmp_path: Path, *records: dict[str, Any]) -> Path:
    path = tmp_path / "ror.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


def test_known_organisation_learns_its_identifier_and_place(tmp_path: Path) -> None:
    known = OrganisationFactory(name="Istituto del Sapone", country="IT")
    Identifier.objects.create(organisation=known, scheme="ROR", value="https://ror.org/01nffqt88")
    path = write(tmp_path, LAB, record("01xt1w755", "Nessuno"))
    batch = bring("ROR", path)
    assert (counts(batch), batch.counts["outside"]) == ((0, 1, 0, 0), 1)
    known.refresh_from_db()
    assert (known.town, known.founded_year, known.kind) == ("Milano", 1950, "RESEARCH_BODY")
    assert list(known.aliases.values_list("name", flat=True)) == ["Istituto del Sapone di Milano"]
    assert counts(bring("ROR", path)) == (0, 0, 1, 0)


@pytest.mark.parametrize("place", [("IT", ""), ("IT", "Lombardy"), ("", "Lombardia"), ("IT", "ITC4")])
def test_others_are_entered_where_asked_and_undone_whole(tmp_path: Path, place: tuple[str, str]) -> None:
    abroad = record("02hsggv49", "Ailleurs", locations=[{"geonames_details": {"name": "Paris", "country_code": "FR"}}])
    batch = bring("ROR", write(tmp_path, LAB, abroad), place)
    assert (counts(batch), batch.counts["outside"]) == ((1, 0, 0, 0), 1)
    assert Organisation.objects.get().name == "Istituto del Sapone di Milano"
    undo_batch(batch=batch, now=NOW)
    assert (Organisation.objects.count(), Identifier.objects.count(), Fact.objects.count()) == (0, 0, 0)


def test_undo_takes_back_what_was_learnt(tmp_path: Path) -> None:
    known = OrganisationFactory(name="Istituto del Sapone", country="IT")
    Identifier.objects.create(organisation=known, scheme="ROR", value="https://ror.org/01nffqt88")
    before = snapshot(known, kept=NOT_LEARNT)
    batch = bring("ROR", write(tmp_path, LAB))
    Organisation.objects.filter(pk=known.pk).update(size="LARGE")
    undo_batch(batch=batch, now=NOW)
    assert (Alias.objects.count(), Fact.objects.count(), Identifier.objects.count()) == (0, 0, 1)
    known.refresh_from_db()
    assert snapshot(known, kept=NOT_LEARNT) == before | {"size": "LARGE"}


def test_withdrawn_one_is_not_entered_but_its_successor_is_told(tmp_path: Path) -> None:
    successor = [{"type": "successor", "id": "https://ror.org/01xt1w755", "label": "Sapone Nuovo"}]
    gone = LAB | {"status": "withdrawn", "relationships": successor}
    batch = bring("ROR", write(tmp_path, gone), ("IT", ""))
    assert (counts(batch), batch.counts["remarks"]["gone"]["number"]) == ((0, 0, 0, 0), 1)
    known = OrganisationFactory(name="Altro", country="IT")
    Identifier.objects.create(organisation=known, scheme="ROR", value="https://ror.org/01nffqt88")
    bring("ROR", write(tmp_path, gone))
    assert [fact.value_it for fact in known.facts.filter(field="NOTE")] == ["Le succede Sapone Nuovo (ROR)"]


def test_parent_is_a_group_for_a_company_and_a_note_for_others(tmp_path: Path) -> None:
    parent = [{"type": "parent", "id": "https://ror.org/01xt1w755", "label": "Gruppo Bolla"}]
    path = write(tmp_path, LAB | {"relationships": parent},
                 record("02hsggv49", "Bolla SpA", types=["company"], relationships=parent))  # fmt: skip
    bring("ROR", path, ("IT", ""))
    group = Organisation.objects.get(name="Bolla SpA").group
    assert group is not None
    assert group.name == "Gruppo Bolla"
    assert Fact.objects.get(field="NOTE").value_it == "Fa parte di Gruppo Bolla"


def test_answer_about_a_doubt_is_followed_by_the_next_import(tmp_path: Path) -> None:
    for number in range(5):
        OrganisationFactory(name=f"Impresa numero {number}", country="IT")
    known = OrganisationFactory(name="Istituto del Sapone", country="IT")
    path = write(tmp_path, LAB)
    batch = bring("ROR", path)
    row = batch.rows.get(fate=ImportRow.Fate.ASK)
    assert row.candidate == known
    answer_institution(row=row, verdict="SAME")
    assert counts(bring("ROR", path)) == (0, 1, 0, 0)
    assert known.identifiers.get(scheme="ROR").value == "https://ror.org/01nffqt88"


ROR = "https://ror.org/01nffqt88"


def tried(path: Path, place: tuple[str, str] = ("IT", "")) -> ImportBatch:
    return advance_trial(batch=ask_for_trial(open_batch(kind=ImportBatch.Kind.ROR, path=path, place=place)))


def holder() -> Organisation:
    known = OrganisationFactory(name="Istituto del Sapone", country="IT")
    Identifier.objects.create(organisation=known, scheme="ROR", value=ROR)
    return known


def test_organisation_joined_after_the_trial_is_found_where_it_went(tmp_path: Path) -> None:
    gone, kept = holder(), OrganisationFactory(name="Sapone Riunito", country="IT")
    batch = tried(write(tmp_path, LAB))
    assert counts(batch) == (0, 1, 0, 0)
    merge_organisations(kept=kept, gone=gone)
    done = advance_batch(batch=accept_trial(batch=batch), now=NOW)
    assert (done.state, counts(done), done.rows.get(fate="UPDATE").organisation) == ("DONE", (0, 1, 0, 0), kept)
    assert Fact.objects.filter(organisation=gone).count() == 0


def test_organisation_registered_after_the_trial_is_not_entered_twice(tmp_path: Path) -> None:
    batch = tried(write(tmp_path, LAB))
    assert counts(batch) == (1, 0, 0, 0)
    known = holder()
    done = advance_batch(batch=accept_trial(batch=batch), now=NOW)
    assert (done.state, counts(done), Organisation.objects.get()) == ("DONE", (0, 1, 0, 0), known)


def test_organisation_removed_after_the_trial_is_entered_anew(tmp_path: Path) -> None:
    known = holder()
    batch = tried(write(tmp_path, LAB))
    known.delete()
    done = advance_batch(batch=accept_trial(batch=batch), now=NOW)
    assert (done.state, counts(done), Organisation.objects.get().name) == (
        "DONE",
        (1, 0, 0, 0),
        "Istituto del Sapone di Milano",
    )


def left_half_way(tmp_path: Path) -> ImportBatch:
    """Begin an import of which one slice is in, and the institution of `LAB` is the only one of the next."""
    abroad = [
        {"id": f"https://openalex.org/I{1000 + n}", "display_name": f"Altrove {n}", "type": "facility",
         "country_code": "FR", "geo": {"city": "Lyon"}} for n in range(200)
    ]  # fmt: skip
    batch = open_batch(kind=ImportBatch.Kind.ROR, path=write(tmp_path, LAB, *abroad), place=("IT", ""))
    while batch.position == 0:
        batch = advance_batch(batch=batch, now=NOW, budget_seconds=0)
    assert (batch.state, batch.position, batch.counts["outside"]) == ("RUNNING", 200, 200)
    return batch


@pytest.mark.parametrize("is_doubt", [False, True])
def test_import_left_half_way_follows_an_organisation_that_was_joined(tmp_path: Path, is_doubt: bool) -> None:
    known = OrganisationFactory(name="Istituto del Sapone", country="IT") if is_doubt else holder()
    for number in range(5):
        OrganisationFactory(name=f"Impresa numero {number}", country="IT")
    batch, kept = left_half_way(tmp_path), OrganisationFactory(name="Sapone Riunito", country="FR")
    merge_organisations(kept=kept, gone=known)
    done = advance_batch(batch=batch, now=NOW)
    [row] = done.rows.all()
    assert (done.state, row.fate, row.organisation, row.candidate) == (
        ("DONE", "ASK", None, kept) if is_doubt else ("DONE", "UPDATE", kept, None)
    )


@pytest.mark.parametrize("is_doubt", [False, True])
def test_import_left_half_way_enters_an_organisation_that_was_removed(tmp_path: Path, is_doubt: bool) -> None:
    known = OrganisationFactory(name="Istituto del Sapone", country="IT") if is_doubt else holder()
    for number in range(5):
        OrganisationFactory(name=f"Impresa numero {number}", country="IT")
    batch = left_half_way(tmp_path)
    known.delete()
    done = advance_batch(batch=batch, now=NOW)
    [row] = done.rows.all()
    assert (done.state, row.fate, row.organisation) == (
        "DONE",
        "NEW",
        Organisation.objects.get(name="Istituto del Sapone di Milano"),
    )


@pytest.mark.parametrize(
    ("held", "town", "fate"),
    [(True, "", "UPDATE"), (False, "Milano", "UPDATE"), (False, "", "ASK"), (False, "Lodi", "NEW")],
)
def test_one_registered_between_two_slices_is_not_entered_twice(
    tmp_path: Path, held: bool, town: str, fate: str
) -> None:
    batch = left_half_way(tmp_path)
    name = "Il Sapone" if held else "Istituto del Sapone di Milano"
    since = OrganisationFactory(name=name, town=town, country="IT")
    if held:
        Identifier.objects.create(organisation=since, scheme="ROR", value=ROR)
    done = advance_batch(batch=batch, now=NOW)
    [row] = done.rows.all()
    assert (row.fate, Organisation.objects.count()) == (fate, 2 if fate == "NEW" else 1)
    undo_batch(batch=done, now=NOW)
    assert Organisation.objects.get() == since


def test_record_that_cannot_be_one_is_rejected_alone(tmp_path: Path) -> None:
    batch = bring("ROR", write(tmp_path, {"id": "https://ror.org/bad", "names": []}, LAB), ("IT", ""))
    assert counts(batch) == (1, 0, 0, 1)
