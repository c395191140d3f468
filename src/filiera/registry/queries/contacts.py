"""Whom the office writes to about an organisation: its delegates first, else the address that it gave."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F, Q

from filiera.registry.enums import DelegateRole, FactField
from filiera.registry.models import Delegate, Fact, Organisation

if TYPE_CHECKING:
    from django.db.models import QuerySet

FIRST = (DelegateRole.CONTACT, DelegateRole.REPRESENTATIVE, DelegateRole.SUBSTITUTE)
"""Who is written to about a profile: whoever keeps it, before whoever votes."""


@dataclass(frozen=True, slots=True)
class Contact:
    """An address of an organisation, and the language in which to write to it."""

    email: str
    language: str = "it"


def contact_of(organisation: Organisation, *, today: date) -> Contact | None:
    """Give the address of an organisation's contact person, representative or substitute, else the newest of its facts."""
    rows = Delegate.objects.in_force(today).filter(organisation=organisation, user__is_active=True)
    found = sorted(rows.select_related("user"), key=lambda row: (FIRST.index(DelegateRole(row.role)), row.pk))
    if found:
        return Contact(found[0].user.email, found[0].user.language)
    fact = organisation.facts.filter(field=FactField.EMAIL, value__contains="@").order_by("-pk").first()
    return Contact(fact.value.strip().lower()) if fact is not None else None


def other_contact_of(organisation: Organisation, *, besides: Collection[str], today: date) -> Contact | None:
    """Give a delegate's address that is none of those written to (in small letters); None where there is none."""
    rows = Delegate.objects.in_force(today).filter(organisation=organisation, user__is_active=True)
    found = sorted(rows.select_related("user"), key=lambda row: (FIRST.index(DelegateRole(row.role)), row.pk))
    others = [row.user for row in found if row.user.email.lower() not in besides]
    return Contact(others[0].email, others[0].language) if others else None


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number as it was given, and as a telephone dials it; `who` answers it, where that is known."""

    words: str
    dialled: str
    who: str = ""


def phones_of(organisation: Organisation, *, today: date) -> tuple[Phone, ...]:
    """Give the telephone numbers that are known of an organisation: its delegates', then others, the newest first."""
    rows = Delegate.objects.in_force(today).filter(organisation=organisation, user__is_active=True).exclude(phone="")
    found = sorted(rows.select_related("user"), key=lambda row: (FIRST.index(DelegateRole(row.role)), row.pk))
    own = [Phone(row.phone, _dialled(row.phone), row.user.plain_name) for row in found]
    facts = organisation.facts.filter(field=FactField.PHONE).order_by("-pk").values_list("value", flat=True)
    known = {one.dialled for one in own}
    others = [Phone(words, _dialled(words)) for words in dict.fromkeys(facts)]
    return (*own, *(one for one in others if one.dialled and one.dialled not in known))


def _dialled(words: str) -> str:
    digits = "".join(sign for sign in words if sign.isdecimal())
    return f"+{digits}" if words.strip().startswith("+") else digits


def contacts_of(organisations: Iterable[int], *, today: date) -> dict[int, Contact]:
    """Give the address of each of many organisations, by id, as `contact_of` gives it: two queries, however many."""
    ids = list(organisations)
    found: dict[int, Contact] = {}
    facts = Fact.objects.filter(organisation__in=ids, field=FactField.EMAIL, value__contains="@").order_by("pk")
    for pk, value in facts.values_list("organisation_id", "value"):
        found[pk] = Contact(value.strip().lower())
    rows = Delegate.objects.in_force(today).filter(organisation__in=ids, user__is_active=True).select_related("user")
    for row in sorted(rows, key=lambda one: (FIRST.index(DelegateRole(one.role)), one.pk), reverse=True):
        found[row.organisation_id] = Contact(row.user.email, row.user.language)
    return found


def organisations_to_ask(*, before: date) -> QuerySet[Organisation]:
    """Give the organisations whose page was not confirmed since a day, those never confirmed first."""
    rows = Organisation.objects.filter(Q(confirmed_on=None) | Q(confirmed_on__lt=before), merged_into=None)
    return rows.order_by(F("confirmed_on").asc(nulls_first=True), "search_name", "pk")
