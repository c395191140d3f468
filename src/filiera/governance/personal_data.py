"""What the association's life holds of a person, what of it the law has us keep, and when applications go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filiera.governance.enums import ApplicationState
from filiera.governance.logic.applying import STEPS, written_in
from filiera.governance.models import (
    ApplicationCheck,
    Attendance,
    BallotMark,
    FeeReminder,
    FollowUp,
    Mandate,
    MembershipApplication,
    NoticeDelivery,
    OpenVote,
    RollSeat,
)
from filiera.governance.operations.forgetting import delete_papers, forget_applications, forgettable
from filiera.governance.queries.applications import exchange_of
from filiera.privacy.enums import Fate
from filiera.privacy.hooks import Gone, RetentionRule, Section
from filiera.privacy.operations.redaction import redact, redact_json
from filiera.registry.models import Delegate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from filiera.accounts.models import User

BOOKS = gettext_lazy("the books of the association are kept for its whole life (art. 17.3.b; arts. 18 and 20 c.c.)")
RECEIPTS = gettext_lazy("receipts are kept ten years (art. 2220 c.c.)")

KEPT_TRACES = {
    **{
        f"governance.{name}": BOOKS
        for name in (
            "AgendaItem",
            "Attendance",
            "BookEntry",
            "Candidate",
            "ConflictDeclaration",
            "Mandate",
            "Meeting",
            "Minutes",
            "MinutesAmendment",
            "MinutesSignature",
            "Objection",
            "OpenVote",
            "Petition",
            "RegisterEntry",
            "Resolution",
            "RollSeat",
            "Urn",
        )
    },
    "governance.Fee": RECEIPTS,
    "governance.FeePayment": RECEIPTS,
}


def association_sections(user: User) -> Sequence[Section]:
    """Give what the association's life holds of a person; of a secret vote that it was cast, which is all there is."""
    return [_applications(user), _mandates(user), _presences(user), _votes(user), _ballots(user)]


def _applications(user: User) -> Section:
    rows = MembershipApplication.objects.filter(applicant=user).order_by("pk")
    return Section(
        "applications",
        _("Applications to join that you made"),
        [("code", _("Number")), ("state", _("State")), ("created_at", _("Begun")), ("answers", _("Answers"))],
        [(row.code, str(row.get_state_display()), row.created_at, _said(row)) for row in rows],
        Fate.PARTED,
        _("the application is the organisation’s; it stays without your name"),
    )


def _said(application: MembershipApplication) -> str:
    """Write the answers of a form, step by step, complete or not; then what the office asked and was answered."""
    steps = [written_in(application.answers, step) for step in STEPS]
    parts = [f"{name}: {said}" for step in steps for name, said in step.items() if said not in ("", None, [], {})]
    return "; ".join([*parts, *(f"{one.asked}: {one.answer}" for one in exchange_of(application))])


def _mandates(user: User) -> Section:
    rows = Mandate.objects.filter(user=user).select_related("body").order_by("from_on", "pk")
    return Section(
        "mandates",
        _("Offices that you hold or held"),
        [
            ("body", _("Body")),
            ("role", _("Office held")),
            ("name", _("Name")),
            ("from_on", _("From")),
            ("until_on", _("Until")),
            ("ended_on", _("Ended")),
        ],
        [
            (str(row.body), str(row.get_role_display()), row.person_name, row.from_on, row.until_on, row.ended_on)
            for row in rows
        ],
        Fate.KEPT,
        str(BOOKS),
    )


def _presences(user: User) -> Section:
    rows = Attendance.objects.filter(user=user).select_related("seat__meeting").order_by("came_at", "pk")
    return Section(
        "presences",
        _("Meetings that you attended"),
        [
            ("meeting", _("Meeting")),
            ("seat", _("For")),
            ("name", _("Name")),
            ("came_at", _("Came")),
            ("left_at", _("Left")),
        ],
        [(row.seat.meeting.title, row.seat.name, row.person_name, row.came_at, row.left_at) for row in rows],
        Fate.KEPT,
        str(BOOKS),
    )


