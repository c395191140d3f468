"""Amendments: judged again is exactly what they touch, told are those whom they concern, at once and once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from factories import UserFactory
from factories.calls import call, draft, member, rules
from factories.wanting import EARLIER, MONDAY, delegate, draft_for, letters, rhythm, signed_in
from filiera.accounts.operations_letters import send_letters
from filiera.common.models import OutgoingMail
from filiera.funding.drafts import WindowDraft
from filiera.funding.models import Call, CallRule, CallTold, CallVersion, Partner
from filiera.funding.operations.amendments import tell_amendment, tell_left
from filiera.funding.operations.calls import record_call, show_call
from filiera.funding.operations.edit import Edit, edit_call, set_rule
from filiera.funding.operations.searches import follow_call
from filiera.funding.queries.amendments import last_amendment, open_drafts, touched_drafts
from tests_clock import NOW

pytestmark = pytest.mark.django_db
VERB = "tell-amendment"
FAR = WindowDraft(opens=date(2026, 10, 1), closes=datetime(2027, 6, 10, 17))
MOVED = WindowDraft(opens=date(2026, 10, 1), closes=datetime(2027, 7, 10, 12))


@pytest.fixture(name="on_commit")
def _on_commit(django_capture_on_commit_callbacks: Any) -> Any:
    """Let what waits for the end of a transaction run at the end of an act."""
    return django_capture_on_commit_callbacks


def asked(months: int = 24, **more: Any) -> tuple[Any, ...]:
    return rules(duration_max=months, partners={"min": 1, "max": 5}, **more)


def amend(on_commit: Any, *, now: datetime = NOW, **said: Any) -> None:
    with on_commit(execute=True):
        record_call(draft=draft(**{"window": FAR, "rules": asked(), **said}), now=now)


def test_partner_is_told_which_rule_turned_from_what_to_what_and_what_would_help(on_commit: Any) -> None:
    user, lead = delegate()
    made = call(window=FAR, rules=asked(), now=EARLIER)
    draft_for(made, lead, duration_months=24)
    amend(on_commit, rules=asked(18))
    ((to, subject, _body),) = letters(VERB)
    body = mail.outbox[0].body

    assert (to, subject) == (user.email, "Rettificato: Imballaggi riciclabili (esempio)")
    assert "Per «Bozza di Alba Cosmetici»:" in body
    assert "era rispettata, è non rispettata" in body
    assert "Per rispettarla:" in body
    assert "/it/consortia/draft-alba-cosmetici-" in body


def test_letter_is_in_the_language_of_its_reader(on_commit: Any) -> None:
    _user, lead = delegate(language="en")
    made = call(window=FAR, rules=asked(), now=EARLIER)
    draft_for(made, lead, duration_months=24)
    amend(on_commit, rules=asked(18))
    assert "was met, is not met" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("months", "amended", "expected"),
    [
        (24, {"rules": asked(18)}, ["duration_max"]),
        (12, {"rules": asked(18)}, None),
        (12, {"window": MOVED}, []),
        (24, {"rules": asked(24, duration_max_note=None)}, None),
        (24, {"budget_eur": Decimal(5_000_000)}, None),
        (24, {"rules": rules(partners={"min": 1, "max": 5})}, None),
        (30, {"rules": rules(partners={"min": 1, "max": 5})}, ["duration_max"]),
        (None, {"rules": asked(18)}, None),
        (24, {"rules": rules(duration_max=24, partners={"min": 2, "max": 5})}, ["partners"]),
    ],
)
def test_what_turns_by_what_is_amended(months: int | None, amended: dict[str, Any], expected: Any) -> None:
    made = call(window=FAR, rules=asked(), now=EARLIER)
    draft_for(made, member("Alba Cosmetici"), duration_months=months)
    values = {"window": FAR, "rules": asked(), **amended}
    values["rules"] = tuple(one for one in values["rules"] if one.value is not None)
    record_call(draft=draft(**values), now=NOW)
    amendment = last_amendment(made)
    found = touched_drafts(amendment, open_drafts(made), now=NOW) if amendment else ()
    assert ([turn.rule for turn in found[0].turns] if found else None) == expected


def test_rule_that_is_not_touched_turns_nothing_though_it_fails(on_commit: Any) -> None:
    _user, lead = delegate()
    made = call(window=FAR, rules=rules(duration_max=24, partners={"min": 3, "max": 5}), now=EARLIER)
    draft_for(made, lead, duration_months=24)
    amend(on_commit, rules=rules(duration_max=30, partners={"min": 3, "max": 5}))
    assert letters(VERB) == []


def test_only_those_within_are_told_and_only_of_what_is_open(on_commit: Any) -> None:
    lead_user, lead = delegate("Alba Cosmetici")
    accepted_user, accepted = delegate("Beta Imballi")
    for name in ("Gamma", "Delta", "Epsilon", "Zeta"):
        delegate(name)
    made = call(window=FAR, rules=asked(), now=EARLIER)
    draft_for(
        made,
        lead,
        (accepted, "ACCEPTED"),
        (member("Gamma Due"), "PROPOSED"),
        (member("Delta Due"), "INVITED"),
        (member("Epsilon Due"), "DECLINED"),
        (member("Zeta Due"), "LEFT"),
        duration_months=24,
    )
    gone_user, gone = delegate("Eta Fine")
    draft_for(made, gone, duration_months=24, state="ABANDONED")
    amend(on_commit, rules=asked(18))
    assert {to for to, _subject, _body in letters(VERB)} == {lead_user.email, accepted_user.email}
    assert gone_user.email not in {to for to, _subject, _body in letters(VERB)}


def test_it_is_told_once_whoever_asks_again(on_commit: Any) -> None:
    _user, lead = delegate()
    made = call(window=FAR, rules=asked(), now=EARLIER)
    draft_for(made, lead, duration_months=24)
    amend(on_commit, rules=asked(18))
    version = CallVersion.objects.get(is_amendment=True)
    assert [tell_amendment(version=version.pk, now=NOW), tell_left(now=NOW + timedelta(hours=1))] == [0, 0]
    assert len(letters(VERB)) == 1


def test_what_was_not_told_in_time_is_told_by_the_daily_run() -> None:
    _user, lead = delegate()
    made = call(window=FAR, rules=asked(), now=EARLIER)
    draft_for(made, lead, duration_months=24)
    record_call(draft=draft(window=FAR, rules=asked(18)), now=NOW)  # nothing runs at the end: it was stopped
    assert OutgoingMail.objects.count() == 0
    send_letters(now=NOW + timedelta(days=1))
    assert len(letters(VERB)) == 1
    assert tell_left(now=NOW + timedelta(days=9)) == 0


def test_partner_of_today_is_not_told_of_what_came_before() -> None:
    _user, lead = delegate("Alba Cosmetici")
    made = call(window=FAR, rules=asked(), now=EARLIER)
    row = draft_for(made, lead, duration_months=24)
    record_call(draft=draft(window=FAR, rules=asked(18)), now=NOW)
    late_user, late = delegate("Beta Imballi")
    Partner.objects.create(consortium=row, organisation=late, state="ACCEPTED", answered_at=NOW + timedelta(hours=2))
    tell_left(now=NOW + timedelta(hours=3))
    assert late_user.email not in {to for to, _subject, _body in letters(VERB)}


def test_letter_at_once_is_not_told_again_by_the_digest(on_commit: Any) -> None:
    user, lead = delegate()
    rhythm(user, "DAILY")
    made = call(window=FAR, rules=asked(), now=EARLIER)
    follow_call(user=user, call=made, now=EARLIER)
    other = UserFactory()
    rhythm(other, "DAILY")
    follow_call(user=other, call=made, now=EARLIER)
    draft_for(made, lead, duration_months=24)
    amend(on_commit, rules=asked(18))
    send_letters(now=MONDAY)
    assert [to for to, _subject, _body in letters("call-digest")] == [other.email]
    assert CallTold.objects.filter(what="AMENDED").count() == 2


def test_several_versions_of_one_act_are_one_letter(on_commit: Any) -> None:
    _user, lead = delegate()
    made = call(window=FAR, rules=asked(), now=EARLIER)
    draft_for(made, lead, duration_months=24)
    edit = Edit(amends=True)
    with on_commit(execute=True):
        set_rule(call=made, rule=CallRule(name="duration_max", value=18, clause="x"), edit=edit, now=NOW)
        edit_call(call=made, values={"budget_eur": Decimal(3_000_000)}, edit=edit, now=NOW)
    assert len(letters(VERB)) == 1
    assert "Dotazione" in mail.outbox[0].body or "3.000.000" in mail.outbox[0].body


def test_correction_of_ours_is_told_to_nobody(on_commit: Any) -> None:
    _user, lead = delegate()
    made = call(window=FAR, rules=asked(), now=EARLIER)
    draft_for(made, lead, duration_months=24)
    with on_commit(execute=True):
        rule = CallRule(name="duration_max", value=18, clause="x")
        set_rule(call=made, rule=rule, edit=Edit(amends=False), now=NOW)
    assert letters(VERB) == []


def test_amendment_of_a_hidden_call_is_told_to_nobody(on_commit: Any) -> None:
    _user, lead = delegate()
    made = call(window=FAR, rules=asked(), now=EARLIER)
    draft_for(made, lead, duration_months=24)
    show_call(call=made, is_shown=False)
    amend(on_commit, rules=asked(18))
    assert letters(VERB) == []


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("office", "Tocca 2 bozze che vedi."),
        ("lead", "Tocca 1 bozza che vedi."),
        ("other", "Tocca"),
        ("visitor", "Tocca"),
    ],
)
def test_page_says_how_many_drafts_it_touches_to_whoever_may_see_them(who: str, expected: str) -> None:
    user, lead = delegate("Alba Cosmetici")
    other_user, _other = delegate("Beta Imballi")
    made = call(window=FAR, rules=asked(), now=EARLIER)
    draft_for(made, lead, duration_months=24)
    draft_for(made, member("Gamma"), duration_months=20)
    record_call(draft=draft(window=FAR, rules=asked(18)), now=NOW)
    people = {"office": UserFactory(role="OFFICE"), "lead": user, "other": other_user}
    client = signed_in(people[who]) if who in people else None
    page = (client or Client()).get(f"/it/calls/{Call.objects.get().code}/").content.decode()
    assert (expected in page) == (who in ("office", "lead"))
