"""A request for an assembly that members bring on a sheet: the office opens it on behalf of who asks, as any other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from factories import UserFactory
from factories.association import member, statute
from factories.convened import representative
from factories.outbox import posted
from filiera.common.models import AuditEvent
from filiera.governance.enums import PetitionState
from filiera.governance.models import Member, Petition
from filiera.governance.queries.waiting_meetings import waiting_of_meetings
from governance.test_petitions import asked, exclude_member_of
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db
SHEET = TODAY - timedelta(days=20)


@pytest.fixture
def members() -> list[Member]:
    """Give eleven members: a tenth is two."""
    statute()
    return [member() for _number in range(11)]


def sheet(row: Member, **values: Any) -> dict[str, Any]:
    """Give what stands on a sheet."""
    written = {
        "member": row.pk,
        "name": "Ida Terza",
        "signed_on": SHEET.isoformat(),
        "title": "Revisione delle quote",
        "reasons": "Le quote sono alte.",
    }
    return written | values


def see(client: Client, user: Any, address: str, **data: Any) -> Any:
    client.force_login(user)
    with time_machine.travel(NOW, tick=False):
        return client.post(address, data) if data else client.get(address)


def test_the_office_opens_one_with_the_day_of_its_sheet_and_older_signatures(
    client: Client, members: list[Member]
) -> None:
    office, new = UserFactory(role="OFFICE"), reverse("petition-new-paper")
    opened = see(client, office, new, **sheet(members[0]))
    petition = Petition.objects.get()
    (first,) = petition.signatures.all()
    told = AuditEvent.objects.filter(object_type="governance.Petition").order_by("pk")

    assert (opened.status_code, petition.opened_by, petition.on_paper_on) == (302, members[0], SHEET)
    assert (first.member, first.user, first.on_paper_on) == (members[0], None, SHEET)
    code = members[0].organisation.code
    assert [(one.verb, one.actor, one.as_whom, one.on_behalf, one.detail.values["name"]) for one in told] == [
        ("open-petition", office, code, True, "Ida Terza"),
        ("sign-petition", office, code, True, "Ida Terza"),
    ]

    paper = reverse("petition-paper", args=[petition.pk])
    second = {"member": members[1].pk, "name": "Ugo Bini"}
    before = see(client, office, paper, **second, signed_on=(SHEET - timedelta(days=1)).isoformat())
    since = see(client, office, paper, **second, signed_on=(SHEET + timedelta(days=1)).isoformat())
    petition.refresh_from_db()
    assert (before.status_code, since.status_code, petition.state) == (422, 302, PetitionState.DUE)


@pytest.mark.parametrize(
    ("lang", "said"),
    [("it", "che l'ufficio ha registrato per suo conto"), ("en", "which the office wrote down on its behalf")],
)
def test_members_read_it_as_any_other_and_are_told(client: Client, members: list[Member], lang: str, said: str) -> None:
    alba = representative("Alba", email="alba@example.org")
    office = UserFactory(role="OFFICE")
    form = see(client, office, f"/{lang}/office/petitions/new/")
    see(client, office, f"/{lang}/office/petitions/new/", **sheet(members[0]))
    petition = Petition.objects.get()
    page = see(client, alba, f"/{lang}/petitions/{petition.pk}/")
    text = " ".join(page.content.decode().replace("&#x27;", "'").split())

    assert (form.status_code, page.status_code) == (200, 200)
    assert (said in text, f"/{lang}/petitions/{petition.pk}/sign/" in text) == (True, True)
    assert ["alba@example.org"] in [letter.to for letter in posted()]


@pytest.mark.parametrize(
    "wrong",
    [
        {"signed_on": (TODAY + timedelta(days=1)).isoformat()},
        {"signed_on": "1990-01-01"},
        {"name": " "},
        {"reasons": " "},
        {"member": ""},
    ],
)
def test_a_sheet_that_says_too_little_or_is_of_no_member_opens_nothing(
    client: Client, members: list[Member], wrong: dict[str, str]
) -> None:
    answer = see(client, UserFactory(role="OFFICE"), reverse("petition-new-paper"), **sheet(members[0], **wrong))
    assert (answer.status_code, Petition.objects.count()) == (422, 0)


def test_the_office_alone_opens_one_on_paper(client: Client, members: list[Member]) -> None:
    for user in (UserFactory(), representative("Alba")):
        assert see(client, user, reverse("petition-new-paper")).status_code == 404
        assert see(client, user, reverse("petition-new-paper"), **sheet(members[0])).status_code == 404


def test_one_that_becomes_due_because_members_left_waits_for_the_office(members: list[Member]) -> None:
    petition = asked(members[0])
    with time_machine.travel(NOW, tick=False):
        before = [one.title for one in waiting_of_meetings()]
    exclude_member_of(members[10])
    with time_machine.travel(NOW, tick=False):
        found = [(one.text, one.url) for one in waiting_of_meetings() if one.title == petition.title]
    assert petition.title not in before
    said = "Chiede un'assemblea 1 socio su 10: va convocata (art. 20 c. 2 c.c.)."
    assert found == [(said, reverse("petition", args=[petition.pk]))]
