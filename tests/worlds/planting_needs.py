"""Needs of alfa at every secrecy and stage, asked of beta: what each side may read of them, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from filiera.documents.operations.receiving import Sent
from filiera.exchange.enums import Secrecy
from filiera.exchange.models import NeedProposal
from filiera.exchange.operations.answers import accept_terms, say_yes
from filiera.exchange.operations.asking import Pick, ask_solvers
from filiera.exchange.operations.exits import add_exit
from filiera.exchange.operations.needs import Caller, Written, publish_need, read_need, write_need
from filiera.exchange.operations.papers import add_paper, release_paper
from filiera.exchange.operations.requesters import introduce, meet_solver
from tests_clock import NOW

if TYPE_CHECKING:
    from filiera.exchange.models import Need
    from worlds.planting import World

STAGES = (
    ("draft", Secrecy.OPEN),
    ("unread", Secrecy.OPEN),
    ("asked", Secrecy.RESERVED),
    ("read on", Secrecy.RESERVED),
    ("signed", Secrecy.SECRET),
    ("introduced", Secrecy.SECRET),
    ("listed", Secrecy.OPEN),
)
"""How far each need is, with its secrecy."""

BOTH_MAILED = frozenset({"chiede@example.org", "beta.risponde@example.org"})
"""Whom the letters of an introduction, and those about an open need, go to."""

EARLIER = NOW - timedelta(days=2)


def plant_needs(world: World) -> World:
    """Plant a need at each stage; whoever asks is alfa, beta answers."""
    for stage, secrecy in STAGES:
        row = _written(world, stage, secrecy)
        world.value("need", row.code)
        if stage != "listed":
            world.private.add(("need", row.code))
        if stage == "draft":
            continue
        publish_need(need=row, now=EARLIER)
        if stage != "unread":
            _asked(world, row, stage)
    return world


def _written(world: World, stage: str, secrecy: str) -> Need:
    cast = world.cast
    own = cast.own("alfa") | cast.office()
    both = own | cast.own("beta")
    brief = {"read on": both, "signed": both, "introduced": both}.get(stage, own)
    title = both if stage == "introduced" else own
    if stage == "listed":
        title = brief = cast.readers("MEMBERS", "alfa")
    mailed = BOTH_MAILED if stage in ("introduced", "listed") else frozenset()
    words = both if stage == "introduced" else own
    written = Written(
        title=f"Cerchiamo {world.word(f'title of a need that is {stage}', title, mailed=mailed)}",
        words=f"Parole {world.word(f'words of a need that is {stage}', words, mailed=mailed)}",
        brief=f"Testo {world.word(f'brief of a need that is {stage}', brief, is_shown=stage != 'draft', mailed=mailed)}",
        place=f"Luogo {world.word(f'place of a need that is {stage}', brief)}",
        secrecy=secrecy,
    )
    source = f"Appunto {world.word(f'note of a need that is {stage}', cast.office())}"
    caller = Caller("", "chiede@example.org", "PHONE", source)
    row = write_need(organisation=world.organisations["alfa"], written=written, caller=caller, now=EARLIER)
    sentence = f"Frase {world.word(f'sentence of a need that is {stage}', own)}"
    proposal = NeedProposal.objects.create(need=row, field="place", value="Lodi", sentence=sentence)
    made = add_exit(
        need=row, kind="LAB", note=f"Esito {world.word(f'exit of a need that is {stage}', cast.office())}", now=EARLIER
    )
    _paper(world, row, stage, (brief, title))
    world.value("need-proposal", proposal.pk)
    world.value("need-exit", made.pk)
    return row


def _paper(world: World, row: Need, stage: str, readers: tuple[frozenset[str], frozenset[str]]) -> None:
    """Plant a paper: who reads the problem reads it, and its own name who knows who asks."""
    inside = world.word(f"paper of a need that is {stage}", readers[0], is_shown=False)
    name = world.word(f"file of a need that is {stage}", readers[1])
    file = Sent(f"{name}.txt", [f"Allegato {inside}".encode()])
    release_paper(paper=add_paper(need=row, file=file, stage="PROBLEM", now=EARLIER), now=EARLIER)


def _asked(world: World, row: Need, stage: str) -> None:
    read_need(need=row, brief=row.brief, now=EARLIER)
    (match,) = ask_solvers(
        need=row, picks=[Pick(world.organisations["beta"], "beta.risponde@example.org", True)], now=EARLIER
    )
    world.value("need-match", match.code)
    world.private.add(("need-match", match.code))
    if stage in ("read on", "signed", "introduced"):
        accept_terms(match=match, name="Bea Rispondente", now=EARLIER)
    if stage == "introduced":
        say_yes(match=match, note="Volentieri.", now=EARLIER)
        meet_solver(match=match, meets=True, now=EARLIER)
        introduce(match=match, now=EARLIER)
