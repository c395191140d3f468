"""What a source says of a call becomes a call, a version of it, or nothing new; what the office wrote stays."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from factories.calls import MONTHS, draft, rules
from filiera.common.models import AuditEvent
from filiera.common.public_ids import free_code
from filiera.funding.drafts import RuleDraft, WindowDraft
from filiera.funding.enums import CallSource
from filiera.funding.models import Call, CallRule
from filiera.funding.operations import calls as operations
from filiera.funding.operations.calls import OTHER_PAGES, record_call, record_calls
from filiera.funding.operations.edit import Edit, drop_rule, set_rule
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.operations.versions import Came
from filiera.funding.urls import urlpatterns
from tests_clock import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def record(**said: Any) -> Any:
    return record_call(draft=draft(**said), now=NOW)


def test_new_call_is_for_all_with_its_first_version() -> None:
    found = record()
    call = Call.objects.get()
    assert (found.came, call.visibility, call.code, call.tz) == (Came.NEW, "PUBLIC", "esempio-1", "Europe/Rome")
    assert (call.opens_at, call.opens_hour_known) == (datetime(2026, 9, 30, 22, tzinfo=UTC), False)
    assert (call.closes_at, call.closes_hour_known) == (datetime(2027, 1, 15, 16, tzinfo=UTC), True)
    version = call.versions.get()
    assert (version.number, version.is_amendment, version.changes, version.raw) == (1, False, [], '{"esempio": 1}')
    rule = call.rules.get()
    assert (rule.name, rule.value, rule.clause, rule.origin) == ("duration_max", 24, MONTHS.clause, "SOURCE")


@pytest.mark.parametrize("source", [CallSource.HAND, CallSource.TEXT])
def test_call_that_the_office_wrote_is_for_the_office_alone(source: CallSource) -> None:
    assert record(source=source).call.visibility == "OFFICE"


def test_same_record_again_is_nothing_new() -> None:
    record()
    assert record().came == Came.SAME
    assert (Call.objects.get().versions.count(), AuditEvent.objects.filter(verb="record-call").count()) == (1, 1)


def test_other_words_are_a_change_and_other_dates_an_amendment() -> None:
    record()
    said = record(summary="Con altre parole.")
    assert (said.came, [one.field for one in said.changes], said.version.is_amendment) == (
        Came.CHANGED,
        ["summary"],
        False,
    )
    later = WindowDraft(opens=date(2026, 10, 1), closes=datetime(2027, 2, 1, 17))
    moved = record(summary="Con altre parole.", window=later)
    assert (moved.came, moved.version.number) == (Came.AMENDED, 3)
    assert moved.version.changes == [{"field": "closes", "before": "2027-01-15T17:00", "after": "2027-02-01T17:00"}]


def test_text_alone_is_a_change_and_the_call_is_read_again() -> None:
    call = record().call
    Call.objects.update(topics_read_as="x")
    assert record(text="Un altro testo.").came == Came.CHANGED
    call.refresh_from_db()
    assert call.topics_read_as == ""


def test_rule_that_changes_vanishes_or_is_new_amends() -> None:
    record(rules=rules(duration_max=24, docs=["masterplan"]))
    said = record(rules=rules(duration_max=30, civil_only=True))
    assert said.came == Came.AMENDED
    assert [(one.rule, one.before, one.after) for one in said.changes] == [
        ("civil_only", None, True),
        ("docs", ["masterplan"], None),
        ("duration_max", 24, 30),
    ]
    assert set(said.call.rules.values_list("name", flat=True)) == {"duration_max", "civil_only"}


def office_writes(call: Call, value: Any, **more: Any) -> None:
    set_rule(call=call, rule=CallRule(name="duration_max", value=value), edit=Edit(**more), now=NOW)


def test_rule_of_the_office_stays_and_shows_what_the_source_says() -> None:
    call = record().call
    office_writes(call, 30)
    assert record().came == Came.SAME
    rule = call.rules.get()
    assert (rule.value, rule.origin, rule.source_value) == (30, "OFFICE", 24)
    record(rules=rules(duration_max=30))
    assert call.rules.get().source_value is None, "both say the same now"


def test_source_that_says_a_rule_no_more_differs_no_more() -> None:
    call = record().call
    office_writes(call, 30)
    record(rules=())
    rule = call.rules.get()
    assert (rule.value, rule.source_value) == (30, None)


def test_dropped_rule_stays_dropped() -> None:
    call = record().call
    drop_rule(call=call, name="duration_max", edit=Edit(), now=NOW)
    assert record().came == Came.SAME
    record(rules=rules(duration_max=36))
    rule = call.rules.get()
    assert (rule.is_dropped, rule.source_value) == (True, 36)
    assert call.versions.order_by("-number")[0].values["rules"] == {}


def test_rule_that_the_judge_cannot_read_is_not_kept() -> None:
    said = (RuleDraft("duration_max", "quanto basta"), RuleDraft("not_a_rule", 3), RuleDraft("docs", ["masterplan"]))
    assert list(record(rules=said).call.rules.values_list("name", flat=True)) == ["docs"]


def test_cut_offs_come_change_and_go() -> None:
    first, second, third = date(2026, 12, 1), date(2027, 3, 1), date(2027, 6, 1)
    window = WindowDraft(opens=date(2026, 10, 1), cutoffs=(first, second))
    call = record(window=window).call
    assert (call.cutoffs.count(), call.ends_at) == (2, datetime(2027, 3, 1, 22, 59, 59, 999999, tzinfo=UTC))
    said = record(window=replace(window, cutoffs=(second, third)))
    assert said.came == Came.AMENDED
    assert [one.day for one in call.cutoffs.order_by("at").values_list("at", flat=True)] == [1, 1]
    assert call.cutoffs.order_by("-at")[0].at == datetime(2027, 6, 1, 21, 59, 59, 999999, tzinfo=UTC)


def test_first_of_more_rounds_is_no_end() -> None:
    window = WindowDraft(opens=date(2026, 10, 1), cutoffs=(date(2026, 12, 1),))
    call = record(window=window, also={"cutoffs": "first alone"}).call
    assert (call.more_rounds, call.ends_at, call.has_no_end) == (True, None, False)


def test_two_ids_that_give_one_slug_are_two_calls() -> None:
    assert [record(ref=ref).call.code for ref in ("HORIZON/A", "HORIZON-A", "horizon a")] == [
        "horizon-a",
        "horizon-a-2",
        "horizon-a-3",
    ]


@pytest.mark.parametrize("word", sorted(OTHER_PAGES))
def test_no_call_stands_where_another_page_is(word: str) -> None:
    assert record(source=CallSource.HAND, title=word.title()).call.code == f"{word}-2"


def test_every_page_beside_those_of_calls_is_kept_from_them() -> None:
    beside = {found[1] for one in urlpatterns if (found := re.match(r"(?:office/)?calls/([a-z-]+)/", str(one.pattern)))}
    assert beside == OTHER_PAGES


@pytest.mark.parametrize("title", ["…", "Ωμέγα", "招标"])
def test_title_without_letters_of_ours_has_an_id_all_the_same(title: str) -> None:
    assert [record(source=CallSource.HAND, ref=str(n), title=title).call.code != "" for n in range(2)] == [True, True]


def test_long_words_are_cut_and_not_refused() -> None:
    long = "parola " * 200
    call = record(
        title=long, programme=long, aid=long, granted_by=long, call_title=long, url="https://e.it/" + "a" * 600
    ).call
    sizes = {name: len(getattr(call, name)) for name in ("title_it", "programme", "aid", "granted_by", "call_title")}
    assert sizes == {"title_it": 400, "programme": 160, "aid": 40, "granted_by": 300, "call_title": 400}
    assert call.url == "", "an address that is cut leads elsewhere"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "example.org", "//example.org"])
def test_only_addresses_of_the_web_are_links(url: str) -> None:
    assert record(url=url).call.url == ""


def test_what_the_source_says_no_more_is_empty_again() -> None:
    call = record(budget_eur=Decimal(10), url="https://example.org/", keywords=("serum",)).call
    record()
    call.refresh_from_db()
    assert (call.budget_eur, call.url, call.keywords) == (None, "", [])


def test_many_are_recorded_all_or_none() -> None:
    with pytest.raises(Exception, match="(?i)constraint"):
        record_calls(
            drafts=[draft("A"), replace(draft("B"), grant_min_eur=Decimal(9), grant_max_eur=Decimal(1))], now=NOW
        )
    assert Call.objects.count() == 0


def test_call_that_somebody_else_brought_at_the_same_moment_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*arguments: Any, **more: Any) -> str:
        monkeypatch.setattr(operations, "free_code", free_code)
        record(title="Il primo (esempio)")
        return "il-secondo"

    monkeypatch.setattr(operations, "free_code", late)
    with pytest.raises(FundingRefused, match="nello stesso momento"):
        record(title="Il secondo (esempio)")
    assert not Call.objects.exists()  # on this one connection the other's goes with ours
