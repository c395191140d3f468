"""Seniority certificates: issued with a random code, revoked, and the member told when it reaches what calls ask for."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.instance import current_instance
from filiera.common.models import AuditEvent
from filiera.common.outbox import queue
from filiera.common.refusals import Refused
from filiera.governance import letters_members as letters
from filiera.governance.enums import RegisterEvent
from filiera.governance.logic.certificate_codes import ALPHABET, CODE_GROUPS, GROUP
from filiera.governance.logic.chain import digest_of
from filiera.governance.models import Member, SeniorityCertificate
from filiera.governance.queries.members import members_on, standing_of_member
from filiera.governance.queries.seniority import seniority_by
from filiera.registry.queries.contacts import contact_of
from filiera.registry.queries.identifiers import tax_number


class CertificateRefused(Refused):
    """Why no certificate is issued; its text is for the reader."""


def new_code() -> str:
    """Give a random code: twelve letters and figures in three groups, 59 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _n in range(GROUP)) for _g in range(CODE_GROUPS))


@transaction.atomic
def issue_certificate(*, member: Member, now: datetime, actor: Any = None) -> SeniorityCertificate:
    """Issue a certificate of how long a member has been one, as of today. Raises CertificateRefused to whoever is none."""
    row = Member.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=member.pk)
    today = timezone.localtime(now).date()
    standing = standing_of_member(row, today)
    if not standing.is_member:
        raise CertificateRefused(_("Only a member has a seniority certificate."))
    content = _content(row, standing, today)
    certificate = SeniorityCertificate.objects.create(
        code=new_code(),
        member=row,
        as_of_on=today,
        days=content["days"],
        content=content | {"digest": digest_of(content)},
        issued_at=now,
        issued_by=actor if getattr(actor, "pk", None) else None,
    )
    values = {"days": certificate.days, "as_of": today}
    audit.record(actor=actor, verb="issue-certificate", thing=certificate, values=values, about=row.organisation.code)
    return certificate


def _content(member: Member, standing: Any, today: date) -> dict[str, Any]:
    """Give what a certificate says: all of it, and nothing else is ever told of it."""
    seniority = seniority_by(standing, today)
    names = current_instance().identity.official_name
    line = member.entries.filter(event=RegisterEvent.ADMITTED).select_related("resolution__body").first()
    act = line.resolution if line is not None else None
    name = member.organisation.legal_name or member.organisation.name
    scheme, tax_number_ = tax_number(member.organisation)
    # A founder has no resolution: its line says the act after the name.
    words = line.note.removeprefix(name).removeprefix(", ") if line is not None and act is None else ""
    return {
        "cluster_it": names.it,
        "cluster_en": names.en,
        "name": name,
        "tax_scheme": scheme,
        "tax_number": tax_number_,
        "is_example": member.is_example,
        "number": member.number,
        "admitted_on": standing.admitted_on.isoformat(),
        "act": str(act) if act is not None else words,
        "act_on": act.adopted_on.isoformat() if act is not None else standing.admitted_on.isoformat(),
        "body_it": act.body.name_it if act is not None else "",
        "body_en": act.body.name_en if act is not None else "",
        "days": seniority.days,
        "suspended_days": seniority.suspended_days,
        "suspended_counts": seniority.suspended_counts,
        "months": seniority.months,
        "reached_on": seniority.reached_on.isoformat() if seniority.reached_on else "",
        "has_reached": seniority.has_reached,
        "article": seniority.article,
        "as_of_on": today.isoformat(),
    }


@transaction.atomic
def revoke_certificate(
    *, certificate: SeniorityCertificate, why: str, now: datetime, actor: Any = None
) -> SeniorityCertificate:
    """Revoke a certificate for a reason, which is not public. One that is revoked stays so."""
    row = SeniorityCertificate.objects.select_for_update().get(pk=certificate.pk)
    if row.revoked_at is not None:
        return row
    if not why.strip():
        raise CertificateRefused(_("Write why it is revoked: the reason stays with the office."))
    row.revoked_at, row.revoked_why = now, " ".join(why.split())[:300]
    row.save(update_fields=["revoked_at", "revoked_why"])
    about = row.member.organisation.code
    audit.record(actor=actor, verb="revoke-certificate", thing=row, why=why, about=about)
    return row


def revoke_certificates(*, member: Member, why: str, now: datetime, actor: Any = None) -> int:
    """Revoke every certificate of a member that stands; give how many."""
    rows = list(member.certificates.filter(revoked_at=None))
    for row in rows:
        revoke_certificate(certificate=row, why=why, now=now, actor=actor)
    return len(rows)


TOLD = "tell-seniority"


def tell_seniority(*, now: datetime) -> list[Member]:
    """Tell the members that have reached what calls ask for, each once; give those that were told.

    Who was told is read from the audit trail; the outbox tries the letters again that do not leave.
    """
    today = timezone.localtime(now).date()
    known = set(
        AuditEvent.objects.filter(verb=TOLD, object_type=Member._meta.label).values_list("object_id", flat=True)
    )
    told = []
    for found in members_on(today):
        if str(found.member.pk) in known:
            continue
        seniority = seniority_by(found.standing, today)
        contact = contact_of(found.organisation, today=today) if seniority.has_reached else None
        if contact is not None and seniority.reached_on is not None and _tell(found.member.pk, seniority, contact):
            told.append(found.member)
    return told


@transaction.atomic
def _tell(pk: int, seniority: Any, contact: Any) -> bool:
    """Queue the letter to one member, unless another process has; tell whether it was this one."""
    member = Member.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)
    if AuditEvent.objects.filter(verb=TOLD, object_type=Member._meta.label, object_id=str(pk)).exists():
        return False

    queue(
        write=lambda: letters.one_year(member, seniority.reached_on, seniority.months),
        to=contact.email,
        language=contact.language,
        verb=TOLD,
        thing=member,
    )
    values = {"months": seniority.months, "reached_on": seniority.reached_on}
    audit.record(actor=None, verb=TOLD, thing=member, values=values)
    return True
