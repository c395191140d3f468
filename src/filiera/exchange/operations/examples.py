"""The demo's needs, made by the same operations as anybody's; what is there already is left alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from filiera.documents.operations.examples import example_file
from filiera.exchange.enums import Channel, Secrecy
from filiera.exchange.models import Need, NeedPaper
from filiera.exchange.operations.answers import accept_terms, say_yes
from filiera.exchange.operations.asking import Pick, ask_solvers
from filiera.exchange.operations.collaborations import begin_collaboration, move_collaboration
from filiera.exchange.operations.intake import take_need_in
from filiera.exchange.operations.needs import Caller, Written, read_need
from filiera.exchange.operations.papers import add_paper, release_paper
from filiera.exchange.operations.requesters import introduce, meet_solver
from filiera.registry.models import Organisation

WHO = "Persona Inventata"
READ_AFTER = timedelta(hours=3)


def make_need_examples(*, path: Path, now: datetime) -> int:
    """Make the example needs that are missing; give how many were made."""
    if not path.exists():
        return 0
    told = yaml.safe_load(path.read_text(encoding="utf-8"))["needs"]
    there = set(Need.objects.filter(is_example=True).values_list("title", flat=True))
    return sum(_make(one, now) for one in told if one["title"] not in there)


@transaction.atomic
def _make(told: dict[str, Any], now: datetime) -> bool:
    own = Organisation.objects.filter(code=told["organisation"], is_example=True).first()
    if own is None:
        return False
    at = now - timedelta(days=told["days_ago"])
    written = Written(title=told["title"], words=told["words"].strip(), secrecy=told["secrecy"], help=told["help"])
    caller = Caller(WHO, told["contact"], Channel.PHONE)
    row = take_need_in(organisation=own, written=written, caller=caller, is_handed_in=True, now=at).need
    papers = [_paper(row, one, at) for one in told.get("papers", ())]
    if told.get("asked"):
        read_need(need=row, brief=row.words, is_looked_at=True, now=at + READ_AFTER)
        for paper in papers:
            release_paper(paper=paper, now=at + READ_AFTER)
    for one in told.get("asked", ()):
        _asked(row, one, at)
    return True


def _paper(row: Need, told: dict[str, Any], at: datetime) -> NeedPaper:
    file = example_file(told["file"], title=row.title, words=told["words"])
    return add_paper(need=row, file=file, stage=told["stage"], now=at)


def _asked(row: Need, told: dict[str, Any], at: datetime) -> None:
    solver = Organisation.objects.filter(code=told["organisation"], is_example=True).first()
    if solver is None:
        return
    when = at + timedelta(days=told["after"])
    pick = Pick(solver, f"{solver.code}@example.org", is_looked_at=True)
    (match,) = ask_solvers(need=row, picks=[pick], now=when)
    if told["answer"] is not True:
        return
    when += timedelta(days=told["days"])
    if row.secrecy != Secrecy.OPEN:
        accept_terms(match=match, name=WHO, now=when)
    say_yes(match=match, now=when)
    if told.get("meets"):
        meet_solver(match=match, meets=True, now=when + timedelta(days=1))
    if told.get("introduced"):
        introduce(match=match, now=when + timedelta(days=2))
    if told.get("together"):
        made = begin_collaboration(match=match, now=when + timedelta(days=9))
        move_collaboration(collaboration=made, to=told["together"], now=when + timedelta(days=20))
