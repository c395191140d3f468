"""Answers that are remembered: listed, forgotten one by one, or with the import in which they were given."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import OrganisationFactory, UserFactory
from factories.sheets import sheet_of, tried
from filiera.common.models import AuditEvent
from filiera.registry.models import DuplicateDecision, ImportBatch, RememberedColumns, TwinDecision
from filiera.registry.operations.forgetting import NotRemembered, forget_answer, forget_answers_of
from filiera.registry.operations.import_answers import decide_row
from filiera.registry.operations.import_apply import apply_batch, start_batch
from filiera.registry.operations.import_undo import undo_batch
from filiera.registry.operations.tell_apart import tell_apart
from filiera.registry.queries.answers import answers, remembered_keys

pytestmark = pytest.mark.django_db

SHEET = sheet_of(
    "Vetreria del Ticino sas;;Lodi;35;;;",
    "Macchine Vacchelli;;Crema;;;;",
    "Macchine Vacchelli & Figli;;Soncino;;;;",
)


@pytest.fixture
def office() -> Client:
    """Sign an office worker in."""
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    return client


def answered() -> ImportBatch:
    """Bring a sheet up to its trial, and answer about an organisation, about two rows and about a column."""
    OrganisationFactory(name="Vetreria Ticino", town="Pavia")
    batch = tried(SHEET, **{"note mie": "NOTE"})
    decide_row(row=batch.rows.get(line=2), verdict="DIFFERENT")
    decide_row(row=batch.rows.get(line=4), verdict="SAME")
    return ImportBatch.objects.get()


def said(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_answers_say_what_they_are_about() -> None:
    answered()
    found = [(one.kind, one.about, one.place, one.beside, one.verdict) for one in answers(remembered_keys())]
    columns = (
        "citta: Comune; cosa fanno: Cosa fanno (testo); dip: Addetti; note mie: Nota; p iva cf: Partita IVA; "
        "rag soc: Nome; sito: Sito"
    )
    assert found == [
        (
            "rows",
            "Macchine Vacchelli",
            "soci.csv, riga 3; soci.csv, riga 4",
            "Macchine Vacchelli & Figli",
            "sono lo stesso",
        ),
        ("pair", "Vetreria del Ticino sas", "soci.csv, riga 2", "Vetreria Ticino", "sono due"),
        ("columns", "Le colonne di un foglio", "", columns, "scelte"),
    ]


def test_two_of_the_register_told_apart_are_listed_by_name() -> None:
    one, other = OrganisationFactory(name="Alba Uno"), OrganisationFactory(name="Alba Due")
    tell_apart(first=one, second=other)
    assert [(row.about, row.beside, row.place) for row in answers(remembered_keys())] == [("Alba Due", "Alba Uno", "")]


def test_forgotten_answer_is_asked_again_and_the_act_is_on_record() -> None:
    answered()
    user = UserFactory(role="OFFICE")
    forget_answer(kind="pair", pk=DuplicateDecision.objects.get().pk, actor=user)
    forget_answer(kind="rows", pk=TwinDecision.objects.get().pk, actor=user)
    forget_answer(kind="columns", pk=RememberedColumns.objects.get().pk, actor=user)
    assert remembered_keys() == []
    assert list(AuditEvent.objects.filter(verb="forget-answer").values_list("actor", flat=True)) == [user.pk] * 3
    assert list(tried(SHEET).rows.order_by("line").values_list("fate", flat=True)) == ["ASK", "NEW", "ASK"]
    with pytest.raises(NotRemembered):
        forget_answer(kind="pair", pk=1)


def test_answers_of_an_undone_import_are_forgotten_with_it(office: Client) -> None:
    tell_apart(first=OrganisationFactory(name="Alba Uno"), second=OrganisationFactory(name="Alba Due"))
    batch = undo_batch(batch=apply_batch(batch=start_batch(batch=answered())))
    page = office.get(f"/it/office/imports/{batch.pk}/").content.decode()
    assert "3 risposte date in questa importazione sono ancora ricordate" in page
    page = office.post(f"/it/office/imports/{batch.pk}/forget/", follow=True).content.decode()
    assert ("3 risposte sono dimenticate." in page, "ancora ricordate" in page) == (True, False)
    assert [kind for kind, _pk in remembered_keys()] == ["pair"]
    assert forget_answers_of(batch=batch) == 0


@pytest.mark.parametrize(
    ("lang", "title", "done"),
    [("it", "3 risposte <em>sono ricordate</em>", "Dimenticata: sarà chiesta di nuovo."),
     ("en", "3 answers <em>are remembered</em>", "Forgotten: it will be asked again.")],
)  # fmt: skip
def test_page_lists_and_forgets(office: Client, lang: str, title: str, done: str) -> None:
    answered()
    here = f"/{lang}/office/answers/"
    assert title in office.get(here).content.decode()
    assert all(
        f'href="{here}"' in office.get(f"/{lang}/office/{name}/").content.decode() for name in ("imports", "duplicates")
    )
    address = f"{here}rows/{TwinDecision.objects.get().pk}/forget/"
    assert done in office.post(address, follow=True).content.decode()
    assert (TwinDecision.objects.count(), office.get(address).status_code) == (0, 405)


def test_page_is_the_office_s_alone() -> None:
    client = Client()
    assert client.get("/it/office/answers/").status_code == 302
    client.force_login(UserFactory())
    assert client.get("/it/office/answers/").status_code == 404
    assert client.post("/it/office/answers/pair/1/forget/").status_code == 404


def test_page_costs_the_same_however_many_answers(office: Client) -> None:
    counts = []
    for number in (1, 4):
        for n in range(number):
            first, second = OrganisationFactory(name=f"Uno {number} {n}"), OrganisationFactory(name=f"Due {number} {n}")
            tell_apart(first=first, second=second)
        with CaptureQueriesContext(connection) as seen:
            office.get("/it/office/answers/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_command_lists_and_forgets() -> None:
    answered()
    pk = DuplicateDecision.objects.get().pk
    result = json.loads(said("answers", "--json", "--lang", "en"))
    assert (result["total"], [one["answer"] for one in result["answers"]]) == (
        3,
        ["they are the same", "they are two", "chosen"],
    )
    listed = said("answers").splitlines()[1]
    assert listed.startswith(f"pair-{pk}  Vetreria del Ticino sas (soci.csv, riga 2) / Vetreria Ticino: sono due.")
    assert said("answers", "--forget", f"pair-{pk}") == "Dimenticata: sarà chiesta di nuovo.\n"
    with pytest.raises(CommandError, match="was forgotten already"):
        said("answers", "--forget", f"pair-{pk}", "--lang", "en")


def test_undo_command_forgets_the_answers_too() -> None:
    batch = apply_batch(batch=start_batch(batch=answered()))
    undone = json.loads(said("sheet-undo", str(batch.pk), "--forget-answers", "--json"))
    assert (undone["forgotten"], remembered_keys()) == (3, [])
