"""Needs of who leads, at each step of the desk, and what was asked of a partner: what may be acted on through the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from factories import ClaimFactory
from factories.offers import draft, offered
from filiera.documents.operations.receiving import Sent
from filiera.exchange.models import Match, Need, NeedProposal
from filiera.exchange.operations.answers import accept_terms, refuse, say_yes
from filiera.exchange.operations.asking import Pick, ask_solvers, dismiss_match
from filiera.exchange.operations.collaborations import Result, begin_collaboration, move_collaboration
from filiera.exchange.operations.exits import add_exit
from filiera.exchange.operations.needs import Caller, Written, publish_need, read_need, write_need
from filiera.exchange.operations.offer_replies import reply_to_offer
from filiera.exchange.operations.papers import add_paper
from filiera.exchange.operations.requesters import introduce, meet_solver
from filiera.registry.models import Organisation
from tests_clock import NOW

STEPS = ("asked", "yes", "mutual", "introduced", "running", "completed")
"""How far the matches are."""

LACKED = "PK1.CMP.AIR"
"""A competence that the map gives the solver, and that it says it does not have."""

EARLIER = NOW - timedelta(days=10)


def writers_needs(alfa: Organisation, beta: Organisation) -> dict[str, Any]:
    """Make a draft with a proposal, a need handed in, one read, and one for each step of a match."""
    draft = _need(alfa, "Una bozza", is_in=False)
    proposal = NeedProposal.objects.create(need=draft, field="place", value="Lodi", sentence="A Lodi.")
    paper = add_paper(need=draft, file=Sent("prova.txt", [b"Una prova"]), stage="PROBLEM", now=EARLIER)
    matches = {step: _asked(alfa, beta, step) for step in STEPS}
    for step in STEPS[1:]:
        accept_terms(match=matches[step], name="Bea Rispondente", now=EARLIER)
        say_yes(match=matches[step], now=EARLIER)
    for step in STEPS[2:]:
        meet_solver(match=matches[step], meets=True, now=EARLIER)
    for step in STEPS[3:]:
        introduce(match=matches[step], now=EARLIER)
    _together(matches)
    refused = _refused(alfa, beta)
    read = _read(_need(alfa, "Letta"))
    return {
        "need": draft.code,
        "proposal": proposal.pk,
        "need paper": paper.number,
        "need in": _need(alfa, "Da leggere").code,
        "need read": read.code,
        "need exit": add_exit(need=read, kind="LAB", note="Una prova.", now=EARLIER).pk,
        "correction": LACKED,
        "match refused": refused.code,
        "match aside": _aside(read).code,
        **{f"match {step}": match.code for step, match in matches.items()},
    }


def _together(matches: dict[str, Match]) -> None:
    """Let what was introduced last be a collaboration under way, and the one before it completed."""
    running = begin_collaboration(match=matches["running"], now=EARLIER)
    move_collaboration(collaboration=running, to="RUNNING", now=EARLIER)
    done = begin_collaboration(match=matches["completed"], now=EARLIER)
    move_collaboration(collaboration=done, to="RUNNING", now=EARLIER)
    came = Result("Siero provato (esempio).", None, "Un siero provato (esempio)")
    move_collaboration(collaboration=done, to="COMPLETED", result=came, now=EARLIER)


def _refused(alfa: Organisation, beta: Organisation) -> Match:
    """Let a solver refuse an open need for want of a competence that the map gives it: its own people read that too."""
    match = _asked(alfa, beta, "refused")
    Need.objects.filter(pk=match.need_id).update(secrecy="OPEN")
    match.need.topics.get_or_create(competence_id=LACKED)
    for level in ("PUBLIC", "MEMBERS", "BILATERAL", "OFFICE"):
        ClaimFactory(organisation=beta, competence_id=LACKED, seen_by=level)
    return refuse(match=match, why="NO_COMPETENCE", now=EARLIER)


def _aside(need: Need) -> Match:
    """Set aside a solver that was not asked."""
    solver = Organisation.objects.get(code="eta")
    return dismiss_match(need=need, solver=solver, why="È chiuso.", now=EARLIER)


def _need(alfa: Organisation, title: str, *, is_in: bool = True) -> Need:
    written = Written(title=f"{title} (esempio)", words=f"{title}: serve una prova (esempio).")
    row = write_need(organisation=alfa, written=written, caller=Caller(email="chiede@example.org"), now=EARLIER)
    return publish_need(need=row, now=EARLIER) if is_in else row


def _read(row: Need) -> Need:
    return read_need(need=row, brief="Serve una prova (esempio).", now=EARLIER)


def _asked(alfa: Organisation, beta: Organisation, step: str) -> Match:
    need = _read(_need(alfa, f"Chiesta {step}"))
    (match,) = ask_solvers(need=need, picks=[Pick(beta, f"beta.{step}@example.org", True)], now=EARLIER)
    return match


def writers_offers(alfa: Organisation, beta: Organisation) -> dict[str, Any]:
    """Make a draft of an offer, one that is published, and an answer that waits."""
    out = offered(alfa, now=EARLIER)
    reply = reply_to_offer(offer=out, organisation=beta, note="Fa per noi (esempio).", now=EARLIER)
    return {"offer": draft(alfa, title="Un’altra (esempio)", now=EARLIER).code, "offer out": out.code} | {
        "offer reply": reply.pk
    }
