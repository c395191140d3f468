"""Delegates stand by an act, in a role, for a term; whoever speaks for an organisation is one, and is told in time."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import DelegateFactory, OrganisationFactory, UserFactory
from factories.outbox import posted
from filiera.common.models import AuditEvent
from filiera.common.outbox import send_waiting
from filiera.registry.models import Delegate, Invitation, Organisation
from filiera.registry.operations.delegate_reminders import remind_delegates
from filiera.registry.operations.delegates import (
    Act,
    DelegateRefused,
    default_until,
    end_delegation,
    register_delegate,
)
from filiera.registry.queries.unvoiced import waiting_of_voices
from tests_clock import TODAY

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

pytestmark = pytest.mark.django_db

ACT = Act("Decreto rettorale n. 412", on=date(2026, 1, 10), until_on=date(2027, 12, 31))


def register(**values: Any) -> Delegate:
    given = {"user": UserFactory(), "role": "REPRESENTATIVE", "act": ACT, "today": TODAY} | values
    return register_delegate(**given)


def test_delegate_is_registered_with_its_act() -> None:
    row = register(organisation=OrganisationFactory(code="alba"), actor=UserFactory(role="OFFICE"))
    assert (row.role, row.act, row.act_on, row.until_on) == ("REPRESENTATIVE", ACT.words, ACT.on, ACT.until_on)
    event = AuditEvent.objects.get(verb="register-delegate")
    assert (event.about, event.detail.after["act"], event.detail.before) == ("alba", ACT.words, {})


@pytest.mark.parametrize(
    ("kind", "act", "field"),
    [
        ("UNIVERSITY", Act("Decreto"), "until_on"),
        ("PUBLIC_BODY", Act("Delibera"), "until_on"),
        ("COMPANY", Act(" "), "act_words"),
        ("COMPANY", Act("Nomina", until_on=date(2020, 1, 1)), "until_on"),
    ],
)
def test_act_that_does_not_do_is_refused(kind: str, act: Act, field: str) -> None:
    with pytest.raises(DelegateRefused) as refused:
        register(organisation=OrganisationFactory(kind=kind), act=act)
    assert refused.value.field == field
    assert not Delegate.objects.exists()


def test_company_may_name_a_delegate_without_a_term() -> None:
    assert register(organisation=OrganisationFactory(), act=Act("Nomina")).until_on is None


@pytest.mark.parametrize("role", ["REPRESENTATIVE", "SUBSTITUTE"])
def test_one_speaks_at_a_time(role: str) -> None:
    organisation = OrganisationFactory()
    first = register(organisation=organisation, role=role)
    with pytest.raises(DelegateRefused, match="chiudi prima quella delega"):
        register(organisation=organisation, role=role)
    with pytest.raises(IntegrityError), transaction.atomic():
        DelegateFactory(organisation=organisation, role=role)
    end_delegation(delegate=first, why="Dimissioni", today=TODAY)
    assert register(organisation=organisation, role=role).is_in_force(TODAY)


def test_contacts_are_as_many_as_needed() -> None:
    organisation = OrganisationFactory()
    for _time in range(3):
        register(organisation=organisation, role="CONTACT")
    assert Delegate.objects.in_force(TODAY).count() == 3


def test_place_of_one_whose_term_is_over_is_free() -> None:
    organisation = OrganisationFactory()
    old = register(organisation=organisation, act=Act("x", from_on=date(2020, 1, 1), until_on=date(2021, 1, 1)))
    register(organisation=organisation)
    old.refresh_from_db()
    assert (old.ended_on, old.ended_why) == (date(2021, 1, 2), "La durata è finita")


def test_later_act_replaces_the_one_before() -> None:
    organisation, user = OrganisationFactory(), UserFactory()
    old = register(organisation=organisation, user=user, role="CONTACT")
    new = register(organisation=organisation, user=user)
    old.refresh_from_db()
    assert (old.is_in_force(TODAY), new.is_in_force(TODAY), old.ended_on) == (False, True, TODAY)
    assert [one.pk for one in Delegate.objects.in_force(TODAY)] == [new.pk]
    assert AuditEvent.objects.latest("pk").detail.before["role"] == "CONTACT"


def test_end_is_at_once_for_a_reason_and_stays_in_the_history() -> None:
    row = register(organisation=OrganisationFactory())
    with pytest.raises(DelegateRefused):
        end_delegation(delegate=row, why=" ", today=TODAY)
    end_delegation(delegate=row, why="Dimissioni", today=TODAY)
    end_delegation(delegate=row, why="Un’altra volta", today=TODAY)
    row.refresh_from_db()
    assert (row.ended_on, row.ended_why, row.is_in_force(TODAY)) == (TODAY, "Dimissioni", False)
    event = AuditEvent.objects.get(verb="end-delegation")
    assert event.detail.after == {"ended_on": TODAY.isoformat(), "ended_why": "Dimissioni"}


def test_usual_term_is_that_of_the_cluster() -> None:
    assert default_until(date(2026, 3, 1)) == date(2029, 2, 28)
    assert default_until(date(2024, 2, 29)) == date(2027, 2, 27)


def test_reminders_go_once_at_each_distance(mailoutbox: list[EmailMessage]) -> None:
    ends = TODAY + timedelta(days=60)
    row = DelegateFactory(until_on=ends, organisation__name="Alba")
    DelegateFactory(until_on=TODAY + timedelta(days=61))
    DelegateFactory(until_on=ends, user__is_active=False)
    DelegateFactory(until_on=ends, ended_on=TODAY, ended_why="x")
    for today, told in ((0, 1), (0, 0), (44, 1), (45, 1), (45, 0), (59, 1), (61, 0)):
        number = len(remind_delegates(today=TODAY + timedelta(days=today)))
        assert number == told, today
    assert [mail.to for mail in posted()].count([row.user.email]) == 2
    assert "Alba" in posted()[0].subject


def test_reminder_that_could_not_leave_is_tried_again(settings: Any) -> None:
    DelegateFactory(until_on=TODAY + timedelta(days=10))
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = 1
    assert (len(remind_delegates(today=TODAY)), posted()) == (1, [])
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert remind_delegates(today=TODAY) == []
    assert (send_waiting(now=timezone.now() + timedelta(days=1)), len(posted())) == (1, 1)


def test_reminders_are_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    DelegateFactory(until_on=timezone.localdate() + timedelta(days=3))
    for expected in ("Avvisato 1 delegato.", "Avvisati 0 delegati."):
        call_command("delegates", "remind")
        assert capsys.readouterr().out.strip() == expected


PAGE = "/it/organisations/alba/delegates/"


@pytest.fixture
def speaker(client: Client) -> Delegate:
    """Sign in as Alba's representative."""
    row: Delegate = DelegateFactory(organisation__name="Alba", role="REPRESENTATIVE", user__email="ambra@example.org")
    client.force_login(row.user)
    return row


