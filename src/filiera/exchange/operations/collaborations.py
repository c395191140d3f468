"""What comes of an introduction: a collaboration from its scoping to its end, its result, and the evidence it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.exchange.enums import CollaborationState, NeedState, Side
from filiera.exchange.logic.steps import ASKING_STATES, COLLABORATION_STEPS, NAMED_STATES, OVER_STATES
from filiera.exchange.models import Collaboration, Match
from filiera.exchange.operations.collaboration_evidence import drop_evidence, keep_evidence, renew_profiles
from filiera.exchange.operations.evidence_asking import ask_to_agree, other_side
from filiera.exchange.operations.links import NAMED, close_questions
from filiera.exchange.operations.need_ends import withdraw_questions
from filiera.exchange.operations.needs import hold, hold_match, move
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.queries.collaborations import agreed_by
from filiera.exchange.queries.standing import standing_yes

if TYPE_CHECKING:
    from filiera.exchange.models import Need

LONGEST_RESULT = 6_000
LONGEST_TITLE = 200
MOST_EUR = Decimal("999999999999.99")


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a collaboration: in words, in euro where it is told, and the title under which everybody may know of it."""

    words: str
    value_eur: Decimal | None = None
    public_title: str = ""


@transaction.atomic
def begin_collaboration(*, match: Match, now: datetime, actor: Any = None) -> Collaboration:
    """Begin a collaboration of two that were introduced; begun twice it is begun once. Raises ExchangeRefused."""
    row = hold_match(match)
    held = Collaboration.objects.filter(match=row).first()
    if held is not None:
        return held
    if row.introduced_at is None:
        raise ExchangeRefused(_("They were not introduced yet."))
    made = Collaboration.objects.create(match=row, began_at=now, state_at=now, changed_by=actor)
    if row.met_at is None:
        row.met_at = now
        row.save(update_fields=["met_at"])
    audit.record(actor=actor, verb="begin-collaboration", thing=made, values={"match": row.code})
    return made


@transaction.atomic
def move_collaboration(
    *,
    collaboration: Collaboration,
    to: str,
    now: datetime,
    why: str = "",
    result: Result | None = None,
    actor: Any = None,
) -> Collaboration:
    """Move a collaboration on. Completed it says what came of it, stopped it says why. Raises ExchangeRefused."""
    need, row = _held(collaboration)
    if to not in CollaborationState.values:
        raise ExchangeRefused(_("Choose how far it is."), field="to")
    if row.state == to:
        return row
    _check_said(to, why, result)
    before = COLLABORATION_STEPS.take(
        row, CollaborationState(to), refused=lambda: ExchangeRefused(_("This cannot be done with it any more."))
    )
    if before == CollaborationState.COMPLETED and row.evidence_id is not None:
        raise ExchangeRefused(_("Its result is evidence already: take that back first."))
    if result is not None:
        _write_result(row, result)
    row.stopped_why, row.changed_by = why.strip()[:400] if to == CollaborationState.STOPPED else "", actor
    _write_day(row, to, now)
    row.save()
    if to in OVER_STATES:
        close_questions(row.match, now=now, actor=actor, kinds=(NAMED,))
    _move_need(need, to, now)
    values = {"match": row.match.code, "to": to, "before": before}
    audit.record(actor=actor, verb="move-collaboration", thing=row, values=values, why=why.strip())
    return row


def _check_said(to: str, why: str, result: Result | None) -> None:
    """Refuse an end without its reason or its result. Raises ExchangeRefused."""
    if to == CollaborationState.STOPPED and not why.strip():
        raise ExchangeRefused(_("Say why it stopped: that is a result too."), field="why")
    if to == CollaborationState.COMPLETED and (result is None or not result.words.strip()):
        raise ExchangeRefused(_("Say what came of it."), field="result")


def _write_day(row: Collaboration, to: str, now: datetime) -> None:
    row.state_at = now
    if to != CollaborationState.SCOPING:
        setattr(row, f"{to.lower()}_at", now)


