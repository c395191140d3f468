"""People who want something of calls: an account that stands for a member, searches kept, letters read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.test import Client

from factories import DelegateFactory, UserFactory
from factories.calls import member
from filiera.accounts.operations_letters import choose_letters
from filiera.common.models import OutgoingMail
from filiera.funding.filters import CallFilter
from filiera.funding.models import Call, CallDigest, CallSearch, Consortium, Partner
from filiera.funding.operations.digests import choose_digest
from filiera.funding.operations.searches import keep_search
from filiera.registry.models import Organisation
from tests_clock import NOW

MONDAY = datetime.fromisoformat("2026-11-30T08:00+00:00")
EARLIER = NOW - timedelta(days=30)


def delegate(name: str = "Alba Cosmetici", **account: Any) -> tuple[Any, Organisation]:
    """Give an account that stands for a member, and the member."""
    organisation = Organisation.objects.filter(name=name).first() or member(name)
    user = UserFactory(**account)
    DelegateFactory(user=user, organisation=organisation)
    return user, organisation


def kept(
    user: Any, query: str = "", *, name: str = "Imballaggi", at: datetime = EARLIER, told: bool = True
) -> CallSearch:
    """Keep a search, as it was kept at a moment."""
    asked = CallFilter.from_query(QueryDict(query))
    return keep_search(user=user, asked=asked, name=name, is_told=told, now=at)


def rhythm(user: Any, how: str, days: int = 14) -> CallDigest:
    """Choose a rhythm for all letters; NEVER: none about calls."""
    if how != "NEVER":
        choose_letters(email=user.email, channel="MAIL", rhythm=how, now=EARLIER, actor=user)
    return choose_digest(user=user, is_told=how != "NEVER", closing_days=days, now=EARLIER)


def draft_for(
    call: Call, lead: Organisation, *partners: tuple[Organisation, str], at: datetime = EARLIER, **values: Any
) -> Consortium:
    """Give a consortium for a call, with partners in some states."""
    row = Consortium.objects.create(
        code=f"draft-{lead.code}-{Consortium.objects.count()}",
        call=call,
        name=f"Bozza di {lead.name}",
        visibility="BILATERAL",
        created_at=at,
        changed_at=at,
        **values,
    )
    Partner.objects.create(consortium=row, organisation=lead, state="LEADS")
    for organisation, state in partners:
        answered = at if state in ("ACCEPTED", "DECLINED") else None
        Partner.objects.create(consortium=row, organisation=organisation, state=state, answered_at=answered)
    return row


def signed_in(user: Any) -> Client:
    """Give a browser in which a person has signed in."""
    client = Client()
    client.force_login(user)
    return client


def letters(verb: str = "call-digest") -> list[tuple[str, str, str]]:
    """Give the letters of an act that wait or left: address, subject, text."""
    rows = OutgoingMail.objects.filter(verb=verb).order_by("pk")
    return [(row.email, row.subject, row.body) for row in rows]