def test_page_is_for_its_people_and_the_office(client: Client, speaker: Delegate) -> None:
    page = client.get(PAGE).content.decode()
    assert "parla e vota" in page
    assert 'action="/it/organisations/alba/delegates/invite/"' in page
    assert "on-behalf" not in page
    for user, status in ((UserFactory(), 404), (DelegateFactory().user, 404), (UserFactory(role="OFFICE"), 200)):
        client.force_login(user)
        assert client.get(PAGE).status_code == status
    assert "/it/office/organisations/alba/on-behalf/" in client.get(PAGE).content.decode()
    assert Client().get(PAGE).status_code == 404


def test_term_that_ends_soon_is_in_gold(client: Client, speaker: Delegate) -> None:
    assert "is-gap" not in client.get(PAGE).content.decode()
    Delegate.objects.update(until_on=timezone.localdate() + timedelta(days=12))
    page = client.get(PAGE).content.decode()
    assert re.findall(r'<tr class="is-gap">', page) == ['<tr class="is-gap">']
    assert "mancano 12 giorni" in page


def test_contact_person_neither_invites_nor_ends(client: Client) -> None:
    contact = DelegateFactory(organisation__name="Alba", role="CONTACT")
    client.force_login(contact.user)
    assert client.get(PAGE).status_code == 200
    for act in ("invite", "end", "withdraw"):
        assert client.post(f"{PAGE}{act}/", {"delegation": contact.pk, "why": "x"}).status_code == 404
    assert client.post("/it/office/organisations/alba/delegates/", {}).status_code == 404
    assert client.post("/it/office/organisations/alba/ask/").status_code == 404


