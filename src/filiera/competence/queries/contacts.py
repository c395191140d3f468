"""How an organisation is reached, as far as the register knows it and the audience may: web site, mail, telephone, people."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils.translation import gettext as _

from filiera.common.language import localised
from filiera.common.visibility import Visibility
from filiera.registry.enums import FactField
from filiera.registry.logic import StatedFact, preferred
from filiera.registry.models import Fact, PersonRole

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from filiera.common.visibility import Audience

MOST = 2
"""Addresses, numbers and people shown of each kind: enough to begin with."""

REACHED_BY = (FactField.PHONE, FactField.EMAIL)


@dataclass(frozen=True, slots=True)
class Reach:
    """An address or a number; `level` says in words for whom it is, and is empty where it is for everybody."""

    value: str
    level: str = ""

    def __str__(self) -> str:
        return f"{self.value} ({self.level})" if self.level else self.value


@dataclass(frozen=True, slots=True)
class ContactPerson:
    """Somebody with a role in it, who holds it today as far as is known."""

    name: str
    role: str

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"


@dataclass(frozen=True, slots=True)
class Contact:
    """How one organisation is reached; all empty where the register knows nothing that the audience may see."""

    phones: tuple[Reach, ...] = ()
    emails: tuple[Reach, ...] = ()
    people: tuple[ContactPerson, ...] = ()

    @property
    def words(self) -> str:
        """Say it in one line: telephones, addresses, people; or that the register knows none."""
        known = " · ".join(str(one) for one in (*self.phones, *self.emails, *self.people))
        return known or _("No contact in the register")

    @property
    def is_known(self) -> bool:
        """Tell whether there is anybody or anything to call."""
        return bool(self.phones or self.emails or self.people)


def contacts_of(organisation_ids: Collection[int], *, audience: Audience, today: date) -> dict[int, Contact]:
    """Give, by organisation, how it is reached, the most trusted value first: two queries."""
    reached = _reached(organisation_ids, audience)
    people = _people(organisation_ids, audience, today)
    return {
        pk: Contact(
            phones=tuple(reached[pk, FactField.PHONE][:MOST]),
            emails=tuple(reached[pk, FactField.EMAIL][:MOST]),
            people=tuple(people[pk][:MOST]),
        )
        for pk in organisation_ids
    }


def _reached(organisation_ids: Collection[int], audience: Audience) -> dict[tuple[int, str], list[Reach]]:
    rows = Fact.objects.visible_to(audience).filter(organisation__in=organisation_ids, field__in=REACHED_BY)
    said: dict[tuple[int, str], list[Fact]] = defaultdict(list)
    for row in rows.select_related("source").order_by("pk"):
        said[row.organisation_id, row.field].append(row)
    return defaultdict(list, {key: _in_order(facts) for key, facts in said.items()})


def _in_order(facts: list[Fact]) -> list[Reach]:
    first = preferred([StatedFact(row.pk, row.value, row.certainty, row.on, row.source.on) for row in facts])
    ordered = sorted(facts, key=lambda row: first is None or row.pk != first.key)
    found = {row.value: Reach(row.value) for row in ordered if row.visibility == Visibility.PUBLIC}
    return list({row.value: found.get(row.value) or _reserved(row) for row in ordered}.values())


def _reserved(row: Fact) -> Reach:
    return Reach(row.value, str(Visibility(row.visibility).label))


def _people(organisation_ids: Collection[int], audience: Audience, today: date) -> dict[int, list[ContactPerson]]:
    rows = PersonRole.objects.visible_to(audience).held_on(today).filter(organisation__in=organisation_ids)
    found: dict[int, list[ContactPerson]] = defaultdict(list)
    for row in rows.select_related("person").order_by(F("from_on").desc(nulls_last=True), "pk"):
        found[row.organisation_id].append(ContactPerson(row.person.name, localised(row, "role")))
    return found
