"""Calls for the office alone, what waits on one that everybody sees, and what an organisation says of itself for calls."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from factories.calls import MONTHS, call, profile
from filiera.competence.models import Competence
from filiera.funding.drafts import RuleDraft, WindowDraft
from filiera.funding.models import CallImport, DeMinimisAward, Recognition, Shareholding
from filiera.funding.operations.topics import decide_topic
from tests_clock import NOW
from worlds.planting import LEAF

if TYPE_CHECKING:
    from filiera.funding.models import Call
    from worlds.planting import World


def plant_calls(world: World) -> World:
    """Plant a call that nobody else may know of, one for all with what waits on it, and alfa's own figures."""
    _hidden_call(world)
    _waiting(world)
    _own_figures(world)
    office = world.cast.office()
    name = f"{world.word('name of files of calls', office)}.csv"
    row = CallImport.objects.create(token="porta-qui", name=name, state="DONE", brought_at=NOW, done_at=NOW)
    world.value("calls-import", row.token)
    return world


def _hidden_call(world: World) -> None:
    office = world.cast.office()

    def word(what: str, **more: Any) -> str:
        return world.word(f"{what} of a hidden call", office, **more)

    row = call(
        "NASCOSTO",
        is_shown=False,
        title=f"Bando {word('title')}",
        summary=f"Flaconi airless: {word('summary')}.",
        text=f"Testo {word('text', is_shown=False)}",
        raw=f"Testo {word('record')}",
        raw_format="text",
        programme=f"Programma {word('programme')}",
        granted_by=f"Ente {word('giver')}",
        url=f"https://{word('address')}.example/",
        window=WindowDraft(opens=date(2026, 10, 1), closes=date(2027, 1, 15), said=f"Si chiude {word('dates')}."),
        rules=(
            MONTHS,
            RuleDraft(
                "docs", [word("document")], clause=f"Clausola {word('clause')}.", article=f"Art. {word('article')}"
            ),
        ),
    )
    _topic(row, f"passo {word('passage')}")
    row.proposals.create(field="programme", value=word("proposal"), sentence=f"Frase {word('sentence')}.")
    world.value("call", row.code)
    world.private.add(("call", row.code))


def _waiting(world: World) -> None:
    """Everybody reads the call; what a machine read in it, and what the office refused, is the office's."""
    office = world.cast.office()
    row = call("APERTO", title="Flaconi airless (esempio)")
    _topic(row, "flaconi airless")
    row.proposals.create(
        field="programme",
        value=world.word("proposal on a call", office),
        sentence=f"Frase {world.word('sentence of a proposal', office)}.",
        note=world.word("note of a proposal", office, is_shown=False),
    )
    world.value("call", row.code)


def _topic(row: Call, passage: str) -> None:
    decide_topic(call=row, competence=Competence.objects.get(code=LEAF), is_asked=True)
    row.topics.update(passage=passage)


def _own_figures(world: World) -> None:
    """Say of alfa what only its own people and the office read; the figures would turn every verdict of a call."""
    alfa, readers = world.organisations["alfa"], world.cast.own("alfa") | world.cast.office()

    def word(what: str) -> str:
        return world.word(f"{what} of alfa for calls", readers)

    profile(alfa, legal_personality=False, in_difficulty=True, other_applications=[word("other application")])
    Shareholding.objects.create(
        held=alfa, holder_name=f"Socia {word('shareholder')}", share_pct=60, visibility="BILATERAL"
    )
    DeMinimisAward.objects.create(
        organisation=alfa,
        granted_on=date(2026, 1, 10),
        amount_eur=299_000,
        measure=f"Misura {word('measure')}",
        visibility="BILATERAL",
    )
    Recognition.objects.create(organisation=alfa, name=word("recognition"), state="HELD", visibility="BILATERAL")
