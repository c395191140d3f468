"""A text becomes a call with proposals; a person takes some and refuses the rest, all at once or not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from factories import UserFactory
from factories.calls import call, rules
from filiera.common.models import AuditEvent
from filiera.funding.models import Call, CallProposal
from filiera.funding.operations.edit import Edit
from filiera.funding.operations.proposals import call_from_text, decide_proposals, propose_from_text
from filiera.funding.operations.refusals import FundingRefused
from tests_clock import NOW

pytestmark = pytest.mark.django_db
TEXT = """BANDO PACKAGING CIRCOLARE (esempio)
Regione Lombardia sostiene progetti di imballaggi riciclabili.
Art. 3 - Soggetti ammissibili
Possono presentare domanda partenariati composti da almeno 3 imprese.
Art. 4 - Durata
I progetti devono concludersi entro 24 mesi.
Art. 5 - Dotazione
La dotazione finanziaria è di euro 2.000.000,00.
Art. 6 - Termini
Le domande possono essere presentate dalle ore 10:00 del 1 dicembre 2026 alle ore 16:00 del 15 febbraio 2027.
"""


def proposal(row: Call, field: str, value: Any, **more: Any) -> CallProposal:
    return CallProposal.objects.create(call=row, field=field, value=value, sentence=f"Frase su {field}.", **more)


def decide(row: Call, *taken: CallProposal, amends: bool = False) -> tuple[int, int]:
    return decide_proposals(call=row, taken={one.pk for one in taken}, edit=Edit(amends), now=NOW)


def test_text_becomes_a_call_for_the_office_alone() -> None:
    row = call_from_text(text=TEXT, now=NOW, actor=UserFactory())
    assert (row.source, row.visibility, row.language) == ("TEXT", "OFFICE", "it")
    assert "PACKAGING CIRCOLARE" in row.title_it.upper()
    assert (row.rules.count(), row.closes_at, row.budget_eur) == (0, None, None), "nothing counts before it is taken"
    read = {one.field for one in row.proposals.all()}
    assert {"closes", "rules.duration_max"} <= read
    assert all(one.sentence and one.state == "OPEN" for one in row.proposals.all())


@pytest.mark.parametrize("text", ["", "  \n "])
def test_no_text_is_refused(text: str) -> None:
    with pytest.raises(FundingRefused) as refused:
        call_from_text(text=text, now=NOW)
    assert (refused.value.field, Call.objects.count()) == ("text", 0)


def test_text_of_one_line_is_a_call_all_the_same() -> None:
    assert call_from_text(text="Premio per il miglior siero (esempio)", now=NOW).title_it.startswith("Premio")


def test_what_is_taken_counts_and_the_rest_is_refused() -> None:
    row, who = call(rules=()), UserFactory()
    closes = proposal(row, "closes", "2027-02-15T16:00")
    months = proposal(row, "rules.duration_max", 24, article="Art. 4")
    budget = proposal(row, "budget_eur", "2000000.00")
    found = decide_proposals(call=row, taken={closes.pk, months.pk}, edit=Edit(True), now=NOW, actor=who)
    row.refresh_from_db()
    rule = row.rules.get()
    assert found == (2, 1)
    assert (row.closes_at, row.closes_hour_known, row.budget_eur) == (datetime(2027, 2, 15, 15, tzinfo=UTC), True, None)
    assert (rule.value, rule.clause, rule.article, rule.origin) == (
        24,
        "Frase su rules.duration_max.",
        "Art. 4",
        "OFFICE",
    )
    assert [CallProposal.objects.get(pk=one.pk).state for one in (closes, months, budget)] == [
        "TAKEN",
        "TAKEN",
        "REFUSED",
    ]
    assert AuditEvent.objects.get(verb="decide-call-proposals").detail.values == {"taken": 2, "refused": 1}


@pytest.mark.parametrize("field", ["closes", "rules.duration_max"])
def test_two_that_say_different_things_are_refused_and_nothing_is_taken(field: str) -> None:
    row = call(rules=())
    said = [24, 36] if field.startswith("rules") else ["2027-02-15", "2027-03-15"]
    both = [proposal(row, field, one) for one in said]
    with pytest.raises(FundingRefused):
        decide(row, *both, proposal(row, "aid", "deminimis"))
    assert CallProposal.objects.filter(state="OPEN").count() == 3
    assert (row.rules.count(), row.versions.count()) == (0, 1)


def test_dates_that_contradict_each_other_take_nothing_with_them() -> None:
    row = call(rules=())
    ticked = [proposal(row, "rules.duration_max", 24), proposal(row, "closes", "2026-01-15")]
    with pytest.raises(FundingRefused, match="Chiude prima di aprire"):
        decide(row, *ticked)
    assert (row.rules.count(), CallProposal.objects.filter(state="OPEN").count()) == (0, 2)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("budget_eur", "molto"),
        ("closes", "a Natale"),
        ("tz", "Europa/Roma"),
        ("procedure", "SORTE"),
        ("level", "COSMICO"),
        ("url", "javascript:alert(1)"),
        ("rules.trl", {"start": 9, "end": 2}),
    ],
)
def test_value_that_cannot_be_is_refused_in_words(field: str, value: Any) -> None:
    row = call(rules=())
    with pytest.raises(FundingRefused):
        decide(row, proposal(row, field, value))
    assert CallProposal.objects.get().state == "OPEN"


def test_long_words_are_cut() -> None:
    row = call(rules=())
    decide(row, proposal(row, "programme", "p" * 900))
    row.refresh_from_db()
    assert len(row.programme) == 160


def test_unknown_ids_and_those_of_another_call_take_nothing() -> None:
    row, other = call("A", rules=()), call("B", rules=())
    mine, theirs = proposal(row, "aid", "deminimis"), proposal(other, "aid", "gber25")
    found = decide_proposals(call=row, taken={theirs.pk, 999_999}, edit=Edit(), now=NOW)
    assert (found, CallProposal.objects.get(pk=mine.pk).state, CallProposal.objects.get(pk=theirs.pk).state) == (
        (0, 1),
        "REFUSED",
        "OPEN",
    )
    assert set(Call.objects.values_list("aid", flat=True)) == {""}


def test_amendment_proposes_only_what_is_said_otherwise() -> None:
    row = call_from_text(text=TEXT, now=NOW)
    decide(row, *row.proposals.all())
    row.refresh_from_db()
    assert propose_from_text(call=row, text=TEXT, now=NOW) == 0
    changed = TEXT.replace("entro 24 mesi", "entro 30 mesi")
    assert propose_from_text(call=row, text=changed, now=NOW) == 1
    waiting = row.proposals.get(state="OPEN")
    assert (waiting.field, waiting.value) == ("rules.duration_max", 30)
    decide(row, waiting, amends=True)
    newest = row.versions.order_by("-number")[0]
    assert (newest.is_amendment, row.rules.get(name="duration_max").value) == (True, 30)


def test_second_amendment_replaces_what_still_waited() -> None:
    row = call(rules=rules(duration_max=12))
    for months in (24, 30):
        propose_from_text(call=row, text=TEXT.replace("24 mesi", f"{months} mesi"), now=NOW)
    assert [one.value for one in row.proposals.filter(field="rules.duration_max")] == [30]


def test_page_of_a_pdf_is_where_the_sentence_begins() -> None:
    row = call_from_text(text=TEXT, pages=(0, TEXT.index("Art. 5")), now=NOW)
    assert row.proposals.get(field="rules.duration_max").page == 1
    assert row.proposals.get(field="closes").page == 2


def test_what_is_taken_at_once_is_one_version() -> None:
    row = call_from_text(text=TEXT, now=NOW)
    before = row.versions.count()
    decide(row, *row.proposals.filter(field__in=["closes", "budget_eur", "rules.duration_max"]))
    assert row.versions.count() == before + 1
    assert {one["field"] for one in row.versions.order_by("-number")[0].changes} >= {"closes", "budget_eur"}
