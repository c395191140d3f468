"""A batch is taken back, and another batch in the register says what it said: that stays, as the other said it."""

from __future__ import annotations

import io
import itertools

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from factories import DelegateFactory, OrganisationFactory, UserFactory
from factories.sheets import brought_in, register_state, sheet_of
from filiera.registry.models import Alias, Fact, Identifier, Organisation
from filiera.registry.operations.import_slices import source_key
from filiera.registry.operations.import_undo import undo_batch
from filiera.registry.queries.reports import Undone, left_standing, undone

pytestmark = pytest.mark.django_db

VAT = "99999019997"


def sources(field: str) -> list[tuple[str, str]]:
    return sorted(Fact.objects.filter(field=field).values_list("value", "source__key"))


def test_value_that_a_later_batch_met_unchanged_stays_as_it_said_it() -> None:
    known = OrganisationFactory(name="Alba Cosmetici", town="Crema", country="IT")
    brought_in(sheet_of("Alba Cosmetici;;Crema;;;;"), "uno.csv")
    second = brought_in(sheet_of("Alba Cosmetici;99999019997;Crema;45;www.alba.it;polveri;"), "due.csv")
    third = brought_in(sheet_of("Alba Cosmetici;99999019997;Crema;45;https://alba.it/;Polveri;"), "tre.csv")
    undo_batch(batch=second)
    known.refresh_from_db()
    key = source_key(third)
    assert (known.employees, known.summary_it) == (45, "Polveri")
    assert sources("EMPLOYEES") + sources("SUMMARY") == [("45", key), ("Polveri", key)]
    assert list(Identifier.objects.filter(scheme="VAT").values_list("value", "source__key")) == [(f"IT{VAT}", key)]


def test_membership_that_a_later_batch_repeats_stays_ended() -> None:
    known = OrganisationFactory(name="Alba Cosmetici", town="Crema", country="IT")
    head = "Nome;Comune;Socio"
    batches = [
        brought_in(sheet_of(f"Alba Cosmetici;Crema;{word}", head=head), f"{number}.csv")
        for number, word in enumerate(("si", "no", "no"))
    ]
    undo_batch(batch=batches[1])
    known.refresh_from_db()
    assert known.member_since_on is None
    assert sources("MEMBER")[0] == ("NO", source_key(batches[2]))


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_batches_taken_back_in_any_order_leave_the_register_as_it_was(order: tuple[int, ...]) -> None:
    OrganisationFactory(name="Alba Cosmetici", town="Crema", country="IT")
    before = register_state()
    rows = (
        "Alba Cosmetici;;Crema;12;;polveri;",
        "ALBA COSMETICI ITALIA;99999019997;Crema;45;www.alba.it;oli;",
        "Alba Cosmetici Italia;99999019997;Crema;45;www.alba.it;oli;",
    )
    batches = [brought_in(sheet_of(rows[0]), "0.csv")]
    alias = Alias.objects.create(
        organisation=Organisation.objects.get(), name="Alba Cosmetici Italia", search_name="alba cosmetici italia"
    )
    batches += [brought_in(sheet_of(row), f"{number}.csv") for number, row in enumerate(rows[1:], start=1)]
    for number in order:
        undo_batch(batch=batches[number])
    alias.delete()
    assert register_state() == before


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "it",
            [
                "qualcosa resta, ed ecco perché",
                "Sono tolti 0 soggetti",
                "3 valori restano, perché li dicono anche",
            ],
        ),
        (
            "en",
            ["some of it stays, and here is why", "0 organisations that it had", "3 values stay, because other sheets"],
        ),
    ],
)
def test_page_and_command_say_what_stays_after_an_undo_and_why(lang: str, words: list[str]) -> None:
    OrganisationFactory(name="Alba Cosmetici", town="Crema", country="IT")
    content = sheet_of("Alba Cosmetici;99999019997;Crema;45;;polveri;")
    first, _second = brought_in(content, "uno.csv"), brought_in(content, "due.csv")
    out = io.StringIO()
    call_command("sheet-undo", str(first.pk), "--lang", lang, stdout=out)
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    page = client.get(f"/{lang}/office/imports/{first.pk}/").content.decode()
    assert [one for one in words if one not in page] == []
    assert words[2] in out.getvalue().splitlines()[1]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_organisations_that_several_sheets_name_go_with_the_last_of_them(order: tuple[int, ...]) -> None:
    before = register_state()
    rows = ("Alba Cosmetici;99999019997;Crema;45;www.alba.it;polveri;", "Brina Profumi;;Lodi;12;;profumi;")
    batches = [brought_in(sheet_of(*rows), f"{number}.csv") for number in range(3)]
    for number in order:
        assert Organisation.objects.count() == 2
        undo_batch(batch=batches[number])
    assert register_state() == before
    for batch in batches:
        batch.refresh_from_db()
    assert [undone(batch).is_whole for batch in batches] == [True, True, True]
    assert [left_standing(batch) for batch in batches] == [[], [], []]
    assert undone(batches[0]) == Undone(removed=2, stays=0, handed=0, changed=0)


def test_organisation_that_somebody_works_for_stays_after_the_last_sheet() -> None:
    content = sheet_of("Alba Cosmetici;99999019997;Crema;45;;polveri;")
    first, second = brought_in(content, "uno.csv"), brought_in(content, "due.csv")
    DelegateFactory(organisation=Organisation.objects.get())
    undo_batch(batch=first)
    undo_batch(batch=second)
    first.refresh_from_db()
    with translation.override("en"):
        assert [(one.name, one.why) for one in left_standing(first)] == [("Alba Cosmetici", "1 delegate")]
    assert undone(first) == Undone(removed=0, stays=1, handed=0, changed=0)
