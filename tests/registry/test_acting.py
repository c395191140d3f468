"""A person acts as one organisation at a time; the office on behalf of whoever called; all of it is written down."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from factories import DelegateFactory, LinkFactory, OrganisationFactory, UserFactory
from filiera.accounts.models import AnswerLink, User
from filiera.api.tokens import SALT, issue_token
from filiera.common import audit
from filiera.common.acting import Acting, Standing
from filiera.common.models import AuditEvent
from filiera.competence.models import ShortlistItem
from filiera.registry.models import Delegate, Organisation
from filiera.registry.rules import acts_in_person, votes_for
from tests_clock import TODAY

pytestmark = pytest.mark.django_db

SUGGEST = "/it/suggest/"


class Person:
    """Somebody who stands for Alba and Beta, each with a secret of its own."""

    def __init__(self) -> None:
        self.user = UserFactory(email="due@example.org")
        self.secrets = {}
        for name in ("Alba", "Beta"):
            DelegateFactory(user=self.user, organisation=OrganisationFactory(name=name), role="REPRESENTATIVE")
            words = f"segretissimo{name.lower()}"
            link = LinkFactory(
                organisation=Organisation.objects.get(name=name),
                band="CONFIRMED",
                evidence__visibility="BILATERAL",
                evidence__title_it=words,
            )
            self.secrets[name.lower()] = (words, link.evidence.uid)
        self.client = Client()
        self.client.force_login(self.user)

    def seen(self) -> set[str]:
        """Give the organisations whose secrets the pages and the API show."""
        found = set()
        for code, (words, uid) in self.secrets.items():
            page = words in self.client.get(f"/it/organisations/{code}/").content.decode()
            list_ = words in self.client.get(f"/api/v1/organisations/{code}/evidence").content.decode()
            one = self.client.get(f"/api/v1/evidence/{uid}").status_code == 200
            assert page == list_ == one, code
            found |= {code} if page else set()
        return found


@pytest.fixture
def two() -> Person:
    return Person()


def test_hats_not_worn_stay_hidden_on_pages_and_in_the_api(two: Person) -> None:
    assert two.seen() == set(), "none is chosen yet"
    for code in ("alba", "beta", "alba"):
        assert two.client.post("/it/acting/", {"as-whom": code}).status_code == 302
        assert two.seen() == {code}
        other = {"alba": "beta", "beta": "alba"}[code]
        assert two.client.get(f"/it/organisations/{other}/delegates/").status_code == 404


def test_exports_hold_only_what_belongs_to_the_one_acted_for(two: Person) -> None:
    """A shortlist kept as Beta, with both, is exported as Alba without what is Beta's alone."""
    Organisation.objects.filter(code__in=["alba", "beta"]).update(visibility="BILATERAL")
    two.client.post("/it/acting/", {"as-whom": "beta"})
    two.client.post("/it/shortlist/keep/beta/")
    two.client.post("/it/acting/", {"as-whom": "alba"})
    two.client.post("/it/shortlist/keep/alba/")
    book = load_workbook(BytesIO(two.client.get("/it/shortlist/export.xlsx").content))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert ("Alba" in cells, "Beta" in cells) == (True, False)
    listed = [item["id"] for item in two.client.get("/api/v1/organisations").json()["items"]]
    assert listed == ["alba"]


def test_choice_is_remembered_for_the_next_time(two: Person) -> None:
    two.client.post("/it/acting/", {"as-whom": "beta"})
    two.client = Client()
    two.client.force_login(two.user)
    assert two.seen() == {"beta"}


def test_act_before_choosing_asks_as_whom_and_loses_nothing(two: Person) -> None:
    address, form = "/it/shortlist/keep/alba/", {"note": "da sentire", "competence": ""}
    asked = two.client.post(address, form)
    page = asked.content.decode()
    assert asked.status_code == 409
    assert not ShortlistItem.objects.exists()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert (f'action="{address}"' in page, hidden["note"]) == (True, "da sentire")
    assert two.client.post(address, form | {"as-whom": "beta"}).status_code == 302
    assert ShortlistItem.objects.count() == 1
    assert two.seen() == {"beta"}


