"""Who sees what of applications, members and fees: each rule beside its queryset, each page as each person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from factories import DelegateFactory, UserFactory
from factories.association import application, body, member, planned_meeting, resolution
from filiera.accounts.models import User
from filiera.governance.models import Fee, Mandate, Member, MembershipApplication
from filiera.governance.operations.application_papers import add_paper
from filiera.governance.operations.applications import begin_application
from filiera.governance.operations.certificates import issue_certificate
from filiera.governance.operations.fees import Payment, issue_fee, record_payment, set_rate
from filiera.governance.queries.applications import sees_application
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db

PEOPLE = ("visitor", "applicant", "other", "delegate", "rival", "board", "office")


class World:
    """Two members, an application at the office, one before the board, a draft; and everybody who may look."""

    def __init__(self) -> None:
        self.own = member(name="Ditta Propria", on=date(2025, 1, 10))
        self.rivals = member(name="Ditta Rivale", on=date(2025, 1, 11))
        self.applicant = UserFactory(email="rosa@example.org")
        self.office = UserFactory(role="OFFICE")
        self.board = UserFactory()
        Mandate.objects.create(
            body=body(), role="DIRECTOR", person_name="Direttrice", user=self.board, from_on=date(2026, 1, 1)
        )
        self.people: dict[str, User | None] = {
            "visitor": None,
            "applicant": self.applicant,
            "other": UserFactory(),
            "delegate": DelegateFactory(organisation=self.own.organisation, role="REPRESENTATIVE").user,
            "rival": DelegateFactory(organisation=self.rivals.organisation, role="REPRESENTATIVE").user,
            "board": self.board,
            "office": self.office,
        }
        self.sent = application(applicant=self.applicant)
        self.put = application(applicant=self.applicant, organisation={"name": "Altra srl", "vat": ""})
        self.put.item = planned_meeting().items.create(position=1, title="Punto")
        self.put.state = "BOARD_AGENDA"
        self.put.save()
        self.draft = begin_application(language="it", now=NOW, applicant=self.applicant)
        set_rate(year=2026, member_class="ordinary", size="", amount_eur=Decimal(500))
        self.fee = self._fee(self.own)
        self._fee(self.rivals)
        record_payment(fee=self.fee, payment=Payment(TODAY, Decimal(100)), now=NOW)
        self.certificate = issue_certificate(member=self.own, now=NOW)

    def _fee(self, row: Member) -> Fee:
        made = issue_fee(member=row, year=2026, on=TODAY)
        assert made is not None
        return made

    def client(self, who: str) -> Client:
        """Give a client signed in as somebody."""
        client = Client()
        user = self.people[who]
        if user is not None:
            client.force_login(user)
        return client

    def code(self, who: str, address: str) -> int:
        """Give what an address answers to somebody."""
        response = self.client(who).get(address)
        for close in response._resource_closers:  # the whole of `close` would end the test's connection too
            close()
        return int(response.status_code)


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize("who", PEOPLE)
def test_rule_of_applications(world: World, who: str) -> None:
    user: Any = world.people[who]
    rows = MembershipApplication.objects.all()
    seen = {row.pk for row in rows if sees_application(user, row)}

    expected = {
        "applicant": {world.sent.pk, world.put.pk, world.draft.pk},
        "board": {world.put.pk},
        "office": {world.sent.pk, world.put.pk},
    }
    assert seen == expected.get(who, set())


@pytest.mark.parametrize("who", PEOPLE)
def test_rule_of_fees(world: World, who: str) -> None:
    user = world.people[who]
    rows = Fee.objects.select_related("member__organisation")
    seen = {
        row.pk
        for row in rows
        if user is not None and user.has_perm("governance.view_membership", row.member.organisation)
    }

    assert len(seen) == {"delegate": 1, "rival": 1, "office": 2}.get(who, 0)


SIGN_IN, GONE, OK = 302, 404, 200


def test_each_page_as_each_person(world: World) -> None:
    home = f"/it/organisations/{world.own.organisation.code}/membership/"
    pages = {
        f"/it/join/{world.sent.code}/": {"visitor": SIGN_IN, "applicant": OK, "office": OK},
        f"/it/join/{world.put.code}/": {"visitor": SIGN_IN, "applicant": OK, "office": OK, "board": OK},
        f"/it/join/{world.draft.code}/": {"visitor": SIGN_IN, "applicant": SIGN_IN},
        f"/it/join/{world.draft.code}/step/organisation/": {"applicant": OK},
        home: {"visitor": SIGN_IN, "delegate": OK, "office": OK},
        f"{home}receipts/2026/1/": {"visitor": SIGN_IN, "delegate": OK, "office": OK},
        f"{home}certificates/{world.certificate.code}/": {"visitor": SIGN_IN, "delegate": OK, "office": OK},
        "/it/members/": {"visitor": SIGN_IN, "delegate": OK, "rival": OK, "board": OK, "office": OK},
        "/it/members/export/json/": {"visitor": SIGN_IN, "board": OK, "office": OK},
        "/it/office/applications/": {"visitor": SIGN_IN, "office": OK},
        f"/it/office/applications/{world.sent.code}/": {"visitor": SIGN_IN, "office": OK},
        f"/it/office/applications/{world.draft.code}/": {"visitor": SIGN_IN},
        f"/it/office/members/{world.own.number}/": {"visitor": SIGN_IN, "office": OK},
        "/it/office/members/admit/": {"visitor": SIGN_IN, "office": OK},
        "/it/office/fees/": {"visitor": SIGN_IN, "office": OK},
        f"/it/verify/{world.certificate.code}/": dict.fromkeys(PEOPLE, OK),
        "/it/join/": dict.fromkeys(PEOPLE, OK),
        "/api/v1/members": {"board": OK, "office": OK},
    }
    wrong = []
    for address, allowed in pages.items():
        for who in PEOPLE:
            found = world.code(who, address)
            wanted = allowed.get(who, GONE)
            if found != wanted:
                wrong.append((address, who, found, wanted))
    assert wrong == []


@pytest.mark.parametrize("who", ["other", "delegate", "rival", "board", "applicant"])
def test_nobody_but_the_office_acts_on_its_desk(world: World, who: str) -> None:
    client = world.client(who)
    for address in (
        f"/it/office/applications/{world.sent.code}/take/",
        f"/it/office/applications/{world.put.code}/decide/",
        f"/it/office/members/{world.own.number}/event/",
        f"/it/office/members/{world.own.number}/correct/",
        f"/it/office/fees/{world.fee.pk}/pay/",
        f"/it/office/fees/{world.fee.pk}/remind/",
        f"/it/office/fees/{world.fee.pk}/waive/",
        "/it/office/fees/issue/",
        f"/it/office/certificates/{world.certificate.code}/revoke/",
    ):
        assert client.post(address).status_code == GONE, address


def test_only_whoever_speaks_for_a_member_notifies_its_withdrawal(world: World) -> None:
    home = f"/it/organisations/{world.own.organisation.code}/membership/leave/"
    contact = DelegateFactory(organisation=world.own.organisation, role="CONTACT").user
    world.people["contact"] = contact
    for who in ("contact", "rival", "board", "office", "other"):
        assert world.client(who).post(home, {"sure": "on"}).status_code == GONE, who
    assert world.client("delegate").post(home, {}).status_code == 422
    assert world.client("delegate").post(home, {"sure": "on"}).status_code == 302
    world.own.refresh_from_db()
    assert world.own.leaves_on is not None


def test_members_see_neither_what_others_owe_nor_who_is_suspended(world: World) -> None:
    from filiera.governance.operations.register import Event, suspend_member

    suspend_member(member=world.rivals, event=Event("", TODAY, resolution=resolution()), now=NOW)
    seen = world.client("delegate").get("/it/members/").content.decode()
    whole = world.client("board").get("/it/members/").content.decode()

    assert "Ditta Rivale" in seen
    assert "sospeso" not in seen
    assert "sospeso" in whole
    assert "500" not in whole


def test_document_of_an_application_is_for_whoever_reads_the_application(
    world: World, settings: Any, tmp_path: Any
) -> None:
    from filiera.documents.operations.receiving import Sent

    settings.VAR_DIR = tmp_path
    file = Sent("visura.txt", [b"Visura camerale di prova, tutta inventata.\n"])
    MembershipApplication.objects.filter(pk=world.put.pk).update(state="UNDER_REVIEW")
    document = add_paper(application=world.put, title="Visura", file=file, now=NOW, actor=world.applicant)
    MembershipApplication.objects.filter(pk=world.put.pk).update(state="BOARD_AGENDA")
    address = f"/it/join/{world.put.code}/papers/{document.pk}/"
    found = {who: world.code(who, address) for who in PEOPLE}

    assert found == dict.fromkeys(PEOPLE, GONE) | {"applicant": OK, "office": OK, "board": OK}
    assert world.code("office", f"/it/join/{world.sent.code}/papers/{document.pk}/") == GONE


def test_draft_of_a_browser_is_nobody_else_s(world: World) -> None:
    mine, other = Client(), Client()
    mine.post("/it/join/begin/")
    row = MembershipApplication.objects.filter(applicant=None).get()
    address = f"/it/join/{row.code}/step/organisation/"

    assert (mine.get(address).status_code, other.get(address).status_code) == (OK, GONE)
    assert world.code("office", address) == GONE
    assert world.code("applicant", address) == GONE


def test_pages_of_lists_cost_the_same_at_one_and_three_rows() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    office = UserFactory(role="OFFICE")
    set_rate(year=2026, member_class="ordinary", size="", amount_eur=Decimal(500))
    client = Client()
    client.force_login(office)
    counts: dict[str, list[int]] = {}
    for more in (1, 2):
        for _n in range(more):
            row = member()
            DelegateFactory(organisation=row.organisation, role="REPRESENTATIVE")
            issue_fee(member=row, year=2026, on=TODAY)
            number = MembershipApplication.objects.count()
            application(applicant=office, organisation={"name": f"Ditta Nuova {number}", "vat": ""})
        for address in ("/it/members/", "/it/office/applications/", "/it/office/fees/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == OK
            counts.setdefault(address, []).append(len(queries))
    assert {address: found[0] - found[1] for address, found in counts.items()} == dict.fromkeys(counts, 0)
