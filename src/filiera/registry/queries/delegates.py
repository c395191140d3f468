"""Who acts for an organisation, who did, who is invited, and what the office did on its behalf."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from filiera.common.audit_words import verb_words
from filiera.common.instance import current_instance
from filiera.common.models import AuditEvent
from filiera.registry.enums import SPEAKING_ROLES
from filiera.registry.models import Delegate, Invitation

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.registry.models import Organisation

SHOWN = 50


@dataclass(frozen=True, slots=True)
class DelegateLine:
    """A delegation on its organisation's page; `days_left` only where the term ends soon."""

    row: Delegate
    days_left: int | None = None

    @property
    def ends_soon(self) -> bool:
        """Tell whether the end of the term is near."""
        return self.days_left is not None


@dataclass(frozen=True, slots=True)
class Delegates:
    """The delegations of an organisation: in force, to come, and over, the last first."""

    in_force: tuple[DelegateLine, ...]
    coming: tuple[DelegateLine, ...]
    over: tuple[DelegateLine, ...]

    @property
    def can_end(self) -> list[Delegate]:
        """Give the delegations that can be ended: those in force, then those to come."""
        return [line.row for line in (*self.in_force, *self.coming)]

    @property
    def last_voice(self) -> Delegate | None:
        """Give who alone votes for the organisation today; None where two do, or nobody. Who is yet to begin votes not."""
        voices = [line.row for line in self.in_force if line.row.role in SPEAKING_ROLES]
        return voices[0] if len(voices) == 1 else None

    @property
    def speaks(self) -> Delegate | None:
        """Give the representative in force."""
        return next((line.row for line in self.in_force if line.row.role == "REPRESENTATIVE"), None)


def delegates_of(organisation: Organisation, *, today: date) -> Delegates:
    """Give the delegations of an organisation, sorted by what they are today: one query."""
    rows = Delegate.objects.filter(organisation=organisation).select_related("user").order_by("-from_on", "-pk")
    soon = today + timedelta(days=max(current_instance().delegates.reminder_days))
    in_force, coming, over = [], [], []
    for row in rows:
        if row.is_in_force(today):
            left = (row.until_on - today).days if row.until_on and row.until_on <= soon else None
            in_force.append(DelegateLine(row, left))
        elif row.from_on > today and row.ended_on is None:
            coming.append(DelegateLine(row))
        else:
            over.append(DelegateLine(row))
    order = ("REPRESENTATIVE", "SUBSTITUTE", "CONTACT")
    in_force.sort(key=lambda line: order.index(line.row.role))
    return Delegates(tuple(in_force), tuple(coming), tuple(over[:SHOWN]))


def open_invitations_of(organisation: Organisation, *, now: datetime) -> Any:
    """Give the invitations that wait for an answer."""
    rows = Invitation.objects.filter(organisation=organisation, accepted_at=None, refused_at=None, withdrawn_at=None)
    return rows.filter(expires_at__gt=now).order_by("sent_at")


def invitations_for(email: str, *, now: datetime) -> Any:
    """Give the invitations that an address may accept."""
    rows = Invitation.objects.filter(email=email.lower(), accepted_at=None, refused_at=None, withdrawn_at=None)
    return rows.filter(expires_at__gt=now).select_related("organisation", "invited_by").order_by("sent_at")


@dataclass(frozen=True, slots=True)
class DoneLine:
    """One thing that the office did on an organisation's behalf."""

    at: datetime
    who: str
    what: str
    why: str


def done_on_behalf(organisation: Organisation) -> tuple[DoneLine, ...]:
    """Give what the office did on an organisation's behalf, the last first: one query."""
    rows = AuditEvent.objects.filter(as_whom=organisation.code, on_behalf=True).select_related("actor", "detail")
    return tuple(
        DoneLine(
            event.at,
            event.actor.plain_name if event.actor else "",
            verb_words(event.verb),
            detail.why if (detail := getattr(event, "detail", None)) else "",
        )
        for event in rows.order_by("-pk")[:SHOWN]
    )
