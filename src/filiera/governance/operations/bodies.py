"""Bodies and mandates: somebody is elected or appointed, co-opted, resigns, lapses, ends with the term; nothing is erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common import audit
from filiera.common.days import months_later
from filiera.common.in_words import long_date
from filiera.common.refusals import Refused
from filiera.governance.enums import BodyKind, MandateEnd, MandateRole
from filiera.governance.models import Body, Mandate
from filiera.governance.operations.acts_needed import check_resolution
from filiera.governance.queries.bodies import RULE_NAMES, absences_of, body_rule
from filiera.governance.queries.statutes import charter_on
from filiera.governance.wording_articles import in_brackets

if TYPE_CHECKING:
    from filiera.accounts.models import User
    from filiera.governance.models import Resolution
    from filiera.registry.models import Organisation

BODIES = (
    ("assembly", BodyKind.ASSEMBLY, "Assemblea dei soci", "Assembly of the members"),
    ("board", BodyKind.BOARD, "Consiglio Direttivo", "Board"),
    ("auditor", BodyKind.AUDITORS, "Organo di controllo", "Auditor"),
)
ROLES_OF = {
    BodyKind.BOARD: (
        MandateRole.PRESIDENT,
        MandateRole.VICE_PRESIDENT,
        MandateRole.DIRECTOR,
        MandateRole.SECRETARY,
    ),
    BodyKind.AUDITORS: (MandateRole.AUDITOR,),
}


class MandateRefused(Refused):
    """Why a mandate cannot begin or end so; its text is for the reader, `field` names what of the form is wrong."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office as it is given: to whom, in which role, for which seat, from when to when, by which resolution."""

    person_name: str
    role: str
    from_on: date
    until_on: date | None = None
    user: User | None = None
    organisation: Organisation | None = None
    seat_class: str = ""
    has_vote: bool = True
    resolution: Resolution | None = None
    replaces: Mandate | None = None
    is_example: bool = False


@transaction.atomic
def make_bodies() -> list[Body]:
    """Make the assembly, the board and the auditor where they are not there yet; the second time nothing changes."""
    made = []
    for code, kind, name_it, name_en in BODIES:
        values = {"kind": kind, "name_it": name_it, "name_en": name_en}
        body, is_new = Body.objects.get_or_create(code=code, defaults=values)
        if is_new:
            audit.record(actor=None, verb="make-body", thing=body, values={"code": code})
        made.append(body)
    return made


@transaction.atomic
def appoint(*, body: Body, office: Office, today: date, actor: Any = None) -> Mandate:
    """Give somebody an office, for the term that the statute sets where none is written. Raises MandateRefused.

    A mandate of the same person that was co-opted, or whose term is over, ends the day this one begins.
    """
    held = _held(body)
    return _begin(held, office, is_coopted=False, today=today, actor=actor)


@transaction.atomic
def coopt(*, body: Body, office: Office, today: date, actor: Any = None) -> Mandate:
    """Let the body itself fill a seat that has fallen empty, until the next assembly. Raises MandateRefused.

    The statute says whether it may, and how many of its seats at one time.
    """
    held = _held(body)
    rule = body_rule(held, today=today)
    seats = _seats(held, today)
    most = charter_on(today).cooption_limit(RULE_NAMES.get(BodyKind(held.kind), ""), seats)
    article = in_brackets(rule.article if rule else "")
    if not most:
        raise MandateRefused(
            _("The statute does not let this body fill its own seats%(article)s: the assembly elects.")
            % {"article": article}
        )
    standing = _standing(held, today).filter(is_coopted=True).count()
    if standing >= most:
        raise MandateRefused(
            ngettext(
                "At most %(n)s seat is filled by co-option at one time%(article)s: the assembly elects.",
                "At most %(n)s seats are filled by co-option at one time%(article)s: the assembly elects.",
                most,
            )
            % {"n": most, "article": article}
        )
    return _begin(held, office, is_coopted=True, today=today, actor=actor)


@transaction.atomic
def end_mandate(*, mandate: Mandate, how: str, on: date, today: date, why: str = "", actor: Any = None) -> Mandate:
    """End a mandate from a day on: by resignation, revocation, because the member left, or because it lapsed.

    One lapses only after as many absences in a row as the statute says. Raises MandateRefused.
    """
    _held(mandate.body)
    row = Mandate.objects.select_for_update(of=("self",)).select_related("body").get(pk=mandate.pk)
    if row.ended_on is not None:
        raise MandateRefused(_("This mandate ended on %(day)s already.") % {"day": long_date(row.ended_on)})
    if how not in MandateEnd.values or how == MandateEnd.TERM:
        raise MandateRefused(_("Choose why the mandate ends."), "how")
    if on < row.from_on:
        raise MandateRefused(
            _("A mandate does not end before it begins (%(day)s).") % {"day": long_date(row.from_on)}, "on"
        )
    if how == MandateEnd.LAPSED:
        _check_lapse(row, today)
    return _end(row, how, on, why, actor)


@transaction.atomic
def end_terms(*, today: date) -> list[Mandate]:
    """Write down the end of the mandates whose term is over; the second time there is nothing to write."""
    rows = Mandate.objects.select_for_update(of=("self",)).filter(ended_on=None, until_on__lt=today).order_by("pk")
    return [_end(row, MandateEnd.TERM, row.until_on + timedelta(days=1), "", None) for row in rows if row.until_on]


