"""Delegates: registered by the office with their act, ended by the organisation or the office; nobody shares a password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from filiera.accounts.operations_links import revoke_links
from filiera.common import audit
from filiera.common.in_words import long_date
from filiera.common.instance import current_instance
from filiera.common.outbox import queue
from filiera.common.refusals import Refused
from filiera.registry.enums import SPEAKING_ROLES, TERM_NEEDED, DelegateRole
from filiera.registry.letters_delegates import ended_letter
from filiera.registry.logic import is_phone
from filiera.registry.models import Delegate, Organisation
from filiera.registry.operations.confirmations import QUESTION as PROFILE

if TYPE_CHECKING:
    from filiera.accounts.models import User

LONGEST_PHONE = 40


class DelegateRefused(Refused):
    """Why a delegation cannot be; its text is for the reader, `field` names what of the form is wrong."""


@dataclass(frozen=True, slots=True)
class Act:
    """The deed that names a delegate: its words and day, and its term; without a beginning it is in force at once."""

    words: str
    on: date | None = None
    from_on: date | None = None
    until_on: date | None = None


def default_until(from_on: date) -> date:
    """Give the last day of a term of the length that the cluster's configuration gives."""
    months = from_on.month - 1 + current_instance().delegates.term_months
    first = date(from_on.year + months // 12, months % 12 + 1, 1)
    longest = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(from_on.day, longest.day)) - timedelta(days=1)


@transaction.atomic
def register_delegate(
    *, user: User, organisation: Organisation, role: str, act: Act, today: date, actor: Any = None
) -> Delegate:
    """Register a delegate by an act. One that stands for the same person is replaced; one whose term is over is ended.

    Raises DelegateRefused without an act, where a term is needed and missing or wrong, for a closed account, and where
    another person is already representative or substitute.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    from_on = act.from_on or today
    _check(user, organisation, role, act, from_on)
    kept = Delegate.objects.filter(organisation=organisation, user=user, ended_on=None).exclude(phone="").first()
    before = _make_room(organisation, user, role, from_on, today)
    try:
        with transaction.atomic():
            row = Delegate.objects.create(
                user=user,
                organisation=organisation,
                role=role,
                act=act.words.strip()[:200],
                act_on=act.on,
                from_on=from_on,
                until_on=act.until_on,
                phone=kept.phone if kept else "",
            )
    except IntegrityError as error:
        raise DelegateRefused(_("Somebody else registered a delegate at the same moment: look again.")) from error
    audit.record(actor=actor, verb="register-delegate", thing=row, before=before, after=_told(row))
    return row


def _check(user: User, organisation: Organisation, role: str, act: Act, from_on: date) -> None:
    if not user.is_active:
        raise DelegateRefused(_("This account is closed: open it again first."), "email")
    if organisation.merged_into_id:
        raise DelegateRefused(_("This organisation has become another: register its delegates there."))
    if role not in DelegateRole.values:
        raise DelegateRefused(_("Choose what the delegate does."), "role")
    if not act.words.strip():
        raise DelegateRefused(
            _("Write the act that names the delegate: its kind, its number, who signed it."), "act_words"
        )
    if act.until_on is None and organisation.kind in TERM_NEEDED:
        raise DelegateRefused(
            _("A public body or a university names its delegates for a term: write its last day."), "until_on"
        )
    if act.until_on is not None and act.until_on < from_on:
        raise DelegateRefused(_("The term ends before it begins."), "until_on")


def _make_room(organisation: Organisation, user: User, role: str, from_on: date, today: date) -> dict[str, Any]:
    """End what the new delegation replaces; give what it was. Raises DelegateRefused where the place is another's."""
    standing = Delegate.objects.filter(organisation=organisation, ended_on=None).select_related("user")
    replaced: dict[str, Any] = {}
    for row in standing.select_for_update(of=("self",)).order_by("pk"):
        is_over = row.until_on is not None and row.until_on < max(today, from_on)
        if row.user_id == user.pk:
            replaced = _told(row)
            _close(row, max(from_on, row.from_on), _("Replaced by a later act"))
        elif row.role == role and role in SPEAKING_ROLES and is_over and row.until_on is not None:
            _close(row, row.until_on + timedelta(days=1), _("Its term is over"))
        elif row.role == role and role in SPEAKING_ROLES:
            raise DelegateRefused(_taken(row), "role")
    return replaced


def _taken(row: Delegate) -> str:
    words = {"name": row.user, "role": row.get_role_display()}
    if row.until_on is None:
        return _("%(name)s is the %(role)s: end that delegation first.") % words
    words["day"] = long_date(row.until_on)
    return _("%(name)s is the %(role)s until %(day)s: end that delegation first.") % words


def _close(row: Delegate, day: date, why: str) -> None:
    row.ended_on, row.ended_why, row.phone = day, why[:300], ""
    row.save(update_fields=["ended_on", "ended_why", "phone"])


def _told(row: Delegate) -> dict[str, Any]:
    """Give what the audit trail says of a delegation."""
    names = ("user_id", "role", "act", "act_on", "from_on", "until_on", "ended_on", "ended_why")
    return {name: getattr(row, name) for name in names}


@transaction.atomic
def write_phone(*, delegate: Delegate, phone: str, today: date, actor: Any = None) -> Delegate:
    """Write down the telephone of a delegate, an empty one to take it away; the trail says that it changed, not the number.

    Raises DelegateRefused for what is no number, and for a delegation that is over.
    """
    row = Delegate.objects.select_for_update(of=("self",)).select_related("organisation", "user").get(pk=delegate.pk)
    said = " ".join(phone.split())
    if row.ended_on is not None and row.ended_on <= today:
        raise DelegateRefused(_("This delegation is over."), "delegation")
    if said and (len(said) > LONGEST_PHONE or not is_phone(said)):
        raise DelegateRefused(_("This is not a telephone number. For instance: +39 02 1234567."), "phone")
    if said == row.phone:
        return row
    row.phone = said
    row.save(update_fields=["phone"])
    audit.record(actor=actor, verb="write-delegate-phone", thing=row, values={"has_phone": bool(said)})
    return row


@transaction.atomic
def end_delegation(*, delegate: Delegate, why: str, today: date, actor: Any = None) -> Delegate:
    """End a delegation at once, for a reason; whoever was asked of the organisation's page is asked no more.

    The person is told by letter, unless they did it themselves or the account is closed. One that has ended already stays
    as it is. Raises DelegateRefused.
    """
    why = " ".join(why.split())
    if not why:
        raise DelegateRefused(_("Write why it ends: it stays in the history of the organisation."), "why")
    row = Delegate.objects.select_for_update(of=("self",)).select_related("organisation", "user").get(pk=delegate.pk)
    if row.ended_on is not None and row.ended_on <= today:
        return row
    before = _told(row)
    _close(row, today, why)
    revoke_links(kind=PROFILE, arguments={"organisation": row.organisation_id}, email=row.user.email, actor=actor)
    old, new = audit.changes(before, _told(row))
    audit.record(actor=actor, verb="end-delegation", thing=row, why=why, before=old, after=new)
    if row.user.is_active and getattr(actor, "pk", None) != row.user_id:
        queue(
            write=lambda: ended_letter(row),
            to=row.user.email,
            language=row.user.language,
            verb="end-delegation",
            thing=row,
        )
    return row
