"""The members' register: numbers without gaps, a chain that stands, and what each line makes of a member."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection

from factories import DelegateFactory, OrganisationFactory
from factories.association import member, resolution, statute
from filiera.accounts.models import User
from filiera.common.visibility import Role
from filiera.governance.enums import BodyKind, RegisterEvent, ResolutionState
from filiera.governance.models import Member, RegisterEntry
from filiera.governance.operations.certificates import issue_certificate
from filiera.governance.operations.register import (
    Event,
    RegisterRefused,
    admit_member,
    change_class,
    correct_line,
    exclude_member,
    notify_withdrawal,
    reinstate_member,
    suspend_member,
    withdraw_members,
)
from filiera.governance.operations.resolutions import mark_resolution
from filiera.governance.queries.members import members_on, standing_of_member
from filiera.governance.queries.register import register_broken_at
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Europe/Rome"))


def columns(row: Member) -> tuple[date | None, date | None, date | None]:
    row.refresh_from_db()
    return row.suspended_on, row.leaves_on, row.left_on


def test_members_and_lines_are_numbered_without_gaps_and_chained() -> None:
    rows = [member() for _n in range(3)]
    change_class(member=rows[0], event=Event("", TODAY, "founder"), now=NOW)

    assert [row.number for row in rows] == [1, 2, 3]
    assert list(RegisterEntry.objects.order_by("number").values_list("number", "event")) == [
        (1, "ADMITTED"),
        (2, "ADMITTED"),
        (3, "ADMITTED"),
        (4, "CLASS_CHANGED"),
    ]
    assert register_broken_at() is None


def test_refused_admission_takes_no_number() -> None:
    first = member()
    with pytest.raises(RegisterRefused):
        admit_member(organisation=first.organisation, event=Event("", TODAY, "ordinary"), now=NOW)
    with pytest.raises(RegisterRefused):
        admit_member(organisation=OrganisationFactory(), event=Event("", TODAY, "nobility"), now=NOW)
    with pytest.raises(RegisterRefused):
        admit_member(
            organisation=OrganisationFactory(), event=Event("", TODAY + timedelta(days=9), "ordinary"), now=NOW
        )

    assert member().number == 2


def test_line_of_the_register_is_never_changed() -> None:
    member()
    with pytest.raises(IntegrityError):
        RegisterEntry.objects.update(effective_on=date(2000, 1, 1))


def test_what_was_changed_behind_the_register_is_found() -> None:
    member()
    member()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER governance_registerentry_as_written")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered while checks of its rows wait
            cursor.execute("ALTER TABLE governance_registerentry DISABLE TRIGGER governance_registerentry_as_written")
        cursor.execute("UPDATE governance_registerentry SET note = 'altro' WHERE number = 2")
        if connection.vendor != "sqlite":
            cursor.execute("ALTER TABLE governance_registerentry ENABLE TRIGGER governance_registerentry_as_written")
    fault = register_broken_at()

    assert fault is not None
    assert (fault.number, fault.why) == (2, "digest")


def test_register_of_a_past_day() -> None:
    old, new = member(on=date(2024, 1, 10)), member(on=date(2026, 1, 10))
    change_class(member=old, event=Event("", date(2025, 6, 1), "supporting"), now=NOW)

    def seen(day: date) -> list[tuple[int, str]]:
        return [(row.member.number, row.standing.member_class) for row in members_on(day)]

    assert seen(date(2023, 12, 31)) == []
    assert seen(date(2024, 12, 31)) == [(old.number, "ordinary")]
    assert seen(TODAY) == [(old.number, "supporting"), (new.number, "ordinary")]


@pytest.mark.parametrize("count", [1, 3])
def test_register_of_a_day_costs_the_same_queries(count: int, django_assert_num_queries: object) -> None:
    for _n in range(count):
        member()
    with django_assert_num_queries(3):  # type: ignore[operator]
        members_on(TODAY)


@pytest.mark.parametrize("count", [1, 3])
def test_register_of_members_that_leave_costs_the_same_queries(count: int, django_assert_num_queries: object) -> None:
    for _n in range(count):
        notify_withdrawal(member=member(), notified_on=date(2026, 1, 20), note="", now=NOW)
    with django_assert_num_queries(3):  # type: ignore[operator]
        members_on(TODAY)


def test_suspension_needs_a_resolution_of_the_board_that_was_adopted() -> None:
    row = member()
    annulled = resolution()
    mark_resolution(resolution=annulled, state=ResolutionState.ANNULLED, why="Tribunale di Milano")
    annulled.refresh_from_db()
    for act in (None, resolution(BodyKind.ASSEMBLY), resolution(result="rejected"), annulled):
        with pytest.raises(RegisterRefused):
            suspend_member(member=row, event=Event("", TODAY, resolution=act), now=NOW)
    suspend_member(member=row, event=Event("", TODAY, resolution=resolution()), now=NOW)
    with pytest.raises(RegisterRefused):
        suspend_member(member=row, event=Event("", TODAY, resolution=resolution()), now=NOW)

    assert columns(row) == (TODAY, None, None)
    with pytest.raises(RegisterRefused):
        reinstate_member(member=row, event=Event("", TODAY, resolution=annulled), now=NOW)
    reinstate_member(member=row, event=Event("", TODAY), now=NOW)
    assert columns(row) == (None, None, None)


@pytest.mark.parametrize(
    ("notified", "last"),
    [
        (date(2026, 9, 30), date(2026, 12, 31)),
        (date(2026, 10, 1), date(2027, 12, 31)),
        (date(2026, 11, 25), date(2027, 12, 31)),
    ],
)
def test_withdrawal_takes_effect_at_the_end_of_the_year_if_it_comes_in_time(notified: date, last: date) -> None:
    row = member()
    assert notify_withdrawal(member=row, notified_on=notified, note="", now=NOW) == last
    assert columns(row) == (None, last, None)
    with pytest.raises(RegisterRefused):
        notify_withdrawal(member=row, notified_on=notified, note="", now=NOW)


def test_withdrawal_is_written_once_on_the_day_after_the_last_and_ends_the_rights() -> None:
    row = member()
    delegate = DelegateFactory(organisation=row.organisation, role="REPRESENTATIVE")
    certificate = issue_certificate(member=row, now=NOW)
    notify_withdrawal(member=row, notified_on=date(2026, 9, 1), note="", now=NOW)
    last, first_out = date(2026, 12, 31), date(2027, 1, 1)

    assert withdraw_members(today=last, now=at(last)) == []
    assert _role(delegate.user, last) == Role.MEMBER
    assert _role(delegate.user, first_out) == Role.VISITOR, "rights end by themselves, before anything is written"
    assert withdraw_members(today=first_out, now=at(first_out)) == [row]
    assert withdraw_members(today=first_out, now=at(first_out)) == []
    assert columns(row) == (None, last, first_out)
    certificate.refresh_from_db()
    assert certificate.revoked_at == at(first_out)
    row.organisation.refresh_from_db()
    assert row.organisation.member_since_on is None
    assert _role(delegate.user, first_out) == Role.VISITOR


def _role(user: User, day: date) -> str:
    return User.objects.get(pk=user.pk).audience(day).role


def test_whoever_comes_back_is_a_new_member_with_a_new_number() -> None:
    row = member()
    notify_withdrawal(member=row, notified_on=date(2026, 9, 1), note="", now=NOW)
    withdraw_members(today=date(2027, 1, 1), now=at(date(2027, 1, 1)))
    again = admit_member(
        organisation=row.organisation, event=Event("", date(2027, 5, 1), "ordinary"), now=at(date(2027, 5, 1))
    )
    row.organisation.refresh_from_db()

    assert (again.number, row.organisation.member_since_on) == (2, date(2027, 5, 1))


def test_exclusion_is_the_assembly_s_for_serious_reasons() -> None:
    row = member()
    with pytest.raises(RegisterRefused):
        exclude_member(member=row, event=Event("", TODAY, resolution=resolution(), note="Gravi motivi"), now=NOW)
    act = resolution(BodyKind.ASSEMBLY)
    with pytest.raises(RegisterRefused):
        exclude_member(member=row, event=Event("", TODAY, resolution=act), now=NOW)
    exclude_member(member=row, event=Event("", TODAY, resolution=act, note="Ha violato lo statuto"), now=NOW)

    assert columns(row) == (None, None, TODAY)
    assert members_on(TODAY) == []
    with pytest.raises(RegisterRefused):
        change_class(member=row, event=Event("", TODAY, "founder"), now=NOW)


def test_an_exclusion_that_a_court_annuls_has_never_had_effect() -> None:
    row = member()
    act = resolution(BodyKind.ASSEMBLY)
    excluded_on = TODAY - timedelta(days=20)
    exclude_member(member=row, event=Event("", excluded_on, resolution=act, note="Ha violato lo statuto"), now=NOW)
    with pytest.raises(RegisterRefused, match="Scrivi la sentenza"):
        reinstate_member(member=row, event=Event("", TODAY), now=NOW)
    reinstate_member(member=row, event=Event("", TODAY, note="Tribunale di Cremona, n. 12/2026"), now=NOW)
    row.refresh_from_db()

    assert row.left_on is None
    assert all(standing_of_member(row, day).is_member for day in (excluded_on, TODAY - timedelta(days=1), TODAY))
    with pytest.raises(RegisterRefused):
        reinstate_member(member=row, event=Event("", TODAY, note="Di nuovo"), now=NOW)


def test_statute_may_have_the_board_exclude() -> None:
    from filiera.governance.files import shipped_statute
    from filiera.governance.operations.statutes import put_statute_in_force

    charter = shipped_statute("codice-civile")
    own = charter.model_copy(update={"exclusion": charter.exclusion.model_copy(update={"decided_by": "board"})})
    put_statute_in_force(charter=own, in_force_from=date(2020, 1, 1))
    row = member()
    exclude_member(member=row, event=Event("", TODAY, resolution=resolution(), note="Motivi"), now=NOW)

    assert columns(row)[2] == TODAY


def test_correction_is_a_line_and_both_stay() -> None:
    row = member(on=date(2025, 1, 15))
    line = row.entries.get()
    with pytest.raises(RegisterRefused):
        correct_line(entry=line, event=Event("", date(2025, 1, 10)), now=NOW)
    correct_line(entry=line, event=Event("", date(2025, 1, 10), note="Dal verbale"), now=NOW)
    row.refresh_from_db()
    row.organisation.refresh_from_db()

    assert row.admitted_on == row.organisation.member_since_on == date(2025, 1, 10)
    assert [entry.event for entry in row.entries.order_by("number")] == ["ADMITTED", RegisterEvent.CORRECTED]
    assert standing_of_member(row, date(2025, 1, 12)).is_member
    assert register_broken_at() is None


def test_class_of_another_statute_is_refused() -> None:
    statute("with-classes", since=date(2026, 1, 1))
    row = member(on=date(2025, 1, 15))
    with pytest.raises(RegisterRefused):
        change_class(member=row, event=Event("", TODAY, "ordinary"), now=NOW)
    change_class(member=row, event=Event("", TODAY, "sme"), now=NOW)
    row.refresh_from_db()

    assert row.member_class == "sme"