def test_office_registers_and_ends(client: Client) -> None:
    OrganisationFactory(name="Alba", kind="UNIVERSITY")
    client.force_login(UserFactory(role="OFFICE"))
    person = UserFactory(email="rettore@example.org")
    form = {"email": person.email, "role": "REPRESENTATIVE", "act_words": "Decreto n. 4", "until_on": ""}
    address = "/it/office/organisations/alba/delegates/"
    assert client.post(address, form).status_code == 422
    assert client.post(address, form | {"email": "nessuno@example.org"}).status_code == 422
    assert client.post(address, form | {"until_on": "31/12/2027"}).status_code == 302
    row = Delegate.objects.get()
    assert (row.user, row.until_on) == (person, date(2027, 12, 31))
    assert client.post(f"{PAGE}end/", {"delegation": row.pk, "why": ""}).status_code == 422
    assert (
        client.post(f"{PAGE}end/", {"delegation": row.pk, "why": "Fine mandato", "leaves_nobody": "on"}).status_code
        == 302
    )
    assert not Delegate.objects.in_force(timezone.localdate()).exists()


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_a_constant_number_of_queries(client: Client, speaker: Delegate, number: int) -> None:
    for _place in range(number):
        DelegateFactory(organisation=speaker.organisation)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(PAGE).status_code == 200
    assert len(queries) == 10


def invited(client: Client, email: str = "nina@example.org") -> Invitation:
    form = {"name": "Nina", "email": email, "until_on": "", "language": "it"}
    assert client.post(f"{PAGE}invite/", form).status_code == 302
    return Invitation.objects.get(email=email)


def link_in(mail: EmailMessage) -> str:
    (found,) = re.findall(r"http://127.0.0.1:8000(/\S*/answer/\S+)", str(mail.body))
    return str(found)


def test_colleague_accepts_by_link_and_begins_with_an_account_of_that_address(
    client: Client, speaker: Delegate, mailoutbox: list[EmailMessage]
) -> None:
    invited(client)
    path = link_in(posted()[0])
    page = Client().post(path, {"choice": "ACCEPT"})
    assert "/it/invitations/" in page.content.decode()
    assert Delegate.objects.count() == 1, "a link alone makes nobody a delegate"
    stranger, nina = Client(), Client()
    stranger.force_login(UserFactory(email="altri@example.org"))
    pk = Invitation.objects.get().pk
    assert stranger.post("/it/invitations/", {"invitation": pk, "choice": "ACCEPT"}).status_code == 404
    nina.force_login(UserFactory(email="nina@example.org"))
    assert "Alba" in nina.get("/it/invitations/").content.decode()
    assert nina.post("/it/invitations/", {"invitation": pk, "choice": "ACCEPT"}).status_code == 302
    row = Delegate.objects.get(user__email="nina@example.org")
    assert (row.role, row.until_on) == ("CONTACT", default_until(timezone.localdate()))
    assert nina.get(PAGE).status_code == 200
    assert nina.post("/it/invitations/", {"invitation": pk, "choice": "ACCEPT"}).status_code == 302
    assert Delegate.objects.count() == 2


def test_colleague_refuses_without_an_account_and_may_take_it_back(
    client: Client, speaker: Delegate, mailoutbox: list[EmailMessage]
) -> None:
    row = invited(client)
    Client().post(link_in(posted()[0]), {"choice": "REFUSE"})
    row.refresh_from_db()
    assert row.refused_at is not None
    Client().post(link_in(posted()[1]), {"choice": "UNDO"})
    row.refresh_from_db()
    assert row.is_open


