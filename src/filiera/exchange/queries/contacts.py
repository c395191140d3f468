"""Whom to write to about a need or an offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.engine.identifiers import InvalidIdentifier, web_domain
from filiera.exchange.logic.steps import ASKING_STATES, WAITING_STATES
from filiera.registry.enums import FactField, Scheme
from filiera.registry.models import Delegate
from filiera.registry.queries.contacts import Contact, contact_of, other_contact_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from filiera.exchange.models import Match, Need, OfferReply
    from filiera.registry.models import Organisation


def requester_contact(need: Need, *, now: datetime) -> Contact | None:
    """Give whom to write to about a need: whoever asked, else the organisation's contact."""
    if need.contact_email:
        return Contact(need.contact_email, need.language)
    return contact_of(need.organisation, today=timezone.localdate(now))


def address_in(words: str) -> str:
    """Give the mail address that stands among words; empty where there is none."""
    for word in words.replace("<", " ").replace(">", " ").replace(",", " ").replace(";", " ").split():
        try:
            validate_email(word.strip("().:"))
        except ValidationError:
            continue
        return word.strip("().:").lower()
    return ""


def lacks_address(match: Match) -> bool:
    """Tell whether a solver said that somebody else of it answers, and the question has not gone there.

    Nobody knows how to write to them, or the address is none of the solver's own and the office has not seen to it.
    """
    is_waiting = match.state in WAITING_STATES and match.need.state in ASKING_STATES
    return is_waiting and bool(match.passed_to) and address_in(match.passed_to) != (match.email or None)


def doubtful_address(match: Match) -> str:
    """Give the address to which a question has not gone, for it is none of the solver's own; empty where there is none."""
    return address_in(match.passed_to) if lacks_address(match) else ""


def passed_in_words(match: Match) -> str:
    """Say where a question is to which somebody else of a solver answers; empty where nobody else was named."""
    if not match.passed_to or match.state not in WAITING_STATES:
        return ""
    words = {"address": doubtful_address(match) or match.email, "name": match.solver.name}
    if not lacks_address(match):
        return _("Thank you: the question goes to %(address)s.") % words
    if doubtful_address(match):
        return (
            _(
                "Thank you. %(address)s is none of the addresses of %(name)s that we know: the office checks it, and the "
                "question goes there only then."
            )
            % words
        )
    return _("Thank you: the office finds out how to reach them.")


def is_own_address(match: Match, email: str, *, today: date) -> bool:
    """Tell whether an address is known to be of a solver: one of its own, or within a domain of its addresses and its site.

    Of mailboxes that anybody may open, as those of the large providers, only the very address is.
    """
    delegates = Delegate.objects.in_force(today).filter(organisation=match.solver, user__is_active=True)
    facts = match.solver.facts.filter(field__in=(FactField.EMAIL, FactField.WEBSITE))
    known = {match.email, *delegates.values_list("user__email", flat=True), *facts.values_list("value", flat=True)}
    if email.lower() in {one.strip().lower() for one in known}:
        return True
    own = match.solver.identifiers.filter(scheme=Scheme.DOMAIN)
    domains = {domain for one in (*known, *own.values_list("value", flat=True)) if (domain := _domain(one))}
    given = _domain(email)
    return bool(given) and any(given == one or given.endswith(f".{one}") for one in domains)


def _domain(address: str) -> str:
    """Give the domain of an address of mail or a site; empty where it says nothing about whose it is."""
    try:
        return web_domain(address)
    except InvalidIdentifier:
        return ""


def answerer(reply: OfferReply) -> str:
    """Say to whom its owner writes about an answer to an offer: the person who answered, else another of that organisation.

    Never the owner's own address, though one person may stand for both; empty where there is no other.
    """
    today = timezone.localdate(reply.said_at)
    reader, user = contact_of(reply.offer.organisation, today=today), reply.said_by
    stands = Delegate.objects.in_force(today).filter(organisation=reply.organisation, user=user)
    if user is not None and user.is_active and stands.exists() and not _is(reader, user.email):
        return person(user.name, user.email)
    return _other(reply.organisation, reader, today)


def offerer(reply: OfferReply) -> str:
    """Say to whom an organisation whose answer was taken up writes: the person of the offer, else another of its owner.

    Never the reader's own address; empty where there is no other.
    """
    offer, today = reply.offer, timezone.localdate(reply.decided_at or reply.said_at)
    reader = contact_of(reply.organisation, today=today)
    if offer.contact_email and not _is(reader, offer.contact_email):
        return person(offer.contact_name, offer.contact_email)
    return _other(offer.organisation, reader, today)


def _other(organisation: Organisation, reader: Contact | None, today: date) -> str:
    """Give the address of an organisation that is not the reader's; empty where there is none."""
    found = contact_of(organisation, today=today)
    if found is None or not _is(reader, found.email):
        return found.email if found else ""
    other = other_contact_of(organisation, besides={found.email.lower()}, today=today)
    return other.email if other else ""


def _is(contact: Contact | None, email: str) -> bool:
    return contact is not None and contact.email.lower() == email.lower()


def person(name: str, email: str) -> str:
    """Say a person with the address."""
    return f"{name}, {email}" if name else email