def _seats_of(user: User) -> QuerySet[RollSeat]:
    """Give the seats for which a person was there, by account or by name for an own organisation, and those of mandates."""
    organisations = Delegate.objects.filter(user=user).values("organisation")
    by_name = Q(stays__user=None, stays__person_name=user.name, member__organisation__in=organisations)
    return RollSeat.objects.filter(by_name | Q(stays__user=user) | Q(mandate__user=user))


def _votes(user: User) -> Section:
    """Give the votes that a person cast, and those shown by hand of its own seats; not those it wrote down of others."""
    mine = Q(cast_by=user, is_by_hand=False) | Q(seat__in=_seats_of(user), is_by_hand=True)
    rows = OpenVote.objects.filter(mine).select_related("item__meeting", "seat").order_by("cast_at", "pk")
    return Section(
        "votes",
        _("Open votes that you cast"),
        [
            ("meeting", _("Meeting")),
            ("item", _("Item")),
            ("seat", _("For")),
            ("choice", _("Vote given")),
            ("cast_at", _("When")),
        ],
        [
            (
                row.item.meeting.title,
                row.item.title,
                row.seat.name,
                str(row.get_choice_display()) or ", ".join(row.names),
                row.cast_at,
            )
            for row in rows
        ],
        Fate.KEPT,
        str(BOOKS),
    )


def _ballots(user: User) -> Section:
    rows = BallotMark.objects.filter(seat__in=_seats_of(user)).select_related("item__meeting", "seat").order_by("pk")
    return Section(
        "ballots",
        _("Secret votes of your seats: that they were cast"),
        [("meeting", _("Meeting")), ("item", _("Item")), ("seat", _("For"))],
        [(row.item.meeting.title, row.item.title, row.seat.name) for row in rows],
        Fate.KEPT,
        str(BOOKS),
    )


def offices_held(user: User, today: date) -> Sequence[str]:
    """Say which offices have to end before the person can be erased."""
    rows = Mandate.objects.in_office(today).filter(user=user).select_related("body")
    words = _("%(name)s holds an office in “%(body)s”: it has to end first.")
    return [words % {"name": row.person_name, "body": row.body} for row in rows]


def erase_from_association(gone: Gone) -> dict[str, int]:
    """Take name and addresses out of applications, notices and reminders; what stands in the books stays."""
    drafts = MembershipApplication.objects.filter(applicant=gone.user, state=ApplicationState.DRAFT)
    counts = {"drafts": delete_papers(drafts) + drafts.delete()[0]}
    rows = MembershipApplication.objects.all()
    counts["applications"] = redact_json(rows, ("answers",), gone) + redact(rows, ("asked", "reasons"), gone)
    redact(ApplicationCheck.objects.all(), ("note",), gone)
    counts["letters"] = sum(
        model.objects.filter(email__in=gone.emails).update(email=gone.address)
        for model in (NoticeDelivery, FeeReminder)
    )
    counts["letters"] += FollowUp.objects.filter(owner_email__in=gone.emails).update(owner_email=gone.address)
    redact(NoticeDelivery.objects.all(), ("failed_why",), gone)
    counts["follow_ups"] = redact(FollowUp.objects.all(), ("owner_name", "what", "note"), gone)
    return counts


def _applications_past(now: datetime, most: int, is_trial: bool) -> int:
    """Let what was written in applications that came to nothing go, with its papers; of rejected ones act and reasons stay."""
    if is_trial:
        return sum(rows.count() for rows in forgettable(now))
    return forget_applications(now=now, most=most)


RULES = (
    RetentionRule(
        "applications",
        gettext_lazy("what is written in applications rejected, withdrawn or never sent"),
        gettext_lazy("24 months from the decision; 6 months where never sent"),
        gettext_lazy("defence of the decision (GDPR, art. 6.1.f); act and reasons stay in the books"),
        _applications_past,
    ),
)
