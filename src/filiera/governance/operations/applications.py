"""An application to join is begun, saved step by step, sent, answered, taken back: what the applicant does."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.common import audit
from filiera.common.outbox import queue
from filiera.common.refusals import Refused
from filiera.common.visibility import Visibility
from filiera.documents.models import Document
from filiera.governance import letters_members as letters
from filiera.governance.enums import ApplicationState
from filiera.governance.logic.applying import STEPS, applicant_name, missing_steps, with_step, with_unfinished
from filiera.governance.logic.certificate_codes import ALPHABET
from filiera.governance.logic.steps import APPLICATION_STEPS
from filiera.governance.models import ApplicationCheck, Member, MembershipApplication
from filiera.governance.operations.agenda import drop_item
from filiera.governance.operations.application_checks import first_checks
from filiera.governance.operations.steps import MeetingRefused
from filiera.governance.queries.statutes import charter_on
from filiera.privacy.operations.notices import record_notice_seen
from filiera.registry.enums import FactField, Scheme, SourceKind
from filiera.registry.identifiers import InvalidIdentifier, normal_identifier
from filiera.registry.models import Identifier, Organisation
from filiera.registry.operations.organisations import add_identifier, register_organisation
from filiera.registry.operations.sources import FactDraft, record_facts, record_source

if TYPE_CHECKING:
    from filiera.accounts.models import User
    from filiera.common.letters import Letter
    from filiera.governance.models import AgendaItem

CODE_LETTERS = 10


class ApplicationRefused(Refused):
    """What cannot be done with an application; its text is for the reader."""


@transaction.atomic
def begin_application(
    *, language: str, now: datetime, applicant: User | None = None, is_example: bool = False
) -> MembershipApplication:
    """Begin an application: nobody but whoever fills it in sees it before it is sent."""
    code = "".join(secrets.choice(ALPHABET) for _n in range(CODE_LETTERS)).lower()
    row = MembershipApplication.objects.create(
        code=code, applicant=applicant, language=language, created_at=now, saved_at=now, is_example=is_example
    )
    audit.record(actor=applicant, verb="begin-application", thing=row)
    return row


def held_application(application: MembershipApplication) -> MembershipApplication:
    """Give an application, held until the transaction ends."""
    rows = MembershipApplication.objects.select_for_update(of=("self",)).select_related("applicant", "organisation")
    return rows.get(pk=application.pk)


def move(row: MembershipApplication, to: ApplicationState) -> None:
    """Move an application to another state. Raises ApplicationRefused where the table of steps does not allow it."""
    words = _("The application is %(state)s: this cannot be done now.") % {"state": row.get_state_display()}
    APPLICATION_STEPS.take(row, to, refused=lambda: ApplicationRefused(words))


@transaction.atomic
def save_step(
    *, application: MembershipApplication, step: str, values: Mapping[str, Any], now: datetime
) -> MembershipApplication:
    """Keep one step of a draft that is complete and right."""
    row = _held_draft(application, step)
    row.answers = with_step(row.answers, step, values)
    row.saved_at = now
    if step == "class":
        row.member_class = str(values["member_class"])
    row.save(update_fields=["answers", "saved_at", "member_class"])
    return row


@transaction.atomic
def save_unfinished(
    *, application: MembershipApplication, step: str, written: Mapping[str, Any], now: datetime
) -> MembershipApplication:
    """Keep one step of a draft as it was written, with what is missing or wrong in it; it has to be completed yet."""
    row = _held_draft(application, step)
    row.answers = with_unfinished(row.answers, step, written)
    row.saved_at = now
    row.save(update_fields=["answers", "saved_at"])
    return row


def _held_draft(application: MembershipApplication, step: str) -> MembershipApplication:
    row = held_application(application)
    if row.state != ApplicationState.DRAFT:
        raise ApplicationRefused(_("It has been sent: to change something, write to the office."))
    if step not in STEPS:
        raise KeyError(step)
    return row


@transaction.atomic
def claim_application(*, application: MembershipApplication, user: Any) -> MembershipApplication:
    """Give a draft that was begun without an account to the account that signed in; one that has its own stays."""
    row = held_application(application)
    if row.applicant_id is None:
        row.applicant = user
        row.save(update_fields=["applicant"])
        audit.record(actor=user, verb="claim-application", thing=row)
    return row


@transaction.atomic
def submit_application(
    *, application: MembershipApplication, now: datetime, actor: Any, tells: bool = True
) -> MembershipApplication:
    """Send an application: the organisation is found in the register or entered, hidden; the criteria wait for the office."""
    row = held_application(application)
    if row.applicant_id is None:
        raise ApplicationRefused(_("Sign in before you send it: you will follow it from your account."))
    if missing_steps(row.answers):
        raise ApplicationRefused(_("Some steps are missing: fill them in first."))
    move(row, ApplicationState.SUBMITTED)
    organisation = _organisation(row)
    if Member.objects.filter(organisation=organisation, left_on=None).exists():
        raise ApplicationRefused(_("%(name)s is a member already.") % {"name": organisation})
    row.organisation, row.submitted_at, row.saved_at = organisation, now, now
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ApplicationRefused(
            _("Another application of %(name)s is being examined.") % {"name": organisation}
        ) from error
    Document.objects.filter(pk__in=row.answers.get("documents", [])).update(is_draft=False)
    day = timezone.localtime(now).date()
    charter = charter_on(day)
    checks = first_checks(row, charter, today=day)
    ApplicationCheck.objects.bulk_create(
        ApplicationCheck(application=row, criterion=one.what, verdict=checks[one.what][0], note=checks[one.what][1])
        for one in charter.adhesion.criteria
    )
    audit.record(actor=actor, verb="submit-application", thing=row, about=organisation.code)
    if row.applicant is not None:
        record_notice_seen(user=row.applicant, occasion="application", language=row.language, now=now)
    days = charter.adhesion.decide_within_days
    until = day + timedelta(days=days) if days is not None else None
    if tells:
        tell(row, "submit-application", lambda: letters.received(row, applicant_name(row.answers), until))
    return row


def tell(row: MembershipApplication, verb: str, write: Callable[[], Letter]) -> None:
    """Mail the applicant of an act in the language of the application, once what happened is certain."""
    to = row.applicant.email if row.applicant else row.answers.get("representative", {}).get("email", "")
    if to:
        queue(write=write, to=to, language=row.language, verb=verb, thing=row)


def _organisation(row: MembershipApplication) -> Organisation:
    """Give the organisation that applies: the one picked, the one that has the VAT number, else a new one, hidden."""
    said = row.answers["organisation"]
    picked: Organisation | None = Organisation.objects.filter(code=said.get("code") or "-", merged_into=None).first()
    if picked is not None:
        return picked
    vat = said.get("vat", "")
    if vat:
        try:
            known = Identifier.objects.filter(scheme=Scheme.VAT, value=normal_identifier(Scheme.VAT, vat)).first()
        except InvalidIdentifier:
            known = None
        if known is not None:
            found: Organisation = known.organisation
            return found
    return _entered(row, said)


def _entered(row: MembershipApplication, said: Mapping[str, str]) -> Organisation:
    """Enter the organisation as its application describes it; only the office sees it before it is a member."""
    made = register_organisation(
        name=said["name"], actor=row.applicant, visibility=Visibility.OFFICE, is_example=row.is_example
    )
    source = record_source(
        name=f"Domanda di adesione {row.code}",
        name_it=f"Domanda di adesione {row.code}",
        name_en=f"Membership application {row.code}",
        kind=SourceKind.ORGANISATION,
        publisher=made,
        is_example=row.is_example,
    )
    fields = {
        FactField.NAME: said["name"],
        FactField.KIND: said.get("kind", ""),
        FactField.SIZE: said.get("size", ""),
        FactField.TOWN: said.get("town", ""),
        FactField.COUNTRY: "IT",
        FactField.WEBSITE: said.get("website", ""),
    }
    record_facts(
        organisation=made, source=source, drafts=[FactDraft(field, value) for field, value in fields.items() if value]
    )
    if said.get("vat"):
        add_identifier(organisation=made, scheme=Scheme.VAT, value=said["vat"], source=source)
    made.refresh_from_db()
    return made


@transaction.atomic
def answer_request(
    *, application: MembershipApplication, answer: str, now: datetime, actor: Any
) -> MembershipApplication:
    """Answer what the office asked: the application goes back to it, with question and answer kept."""
    row = held_application(application)
    if not answer.strip():
        raise ApplicationRefused(_("Write the answer."))
    if row.state != ApplicationState.INFO_REQUESTED:
        raise ApplicationRefused(_("Nothing waits for your answer."))
    exchange = [
        *row.answers.get("exchange", []),
        {
            "asked": row.asked,
            "asked_at": row.answers.get("asking", {}).get("at", ""),
            "answer": answer.strip()[:4000],
            "at": now.isoformat(),
        },
    ]
    rest = {name: value for name, value in row.answers.items() if name != "asking"}
    row.answers = {**rest, "exchange": exchange}
    row.asked = ""
    row.saved_at = now
    move(row, ApplicationState.UNDER_REVIEW)
    row.save(update_fields=["answers", "asked", "saved_at", "state"])
    audit.record(actor=actor, verb="answer-office", thing=row, about=_about(row))
    return row


@transaction.atomic
def withdraw_application(
    *, application: MembershipApplication, now: datetime, actor: Any = None
) -> MembershipApplication:
    """Take an application back, at any time before it is decided; nobody votes on it any more. Raises ApplicationRefused."""
    row = held_application(application)
    move(row, ApplicationState.WITHDRAWN)
    row.saved_at = now
    item, row.item = row.item, None
    row.save(update_fields=["state", "saved_at", "item"])
    if item is not None:
        take_off_agenda(item, actor)
    audit.record(actor=actor, verb="withdraw-application", thing=row, about=_about(row))
    return row


def take_off_agenda(item: AgendaItem, actor: Any) -> None:
    """Take the item of an application that is taken back off its agenda. Raises ApplicationRefused while it is voted."""
    with override("it"):
        why = _("The application is taken back.")
    try:
        drop_item(item=item, why=why, actor=actor)
    except MeetingRefused as error:
        raise ApplicationRefused(str(error)) from error


def _about(row: MembershipApplication) -> str:
    return row.organisation.code if row.organisation else ""
