"""What people want of calls: kept searches, interest, notices of partners wanted; and everybody follows a hidden call."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from filiera.accounts.operations_letters import choose_letters
from filiera.funding.filters import CallFilter
from filiera.funding.models import Call, CallDigest, CallWatch
from filiera.funding.operations.edit import Edit, edit_call
from filiera.funding.operations.interest import (
    Interest,
    Notice,
    close_notice,
    reply_to_notice,
    say_interest,
    write_notice,
)
from filiera.funding.operations.searches import keep_search
from tests_clock import NOW

if TYPE_CHECKING:
    from worlds.planting import World

EARLIER = NOW - timedelta(days=9)


def plant_interest(world: World) -> World:
    """Plant a search that is one person's own, interest and notices at each level, answers; needs planted calls."""
    shown, hidden = Call.objects.get(ref="APERTO"), Call.objects.get(ref="NASCOSTO")
    _search(world)
    _interest(world, shown)
    _notices(world, shown)
    for user in world.users.values():
        CallDigest.objects.get_or_create(user=user)
        choose_letters(email=user.email, channel="MAIL", rhythm="DAILY", now=EARLIER)
        for call in (shown, hidden):
            CallWatch.objects.create(user=user, call=call, since_at=EARLIER)
    for call in (shown, hidden):
        edit_call(call=call, values={"budget_eur": Decimal(900_000)}, edit=Edit(amends=True), now=NOW)
    return world


def _search(world: World) -> None:
    """Let one person keep a search under a word, of which the office knows nothing either."""
    name = f"Ricerca {world.word('name of a kept search', frozenset({'rep_alfa'}))}"
    row = keep_search(user=world.users["rep_alfa"], asked=CallFilter(q="airless"), name=name, is_told=True, now=EARLIER)
    world.value("call-search", row.pk)


def _interest(world: World, call: Call) -> None:
    cast = world.cast
    for code, level in (("alfa", "BILATERAL"), ("beta", "MEMBERS")):
        readers = cast.own(code) | cast.office() if level == "BILATERAL" else cast.readers(level, code)
        said = Interest(
            note=f"Nota {world.word(f'note of an interest at {level}', readers)}",
            offers=f"Offre {world.word(f'offer of an interest at {level}', readers)}",
            for_members=level == "MEMBERS",
        )
        say_interest(call=call, organisation=world.organisations[code], said=said, now=NOW)
    # Its name is for whoever may see it: it must not stand among those who are interested or look for partners.
    unseen = world.organisations["ombra-bilateral"]
    say_interest(call=call, organisation=unseen, said=Interest(for_members=True), now=NOW)
    write_notice(call=call, organisation=unseen, said=Notice("Cerchiamo (esempio)", "", is_public=True), now=NOW)


def _notices(world: World, call: Call) -> None:
    """Let alfa look for partners among members, and beta answer; a closed notice is read by the two and the office."""
    cast, alfa, beta = world.cast, world.organisations["alfa"], world.organisations["beta"]
    two = cast.own("alfa") | cast.own("beta") | cast.office()
    for name, readers in (("open", cast.readers("MEMBERS", "alfa")), ("closed", two)):
        said = Notice(
            title=f"Cerchiamo {world.word(f'title of a notice that is {name}', readers)}",
            text=f"Testo {world.word(f'text of a notice that is {name}', readers)}",
        )
        row = write_notice(call=call, organisation=alfa, said=said, now=NOW)
        note = f"Risposta {world.word(f'answer to a notice that is {name}', two)}"
        reply = reply_to_notice(notice=row, organisation=beta, note=note, now=NOW)
        world.value("wanted", row.pk)
        world.value("wanted-reply", reply.pk)
        world.private.add(("wanted", row.pk))
        if name == "closed":
            close_notice(notice=row, now=NOW)
