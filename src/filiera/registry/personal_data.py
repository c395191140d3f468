"""What the register holds of a person: delegations, invitations, circles, openings; how it lets go of them, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filiera.common.folding import fold
from filiera.privacy.enums import Fate
from filiera.privacy.hooks import Gone, RetentionRule, Section
from filiera.privacy.operations.redaction import redact, redact_json
from filiera.privacy.operations.retention import let_go
from filiera.privacy.queries.names import addresses_of
from filiera.registry.models import (
    CircleMember,
    Delegate,
    DuplicateDecision,
    Fact,
    ImportBatch,
    ImportedValue,
    ImportRow,
    Invitation,
    Opening,
    Organisation,
    Person,
    PersonRole,
)
from filiera.registry.operations.delegates import end_delegation
from filiera.registry.operations.openings import KEPT
from filiera.registry.operations.refresh import refresh_columns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filiera.accounts.models import User

YEAR = timedelta(days=365)

KEPT_TRACES = {
    "registry.Delegate": gettext_lazy("the act of a delegation proves who spoke for an organisation"),
    "registry.CircleMember": gettext_lazy("a signed agreement is kept for as long as it can be enforced (art. 17.3.e)"),
    "registry.Organisation": gettext_lazy("words about a firm, which may be called as its owner"),
    "registry.Fact": gettext_lazy("words about a firm, which may be called as its owner"),
    "registry.ImportFile": gettext_lazy("the sheet as it came, until the office discards the import"),
    "common.Circle": gettext_lazy("a signed agreement is kept for as long as it can be enforced (art. 17.3.e)"),
    "registry.Person": gettext_lazy("a public role with its source; it goes where the person objects (art. 21)"),
    "registry.PersonRole": gettext_lazy("a public role with its source; it goes where the person objects (art. 21)"),
}


def register_sections(user: User) -> Sequence[Section]:
    """Give what the register holds of a person."""
    return [_delegations(user), _invitations(user), _circles(user), _openings(user)]


def _delegations(user: User) -> Section:
    rows = Delegate.objects.filter(user=user).select_related("organisation").order_by("from_on", "pk")
    return Section(
        "delegations",
        _("For whom you act"),
        [
            ("organisation", _("Organisation")),
            ("role", _("Role")),
            ("act", _("Naming act")),
            ("phone", _("Telephone")),
            ("from_on", _("From")),
            ("until_on", _("Until")),
            ("ended_on", _("Ended")),
            ("ended_why", _("Why")),
        ],
        [
            (
                row.organisation.name,
                str(row.get_role_display()),
                row.act,
                row.phone,
                row.from_on,
                row.until_on,
                row.ended_on,
                row.ended_why,
            )
            for row in rows
        ],
        Fate.KEPT,
        _("the act of a delegation proves who spoke for an organisation"),
    )


def _invitations(user: User) -> Section:
    rows = Invitation.objects.filter(email__in=addresses_of(user)).select_related("organisation").order_by("pk")
    return Section(
        "invitations",
        _("Invitations to act for an organisation"),
        [
            ("organisation", _("Organisation")),
            ("name", _("Name")),
            ("email", _("E-mail")),
            ("sent_at", _("Sent")),
            ("accepted_at", _("Accepted")),
        ],
        [(row.organisation.name, row.name, row.email, row.sent_at, row.accepted_at) for row in rows],
    )


def _circles(user: User) -> Section:
    rows = CircleMember.objects.filter(user=user).select_related("circle").order_by("from_on", "pk")
    return Section(
        "circles",
        _("Tables and agreements"),
        [
            ("circle", _("Circle")),
            ("from_on", _("From")),
            ("ended_on", _("Ended")),
            ("signed_at", _("Signed")),
            ("signed_name", _("Name as signed")),
        ],
        [(row.circle.title, row.from_on, row.ended_on, row.signed_at, row.signed_name) for row in rows],
        Fate.KEPT,
        _("a signed agreement is kept for as long as it can be enforced (art. 17.3.e)"),
    )


def _openings(user: User) -> Section:
    rows = Opening.objects.filter(user=user).order_by("at", "pk")
    return Section(
        "openings",
        _("Private papers of others that you opened"),
        [("at", _("When")), ("what", _("What")), ("act", _("How"))],
        [(row.at, row.title, str(row.get_act_display())) for row in rows],
        Fate.PARTED,
        _("whoever shared them may know who opened them, for twelve months"),
    )


def erase_from_register(gone: Gone) -> dict[str, int]:
    """End what stands, take name and addresses out; acts and signatures stay, public roles unless asked for."""
    today = timezone.localdate(gone.now)
    open_ones = list(Delegate.objects.filter(user=gone.user, ended_on=None))
    for row in open_ones:
        end_delegation(delegate=row, why=_("The account was erased"), today=today, actor=gone.actor)
    redact(Delegate.objects.filter(user=gone.user), ("ended_why",), gone)
    CircleMember.objects.filter(user=gone.user, ended_on=None, from_on__lte=today).update(ended_on=today)
    invitations = Invitation.objects.filter(email__in=gone.emails)
    counts = {"delegations": len(open_ones), "invitations": invitations.delete()[0]}
    redact(Invitation.objects.all(), ("name", "act"), gone)
    counts["facts"] = _erase_facts(gone)
    counts["rows"] = _erase_rows(gone)
    if gone.with_public_roles:
        theirs = {fold(name) for name in (gone.user.name, *gone.names)}
        named = [row.pk for row in Person.objects.order_by("pk") if fold(row.name) in theirs]
        counts["roles"] = PersonRole.objects.filter(person__in=named).count()
        Person.objects.filter(pk__in=named).delete()
    return counts


def _is_a_firms(gone: Gone) -> bool:
    """Tell whether an organisation bears the person's name: in texts about it the name cannot be taken out blindly."""
    of_firms = Q()
    for name in gone.names:
        of_firms |= Q(search_name__contains=fold(name))
    return bool(gone.names) and Organisation.objects.filter(of_firms).exists()


