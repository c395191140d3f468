"""Who is told of an act by a letter: those who check draft minutes, who holds a proxy, who may sign for an assembly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from filiera.common.outbox import queue
from filiera.governance.letters_acts import check_letter, petition_letter, proxy_letter
from filiera.governance.queries.petitions import counted, speakers_to_ask
from filiera.governance.queries.roll import addresses_of_seats, addresses_of_who_was_there, each_once

if TYPE_CHECKING:
    from filiera.common.letters import Letter
    from filiera.common.models import OutgoingMail
    from filiera.governance.models import Minutes, Petition, Proxy
    from filiera.governance.queries.roll import Address


def tell_check(*, minutes: Minutes, until: datetime, now: datetime) -> list[OutgoingMail]:
    """Write to those who were there that a draft waits for them, until when, and how a change is asked for."""

    def writer(to: Address) -> Callable[[], Letter]:
        return lambda: check_letter(minutes, to.name, until=until)

    return [
        queue(
            write=writer(one), to=one.email, language=one.language, verb="send-minutes-to-check", thing=minutes, now=now
        )
        for one in each_once(addresses_of_who_was_there(minutes.meeting, today=timezone.localdate(now)))
    ]


def tell_proxy(*, proxy: Proxy, now: datetime) -> list[OutgoingMail]:
    """Write to whoever holds a proxy that it was given, or that it is revoked."""
    is_revoked = proxy.revoked_at is not None

    def writer(to: Address) -> Callable[[], Letter]:
        return lambda: proxy_letter(proxy, to.name)

    return [
        queue(
            write=writer(one),
            to=one.email,
            language=one.language,
            verb="revoke-proxy" if is_revoked else "give-proxy",
            thing=proxy,
            now=now,
        )
        for one in each_once(addresses_of_seats([proxy.holder], today=timezone.localdate(now)))
    ]


def tell_petition(*, petition: Petition, now: datetime) -> list[OutgoingMail]:
    """Write to those who speak for the other members who asks for an assembly, why, and where it is signed."""
    today = timezone.localdate(now)
    (count,) = counted([petition], today=today)

    def write() -> Letter:
        return petition_letter(count)

    return [
        queue(write=write, to=one.email, language=one.language, verb="open-petition", thing=petition, now=now)
        for one in speakers_to_ask(petition, today=today)
    ]