@transaction.atomic
def end_cooptions(*, on: date, is_example: bool = False, actor: Any = None) -> list[Mandate]:
    """End the co-opted mandates that an assembly has not confirmed: they last until the next assembly, held on this day.

    An example assembly ends those of the examples, and a real one the real ones.
    """
    rows = Mandate.objects.select_for_update(of=("self",)).filter(
        ended_on=None, is_coopted=True, from_on__lte=on, is_example=is_example
    )
    why = _("The next assembly has been held.")
    return [_end(row, MandateEnd.TERM, on, why, actor) for row in rows.order_by("pk")]


def _held(body: Body) -> Body:
    return Body.objects.select_for_update().get(pk=body.pk)


def _standing(body: Body, day: date) -> Any:
    return Mandate.objects.filter(body=body).in_office(day)


def _seats(body: Body, today: date) -> int:
    """Give how many seats a body has: what the statute sets, else those that are filled."""
    rule = body_rule(body, today=today)
    if rule is not None and rule.seats_max is not None:
        return rule.seats_max
    return int(_standing(body, today).filter(has_vote=True).count())


def _begin(body: Body, office: Office, *, is_coopted: bool, today: date, actor: Any) -> Mandate:
    check_resolution(office.resolution, refused=MandateRefused)
    _check_office(body, office)
    _make_room(body, office, actor)
    _check_seats(body, office)
    values = {
        "role": office.role,
        "person_name": office.person_name.strip()[:120],
        "user": office.user,
        "organisation": office.organisation,
        "seat_class": office.seat_class,
        "has_vote": office.has_vote,
        "from_on": office.from_on,
        "until_on": office.until_on or (None if is_coopted else _term_end(body, office)),
        "is_coopted": is_coopted,
        "replaces": office.replaces,
        "resolution": office.resolution,
        "is_example": office.is_example,
    }
    try:
        with transaction.atomic():
            row = Mandate.objects.create(body=body, **values)
    except IntegrityError as error:
        raise MandateRefused(
            _("The body has a president already, or this person an office in it: end that mandate first.")
        ) from error
    told = {
        "body": body.code,
        "role": office.role,
        "from": office.from_on,
        "until": row.until_on,
        "name": row.person_name,
    }
    audit.record(actor=actor, verb="coopt" if is_coopted else "appoint", thing=row, values=told)
    return row


def _check_office(body: Body, office: Office) -> None:
    if not office.person_name.strip():
        raise MandateRefused(_("Write the person's name, as the minutes will."), "person_name")
    if office.role not in ROLES_OF.get(BodyKind(body.kind), ()):
        raise MandateRefused(_("This body has no such office."), "role")
    if office.until_on is not None and office.until_on < office.from_on:
        raise MandateRefused(_("The term ends before it begins."), "until_on")
    if office.seat_class and office.seat_class not in charter_on(office.from_on).classes:
        raise MandateRefused(_("The statute has no such class."), "seat_class")
    if office.user is not None and not office.user.is_active:
        raise MandateRefused(_("This account is closed: open it again first."), "email")


def _make_room(body: Body, office: Office, actor: Any) -> None:
    """End what this office takes the place of: a co-opted mandate, or one whose term is over, of the same person."""
    if office.replaces is not None and office.replaces.ended_on is None:
        raise MandateRefused(_("Whose seat this takes is still in office: end that mandate first."), "replaces")
    if office.user is None:
        return
    before = Mandate.objects.filter(body=body, user=office.user, ended_on=None).first()
    is_over = before is not None and before.until_on is not None and before.until_on < office.from_on
    if before is not None and (before.is_coopted or is_over) and before.from_on <= office.from_on:
        _end(before, MandateEnd.TERM, office.from_on, _("A new mandate begins."), actor)


def _check_seats(body: Body, office: Office) -> None:
    """Raise MandateRefused where the seats of the body, or those of the class, are all taken."""
    if not office.has_vote:
        return
    rule = body_rule(body, today=office.from_on)
    rows = _standing(body, office.from_on).filter(has_vote=True)
    if rule is not None and rule.seats_max is not None and rows.count() >= rule.seats_max:
        words = {"n": rule.seats_max, "article": in_brackets(rule.article)}
        raise MandateRefused(_("All %(n)s seats are taken%(article)s: end a mandate first.") % words)
    of_class = charter_on(office.from_on).classes.get(office.seat_class)
    most = of_class.board_seats if of_class else None
    if most is not None and rows.filter(seat_class=office.seat_class).count() >= most:
        raise MandateRefused(
            _("All %(n)s seats of this class are taken: end a mandate first.") % {"n": most}, "seat_class"
        )


def _term_end(body: Body, office: Office) -> date | None:
    rule = body_rule(body, today=office.from_on)
    if rule is None or rule.term_years is None:
        return None
    return months_later(office.from_on, 12 * rule.term_years) - timedelta(days=1)


def _check_lapse(row: Mandate, today: date) -> None:
    rule = body_rule(row.body, today=today)
    most = rule.lapse_after_absences if rule else None
    if most is None:
        raise MandateRefused(_("The statute does not let a mandate lapse for absences."), "how")
    missed = absences_of(row.body).get(row.pk, 0)
    if missed < most:
        words = {"missed": missed, "most": most, "article": in_brackets(rule.article if rule else "")}
        raise MandateRefused(
            _("A mandate lapses after %(most)s meetings missed in a row%(article)s: so far it is %(missed)s.") % words,
            "how",
        )


def _end(row: Mandate, how: str, on: date, why: str, actor: Any) -> Mandate:
    row.ended_on, row.ended_how = on, how
    row.save(update_fields=["ended_on", "ended_how"])
    audit.record(actor=actor, verb="end-mandate", thing=row, values={"how": str(how), "on": on}, why=why)
    return row
