"""What was read does not change behind the office's back; talks that come to nothing open a need again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from factories.needs import TITLE, WORDS, asked, need, organisation, read
from factories.papers import letter
from filiera.documents.operations.receiving import Sent
from filiera.exchange.adapters import demand_of, known_of
from filiera.exchange.models import Disclosure, Match, Need, NeedProposal
from filiera.exchange.operations.answers import accept_terms, pass_on, say_yes
from filiera.exchange.operations.collaborations import begin_collaboration, move_collaboration
from filiera.exchange.operations.need_ends import end_need, expire_needs, renew_need
from filiera.exchange.operations.needs import Written, answer_questions, change_need
from filiera.exchange.operations.papers import add_paper, release_paper
from filiera.exchange.operations.proposals import take_proposal
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.operations.requesters import introduce, meet_solver
from filiera.exchange.queries.candidates import candidates_for, solver_of
from filiera.exchange.queries.matches import request_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

WRITTEN = Written(title=TITLE, words=WORDS)
PRICED = "Prezzo 3 euro al pezzo."


def test_texts_are_the_writers_own_until_the_office_has_read_them() -> None:
    now, row = timezone.now(), need()
    change_need(need=row, written=replace(WRITTEN, words="Altre parole."), now=now)
    read(row, brief="Serve una prova.")
    with pytest.raises(ExchangeRefused, match="ufficio"):
        change_need(need=row, written=replace(WRITTEN, words=PRICED), now=now)
    with pytest.raises(ExchangeRefused, match="ufficio"):
        answer_questions(need=row, answers={"method": PRICED}, now=now)
    row.refresh_from_db()
    assert (row.words, row.brief, row.answers) == ("Altre parole.", "Serve una prova.", {})


def test_days_may_still_be_changed_and_what_the_office_changes_lets_no_text_out() -> None:
    now, row = timezone.now(), need()
    read(row, brief="Serve una prova.")
    day = timezone.localdate(now) + timedelta(days=30)
    changed = change_need(need=row, written=replace(WRITTEN, deadline_on=day), now=now)
    assert changed.deadline_on == day
    changed = change_need(need=row, written=replace(WRITTEN, words=PRICED), now=now, by_office=True)
    assert (changed.words, changed.brief) == (PRICED, "Serve una prova.")


def test_title_of_an_open_need_and_its_answers_are_looked_at_too() -> None:
    row = need("OPEN", title="Vasetti a 2 euro al pezzo")
    with pytest.raises(ExchangeRefused, match="prezzo"):
        read(row)
    other = need()
    answer_questions(need=other, answers={"done": "Chiamateci allo 0373 123456"}, now=timezone.now())
    other.refresh_from_db()
    with pytest.raises(ExchangeRefused, match="telefono"):
        read(other)


LOUD = "Noi di Alba Cosmetici cerchiamo chi provi il siero."


@pytest.mark.parametrize("secrecy", ["RESERVED", "OPEN"])
def test_who_was_asked_reads_nothing_of_a_renewed_need_before_the_office_does(secrecy: str) -> None:
    now = timezone.now()
    (match,) = asked(read(need(secrecy), brief="Serve una prova."), "Prove Martesana")
    accept_terms(match=match, name="Mara Provvisoria", now=now)
    later = now + timedelta(days=200)
    assert expire_needs(now=later) == 1
    row = renew_need(need=match.need, now=later)
    change_need(need=row, written=replace(WRITTEN, words=LOUD, place="Lodi", secrecy=secrecy), now=later)
    shown = request_of(Match.objects.get(pk=match.pk))
    assert shown is not None
    assert (shown.stage, shown.brief, shown.place, shown.title) == ("SECTOR", "", "", "")
    read(row, brief="Serve una prova, ancora.", now=later)
    shown = request_of(Match.objects.get(pk=match.pk))
    assert shown is not None
    assert shown.brief == "Serve una prova, ancora."


def test_members_read_nothing_of_an_open_need_that_waits_to_be_read_again() -> None:
    now = timezone.now()
    row, later = read(need("OPEN")), now + timedelta(days=200)
    assert row.visibility == "MEMBERS"
    expire_needs(now=later)
    assert renew_need(need=row, now=later).visibility == "BILATERAL"
    assert read(row, now=later).visibility == "MEMBERS"


@pytest.mark.parametrize(("before", "after"), [("OPEN", "SECRET"), ("RESERVED", "OPEN")])
def test_a_need_that_is_opened_or_closed_to_others_is_read_again_with_its_papers(before: str, after: str) -> None:
    now, row = timezone.now(), need(before)
    paper = add_paper(need=row, file=Sent("a.pdf", [letter("Alba", "Siero")]), stage="PROBLEM", now=now)
    release_paper(paper=paper, now=now)
    row = read(row, brief=LOUD if before == "OPEN" else "Serve una prova.")
    changed = change_need(need=row, written=replace(WRITTEN, secrecy=after), now=now)
    assert (changed.state, changed.visibility, changed.brief) == ("PUBLISHED", "BILATERAL", row.brief)
    paper.refresh_from_db()
    assert paper.released_at is None
    with pytest.raises(ExchangeRefused):
        asked(changed, "Prove Martesana")


def test_a_reserved_need_that_becomes_secret_needs_no_other_reading() -> None:
    row = read(need("RESERVED"))
    assert change_need(need=row, written=replace(WRITTEN, secrecy="SECRET"), now=timezone.now()).state == "MATCHING"


def proposal(row: Need, field: str, value: str) -> NeedProposal:
    return NeedProposal.objects.create(need=row, field=field, value=value, sentence=value)


def test_what_was_read_in_the_words_is_taken_as_if_it_were_written() -> None:
    now, row = timezone.now(), read(need("OPEN"))
    place = proposal(row, "place", "Crema")
    with pytest.raises(ExchangeRefused, match="ufficio"):
        take_proposal(proposal=place, takes=True, now=now)
    take_proposal(proposal=place, takes=True, now=now, by_office=True)
    take_proposal(proposal=proposal(row, "secrecy", "SECRET"), takes=True, now=now)
    row.refresh_from_db()
    assert (row.place, row.secrecy, row.state, row.visibility) == ("Crema", "SECRET", "PUBLISHED", "BILATERAL")
    end_need(need=row, solved=True, now=now)
    with pytest.raises(ExchangeRefused):
        take_proposal(proposal=proposal(row, "help", "LAB"), takes=True, now=now)


def introduced() -> Match:
    now = timezone.now()
    (match,) = asked(read(need("OPEN", enough=1)), "Prove Martesana")
    say_yes(match=match, now=now)
    meet_solver(match=match, meets=True, now=now)
    return introduce(match=match, now=now)


def test_talks_that_come_to_nothing_leave_a_need_for_which_others_are_sought() -> None:
    now, match = timezone.now(), introduced()
    made = begin_collaboration(match=match, now=now)
    assert demand_of(match.need, now=now).interested == 1
    move_collaboration(collaboration=made, to="STOPPED", why="Troppo tardi.", now=now)
    match.need.refresh_from_db()
    assert match.need.state == "MATCHING"
    assert demand_of(match.need, now=now).interested == 0


def test_a_need_does_not_expire_under_work_that_goes_on() -> None:
    now, match = timezone.now(), introduced()
    made = begin_collaboration(match=match, now=now)
    assert expire_needs(now=now + timedelta(days=200)) == 0
    move_collaboration(collaboration=made, to="STOPPED", why="Troppo tardi.", now=now)
    assert expire_needs(now=now + timedelta(days=200)) == 1


def test_whoever_an_open_need_is_passed_on_to_is_written_down_as_shown_all() -> None:
    (match,) = asked(read(need("OPEN")), "Prove Martesana")
    pass_on(match=match, who="Mara mara@example.org", now=timezone.now())
    assert set(Disclosure.objects.filter(match=match).values_list("stage", flat=True)) == {"NAMES"}


@pytest.mark.parametrize("is_sure", [True, False])
def test_the_router_is_told_who_has_proof_of_what_is_surely_sought(is_sure: bool) -> None:
    """Without it no new member ever has the place that is kept for one."""
    own = organisation("Prove Martesana")
    own.member_since_on = timezone.localdate() - timedelta(days=30)
    own.save()
    now = timezone.now()
    line = next(one for one in candidates_for(read(need("OPEN")), now=now).lines if one.key == own.pk)
    solver = solver_of(line, known_of([own.pk], now=now), is_sure=is_sure)
    assert (solver.is_new, solver.has_proof) == (True, is_sure)