def _erase_rows(gone: Gone) -> int:
    """Take the person out of rows that were brought in; a firm that bears the same name keeps it."""
    is_firms = _is_a_firms(gone)
    cell = gone.from_cell if is_firms else gone.from_text
    return sum(
        (
            redact_json(ImportRow.objects.all(), ("raw", "fixes", "said", "reasons", "errors", "undo"), gone, cell),
            redact_json(DuplicateDecision.objects.all(), ("said",), gone, cell),
            redact_json(ImportBatch.objects.all(), ("report",), gone, cell),
            redact(ImportedValue.objects.all(), ("value",), gone, cell),
            redact(ImportBatch.objects.all(), ("file_name", "sheet"), gone, cell),
            redact(Opening.objects.all(), ("title",), gone),
            redact(
                Organisation.objects.all(), ("summary_it", "summary_en"), gone, gone.from_firm if is_firms else None
            ),
        )
    )


def _erase_facts(gone: Gone) -> int:
    """Delete the facts that are an address of the person's, and take the person out of the words of others."""
    of_person = Q()
    for email in gone.emails:
        of_person |= Q(value__iexact=email)
    rows = Fact.objects.filter(of_person)
    touched = list(Organisation.objects.filter(facts__in=rows).distinct())
    clean = gone.from_cell if _is_a_firms(gone) else gone.from_text
    number = rows.delete()[0]
    number += redact(Fact.objects.all(), ("value", "value_it", "value_en"), gone, clean)
    number += redact(Fact.objects.all(), ("note_it", "note_en"), gone)
    if touched:
        refresh_columns(organisations=touched)
    return number


def _openings_past(now: datetime, most: int, is_trial: bool) -> int:
    return let_go(Opening.objects.filter(at__lt=now - KEPT), most, is_trial)


def _invitations_past(now: datetime, most: int, is_trial: bool) -> int:
    ended = Coalesce("accepted_at", "refused_at", "withdrawn_at", "expires_at")
    return let_go(Invitation.objects.annotate(ended=ended).filter(ended__lt=now - YEAR), most, is_trial)


RULES = (
    RetentionRule(
        "openings",
        gettext_lazy("lines on who opened private papers"),
        gettext_lazy("12 months"),
        gettext_lazy("security and trade secrets (GDPR, art. 6.1.f)"),
        _openings_past,
    ),
    RetentionRule(
        "invitations",
        gettext_lazy("invitations to act for an organisation"),
        gettext_lazy("12 months after they end"),
        gettext_lazy("proof of how a delegate came"),
        _invitations_past,
    ),
)
