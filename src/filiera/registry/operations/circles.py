"""Open and close circles, let people and organisations stand in them, and take a signature under an agreement."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.digests import sha256_of
from filiera.common.models import Circle
from filiera.common.refusals import Refused
from filiera.registry.models import CircleMember

if TYPE_CHECKING:
    from filiera.accounts.models import User
    from filiera.registry.models import Organisation


class CircleRefused(Refused):
    """Raised where a circle cannot be as asked; the message is for people."""


@transaction.atomic
def open_circle(
    *, kind: str, title: str, today: date, terms: str = "", is_example: bool = False, actor: Any = None
) -> Circle:
    """Open a circle; an agreement needs the terms that are signed. Raises CircleRefused."""
    title, terms = title.strip(), terms.replace("\r\n", "\n").strip()
    if not title:
        raise CircleRefused(_("It has no title yet: write one by which its people know it."))
    if kind == Circle.Kind.NDA and not terms:
        raise CircleRefused(_("An agreement has terms: write what people sign."))
    terms = terms if kind == Circle.Kind.NDA else ""
    circle = Circle.objects.create(
        kind=kind,
        title=title,
        terms=terms,
        terms_digest=sha256_of(terms) if terms else "",
        opened_on=today,
        is_example=is_example,
    )
    values = {"kind": kind, "title": title, "terms": circle.terms_digest}
    audit.record(actor=actor, verb="open-circle", thing=circle, values=values)
    return circle


@transaction.atomic
def close_circle(*, circle: Circle, today: date, actor: Any = None) -> Circle:
    """Close a circle: from this day it opens nothing to anybody. One that is closed stays so."""
    circle = Circle.objects.select_for_update().get(pk=circle.pk)
    if circle.closed_on is None:
        circle.closed_on = today
        circle.save(update_fields=["closed_on"])
        audit.record(actor=actor, verb="close-circle", thing=circle, values={"on": today})
    return circle


@transaction.atomic
def enrol(
    *,
    circle: Circle,
    today: date,
    user: User | None = None,
    organisation: Organisation | None = None,
    actor: Any = None,
) -> CircleMember:
    """Let a person or an organisation stand in a circle from a day on; one that does already goes on. Raises CircleRefused."""
    circle = Circle.objects.select_for_update().get(pk=circle.pk)
    if circle.closed_on is not None:
        raise CircleRefused(_("This circle is closed: open another one."))
    if (user is None) == (organisation is None):
        raise CircleRefused(_("Name either a person or an organisation."))
    if circle.kind == Circle.Kind.BILATERAL and organisation is None:
        raise CircleRefused(_("Here stand organisations: whoever acts for them is in."))
    if circle.kind == Circle.Kind.NDA and user is None:
        raise CircleRefused(_("An agreement is signed by people: name each one, with an account."))
    standing = CircleMember.objects.filter(circle=circle, user=user, organisation=organisation, ended_on=None).first()
    if standing is not None:
        return standing
    member = CircleMember.objects.create(circle=circle, user=user, organisation=organisation, from_on=today)
    about = organisation.code if organisation else ""
    values = {"user": user.pk if user else None, "organisation": about}
    audit.record(actor=actor, verb="enrol", thing=circle, values=values, about=about)
    return member


@transaction.atomic
def end_place(*, member: CircleMember, today: date, actor: Any = None) -> CircleMember:
    """End a place in a circle at once; what was signed stays on record."""
    member = CircleMember.objects.select_for_update().get(pk=member.pk)
    if member.ended_on is None:
        member.ended_on = max(today, member.from_on)
        member.save(update_fields=["ended_on"])
        values = {"member": member.pk, "user": member.user_id, "organisation": member.organisation_id}
        audit.record(actor=actor, verb="end-place", thing=member.circle, values=values)
    return member


@transaction.atomic
def sign_terms(*, member: CircleMember, name: str, read: str, now: datetime, actor: User) -> CircleMember:
    """Take a person's signature: the name as written, the moment, and the digest of the terms that were shown (`read`).

    Raises CircleRefused where the terms are no longer those, or where somebody else would sign.
    """
    member = CircleMember.objects.select_for_update().select_related("circle").get(pk=member.pk)
    name = " ".join(name.split())
    if member.user_id != actor.pk or member.ended_on is not None or member.circle.closed_on is not None:
        raise CircleRefused(_("You are not named in this agreement."))
    if not name:
        raise CircleRefused(_("Write your name and surname."))
    if read != member.circle.terms_digest:
        raise CircleRefused(_("The terms have changed since you opened the page: read them again."))
    if not member.has_signed(member.circle.terms_digest):
        member.signed_at, member.signed_digest, member.signed_name = now, read, name[:120]
        member.save(update_fields=["signed_at", "signed_digest", "signed_name"])
        audit.record(actor=actor, verb="sign-terms", thing=member.circle, values={"terms": read, "name": name})
    return member