def test_invitation_is_made_once_and_taken_back(
    client: Client, speaker: Delegate, mailoutbox: list[EmailMessage]
) -> None:
    row = invited(client)
    form = {"name": "Nina", "email": row.email, "until_on": "", "language": "it"}
    for email in (row.email, speaker.user.email):
        assert client.post(f"{PAGE}invite/", form | {"email": email}).status_code == 422
    assert client.post(f"{PAGE}withdraw/", {"invitation": row.pk}).status_code == 302
    assert Client().get(link_in(posted()[0])).status_code == 410
    assert Client().post(link_in(posted()[0]), {"choice": "ACCEPT"}).status_code == 410


def test_end_of_the_only_voice_asks_first_and_leads_home(client: Client, speaker: Delegate) -> None:
    page = client.get(PAGE).content.decode()
    assert '<option value="" selected>Scegli' in page
    assert "Alba resta senza nessuno che vota" in page
    assert client.post(f"{PAGE}end/", {"delegation": "", "why": "x"}).status_code == 422
    values = {"delegation": speaker.pk, "why": "Dimissioni"}
    refused = client.post(f"{PAGE}end/", values)
    assert refused.status_code == 422
    assert "vota per suo conto. Spunta" in refused.content.decode()
    assert Delegate.objects.in_force(timezone.localdate()).count() == 1
    done = client.post(f"{PAGE}end/", {**values, "leaves_nobody": "on"}, follow=True)
    assert (done.redirect_chain[-1][0], done.status_code) == ("/it/", 200)
    assert "non agisce più per Alba" in done.content.decode()
    assert posted() == [], "who ended the own delegation knows"


def test_end_of_one_of_two_voices_asks_nothing(client: Client, speaker: Delegate) -> None:
    other = DelegateFactory(organisation=speaker.organisation, role="SUBSTITUTE")
    assert "resta senza" not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}end/", {"delegation": other.pk, "why": "Finito"}).status_code == 302
    assert not Delegate.objects.in_force(timezone.localdate()).filter(pk=other.pk).exists()


def test_who_is_yet_to_begin_is_no_second_voice(client: Client, speaker: Delegate) -> None:
    coming = timezone.localdate() + timedelta(days=30)
    later = DelegateFactory(organisation=speaker.organisation, role="SUBSTITUTE", from_on=coming)
    refused = client.post(f"{PAGE}end/", {"delegation": speaker.pk, "why": "Dimissioni"})
    assert (refused.status_code, "vota per suo conto. Spunta" in refused.content.decode()) == (422, True)
    assert client.post(f"{PAGE}end/", {"delegation": later.pk, "why": "Non comincia"}).status_code == 302
    assert list(Delegate.objects.filter(ended_on=None)) == [speaker]


def test_whose_delegation_was_ended_by_another_is_told_why(client: Client, speaker: Delegate) -> None:
    contact = DelegateFactory(organisation=speaker.organisation, role="CONTACT")
    client.post(f"{PAGE}end/", {"delegation": contact.pk, "why": "Ha cambiato lavoro"})
    (letter,) = posted()
    assert (letter.to, letter.subject) == ([contact.user.email], "Non agisci più per Alba")
    assert "Ha cambiato lavoro" in letter.body


def test_member_whose_last_voice_ended_waits_for_the_office(speaker: Delegate) -> None:
    assert waiting_of_voices() == []
    OrganisationFactory(name="Mai rappresentata", member_since_on=TODAY)
    Organisation.objects.filter(pk=speaker.organisation_id).update(member_since_on=TODAY)
    assert waiting_of_voices() == []
    end_delegation(delegate=speaker, why="Dimissioni", today=timezone.localdate(), actor=speaker.user)
    (line,) = waiting_of_voices()
    assert (line.title, line.text, line.url) == ("1 socio non ha nessuno che vota per lui", "Alba", PAGE)
