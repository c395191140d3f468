"""What is kept of people's own data: what they asked by a right, what they consented to, what went wrong with data."""

from __future__ import annotations

from datetime import timedelta

from filiera.privacy.enums import How, Purpose, Right
from filiera.privacy.operations.breaches import record_breach, weigh_breach
from filiera.privacy.operations.consents import give_consent
from filiera.privacy.operations.requests import close_request, extend_request, receive_request
from tests_clock import NOW
from worlds.planting import World


def plant_people(world: World) -> World:
    """Plant requests by an account and by a stranger, a consent on paper, a breach that only administrators handle."""
    _requests(world)
    _consent(world)
    _breach(world)
    return world


def _requests(world: World) -> None:
    """Let somebody with an account ask and be told to wait, and somebody without one ask and be answered."""
    office = world.cast.office()
    own = office | {"stranger"}
    asked = receive_request(
        right=Right.ACCESS,
        user=world.users["stranger"],
        words=f"Vorrei sapere {world.word('words of a request by a right', own)}",
        now=NOW,
        actor=world.users["stranger"],
    )
    why = f"Servono ricerche: {world.word('why a request takes longer', own)}"
    extend_request(request=asked, why=why, now=NOW, actor=world.users["office"])
    email = f"{world.word('address of who asks without an account', office)}@example.org"
    row = receive_request(
        right=Right.ACCESS,
        name=f"Chi chiede {world.word('name of who asks without an account', office)}",
        email=email,
        words=f"Chiedo {world.word('words of who asks without an account', office)}",
        now=NOW,
        actor=world.users["office"],
    )
    answer = world.word("answer to who asks without an account", office, mailed=frozenset({email}))
    close_request(request=row, answer=f"Ecco {answer}", now=NOW, actor=world.users["office"])
    world.value("rights-request", asked.pk, row.pk)


def _consent(world: World) -> None:
    """Write down a consent that was given on paper."""
    give_consent(
        user=world.users["rep_beta"],
        purpose=Purpose.NEWSLETTER,
        language="it",
        now=NOW,
        actor=world.users["office"],
        how=How.PAPER,
        note=f"Cartella {world.word('where a consent on paper is', world.cast.office() | {'rep_beta'})}",
    )


def _breach(world: World) -> None:
    """Write a breach down, with what is done about it."""
    readers = frozenset(one.key for one in world.cast.people if one.role == "ADMINISTRATOR")
    row = record_breach(
        title=f"Invio sbagliato {world.word('title of a breach', readers)}",
        nature=f"Una lettera {world.word('nature of a breach', readers)}",
        known_at=NOW - timedelta(hours=5),
        now=NOW,
        actor=world.users["administrator"],
    )
    weigh_breach(
        breach=row,
        is_risky=True,
        why=f"Perché {world.word('risk of a breach', readers)}",
        measures=f"Si chiede {world.word('measures of a breach', readers)}",
        actor=world.users["administrator"],
    )
    world.value("breach", row.pk)