def _move_need(need: Need, to: str, now: datetime) -> None:
    """Let a need follow: a collaboration that is completed solves it; talks that come to nothing open it again."""
    if to == CollaborationState.COMPLETED and need.state in (*ASKING_STATES, NeedState.EXPIRED):
        move(need, NeedState.SOLVED)
        need.ended_at = need.changed_at = now
        need.save()
        withdraw_questions(need, now=now)
        return
    goes_on = need.matches.filter(standing_yes(), state__in=NAMED_STATES).exists()
    if to == CollaborationState.STOPPED and need.state == NeedState.IN_TALKS and not goes_on:
        move(need, NeedState.MATCHING)
        need.changed_at = now
        need.save()


def _held(collaboration: Collaboration) -> tuple[Need, Collaboration]:
    need = hold(collaboration.match.need)
    rows = Collaboration.objects.select_for_update(of=("self",)).select_related(
        "match__solver", "match__need__organisation"
    )
    row: Collaboration = rows.get(pk=collaboration.pk)
    return need, row


def _write_result(row: Collaboration, result: Result) -> None:
    value = result.value_eur
    if value is not None and not 0 <= value <= MOST_EUR:
        raise ExchangeRefused(_("Write an amount that is not below zero."), field="value_eur")
    row.result, row.value_eur = result.words.strip()[:LONGEST_RESULT], value
    title = " ".join(result.public_title.split())[:LONGEST_TITLE]
    if title != row.public_title:
        # What was agreed to was another title: both say again.
        row.public_title, row.requester_agrees, row.solver_agrees = title, None, None


@transaction.atomic
def agree_to_evidence(
    *, collaboration: Collaboration, side: str, agrees: bool, now: datetime, actor: Any = None
) -> Collaboration:
    """Say for one side whether a completed collaboration may become evidence of both; when both agree it does.

    Where the other side has not said, it is asked. Whoever takes the agreement back takes the evidence back. Raises
    ExchangeRefused.
    """
    _need, row = _held(collaboration)
    if row.state != CollaborationState.COMPLETED:
        raise ExchangeRefused(_("It is not completed yet."))
    if agrees and not row.public_title:
        raise ExchangeRefused(_("Give it a title that everybody may read first."), field="public_title")
    if agreed_by(row, side) == agrees:
        return row
    _agree(row, side, agrees, now=now, actor=actor)
    ask_to_agree(row, other_side(side), now=now)
    return row


@transaction.atomic
def reopen_agreement(*, collaboration: Collaboration, side: str, was: bool, now: datetime) -> bool:
    """Take back what a side said of making a collaboration evidence: it is asked again. False once it says otherwise."""
    _need, row = _held(collaboration)
    if row.state != CollaborationState.COMPLETED or agreed_by(row, side) != was:
        return False
    _agree(row, side, None, now=now)
    ask_to_agree(row, side, now=now)
    return True


def _agree(row: Collaboration, side: str, agrees: bool | None, *, now: datetime, actor: Any = None) -> None:
    """Write down what a side says, and let the evidence follow: kept while both agree, else taken back."""
    if side == Side.REQUESTER:
        row.requester_agrees = agrees
    else:
        row.solver_agrees = agrees
    row.changed_by = actor
    row.save()
    values = {"match": row.match.code, "side": side, "agrees": agrees}
    audit.record(actor=actor, verb="agree-to-evidence", thing=row, values=values)
    is_agreed = row.requester_agrees and row.solver_agrees
    touched = keep_evidence(row) if is_agreed else drop_evidence(row)
    today = timezone.localdate(now)
    transaction.on_commit(lambda: renew_profiles(touched, today=today))


@transaction.atomic
def name_result(*, collaboration: Collaboration, result: Result, actor: Any = None) -> Collaboration:
    """Correct what came of a completed collaboration, as long as it is no evidence. Raises ExchangeRefused."""
    _need, row = _held(collaboration)
    if row.evidence_id is not None:
        raise ExchangeRefused(_("Its result is evidence already: take that back first."))
    if row.state == CollaborationState.COMPLETED and not result.words.strip():
        raise ExchangeRefused(_("Say what came of it."), field="result")
    _write_result(row, result)
    row.changed_by = actor
    row.save()
    audit.record(actor=actor, verb="write-result", thing=row, values={"match": row.match.code})
    return row
