"""Circles: what of them belongs to a person's audience, who stands in one, and who opened what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from filiera.common.models import Circle
from filiera.common.visibility import AudiencePart
from filiera.registry.models import CircleMember, Opening


def part_of(user: Any, organisation_ids: frozenset[int], today: date) -> AudiencePart:
    """Give the circles that a person stands in on a day, in person or through the organisations acted for: one query.

    An agreement counts only when this very person has signed the terms as they stand.
    """
    named = Q(user=user) | Q(organisation__in=sorted(organisation_ids)) if organisation_ids else Q(user=user)
    rows = CircleMember.objects.in_force(today).filter(named)
    circles, signed = set(), set()
    for member in rows.select_related("circle").defer("circle__terms"):
        if member.circle.kind != Circle.Kind.NDA:
            circles.add(member.circle_id)
        elif member.user_id == user.pk and member.has_signed(member.circle.terms_digest):
            signed.add(member.circle_id)
    return AudiencePart(circle_ids=frozenset(circles), signed_ids=frozenset(signed))


def open_circles(today: date) -> QuerySet[Circle]:
    """Give the circles that are open on a day, by title."""
    still = Q(closed_on__isnull=True) | Q(closed_on__gt=today)
    return Circle.objects.filter(still, opened_on__lte=today).order_by("title", "pk")


def members_of(circle: Circle, today: date) -> QuerySet[CircleMember]:
    """Give who stands in a circle on a day."""
    rows = CircleMember.objects.in_force(today).filter(circle=circle)
    return rows.select_related("user", "organisation").order_by("organisation__search_name", "user__name", "pk")


def place_in(circle: Circle, user: Any, today: date) -> CircleMember | None:
    """Give the place that a person has in a circle by name, signed or not."""
    return CircleMember.objects.in_force(today).filter(circle=circle, user=user).first()


def openings_of(organisation_id: int) -> QuerySet[Opening]:
    """Give who opened what of an organisation's private things, the last first."""
    rows = Opening.objects.filter(owner=organisation_id)
    return rows.select_related("user", "acting_for").order_by("-at", "-pk")


@dataclass(frozen=True, slots=True)
class CircleLine:
    """A circle in a list: how many stand in it today, and of an agreement how many of them have signed."""

    circle: Circle
    members: int
    signed: int


def circle_lines(today: date) -> list[CircleLine]:
    """List the tables and agreements, the open ones first: two queries."""
    counted: dict[int, list[bool]] = defaultdict(list)
    for member in CircleMember.objects.in_force(today).exclude(circle__kind=Circle.Kind.BILATERAL):
        counted[member.circle_id].append(member.signed_at is not None)
    rows = Circle.objects.exclude(kind=Circle.Kind.BILATERAL).defer("terms")
    rows = rows.order_by(F("closed_on").asc(nulls_first=True), "title", "pk")
    return [CircleLine(row, len(counted[row.pk]), sum(counted[row.pk])) for row in rows]
