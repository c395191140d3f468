"""Retention: what is past its term goes, what is not stays, again finds nothing, a rule that fails stops no other."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.utils import timezone

from factories import OrganisationFactory, UserFactory
from factories.association import application, resolution, statute
from factories.calls import call as bando
from factories.documents import pdf
from filiera.accounts.models import AnswerLink, LetterWish, User
from filiera.common import daily
from filiera.common.models import AuditEvent, LimitCount, OutgoingMail
from filiera.competence.models import Shortlist, Suggestion
from filiera.documents.models import Document
from filiera.documents.operations.receiving import Sent
from filiera.funding.drafts import WindowDraft
from filiera.funding.models import CallFeed, CallTold
from filiera.governance.models import MembershipApplication
from filiera.governance.operations.application_papers import add_paper
from filiera.governance.operations.forgetting import forget_applications
from filiera.privacy import hooks
from filiera.privacy.hooks import RetentionRule
from filiera.privacy.models import NoticeSeen, RetentionRun, RightsRequest
from filiera.privacy.operations.retention import run_retention
from filiera.registry.models import Invitation, Opening
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db

OLD, NEW = NOW - timedelta(days=800), NOW - timedelta(days=3)


def leave(at: Any, name: str) -> None:
    """Leave one row of each kind, of a moment."""
    firm = OrganisationFactory(name=f"Ditta {name}")
    user = UserFactory(name=name, joined_at=at)
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    AnswerLink.objects.create(
        kind="x", email="a@example.org", digest=name, sent_at=at - timedelta(days=9), expires_at=at
    )
    for sent_at in (at, None):
        OutgoingMail.objects.create(
            email="d@example.org", subject=name, verb="ask", queued_at=at, next_at=at, sent_at=sent_at
        )
    LetterWish.objects.create(email=f"lettere-{name}@example.org", begun_at=at)
    LimitCount.objects.create(cache_key=name, value="x", expires=at if name == "vecchia" else NOW + timedelta(days=1))
    RightsRequest.objects.create(
        right="ACCESS", email=f"{name}@example.org", received_at=at, due_on=TODAY, done_at=at, answer="Sì"
    )
    Invitation.objects.create(
        organisation=firm, email="b@example.org", name="x", act="x", sent_at=at, expires_at=at + timedelta(days=1)
    )
    Opening.objects.create(at=at, act="READ", level="TABLE", thing="x:1", title=name)
    Suggestion.objects.create(kind="ERROR", words="x", name="x", email="c@example.org", handled_at=at)
    Shortlist.objects.filter(pk=Shortlist.objects.create(question=name).pk).update(updated_at=at)


COUNTS = {
    "unconfirmed": 1,
    "sessions": 0,
    "links": 1,
    "letters": 2,
    "letters-chosen": 1,
    "counts": 1,
    "requests": 1,
    "runs": 0,
    "applications": 0,
    "messages": 1,
    "visitors-lists": 1,
    "openings": 1,
    "invitations": 1,
    "calls-told": 0,
    "call-feeds": 0,
    "needs-ended": 0,
    "offers-ended": 0,
}


def counts(**values: Any) -> dict[str, int]:
    return {one.rule.code: one.count for one in run_retention(now=NOW, **values)}


def test_what_is_old_goes_once_and_what_is_new_stays() -> None:
    leave(OLD, "vecchia")
    leave(NEW, "nuova")
    assert counts() == COUNTS
    assert counts() == dict.fromkeys(COUNTS, 0)
    assert list(User.objects.values_list("name", flat=True)) == ["nuova"]
    assert list(RightsRequest.objects.order_by("pk").values_list("email", "answer")) == [
        ("", "—"),
        ("nuova@example.org", "Sì"),
    ]
    assert [
        model.objects.count()
        for model in (AnswerLink, LimitCount, Invitation, Opening, Suggestion, Shortlist, OutgoingMail)
    ] == [1] * 6 + [2]


def test_nothing_that_was_written_to_or_by_a_stranger_is_kept() -> None:
    leave(OLD, "vecchia")
    RightsRequest.objects.update(
        name="Rosa Bianchi",
        words="Voglio i miei dati.",
        refused=True,
        extended_at=OLD,
        extended_why="Rosa è all’estero.",
    )
    assert counts()["requests"] == 1
    row = RightsRequest.objects.get()

    assert [row.name, row.email, row.words, row.answer, row.extended_why] == ["", "", "", "—", "—"]
    assert counts()["requests"] == 0


def test_time_of_a_rejected_application_runs_from_the_decision() -> None:
    rows = [application(applicant=UserFactory(), sent=False) for _n in range(3)]
    MembershipApplication.objects.update(
        state="REJECTED", saved_at=OLD, decided_at=OLD, reasons="Non è della filiera.", resolution=resolution()
    )
    MembershipApplication.objects.filter(pk=rows[0].pk).update(decided_at=NEW)
    assert counts(is_trial=True)["applications"] == 2
    assert forget_applications(now=NOW, most=1) == 1
    assert counts()["applications"] == 1

    rows[0].refresh_from_db()
    assert rows[0].answers != {}


def test_papers_of_a_rejected_application_go_with_what_was_written() -> None:
    row = application(applicant=UserFactory(), sent=False)
    add_paper(application=row, title="Visura", file=Sent("visura.pdf", [pdf()]), now=OLD, actor=row.applicant)
    MembershipApplication.objects.filter(pk=row.pk).update(state="WITHDRAWN", saved_at=OLD)
    assert counts(is_trial=True)["applications"] == 1
    assert counts()["applications"] == 1
    row.refresh_from_db()
    assert (row.answers, Document.objects.count()) == ({}, 0)


def test_whoever_applies_has_seen_the_notice() -> None:
    statute()
    row = application(applicant=UserFactory())
    assert [one.occasion for one in NoticeSeen.objects.filter(user=row.applicant)] == ["application"]


def test_trial_counts_and_lets_nothing_go() -> None:
    leave(OLD, "vecchia")
    assert counts(is_trial=True) == COUNTS
    assert User.objects.count() == 1
    assert RetentionRun.objects.count() == 0


def test_address_that_chose_that_has_an_account_or_a_letter_stays() -> None:
    user = UserFactory(joined_at=NEW)
    for email, rhythm in ((user.email, ""), ("scelta@example.org", "WEEKLY"), ("scritta@example.org", "")):
        LetterWish.objects.create(email=email, rhythm=rhythm, begun_at=OLD)
    OutgoingMail.objects.create(email="scritta@example.org", verb="x", queued_at=NEW, next_at=NEW, sent_at=NEW)
    assert counts()["letters-chosen"] == 0


def test_batches_are_bounded_and_reach_the_end() -> None:
    for number in range(7):
        Opening.objects.create(at=OLD, act="READ", level="TABLE", thing="x:1", title=str(number))
    assert counts(batch=3)["openings"] == 7


def test_run_is_written_down_with_its_counts() -> None:
    leave(OLD, "vecchia")
    counts()
    event = AuditEvent.objects.get(verb="run-retention")
    assert event.detail.values["counts"] == COUNTS == RetentionRun.objects.get().counts


def test_what_was_told_of_calls_that_are_over_goes_and_so_do_revoked_calendars() -> None:
    user = UserFactory()
    over = bando("FINITO", window=WindowDraft(opens=date(2024, 1, 1), closes=date(2024, 2, 1)))
    lasting = bando("APERTO")
    for call, what, at in (
        (over, "NEW", OLD),
        (over, "CLOSING", OLD),
        (lasting, "NEW", OLD),
        (lasting, "AMENDED", OLD),
        (lasting, "CLOSING", NEW),
    ):
        CallTold.objects.create(user=user, call=call, what=what, told_at=at)
    for name, at in (("vecchia", OLD), ("nuova", NEW), ("in uso", None)):
        CallFeed.objects.create(user=user, digest=name, made_at=OLD, revoked_at=at)
    found = counts()
    assert (found["calls-told"], found["call-feeds"]) == (3, 1)
    assert sorted(CallTold.objects.values_list("call__ref", "what")) == [("APERTO", "CLOSING"), ("APERTO", "NEW")]
    assert sorted(CallFeed.objects.values_list("digest", flat=True)) == ["in uso", "nuova"]


def test_confirmed_account_stays_and_so_does_one_of_the_office() -> None:
    for verified, role in ((True, "PERSON"), (False, "OFFICE")):
        user = UserFactory(role=role, joined_at=OLD)
        EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    counts()
    assert User.objects.count() == 2


def _broken(now: Any, most: int, is_trial: bool) -> int:
    raise RuntimeError("no disk")


def test_rule_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    leave(OLD, "vecchia")
    rule = RetentionRule("broken", "x", "x", "x", _broken)
    monkeypatch.setattr(hooks, "retention", [rule, *hooks.retention])
    outcomes = run_retention(now=NOW)
    assert [one.rule.code for one in outcomes if one.error] == ["broken"]
    assert {one.rule.code: one.count for one in outcomes if not one.error} == COUNTS
    assert RetentionRun.objects.get().failed == ["broken"]


def test_command_prints_counts_as_json() -> None:
    out = StringIO()
    call_command("retention", "run", "--dry-run", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["dry_run"], sorted(told["counts"]), told["failed"]) == (True, sorted(COUNTS), [])


def test_command_lists_the_rules_in_both_languages() -> None:
    for lang, words in (("it", "12 mesi"), ("en", "12 months")):
        out = StringIO()
        call_command("retention", "list", "--lang", lang, stdout=out)
        assert words in out.getvalue()


def test_daily_runs_each_job_by_itself(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(now: Any) -> int:
        raise RuntimeError("no mail")

    jobs = [daily.DailyJob("bad", "x", fail), daily.DailyJob("good", "y", lambda now: 3)]
    monkeypatch.setattr(daily, "jobs", jobs)
    outcomes = daily.run_daily(now=timezone.now())
    assert [(one.job.code, one.done, one.error) for one in outcomes] == [
        ("bad", 0, "RuntimeError: no mail"),
        ("good", 3, ""),
    ]


def test_daily_command_ends_with_one_where_a_job_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    from filiera.common.management.commands import daily as command

    def fail(now: Any) -> int:
        raise RuntimeError("no mail")

    jobs = [daily.DailyJob("bad", "x", fail), daily.DailyJob("good", "y", lambda now: 3)]
    monkeypatch.setattr(daily, "jobs", jobs)
    monkeypatch.setattr(command, "jobs", jobs)
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("daily", "--json", stdout=out)
    assert ended.value.code == 1
    told = json.loads(out.getvalue())
    assert (told["failed"], [one["done"] for one in told["jobs"]]) == (["bad"], [0, 3])


def test_daily_knows_the_jobs_of_the_house() -> None:
    out = StringIO()
    call_command("daily", "--list", "--json", stdout=out)
    assert sorted(json.loads(out.getvalue())["jobs"]) == [
        "calls",
        "delegates",
        "fees",
        "files",
        "leavings",
        "letters",
        "letters-gathered",
        "needs-chase",
        "needs-content",
        "needs-expire",
        "needs-warn",
        "offers-expire",
        "offers-warn",
        "retention",
        "seniority",
        "terms",
    ]


def test_daily_runs_for_real_twice() -> None:
    for _time in range(2):
        call_command("daily", stdout=StringIO())
    assert RetentionRun.objects.count() == 2
