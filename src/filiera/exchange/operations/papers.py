"""Papers of a need: sent, cleaned, looked at by the office and let out, kept back, taken away; and given to a solver."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.given import Copy
from filiera.documents.cleaning import MOST_PAGES, CleanCopy, NotCleaned, clean_copy
from filiera.documents.files import set_aside, take_in
from filiera.documents.operations.receiving import Received, Sent, receive
from filiera.exchange.enums import Disclosed, NeedState
from filiera.exchange.logic.steps import LIVE_STATES
from filiera.exchange.models import Match, Need, NeedPaper
from filiera.exchange.operations.asking import disclose
from filiera.exchange.operations.needs import hold, hold_match
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.queries.matches import request_of
from filiera.exchange.queries.papers import copy_for, paper_name

if TYPE_CHECKING:
    from filiera.exchange.queries.papers import PaperLine

MOST_PAPERS = 10


def add_paper(*, need: Need, file: Sent, stage: str | None, now: datetime, actor: Any = None) -> NeedPaper:
    """Take a paper in, with its clean copy where one can be made; sent twice it is one. Solvers get it once it is let out.

    Of no `stage` it is read with the problem where a copy can be made, else only with the names. Raises ExchangeRefused and
    DocumentRefused.
    """
    if stage is not None and stage not in NeedPaper.STAGES:
        raise ExchangeRefused(_("Choose from when solvers may read it."), field="stage")
    aside, found = receive(file)
    clean = aside.with_name(f"{aside.name}-clean")
    try:
        copy = _cleaned(aside, found, stage, clean)
        stage = stage or (Disclosed.PROBLEM if copy is not None else Disclosed.NAMES)
        with transaction.atomic():
            return _kept(hold(need), (aside, found), (clean, copy), stage, now, actor)
    finally:
        aside.unlink(missing_ok=True)
        clean.unlink(missing_ok=True)


def _cleaned(aside: Path, found: Received, stage: str | None, clean: Path) -> CleanCopy | None:
    """Make the clean copy; None where none can be made and none is needed, for the file may be of the stage of the names."""
    try:
        return clean_copy(aside, found.media_type, to=clean)
    except NotCleaned as error:
        if stage != Disclosed.PROBLEM:
            return None
        raise ExchangeRefused(_not_cleaned(error.code), field="file") from error


def _not_cleaned(code: str) -> str:
    """Say why a file cannot be shown to somebody who does not know who asks, and what to do."""
    words = {
        "kind": _(
            "Files of this kind say who wrote them. Save it as PDF, or let solvers read it only once they know your name."
        ),
        "pages": _("It has more than %(n)s pages: send the pages that matter.") % {"n": MOST_PAGES},
        "locked": _("This PDF is locked with a password: save it without one."),
        "broken": _("This file cannot be drawn: open it, save it anew as PDF, and send that."),
        "slow": _("It takes too long to draw: make it smaller, or send the pages that matter."),
    }
    return words[code]


def _check_room(row: Need) -> None:
    if row.papers.filter(removed_at=None).count() >= MOST_PAPERS:
        problem = _("No more than %(n)s papers go with a need: take one away first.") % {"n": MOST_PAPERS}
        raise ExchangeRefused(problem, field="file")


def _kept(
    row: Need,
    sent: tuple[Path, Received],
    cleaned: tuple[Path, CleanCopy | None],
    stage: str,
    now: datetime,
    actor: Any,
) -> NeedPaper:
    """Write a paper down, its files under their digests."""
    (aside, found), (clean, copy) = sent, cleaned
    _check_open(row)
    same: NeedPaper | None = row.papers.filter(digest=found.digest, removed_at=None).first()
    if same is not None and same.stage != stage:
        problem = _("It goes with the need already, to be read at another stage: take it away first.")
        raise ExchangeRefused(problem, field="stage")
    if same is not None:
        return same
    _check_room(row)
    paper = NeedPaper(need=row, stage=stage, sent_at=now, sent_by=actor if getattr(actor, "pk", None) else None)
    paper.number = (row.papers.aggregate(last=Max("number"))["last"] or 0) + 1
    paper.file_name, paper.media_type, paper.size = found.name, found.media_type, found.size
    paper.digest = found.digest
    take_in(aside, found.digest)
    if copy is not None:
        paper.clean_digest, paper.clean_type = _taken_in(clean), copy.media_type
        paper.pages, paper.text = copy.pages, copy.text
    paper.save()
    _note(paper, "add-need-paper", actor)
    return paper


def _taken_in(clean: Path) -> str:
    """Keep a clean copy under its digest, as what is sent is kept."""
    aside, digest, _size = set_aside([clean.read_bytes()], most=2**40)
    take_in(aside, digest)
    return digest


def _check_open(row: Need) -> None:
    if row.state not in (NeedState.DRAFT, *LIVE_STATES):
        raise ExchangeRefused(_("It is over: renew it, or write another."))


def _held(paper: NeedPaper) -> NeedPaper:
    """Hold a need and its paper, in this order. Raises ExchangeRefused where the paper was taken away."""
    need = hold(paper.need)
    row: NeedPaper = NeedPaper.objects.select_for_update().get(pk=paper.pk)
    row.need = need
    if row.removed_at is not None:
        raise ExchangeRefused(_("This paper was taken away."))
    return row


@transaction.atomic
def release_paper(*, paper: NeedPaper, now: datetime, actor: Any = None) -> NeedPaper:
    """Let a paper out that a person of the office has looked at: solvers get it from its stage on. Raises ExchangeRefused."""
    row = _held(paper)
    if row.released_at is not None:
        return row
    _check_open(row.need)
    row.released_at, row.released_by, row.kept_back_why = now, actor, ""
    row.save()
    _note(row, "release-need-paper", actor)
    return row


@transaction.atomic
def keep_paper_back(*, paper: NeedPaper, why: str, now: datetime, actor: Any = None) -> NeedPaper:
    """Keep a paper back, or take it in again, with what whoever asks is to do about it. Raises ExchangeRefused."""
    row, said = _held(paper), " ".join(why.split())[:400]
    if not said:
        raise ExchangeRefused(_("Say why it does not go out: whoever sent it reads that."), field="why")
    row.released_at, row.released_by, row.kept_back_why = None, None, said
    row.save()
    _note(row, "keep-need-paper-back", actor, why=said)
    return row


@transaction.atomic
def remove_paper(*, paper: NeedPaper, now: datetime, actor: Any = None) -> NeedPaper:
    """Take a paper away: nobody gets it any more, its files go within a day. Who saw it stays written down."""
    need = hold(paper.need)
    row: NeedPaper = NeedPaper.objects.select_for_update().get(pk=paper.pk)
    row.need = need
    if row.removed_at is not None:
        return row
    row.removed_at, row.digest, row.clean_digest, row.text, row.file_name = now, "", "", "", ""
    row.released_at, row.released_by, row.kept_back_why = None, None, ""
    row.save()
    _note(row, "remove-need-paper", actor)
    return row


def _note(row: NeedPaper, verb: str, actor: Any, why: str = "") -> None:
    audit.record(actor=actor, verb=verb, thing=row, values={"need": row.need.code, "number": row.number}, why=why)


@transaction.atomic
def give_paper(*, match: Match, number: int, now: datetime, user: Any = None) -> Copy | None:
    """Give a solver a paper as its stage allows, written down for whoever asks; None where there is none for it.

    `number` is the solver's; what is written down bears the number that whoever asks knows. The need is held: a paper that
    is taken away or kept back meanwhile is not given.
    """
    row = hold_match(match)
    shown = request_of(row)
    line: PaperLine | None = next((one for one in shown.papers if one.number == number), None) if shown else None
    if shown is None or line is None:
        return None
    disclose(row, shown.stage, now=now, user=user, name=getattr(user, "name", ""), what=paper_name(line.kept_as))
    return copy_for(row.need.papers.get(number=line.kept_as), shown.stage, number=number)
