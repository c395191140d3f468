"""Applications: whose, in which state, and what a page shows of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone

from filiera.common.in_words import cents
from filiera.common.visibility import audience_of
from filiera.competence.filters import current_organisations
from filiera.governance.enums import ApplicationState
from filiera.governance.logic.applying import written_in
from filiera.governance.models import MembershipApplication
from filiera.governance.queries.fees import rate_for, rates_of
from filiera.governance.queries.statutes import charter_of, statutes
from filiera.registry.enums import Scheme, Size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filiera.common.visibility import Audience
    from filiera.governance.logic.charter import Charter
    from filiera.governance.models import StatuteVersion
    from filiera.registry.models import Organisation

MOST_FOUND = 8
"""Organisations that a search for one's own shows."""

OPEN = (
    ApplicationState.SUBMITTED,
    ApplicationState.UNDER_REVIEW,
    ApplicationState.INFO_REQUESTED,
    ApplicationState.BOARD_AGENDA,
    ApplicationState.TO_RATIFY,
)
"""States in which somebody still has to do something."""


@dataclass(frozen=True, slots=True)
class ClassOffer:
    """A class that takes applications: its name, whom it is for, its fees of the year in words."""

    code: str
    name: str
    who: str
    has_vote: bool
    fees: tuple[tuple[str, str], ...]

    @property
    def fees_words(self) -> str:
        """Give its fees in a line."""
        return ", ".join(f"{size} {amount}".strip() for size, amount in self.fees)


@dataclass(frozen=True, slots=True)
class ClassAsked:
    """The class that an applicant asks for: whom it is for, whether the applicant is such, its fee of a year if one is set."""

    name: str
    who: str
    fits: bool
    year: int
    fee_eur: Decimal | None


def class_asked(application: MembershipApplication, charter: Charter, today: date, language: str) -> ClassAsked | None:
    """Give the class that a draft asks for, by what is written in it; None before one is chosen."""
    code = written_in(application.answers, "class").get("member_class", "")
    if code not in charter.classes:
        return None
    said = written_in(application.answers, "organisation")
    kind, size = said.get("kind", ""), said.get("size", "")
    admission = charter.adhesion.classes.get(code)
    rate = rate_for(rates_of(today.year), code, size)
    return ClassAsked(
        name=charter.class_name(code, language),
        who=admission.who(language) if admission else "",
        fits=charter.fits(code, kind, size),
        year=today.year,
        fee_eur=rate.amount_eur if rate else None,
    )


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of the office and the applicant's answer, each with its moment; None where it was not written down."""

    asked: str
    asked_at: datetime | None
    answer: str
    answered_at: datetime | None


def exchange_of(application: MembershipApplication) -> list[Exchange]:
    """Give the questions that were answered, the oldest first."""
    return [
        Exchange(one["asked"], _moment(one.get("asked_at", "")), one["answer"], _moment(one.get("at", "")))
        for one in application.answers.get("exchange", [])
    ]


def asked_at(application: MembershipApplication) -> datetime | None:
    """Give when the question that waits was asked."""
    return _moment(application.answers.get("asking", {}).get("at", ""))


def _moment(written: str) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def sees_application(user: Any, application: MembershipApplication) -> bool:
    """Tell whether a person may read an application: one's own, the office those sent, the board those put to it."""
    if not getattr(user, "is_authenticated", False):
        return False
    if application.applicant_id == user.pk:
        return True
    audience = audience_of(user)
    if audience.is_office:
        return application.submitted_at is not None
    has_been_put = application.item_id is not None or application.resolution_id is not None
    return audience.on_board and has_been_put


def own_applications(user: Any) -> QuerySet[MembershipApplication]:
    """Give the applications of a person, the newest first."""
    rows = MembershipApplication.objects.filter(applicant=user).select_related("organisation")
    return rows.order_by("-created_at", "-pk")


def office_applications(state: str = "") -> QuerySet[MembershipApplication]:
    """Give the applications that were sent, in one state or all those that wait, the oldest first."""
    rows = MembershipApplication.objects.select_related("organisation", "applicant", "item__meeting")
    rows = rows.filter(state=state) if state else rows.filter(state__in=OPEN)
    return rows.filter(submitted_at__isnull=False).order_by("submitted_at", "pk")


def decide_by(application: MembershipApplication, known: Sequence[StatuteVersion] | None = None) -> date | None:
    """Give the day by which the statute wants the decision; None where it sets none, or nothing was sent.

    `known` are all the statutes, the newest first, for whoever asks of many applications.
    """
    if application.submitted_at is None:
        return None
    sent = timezone.localtime(application.submitted_at).date()
    versions = statutes() if known is None else known
    charter = charter_of(next((one for one in versions if one.in_force_from <= sent), None))
    days = charter.adhesion.decide_within_days
    return sent + timedelta(days=days) if days is not None else None


def class_offers(charter: Charter, year: int, language: str) -> list[ClassOffer]:
    """Give the classes that take applications, with their fees of a year."""
    rates = rates_of(year)
    found = []
    for code in charter.open_classes():
        admission = charter.adhesion.classes.get(code)
        fees = tuple(
            (str(Size(rate.size).label) if rate.size else "", cents(rate.amount_eur))
            for rate in rates
            if rate.member_class == code
        )
        who = admission.who(language) if admission else ""
        found.append(ClassOffer(code, charter.class_name(code, language), who, charter.classes[code].vote, fees))
    return found


def found_to_join(sought: str, audience: Audience) -> list[Organisation]:
    """Give organisations of the register whose name holds some words, for an applicant to pick its own; by name, a few."""
    if not sought:
        return []
    rows = current_organisations(audience).filter(search_name__icontains=sought.lower())
    return list(rows.order_by("search_name")[:MOST_FOUND])


def known_to_join(code: str, audience: Audience) -> dict[str, str]:
    """Give what the register knows of an organisation that was picked, as the first step asks it; empty for none."""
    found = current_organisations(audience).filter(code=code).first() if code else None
    if found is None:
        return {}
    vat = found.identifiers.filter(scheme=Scheme.VAT).first()
    return {
        "code": found.code,
        "name": found.legal_name or found.name,
        "vat": vat.value if vat else "",
        "kind": found.kind,
        "size": found.size,
        "town": found.town,
        "website": found.website,
    }