def test_answer_to_as_whom_needs_the_token_against_forgery(two: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(two.user)
    assert client.post("/it/shortlist/keep/alba/", {"as-whom": "beta"}).status_code == 403
    assert not Delegate.objects.exclude(used_at=None).exists()


def test_somebody_elses_hat_cannot_be_worn(two: Person) -> None:
    OrganisationFactory(name="Gamma")
    assert two.client.post("/it/acting/", {"as-whom": "gamma"}).status_code == 404
    assert two.client.post("/it/shortlist/keep/alba/", {"as-whom": "gamma"}).status_code == 409


def test_switch_leads_back_to_pages_of_ours_alone(two: Person) -> None:
    for there, back in (("/it/chain/", "/it/chain/"), ("https://evil.example/", "/it/"), ("//evil.example", "/it/")):
        assert two.client.post("/it/acting/", {"as-whom": "alba", "next": there})["Location"] == back


def test_one_delegation_is_worn_without_asking(client: Client) -> None:
    row = DelegateFactory(organisation__name="Alba")
    client.force_login(row.user)
    assert client.get("/it/organisations/alba/delegates/").status_code == 200
    client.post("/it/shortlist/keep/alba/")
    assert 'class="hats"' not in client.get("/it/privacy/").content.decode()


def test_hat_that_ended_is_not_worn_any_more(two: Person) -> None:
    two.client.post("/it/acting/", {"as-whom": "alba"})
    Delegate.objects.filter(organisation__code="alba").update(ended_on=timezone.localdate(), ended_why="x")
    assert two.seen() == {"beta"}


def test_being_a_member_is_of_the_organisation_acted_for(two: Person) -> None:
    Organisation.objects.filter(code="alba").update(member_since_on=TODAY)
    roles = {}
    for code in ("alba", "beta"):
        user = User.objects.get(pk=two.user.pk)
        from filiera.common.acting import standing_with

        user.stand(standing_with(user.hats(TODAY), code))
        roles[code] = str(user.audience(TODAY).role)
    assert roles == {"alba": "MEMBER", "beta": "VISITOR"}


def bearer(token: str, address: str) -> int:
    return Client().get(address, headers={"Authorization": f"Bearer {token}"}).status_code


def test_token_is_bound_to_one_organisation(two: Person) -> None:
    from django.core import signing

    address = {code: f"/api/v1/evidence/{uid}" for code, (_words, uid) in two.secrets.items()}
    token = issue_token(two.user, code="alba")
    assert [bearer(token, address[code]) for code in ("alba", "beta")] == [200, 404]
    assert [bearer(issue_token(two.user), address[code]) for code in ("alba", "beta")] == [404, 404]
    values = signing.loads(token, salt=SALT)
    del values["as"]
    old = signing.dumps(values, salt=SALT)
    assert [bearer(old, address[code]) for code in ("alba", "beta")] == [404, 404], "made before tokens were bound"
    Delegate.objects.filter(organisation__code="beta").update(ended_on=timezone.localdate(), ended_why="x")
    assert [bearer(old, address[code]) for code in ("alba", "beta")] == [200, 404]
    Delegate.objects.filter(organisation__code="alba").update(ended_on=timezone.localdate(), ended_why="x")
    assert bearer(token, address["alba"]) == 404


def test_events_say_as_whom(two: Person) -> None:
    two.client.post("/it/acting/", {"as-whom": "alba"})
    two.client.post("/it/organisations/alba/confirm/")
    event = AuditEvent.objects.get(verb="confirm-profile")
    assert (event.actor, event.as_whom, event.on_behalf, event.about) == (two.user, "alba", False, "alba")


CALL = "/it/office/organisations/alba/on-behalf/"
CALLED = {"caller": "Ambra", "channel": "PHONE", "reason": "conferma la scheda"}


@pytest.fixture
def office(client: Client) -> Client:
    """Sign in as the office, with Alba in the register."""
    OrganisationFactory(name="Alba")
    client.force_login(UserFactory(role="OFFICE", name="Livia"))
    return client


def test_what_the_office_does_on_behalf_is_stamped_and_shown(office: Client) -> None:
    assert office.post("/it/organisations/alba/confirm/").status_code == 404, "the office confirms nothing for itself"
    assert office.post(CALL, CALLED).status_code == 302
    assert "Ambra ha chiamato alle" in office.get("/it/privacy/").content.decode()
    assert office.post("/it/organisations/alba/confirm/").status_code == 302
    assert office.post("/it/office/on-behalf/stop/").status_code == 302
    assert "Ambra ha chiamato alle" not in office.get("/it/privacy/").content.decode()
    rows = AuditEvent.objects.order_by("pk").values_list("verb", "as_whom", "on_behalf", "detail__why")
    assert [row for row in rows if row[2]] == [
        (verb, "alba", True, "conferma la scheda") for verb in ("begin-on-behalf", "confirm-profile", "end-on-behalf")
    ]
    own = Client()
    own.force_login(DelegateFactory(organisation=Organisation.objects.get()).user)
    page = own.get("/it/organisations/alba/delegates/").content.decode()
    assert ("Livia" in page, "ha confermato che la pagina è giusta" in page) == (True, True)
    assert audit.broken_link() is None


@pytest.mark.parametrize("missing", ["caller", "channel", "reason"])
def test_call_without_who_how_or_why_begins_nothing(office: Client, missing: str) -> None:
    assert office.post(CALL, CALLED | {missing: " "}).status_code == 200
    assert not AuditEvent.objects.filter(verb="begin-on-behalf").exists()


def test_call_ends_by_itself_after_half_an_hour(office: Client) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        office.post(CALL, CALLED)
    for minutes, status in ((29, 302), (31, 404)):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            assert office.post("/it/organisations/alba/confirm/").status_code == status


def test_only_the_office_acts_on_behalf(client: Client) -> None:
    row = DelegateFactory(organisation__name="Alba")
    client.force_login(row.user)
    assert [client.get(CALL).status_code, client.post(CALL, CALLED).status_code] == [404, 404]
    session = client.session
    kept: dict[str, Any] = {"organisation_id": 1, "code": "x", "name": "x", "is_member": True, **CALLED}
    session["on-behalf"] = kept | {"since_at": timezone.now().isoformat()}
    session.save()
    assert "per conto di" not in client.get("/it/privacy/").content.decode()


def test_nobody_votes_on_behalf_and_a_contact_person_does_not() -> None:
    alba, user = OrganisationFactory(name="Alba"), UserFactory()
    for role, on_behalf, in_person, votes in (
        ("REPRESENTATIVE", False, True, True),
        ("SUBSTITUTE", False, True, True),
        ("CONTACT", False, True, False),
        ("", True, False, False),
        ("REPRESENTATIVE", True, False, False),
    ):
        user.stand(Standing((), Acting(alba.pk, alba.code, alba.name, role, on_behalf=on_behalf)))
        assert (acts_in_person(user, alba), votes_for(user, alba)) == (in_person, votes), role
        assert votes_for(user, OrganisationFactory()) is False


def test_office_searches_what_was_done_and_members_see_their_own(office: Client) -> None:
    office.post(CALL, CALLED)
    office.post("/it/organisations/alba/confirm/")
    office.post("/it/office/on-behalf/stop/")
    audit.record(actor=None, verb="merge", thing=OrganisationFactory(name="Beta"), values={"secret": "segreto"})
    for query, number in (("", 4), ("?organisation=alba", 3), ("?actor=livia", 3), ("?thing=registry.Organisation", 4)):
        assert office.get(f"/it/office/done/{query}").context["page"].paginator.count == number, query
    assert office.get("/it/office/done/?since_on=1/1/2099").context["page"].paginator.count == 0
    own = Client()
    own.force_login(DelegateFactory(organisation=Organisation.objects.get(code="alba")).user)
    assert own.get("/it/office/done/").status_code == 404
    assert own.get("/it/organisations/beta/done/").status_code == 404
    page = own.get("/it/organisations/alba/done/")
    assert page.context["page"].paginator.count == 3
    assert "segreto" not in page.content.decode()
    assert own.get("/api/v1/events").status_code == 404
    listed = office.get("/api/v1/events?organisation=alba&limit=2").json()
    assert [item["act"] for item in listed["items"]] == ["end-on-behalf", "confirm-profile"]
    assert listed["next"] is not None


def test_office_wears_no_hat_unless_it_puts_one_on(client: Client) -> None:
    user = UserFactory(role="OFFICE")
    DelegateFactory(user=user, organisation=OrganisationFactory(name="Alba"))
    client.force_login(user)
    asked = [("", "", False), ("alba", "alba", True), ("", "", False)]
    for code, as_whom, may in asked:
        assert client.post("/it/acting/", {"as-whom": code}).status_code == 302
        assert client.post("/it/organisations/alba/confirm/").status_code == (302 if may else 404)
        client.post("/it/office/organisations/alba/ask/")
        assert AuditEvent.objects.latest("pk").as_whom == as_whom
        AnswerLink.objects.all().delete()


def test_part_of_a_page_that_would_be_an_act_leads_to_the_choice(two: Person) -> None:
    answer = two.client.post("/it/shortlist/keep/alba/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/it/acting/"
