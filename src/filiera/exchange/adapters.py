"""Rows into what the gates and the engine's routing ask: a need, a solver, its rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils import timezone

from filiera.accounts.queries import asked_lately
from filiera.common.instance import current_instance
from filiera.engine.routing.types import Demand, Parameters, Reason
from filiera.exchange.logic.gates import Asking, Load, Party, Wishes
from filiera.exchange.logic.steps import WAITING_STATES
from filiera.exchange.models import Match, SolverRules
from filiera.exchange.queries.standing import standing_yes
from filiera.registry.enums import Kind
from filiera.registry.models import Organisation
from filiera.registry.queries.contacts import Contact, contacts_of

if TYPE_CHECKING:
    from filiera.exchange.models import Need


HOLDS_PLACE = timedelta(days=7)
"""How long whoever was asked and is silent holds a place in the batch: a working week. Then another may be asked as well."""


def party(row: Organisation) -> Party:
    """Give an organisation as the gates ask about it."""
    return Party(
        key=row.pk,
        is_company=row.kind in (Kind.COMPANY, Kind.OTHER, ""),
        stage=row.stage_id or "",
        group=row.group_id,
        size=row.size,
        province=row.province_id or "",
    )


def demand_of(need: Need, *, now: datetime) -> Demand:
    """Give what a need still wants. Whoever was told and is silent holds a place in the batch for a week from then."""
    rows = list(need.matches.filter(asked_at__isnull=False).values_list("state", "told_at", "routed_as"))
    waiting = [
        (at, why) for state, at, why in rows if state in WAITING_STATES and (at is None or now - at < HOLDS_PLACE)
    ]
    return Demand(
        enough=need.enough,
        interested=need.matches.filter(standing_yes()).count(),
        open_asks=len(waiting),
        open_floor=sum(why == Reason.NEW_MEMBER for _at, why in waiting),
    )


def parameters() -> Parameters:
    """Give the figures by which routing goes: the engine's own, and what the instance says of batches and attention."""
    desk = current_instance().needs
    return Parameters(batch_size=desk.batch, most_of_person=desk.most_in_30_days)


def asking_of(need: Need, *, now: datetime) -> Asking:
    """Give a need as the gates ask about it."""
    return Asking(
        requester=party(need.organisation),
        secrecy=need.secrecy,
        allows_competitors=need.allows_competitors,
        excluded=frozenset(need.exclusions.values_list("organisation_id", flat=True)),
        topics=tuple(need.topics.filter(is_refused=False).values_list("competence_id", flat=True)),
        today=timezone.localdate(now),
        most_of_person=current_instance().needs.most_in_30_days,
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of solvers besides what they can do: whom to write to, their rules, how much was asked of them."""

    contacts: Mapping[int, Contact]
    wishes: Mapping[int, Wishes]
    of_person: Mapping[str, int]
    this_month: Mapping[int, int]

    def load(self, pk: int, email: str = "") -> Load:
        """Give how much was asked of a solver, at the address that would be written to."""
        contact = self.contacts.get(pk)
        address = email or (contact.email if contact else "")
        return Load(self.of_person.get(address, 0), self.this_month.get(pk, 0), is_reached=bool(address))


def known_of(ids: Collection[int], *, now: datetime, emails: Collection[str] = ()) -> Known:
    """Read what is known of solvers: five queries, however many they are."""
    contacts = contacts_of(ids, today=timezone.localdate(now))
    addresses = {one.email for one in contacts.values()} | {email.strip().lower() for email in emails if email}
    first = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    asked = Match.objects.filter(solver__in=ids, asked_at__gte=first).values_list("solver").order_by("solver")
    return Known(
        contacts=contacts,
        wishes={row.organisation_id: _wishes(row) for row in SolverRules.objects.filter(organisation__in=ids)},
        of_person=asked_lately(addresses, now=now),
        this_month=Counter(dict(asked.annotate(n=Count("pk")))),
    )


def _wishes(row: SolverRules) -> Wishes:
    return Wishes(
        wanted=row.wanted,
        unwanted=row.unwanted,
        sizes=row.sizes,
        provinces=row.provinces,
        a_month=row.a_month,
        paused_until_on=row.paused_until_on,
    )
