"""The office writes calls: each change is a version, an amendment or a correction; what cannot be is refused at its box."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from factories import UserFactory
from factories.calls import call, rules
from filiera.common.models import AuditEvent
from filiera.funding.enums import CallSource
from filiera.funding.models import Call, CallRule
from filiera.funding.operations.edit import Edit, confirm_rule, drop_rule, edit_call, set_rule
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.operations.versions import Came
from tests_clock import NOW

pytestmark = pytest.mark.django_db


def edit(row: Call, amends: bool = False, **values: Any) -> Any:
    return edit_call(call=row, values=values, edit=Edit(amends, "Nota"), now=NOW)


@pytest.mark.parametrize(("amends", "came"), [(True, Came.AMENDED), (False, Came.CHANGED)])
def test_who_writes_says_whether_it_is_an_amendment(amends: bool, came: Came) -> None:
    row = call()
    found = edit(row, amends, closes=date(2027, 3, 1), budget_eur=Decimal(5))
    assert (found.came, found.version.is_amendment, found.version.note) == (came, amends, "Nota")
    assert [one.field for one in found.changes] == ["budget_eur", "closes"]
    row.refresh_from_db()
    assert (row.closes_hour_known, row.ends_at == row.closes_at, row.hour_assumed) == (False, True, False)


def test_nothing_else_is_no_version_and_no_act() -> None:
    row = call()
    acts = AuditEvent.objects.count()
    assert edit(row, closes=datetime(2027, 1, 15, 17)).came == Came.SAME
    assert (row.versions.count(), AuditEvent.objects.count()) == (1, acts)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", "https://example.org/bando"),
        ("level", "REGIONAL"),
        ("granted_by", "Ente (esempio)"),
        ("title_en", "Recyclable packs (example)"),
        ("called_off_on", date(2026, 11, 20)),
        ("procedure", "COUNTER"),
    ],
)
def test_every_field_of_the_form_leaves_a_version(name: str, value: Any) -> None:
    found = edit(call(), **{name: value})
    assert [one.field for one in found.changes] == [name]
    assert AuditEvent.objects.filter(verb="record-call").count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title_it": "", "title_en": ""}, "title_it"),
        ({"opens": date(2027, 1, 16)}, "closes_on"),
        ({"grant_min_eur": Decimal(2), "grant_max_eur": Decimal(1)}, "grant_max_eur"),
        ({"budget_eur": Decimal(10) ** 14}, "budget_eur"),
    ],
)
def test_what_cannot_be_is_refused_at_its_box_and_nothing_changes(values: dict[str, Any], field: str) -> None:
    row = call()
    with pytest.raises(FundingRefused) as refused:
        edit(row, **values)
    assert refused.value.field == field
    assert row.versions.count() == 1
    assert Call.objects.get().title_it == "Imballaggi riciclabili (esempio)"


@pytest.mark.parametrize(("amends", "instead"), [(False, 24), (True, None)])
def test_rule_is_written_over_that_of_the_source(amends: bool, instead: int | None) -> None:
    """A correction of ours leaves what the source says beside it; where the call itself was amended, it says it no more."""
    row, who = call(), UserFactory()
    rule = CallRule(name="duration_max", value=30, clause="Trenta mesi.", article="Art. 9")
    found = set_rule(call=row, rule=rule, edit=Edit(amends), now=NOW, actor=who)
    held = row.rules.get()
    assert (found.came, found.version.is_amendment) == (Came.AMENDED if amends else Came.CHANGED, amends)
    assert (held.value, held.origin, held.source_value, held.changed_by, held.article) == (
        30,
        "OFFICE",
        instead,
        who,
        "Art. 9",
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("duration_max", "molto"),
        ("partners", {"min": 5, "max": 3}),
        ("intensity", {"sme": 140}),
        ("trl", {"start": 7, "end": 4}),
        ("ateco_in", ["profumi"]),
        ("senso_comune", True),
    ],
)
def test_rule_that_nobody_can_judge_is_refused_in_words(name: str, value: Any) -> None:
    row = call()
    with pytest.raises(FundingRefused) as refused:
        set_rule(call=row, rule=CallRule(name=name, value=value), edit=Edit(), now=NOW)
    assert len(str(refused.value)) > 10
    assert (row.versions.count(), row.rules.get().value) == (1, 24)


def test_dropped_rule_comes_back_when_the_office_writes_it() -> None:
    row = call()
    drop_rule(call=row, name="duration_max", edit=Edit(True), now=NOW)
    assert (row.rules.get().is_dropped, row.versions.count()) == (True, 2)
    set_rule(call=row, rule=CallRule(name="duration_max", value=24), edit=Edit(), now=NOW)
    assert (row.rules.get().is_dropped, row.versions.count()) == (False, 3)


def test_rule_that_is_not_there_is_dropped_without_a_version() -> None:
    row = call()
    assert drop_rule(call=row, name="docs", edit=Edit(), now=NOW).came == Came.SAME


def test_confirming_says_who_looked_and_changes_no_version() -> None:
    row = call(source=CallSource.TEXT, rules=rules(duration_max=24))
    row.rules.update(is_sure=False)
    confirm_rule(call=row, name="duration_max", now=NOW)
    confirm_rule(call=row, name="duration_max", now=NOW)
    assert (row.rules.get().is_sure, row.versions.count()) == (True, 1)
    assert AuditEvent.objects.filter(verb="confirm-call-rule").count() == 1
