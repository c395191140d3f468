"""An application becomes a member by a resolution, and by nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils.translation import override

from factories import DelegateFactory, OrganisationFactory, UserFactory
from factories.association import application, body, member, planned_meeting, resolution, statute
from filiera.accounts.models import User
from filiera.common.in_words import long_date, moment
from filiera.governance.enums import ApplicationState, BodyKind, CheckVerdict
from filiera.governance.models import Fee, Member, MembershipApplication
from filiera.governance.operations.admissions import (
    ask_applicant,
    decide_application,
    follow_resolution,
    put_on_agenda,
    set_check,
    take_application,
)
from filiera.governance.operations.applications import (
    ApplicationRefused,
    answer_request,
    begin_application,
    claim_application,
    submit_application,
    withdraw_application,
)
from filiera.governance.operations.fees import set_rate
from filiera.governance.operations.forgetting import forget_applications
from filiera.governance.queries.applications import Exchange, exchange_of
from filiera.registry.models import Delegate, Organisation
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa() -> User:
    return UserFactory(email="rosa@example.org")


def examined(row: MembershipApplication, office: Any) -> MembershipApplication:
    """Look at every check, so that it may go to the board."""
    row = take_application(application=row, actor=office)
    for check in row.checks.all():
        set_check(application=row, criterion=check.criterion, verdict=CheckVerdict.PASS, note="", now=NOW, actor=office)
    return row


def on_agenda(row: MembershipApplication) -> MembershipApplication:
    office = UserFactory(role="OFFICE")
    put_on_agenda(application=examined(row, office), meeting=planned_meeting(), today=TODAY, actor=office)
    row.refresh_from_db()
    return row


def test_application_enters_a_hidden_organisation_and_waits_with_what_is_not_known(rosa: User) -> None:
    row = application(applicant=rosa)
    organisation = Organisation.objects.get(name="Nuova Cosmetica srl")

    assert (row.state, organisation.visibility, organisation.town) == ("SUBMITTED", "OFFICE", "Crema")
    assert {check.criterion: check.verdict for check in row.checks.all()} == {
        "identity": "UNKNOWN",
        "chain": "UNKNOWN",
        "representative": "UNKNOWN",
        "class": "PASS",
        "statements": "PASS",
    }


def test_application_of_a_vat_number_in_the_register_is_of_that_organisation(rosa: User) -> None:
    known = OrganisationFactory()
    known.identifiers.create(scheme="VAT", value="IT00743110157")

    assert application(applicant=rosa).organisation == known


def test_draft_without_an_account_is_not_sent_but_claimed(rosa: User) -> None:
    row = application(applicant=None, sent=False)
    with pytest.raises(ApplicationRefused):
        submit_application(application=row, now=NOW, actor=rosa)

    claim_application(application=row, user=rosa)
    claim_application(application=row, user=UserFactory())
    row.refresh_from_db()

    assert row.applicant == rosa


def test_incomplete_application_is_not_sent(rosa: User) -> None:
    row = begin_application(language="it", now=NOW, applicant=rosa)
    with pytest.raises(ApplicationRefused):
        submit_application(application=row, now=NOW, actor=rosa)


def test_second_application_of_the_same_organisation_is_refused_and_a_member_s_too(rosa: User) -> None:
    application(applicant=rosa)
    with pytest.raises(ApplicationRefused, match="Un’altra domanda di Nuova Cosmetica srl"):
        application(applicant=UserFactory())

    known = member().organisation
    with pytest.raises(ApplicationRefused, match="è già socio"):
        application(applicant=rosa, organisation={"code": known.code, "vat": ""})


def test_unknown_check_keeps_an_application_from_the_agenda(rosa: User) -> None:
    row = take_application(application=application(applicant=rosa), actor=rosa)
    with pytest.raises(ApplicationRefused, match="Non si sa"):
        put_on_agenda(application=row, meeting=planned_meeting(), today=TODAY, actor=rosa)


def test_check_that_fails_says_why(rosa: User) -> None:
    row = take_application(application=application(applicant=rosa), actor=rosa)
    with pytest.raises(ApplicationRefused):
        set_check(application=row, criterion="chain", verdict="FAIL", note=" ", now=NOW, actor=rosa)


@pytest.mark.parametrize(
    ("language", "subject"),
    [("it", "Nuova Cosmetica srl è socio"), ("en", "Nuova Cosmetica srl is a member")],
)
def test_adopted_resolution_admits_with_number_delegate_fee_and_letter(
    rosa: User, language: str, subject: str, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    set_rate(year=TODAY.year, member_class="ordinary", size="SMALL", amount_eur=500)  # type: ignore[arg-type]
    row = on_agenda(application(applicant=rosa))
    MembershipApplication.objects.filter(pk=row.pk).update(language=language)
    act = resolution(item=row.item)
    with django_capture_on_commit_callbacks(execute=True):
        follow_resolution(act)
        follow_resolution(act)
    row.refresh_from_db()
    made = Member.objects.get()

    assert (row.state, row.member, row.resolution) == (ApplicationState.ACCEPTED, made, act)
    assert (made.number, made.member_class, made.admitted_on) == (1, "ordinary", TODAY)
    assert made.organisation.visibility == "PUBLIC"
    assert made.organisation.member_since_on == TODAY
    assert Delegate.objects.get(user=rosa).role == "REPRESENTATIVE"
    assert Fee.objects.get(member=made).amount_eur == 500
    assert [one.subject for one in mail.outbox] == [subject]
    assert rosa.audience(TODAY).role == "MEMBER"


def test_proposal_that_was_changed_waits_for_the_office(rosa: User) -> None:
    row = on_agenda(application(applicant=rosa))
    row.item.proposal = "Si rinvia ogni decisione."
    follow_resolution(resolution(item=row.item))
    row.refresh_from_db()

    assert row.state == ApplicationState.BOARD_AGENDA


def test_nobody_is_admitted_by_what_was_not_adopted_or_by_another_item(rosa: User) -> None:
    row = on_agenda(application(applicant=rosa))
    with pytest.raises(ApplicationRefused):
        decide_application(application=row, resolution=resolution(), accepts=True, now=NOW)
    lost = resolution(item=row.item, result="rejected")
    follow_resolution(lost)
    with pytest.raises(ApplicationRefused):
        decide_application(application=row, resolution=lost, accepts=True, now=NOW)

    assert Member.objects.count() == 0


@pytest.mark.parametrize("language", ["it", "en"])
def test_rejection_needs_reasons_and_sends_them(
    rosa: User, language: str, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    row = on_agenda(application(applicant=rosa))
    MembershipApplication.objects.filter(pk=row.pk).update(language=language)
    act = resolution(item=row.item, result="rejected")
    with pytest.raises(ApplicationRefused):
        decide_application(application=row, resolution=act, accepts=False, reasons="no", now=NOW)
    reasons = "L’attività dichiarata non è nella filiera cosmetica."
    with django_capture_on_commit_callbacks(execute=True):
        decide_application(application=row, resolution=act, accepts=False, reasons=reasons, now=NOW)
        decide_application(application=row, resolution=act, accepts=False, reasons=reasons, now=NOW)
    row.refresh_from_db()
    with override(language):
        act_words = f"{act}"

    assert (row.state, row.reasons) == ("REJECTED", reasons)
    assert len(mail.outbox) == 1
    assert reasons in mail.outbox[0].body
    assert act_words in mail.outbox[0].body
    assert ("motivi" in mail.outbox[0].body) is (language == "it")


def test_statute_that_asks_for_ratification_admits_only_with_the_assembly(rosa: User) -> None:
    statute("with-classes")
    row = on_agenda(application(applicant=rosa, **{"class": {"member_class": "sme"}}))
    follow_resolution(resolution(item=row.item))
    row.refresh_from_db()
    assert (row.state, Member.objects.count()) == ("TO_RATIFY", 0)

    put_on_agenda(application=row, meeting=planned_meeting(BodyKind.ASSEMBLY), today=TODAY, actor=rosa)
    row.refresh_from_db()
    day = f"{long_date(TODAY)}"
    assert (row.item.title, row.item.text) == ("Ratifica dell'ammissione di Nuova Cosmetica srl", "")
    assert row.item.proposal.startswith(f"Si ratifica la delibera n. 1/2026 del Consiglio Direttivo, {day}: ")
    with pytest.raises(ApplicationRefused):
        decide_application(application=row, resolution=resolution(), accepts=True, now=NOW)
    ratified = resolution(item=row.item)
    follow_resolution(ratified)
    row.refresh_from_db()

    assert (row.state, row.ratification, row.member.member_class) == ("ACCEPTED", ratified, "sme")


def test_application_and_its_resolutions_link_to_each_other(rosa: User) -> None:
    statute("with-classes")
    row = on_agenda(application(applicant=rosa, **{"class": {"member_class": "sme"}}))
    first = resolution(item=row.item)
    follow_resolution(first)
    row.refresh_from_db()
    put_on_agenda(application=row, meeting=planned_meeting(BodyKind.ASSEMBLY), today=TODAY, actor=rosa)
    row.refresh_from_db()
    second = resolution(BodyKind.ASSEMBLY, item=row.item)
    follow_resolution(second)
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    desk, board, assembly = (
        client.get(f"/it/{address}/").content.decode()
        for address in (f"office/applications/{row.code}", f"resolutions/{first.pk}", f"resolutions/{second.pk}")
    )

    assert (f"/it/resolutions/{first.pk}/" in desk, f"/it/resolutions/{second.pk}/" in desk) == (True, True)
    assert (f"/it/office/applications/{row.code}/" in board, f"/it/resolutions/{second.pk}/" in board) == (True, True)
    assert (f"/it/office/applications/{row.code}/" in assembly, f"/it/resolutions/{first.pk}/" in assembly) == (
        True,
        True,
    )


def test_the_board_reads_the_outcome_of_each_criterion_without_what_the_office_noted(rosa: User) -> None:
    office = UserFactory(role="OFFICE")
    row = take_application(application=application(applicant=rosa), actor=office)
    for check in row.checks.all():
        set_check(
            application=row,
            criterion=check.criterion,
            verdict=CheckVerdict.PASS,
            note="Visto in visura, telefonato al commercialista.",
            now=NOW,
            actor=office,
        )
    text = put_on_agenda(application=row, meeting=planned_meeting(), today=TODAY, actor=office).text

    assert text.splitlines()[0] == (
        "È un'impresa, un ente o un'associazione che esiste: partita IVA o codice fiscale valido: in regola."
    )
    assert ("visura" in text, "identity" in text, len(text.splitlines())) == (False, False, 5)


def test_place_of_a_representative_is_not_taken(rosa: User) -> None:
    known = OrganisationFactory()
    before = DelegateFactory(organisation=known, role="REPRESENTATIVE")
    row = on_agenda(application(applicant=rosa, organisation={"code": known.code, "vat": ""}))
    follow_resolution(resolution(item=row.item))

    assert list(Delegate.objects.filter(organisation=known)) == [before]
    assert Member.objects.get().organisation == known


def test_question_and_answer_are_kept(rosa: User, django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    row = take_application(application=application(applicant=rosa), actor=rosa)
    with django_capture_on_commit_callbacks(execute=True):
        ask_applicant(application=row, question="Che cosa producete?", now=NOW, actor=rosa)
    assert "Che cosa producete?" in mail.outbox[-1].body
    row = answer_request(application=row, answer="Creme viso.", now=NOW, actor=rosa)

    assert row.state == "UNDER_REVIEW"
    assert exchange_of(row) == [Exchange("Che cosa producete?", NOW, "Creme viso.", NOW)]


def test_question_that_was_kept_without_its_moment_is_shown(rosa: User) -> None:
    row = application(applicant=rosa)
    row.answers = {**row.answers, "exchange": [{"asked": "Che cosa?", "answer": "Creme."}]}

    assert exchange_of(row) == [Exchange("Che cosa?", None, "Creme.", None)]


def test_desk_says_who_asked_what_when_and_which_meetings_there_are(client: Client, rosa: User) -> None:
    client.force_login(UserFactory(role="OFFICE"))
    meeting = planned_meeting()
    row = take_application(application=application(applicant=rosa), actor=rosa)
    ask_applicant(application=row, question="Che cosa producete?", now=NOW, actor=rosa)
    answer_request(application=row, answer="Creme viso.", now=NOW + timedelta(days=1), actor=rosa)
    page = client.get(f"/it/office/applications/{row.code}/")
    words = (f"L'ufficio, {moment(NOW)}", f"{rosa.name}, {moment(NOW + timedelta(days=1))}")
    with override("it"):
        label = f"{moment(meeting.first_at)}: Riunione"

    assert [one in page.content.decode().replace("’", "'").replace("&#x27;", "'") for one in words] == [True, True]
    assert [str(name) for _pk, name in page.context["meeting_form"].fields["meeting"].choices] == [label]


@pytest.mark.parametrize(
    ("verdict", "note", "kept"),
    [
        ("PASS", "machine", ""),
        ("PASS", "Visura del 20 novembre.", "Visura del 20 novembre."),
        ("FAIL", "machine", "machine"),
        ("UNKNOWN", "machine", "machine"),
    ],
)
def test_what_the_machine_noted_goes_once_somebody_has_looked(rosa: User, verdict: str, note: str, kept: str) -> None:
    row = take_application(application=application(applicant=rosa), actor=rosa)
    noted = row.checks.get(criterion="identity").note
    assert noted != ""
    written = noted if note == "machine" else note
    found = set_check(application=row, criterion="identity", verdict=verdict, note=written, now=NOW, actor=rosa)

    assert found.note == (noted if kept == "machine" else kept)


def test_application_is_taken_back_until_it_is_decided(rosa: User) -> None:
    row = on_agenda(application(applicant=rosa))
    assert withdraw_application(application=row, now=NOW, actor=rosa).state == "WITHDRAWN"
    with pytest.raises(ApplicationRefused):
        withdraw_application(application=row, now=NOW, actor=rosa)


def test_application_goes_back_from_the_agenda_with_its_item(rosa: User) -> None:
    row = on_agenda(application(applicant=rosa))
    row = take_application(application=row, actor=rosa)

    assert (row.state, row.item, body().meetings.get().items.count()) == ("UNDER_REVIEW", None, 0)


def test_what_came_to_nothing_is_forgotten_in_time(rosa: User) -> None:
    row = withdraw_application(application=application(applicant=rosa), now=NOW, actor=rosa)
    begin_application(language="it", now=NOW)

    assert forget_applications(now=NOW + timedelta(days=179)) == 0
    assert forget_applications(now=NOW + timedelta(days=731)) == 2
    assert forget_applications(now=NOW + timedelta(days=731)) == 0
    kept = MembershipApplication.objects.get()
    assert (kept.pk, kept.state, kept.answers) == (row.pk, "WITHDRAWN", {})
