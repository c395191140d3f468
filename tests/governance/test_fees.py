"""Fees: made once, due on the statute's days, reminded of once at each distance, paid with receipts without gaps."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import DelegateFactory, UserFactory
from factories.association import member, resolution, statute
from factories.outbox import posted
from filiera.common.acting import Acting
from filiera.governance.enums import BodyKind, ResolutionState
from filiera.governance.files import shipped_statute
from filiera.governance.forms_members import RateForm
from filiera.governance.models import AgendaItem, Fee, FeePayment, FeeReminder, Member
from filiera.governance.operations.fee_reminders import remind_late, remind_now
from filiera.governance.operations.fees import (
    FeeRefused,
    Payment,
    issue_fee,
    issue_fees,
    record_payment,
    set_rate,
    waive_fee,
)
from filiera.governance.operations.register import Event, change_class, notify_withdrawal, suspend_member
from filiera.governance.operations.resolutions import mark_resolution
from filiera.governance.operations.statutes import put_statute_in_force
from filiera.governance.queries.association import waiting_for
from filiera.governance.queries.fees import due_day, fee_standing, late_count, late_fees, rates_of, standings, total_of
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Europe/Rome"))


def rate(amount: int = 500, *, member_class: str = "ordinary", size: str = "", year: int = 2026) -> None:
    set_rate(year=year, member_class=member_class, size=size, amount_eur=Decimal(amount))


def fee_of(row: Member, year: int = 2026) -> Fee:
    made = issue_fee(member=row, year=year, on=TODAY)
    assert made is not None
    return made


def test_fees_of_a_year_are_made_once_by_class_and_size() -> None:
    rate(500)
    rate(250, size="SMALL")
    first, small, other = member(), member(size="SMALL"), member(member_class="observer")
    done = issue_fees(year=2026, today=TODAY)
    again = issue_fees(year=2026, today=TODAY)

    assert {fee.member_id: fee.amount_eur for fee in done.made} == {first.pk: 500, small.pk: 250}
    assert (done.without_rate, again.made, again.without_rate) == ([other], [], [other])


def test_fee_of_a_past_year_is_of_the_class_of_that_year() -> None:
    rate(500, year=2025)
    rate(900, member_class="founder", year=2025)
    row = member(on=date(2025, 1, 15))
    change_class(member=row, event=Event("", date(2026, 1, 10), "founder"), now=NOW)
    made = issue_fees(year=2025, today=TODAY).made

    assert [(fee.member_id, fee.amount_eur) for fee in made] == [(row.pk, 500)]


@pytest.mark.parametrize("count", [1, 3])
def test_fees_that_nobody_owes_cost_the_same_queries(count: int, django_assert_num_queries: Any) -> None:
    rows = [member() for _n in range(count)]
    for row in rows:
        notify_withdrawal(member=row, notified_on=date(2025, 3, 1), note="", now=NOW)
    with django_assert_num_queries(7):
        issued = issue_fees(year=2025, today=TODAY)

    assert (issued.made, issued.without_rate) == ([], rows)


@pytest.mark.parametrize("count", [1, 3])
def test_fees_that_are_made_read_statutes_and_register_as_often(count: int) -> None:
    rate()
    for _n in range(count):
        member()
    with CaptureQueriesContext(connection) as done:
        issue_fees(year=2026, today=TODAY)
    read = [
        table
        for one in done
        for table in ("statuteversion", "registerentry")
        if f'FROM "governance_{table}' in one["sql"]
    ]

    assert read == ["statuteversion", "statuteversion", "registerentry"]


def test_cents_that_add_up_to_the_fee_leave_nothing_late() -> None:
    set_rate(year=2026, member_class="ordinary", size="", amount_eur=Decimal("300.30"))
    fee = fee_of(member())
    for amount in ("100.10", "200.20"):
        record_payment(fee=fee, payment=Payment(TODAY, Decimal(amount)), now=NOW)

    assert (late_count(TODAY), late_fees(TODAY)) == (0, [])


def test_sums_of_a_year_leave_out_what_was_waived_and_what_had_come_in_for_it() -> None:
    rate()
    kept, waived = fee_of(member()), fee_of(member())
    for fee in (kept, waived):
        record_payment(fee=fee, payment=Payment(TODAY, Decimal("100.10")), now=NOW)
    waive_fee(fee=waived, why="Crisi", resolution=resolution(), today=TODAY)

    assert total_of(2026) == (Decimal("500.00"), Decimal("100.10"))


def test_fee_that_waits_for_a_member_is_told_with_its_cents() -> None:
    set_rate(year=2026, member_class="ordinary", size="", amount_eur=Decimal("300.30"))
    row = member()
    user = DelegateFactory(organisation=row.organisation, role="REPRESENTATIVE").user
    user.acting = Acting(row.organisation_id, row.organisation.code, row.organisation.name, "REPRESENTATIVE")
    fee_of(row)

    assert "Quota da pagare: 300,30\xa0€" in [one.title for one in waiting_for(user, now=NOW)]


def test_fee_is_due_on_the_statute_s_day_or_some_days_after_admission() -> None:
    assert due_day(member(on=date(2025, 1, 15)), 2026) == date(2026, 1, 31)
    assert due_day(member(on=date(2026, 11, 1)), 2026) == date(2026, 12, 1)
    assert due_day(member(on=date(2026, 1, 1)), 2026) == date(2026, 1, 31)


def test_suspended_member_owes_only_where_the_statute_says_so() -> None:
    charter = shipped_statute("codice-civile")
    free = charter.model_copy(update={"fees": charter.fees.model_copy(update={"suspended_owes": False})})
    rate()
    row = member()
    suspend_member(member=row, event=Event("", date(2026, 2, 1), resolution=resolution()), now=NOW)
    put_statute_in_force(charter=free, in_force_from=date(2020, 1, 1))
    assert issue_fees(year=2026, today=TODAY).made == []
    put_statute_in_force(charter=charter, in_force_from=date(2021, 1, 1))
    assert len(issue_fees(year=2026, today=TODAY).made) == 1


def test_receipts_are_numbered_without_gaps_within_the_year() -> None:
    rate()
    fees = [fee_of(member()) for _n in range(2)]
    for fee, amount in ((fees[0], 200), (fees[1], 500), (fees[0], 300)):
        record_payment(fee=fee, payment=Payment(TODAY, Decimal(amount)), now=NOW)
    later = member()
    rate(year=2027)
    record_payment(fee=fee_of(later, 2027), payment=Payment(date(2027, 1, 2), Decimal(1)), now=at(date(2027, 1, 2)))

    numbers = FeePayment.objects.order_by("pk").values_list("receipt_year", "receipt_number")
    assert list(numbers) == [(2026, 1), (2026, 2), (2026, 3), (2027, 1)]


@pytest.mark.parametrize(
    "payment",
    [Payment(TODAY, Decimal(501)), Payment(TODAY, Decimal(0)), Payment(TODAY + timedelta(days=1), Decimal(10))],
)
def test_payment_that_cannot_be_takes_no_number(payment: Payment) -> None:
    rate()
    fee = fee_of(member())
    with pytest.raises(FeeRefused):
        record_payment(fee=fee, payment=payment, now=NOW)

    assert str(record_payment(fee=fee, payment=Payment(TODAY, Decimal(500)), now=NOW)) == "1/2026"


def test_fee_is_waived_for_a_reason_and_by_a_resolution() -> None:
    rate()
    fee = fee_of(member())
    with pytest.raises(FeeRefused):
        waive_fee(fee=fee, why="Crisi", today=TODAY)
    with pytest.raises(FeeRefused):
        waive_fee(fee=fee, why=" ", resolution=resolution(), today=TODAY)
    assert late_count(TODAY) == 1
    waive_fee(fee=fee, why="Crisi", resolution=resolution(), today=TODAY)

    assert (late_count(TODAY), late_fees(TODAY)) == (0, [])


def test_act_that_set_a_fee_stays_beside_the_one_that_waives_it() -> None:
    set_by, waived_by = resolution(BodyKind.ASSEMBLY), resolution()
    set_rate(year=2026, member_class="ordinary", size="", amount_eur=Decimal(500), resolution=set_by)
    fee = fee_of(member())
    waive_fee(fee=fee, why="Crisi", resolution=waived_by, today=TODAY)
    fee.refresh_from_db()

    assert (fee.resolution, fee.waived_by) == (set_by, waived_by)


def test_fee_is_waived_by_a_resolution_of_the_board_that_stands() -> None:
    rate()
    fee = fee_of(member())
    gone = resolution()
    mark_resolution(resolution=gone, state=ResolutionState.ANNULLED, why="Tribunale di Milano")
    gone.refresh_from_db()
    for act in (resolution(BodyKind.ASSEMBLY), resolution(result="rejected"), gone):
        with pytest.raises(FeeRefused):
            waive_fee(fee=fee, why="Crisi", resolution=act, today=TODAY)

    fee.refresh_from_db()
    assert fee.waived_on is None


@pytest.mark.parametrize(("kind", "result"), [(BodyKind.BOARD, "adopted"), (BodyKind.ASSEMBLY, "rejected")])
def test_rate_is_set_by_a_resolution_of_the_assembly_that_was_adopted(kind: str, result: str) -> None:
    act = resolution(kind, result=result)
    with pytest.raises(FeeRefused):
        set_rate(year=2026, member_class="ordinary", size="", amount_eur=Decimal(500), resolution=act)

    assert rates_of(2026) == []


@pytest.mark.parametrize("day", [date(2026, 1, 31), date(2026, 2, 1), date(2026, 5, 1), date(2026, 5, 2)])
def test_arrears_are_the_same_for_the_fees_and_for_the_roll_of_a_meeting(day: date) -> None:
    rate()
    row = member()
    fee_of(row)

    assert fee_standing(row, day) == standings([row], day)[row.pk]


def test_arrears_cost_the_vote_only_by_the_statute() -> None:
    rate()
    row = member()
    fee_of(row)
    assert not fee_standing(row, TODAY).loses_vote
    statute("with-classes", since=date(2020, 1, 1))
    found = fee_standing(row, TODAY)

    assert (found.loses_vote, found.may_be_suspended) == (True, True)
    row.refresh_from_db()
    assert row.suspended_on is None, "nobody is suspended by itself"


@pytest.mark.parametrize("count", [1, 3])
def test_standing_of_many_costs_the_same_queries(count: int, django_assert_num_queries: Any) -> None:
    rate()
    rows = [member() for _n in range(count)]
    for row in rows:
        fee_of(row)
    with django_assert_num_queries(3):
        standings(rows, TODAY)


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("it", "Quota 2026 di Ditta Rossa: mancano 500,00 €", "scadeva il 31 gennaio 2026, 15 giorni fa"),
        ("en", "Fee 2026 of Ditta Rossa: €500.00 is still due", "was due on 31 January 2026, 15 days ago"),
    ],
)
def test_reminder_leaves_on_its_day_once_in_the_delegate_s_language(language: str, subject: str, words: str) -> None:
    rate()
    row = member(name="Ditta Rossa")
    DelegateFactory(
        organisation=row.organisation,
        user=UserFactory(email="rossa@example.org", language=language),
        role="REPRESENTATIVE",
    )
    fee = fee_of(row)
    day = fee.due_on + timedelta(days=15)
    assert remind_late(now=at(day - timedelta(days=1))) == []
    assert len(remind_late(now=at(day))) == 1
    assert remind_late(now=at(day)) == []
    assert remind_late(now=at(day + timedelta(days=1))) == []

    (letter,) = posted()
    assert (letter.subject, letter.to) == (subject, ["rossa@example.org"])
    assert words in letter.body


def test_reminders_come_to_an_end() -> None:
    rate()
    row = member()
    DelegateFactory(organisation=row.organisation, role="REPRESENTATIVE")
    fee = fee_of(row)
    for days in range(0, 400, 5):
        remind_late(now=at(fee.due_on + timedelta(days=days)))

    assert list(FeeReminder.objects.order_by("days").values_list("days", flat=True)) == [15, 30, 60]


def test_reminder_by_hand_stands_for_the_automatic_one_and_goes_once_a_day() -> None:
    rate()
    row = member()
    DelegateFactory(organisation=row.organisation, role="REPRESENTATIVE")
    fee = fee_of(row)
    day = fee.due_on + timedelta(days=16)
    remind_now(fee=fee, now=at(day))
    with pytest.raises(FeeRefused):
        remind_now(fee=fee, now=at(day))

    assert remind_late(now=at(day)) == []
    assert len(posted()) == 1


def test_what_is_not_late_or_has_nobody_to_write_to_is_not_reminded() -> None:
    rate()
    row = member()
    fee = fee_of(row)
    with pytest.raises(FeeRefused, match="nessuno|Nessuno"):
        remind_now(fee=fee, now=NOW)
    record_payment(fee=fee, payment=Payment(TODAY, Decimal(500)), now=NOW)
    with pytest.raises(FeeRefused, match="ritardo"):
        remind_now(fee=fee, now=NOW)
    assert posted() == []


@pytest.mark.parametrize(
    ("lang", "amount", "words"),
    [
        ("it", "1.200,00", ""),
        ("it", "1.200,00 €", ""),
        ("en", "1,200.00", ""),
        ("it", "-5", "Scrivi un importo maggiore di zero."),
        ("en", "0", "Write an amount above zero."),
    ],
)
def test_payment_is_taken_as_the_pages_write_amounts(client: Client, lang: str, amount: str, words: str) -> None:
    rate(1200)
    fee = fee_of(member())
    client.force_login(UserFactory(role="OFFICE"))
    values = {"paid_on": TODAY.isoformat(), "amount_eur": amount, "method": "TRANSFER"}
    page = client.post(f"/{lang}/office/fees/{fee.pk}/pay/", values)

    assert [one.amount_eur for one in fee.payments.all()] == ([] if words else [Decimal(1200)])
    assert (page.status_code, words in page.content.decode()) == (422 if words else 302, True)


@pytest.mark.parametrize(("lang", "amount"), [("it", "1.200,00"), ("en", "1,200.00")])
def test_rate_is_set_as_the_pages_write_amounts(client: Client, lang: str, amount: str) -> None:
    statute()
    client.force_login(UserFactory(role="OFFICE"))
    values = {"year": "2026", "member_class": "ordinary", "amount_eur": amount}
    values["resolution"] = str(resolution(BodyKind.ASSEMBLY).pk)
    client.post(f"/{lang}/office/fees/rates/", values)

    assert [one.amount_eur for one in rates_of(2026)] == [Decimal(1200)]


def test_desk_shows_the_rates_of_every_year_this_one_first(client: Client) -> None:
    for year in (2025, 2027):
        rate(500, year=year)
    client.force_login(UserFactory(role="OFFICE"))
    page = client.get("/it/office/fees/")

    assert [(year, len(lines)) for year, lines in page.context["rates"]] == [(TODAY.year, 0), (2027, 1), (2025, 1)]
    assert ("filiera daily" in page.content.decode(), page.content.decode().count("Importi 2027")) == (False, 1)


def test_election_is_no_act_that_sets_a_fee() -> None:
    elected, decided = resolution(BodyKind.ASSEMBLY), resolution(BodyKind.ASSEMBLY)
    AgendaItem.objects.filter(pk=elected.item_id).update(kind="ELECTION")
    form = RateForm(charter=shipped_statute("codice-civile"))

    assert [row.pk for row in form.fields["resolution"].queryset] == [decided.pk]  # type: ignore[attr-defined]
