"""Papers as every person: pages, search, counts, API and files show the same, and a refusal looks like absence."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from factories import DelegateFactory, OrganisationFactory, UserFactory
from factories.documents import SINCE, make_circle, make_document, make_signer
from filiera.accounts.models import User
from filiera.common import visibility
from filiera.common.models import Circle
from filiera.common.visibility import AudiencePart, Visibility
from filiera.documents.models import Document
from filiera.registry.models import CircleMember, Opening
from filiera.registry.operations.circles import close_circle, enrol
from tests_clock import TODAY

pytestmark = pytest.mark.django_db


@dataclass
class World:
    """People of every kind and, by level, a paper of one organisation whose title and file stand at that level."""

    people: dict[str, User | None]
    papers: dict[str, Document]
    table: Circle
    agreement: Circle


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    owner = OrganisationFactory(name="Titolare", member_since_on="2020-01-01")
    guest = OrganisationFactory(name="Ospite", member_since_on="2020-01-01")
    table, agreement = make_circle("TABLE"), make_circle("NDA", "Accordo (esempio)")
    named = make_circle("BILATERAL", "Indicati (esempio)")
    people: dict[str, User | None] = {
        "visitor": None,
        "stranger": UserFactory(),
        "owner": DelegateFactory(organisation=owner).user,
        "member": DelegateFactory(organisation=OrganisationFactory(member_since_on="2020-01-01")).user,
        "guest": DelegateFactory(organisation=guest).user,
        "enrolled": UserFactory(),
        "signer": make_signer(agreement),
        "unsigned": UserFactory(),
        "board": UserFactory(),
        "office": UserFactory(role="OFFICE"),
    }
    enrol(circle=named, organisation=guest, today=SINCE)
    enrol(circle=table, user=people["enrolled"], today=SINCE)
    for who in ("unsigned", "board"):
        enrol(circle=agreement, user=people[who], today=SINCE)
    seats = lambda user, _ids, _today: AudiencePart(on_board=user == people["board"])  # noqa: E731
    monkeypatch.setattr(visibility, "audience_parts", [*visibility.audience_parts, seats])
    circles = {"TABLE": table, "NDA": agreement, "BILATERAL": named}
    papers = {
        level.value: make_document(
            name=f"nome{level.lower()}.pdf",
            title=f"Titolo{level.lower()}",
            owner=owner,
            visibility=level,
            content_visibility=level,
            circle=circles.get(level.value),
        )
        for level in Visibility
    }
    return World(people, papers, table, agreement)


def plain(response: Any, address: str) -> str:
    """Give a page without its own address and without the token that each answer bears."""
    text = response.content.decode().replace(address[3:], "/")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"', "", text)


SEES = {
    "visitor": {"PUBLIC"},
    "stranger": {"PUBLIC"},
    "owner": {"PUBLIC", "MEMBERS", "TABLE", "BILATERAL", "NDA"},
    "member": {"PUBLIC", "MEMBERS"},
    "guest": {"PUBLIC", "MEMBERS", "BILATERAL"},
    "enrolled": {"PUBLIC", "TABLE"},
    "signer": {"PUBLIC", "NDA"},
    "unsigned": {"PUBLIC"},
    "board": {"PUBLIC", "MEMBERS", "BOARD"},
    "office": {"PUBLIC", "MEMBERS", "TABLE", "BILATERAL", "BOARD", "OFFICE"},
}


class Reader(Client):
    """A client that reads what it is sent to the end, and keeps it in `taken`, as a browser does."""

    def request(self, **asked: Any) -> Any:
        response = super().request(**asked)
        response.taken = b"".join(response.streaming_content) if response.streaming else response.content
        for close in response._resource_closers:  # the whole of `close` would end the test's connection too
            close()
        return response


def client_of(user: User | None) -> Client:
    client = Reader()
    if user is not None:
        client.force_login(user)
    return client


@pytest.mark.parametrize("who", SEES)
def test_pages_search_counts_and_api_show_what_the_rule_says(world: World, who: str) -> None:
    client = client_of(world.people[who])
    response = client.get("/it/documents/")
    assert {line.document.title for line in response.context["lines"]} == {f"Titolo{x.lower()}" for x in SEES[who]}
    assert response.context["page"].paginator.count == len(SEES[who])
    assert [(one.name, one.number) for one in response.context["owners"]] == [("Titolare", len(SEES[who]))]
    listed = client.get("/api/v1/documents").json()
    assert {row["title"] for row in listed["items"]} == {f"Titolo{x.lower()}" for x in SEES[who]}
    assert listed["total"] == len(SEES[who])
    for level, paper in world.papers.items():
        may = level in SEES[who]
        for text in (paper.title, f"nome{level.lower()}"):
            assert client.get("/it/documents/", {"q": text}).context["page"].paginator.count == may, (level, text)
            assert client.get("/api/v1/documents", {"q": text}).json()["total"] == may, (level, text)
        assert client.get(f"/api/v1/documents/{paper.pk}").status_code == (200 if may else 404)
        assert client.get(f"/api/v1/documents/{paper.pk}/files/1").status_code == (200 if may else 404)


@pytest.mark.parametrize("who", ["visitor", "owner", "unsigned", "board", "office"])
def test_refusal_looks_like_absence_by_every_method(world: World, who: str) -> None:
    client = client_of(world.people[who])
    absent = client.get("/it/documents/999999/")
    for level, paper in world.papers.items():
        may = level in SEES[who]
        for address in (f"/it/documents/{paper.pk}/", f"/it/documents/{paper.pk}/files/1/"):
            for method in ("get", "head", "post", "put", "delete", "patch", "options"):
                status = getattr(client, method)(address).status_code
                expected = 404 if not may else 200 if method in ("get", "head") else 405
                assert status == expected, (level, address, method)
            if not may:
                assert plain(client.get(address), address) == plain(absent, "/it/documents/999999/")
        assert client.get(f"/it/documents/{paper.pk}/files/2/").status_code == 404


def test_name_of_a_file_finds_only_for_whoever_may_read_it(world: World) -> None:
    paper = make_document(
        name="formula-segreta.pdf",
        title="Una emulsione",
        owner=world.papers["NDA"].owner,
        visibility="PUBLIC",
        content_visibility="NDA",
        circle=world.agreement,
    )
    for who, may in {"visitor": 0, "member": 0, "office": 0, "unsigned": 0, "signer": 1, "owner": 1}.items():
        client = client_of(world.people[who])
        for address in ("/it/documents/", "/api/v1/documents"):
            response = client.get(address, {"q": "segreta"})
            found = response.json()["total"] if "api" in address else response.context["page"].paginator.count
            assert found == may, (who, address)
        assert client.get("/it/documents/", {"q": "emulsione"}).context["page"].paginator.count == 1
        page = client.get(f"/it/documents/{paper.pk}/").content.decode()
        assert ("formula-segreta" in page) == bool(may), who
        shown = client.get(f"/api/v1/documents/{paper.pk}").json()
        assert (shown["file"] is not None) == bool(may), who
        assert client.get(f"/it/documents/{paper.pk}/files/1/").status_code == (200 if may else 404)


def test_agreement_opens_by_signing_and_ends_by_closing(world: World) -> None:
    paper, person = world.papers["NDA"], world.people["unsigned"]
    client, address = client_of(person), f"/it/agreements/{world.agreement.pk}/"
    assert client_of(world.people["office"]).get(address).status_code == 404
    page = client.get(address)
    assert "non usa la formula" in page.content.decode()
    read = page.context["form"]["read"].value()
    assert client.post(address, {"read": read, "name": "Persona"}).status_code == 200
    assert client.post(address, {"read": "0" * 64, "name": "Persona", "accepted": "on"}).status_code == 200
    assert client.get(f"/it/documents/{paper.pk}/").status_code == 404
    assert client.post(address, {"read": read, "name": "Persona Prova", "accepted": "on"}).status_code == 302
    assert client.get(f"/it/documents/{paper.pk}/").status_code == 200
    signed = CircleMember.objects.get(user=person)
    assert (signed.signed_name, signed.signed_digest) == ("Persona Prova", world.agreement.terms_digest)
    close_circle(circle=world.agreement, today=TODAY)
    assert client.get(f"/it/documents/{paper.pk}/files/1/").status_code == 404


def test_copy_under_an_agreement_bears_who_took_it_and_leaves_a_line(world: World) -> None:
    paper, person = world.papers["NDA"], world.people["signer"]
    response = client_of(person).get(f"/it/documents/{paper.pk}/files/1/")
    text = PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert person.email in text.replace("\n", "")
    lines = Opening.objects.filter(thing=f"documents.Document:{paper.pk}").values_list("user", "act", "level", "owner")
    assert list(lines) == [(person.pk, "DOWNLOADED", "NDA", paper.owner_id)]


def test_what_the_office_opens_of_others_is_written_down_and_shown_to_the_owner(world: World) -> None:
    office = client_of(world.people["office"])
    expected = []
    for level in ("TABLE", "BILATERAL", "BOARD", "MEMBERS", "PUBLIC", "OFFICE"):
        office.get(f"/it/documents/{world.papers[level].pk}/")
        office.get(f"/it/documents/{world.papers[level].pk}/files/1/")
        office.get(f"/api/v1/documents/{world.papers[level].pk}/files/1")
        office.head(f"/it/documents/{world.papers[level].pk}/files/1/")
        if level in ("TABLE", "BILATERAL", "BOARD"):
            expected += [(level, "READ"), (level, "DOWNLOADED"), (level, "DOWNLOADED")]
    assert list(Opening.objects.order_by("pk").values_list("level", "act")) == expected
    for who in ("owner", "enrolled", "guest", "board"):
        client_of(world.people[who]).get(f"/it/documents/{world.papers['BOARD'].pk}/")
        client_of(world.people[who]).get(f"/it/documents/{world.papers['TABLE'].pk}/")
    assert Opening.objects.count() == len(expected)
    owner = client_of(world.people["owner"])
    assert owner.get("/it/documents/openings/").context["page"].paginator.count == len(expected)
    shown = owner.get(f"/it/documents/{world.papers['TABLE'].pk}/").context["shown"]
    assert [line.user for line in shown.openings] == [world.people["office"]] * 3
    member = client_of(world.people["enrolled"]).get(f"/it/documents/{world.papers['TABLE'].pk}/")
    assert member.context["shown"].openings is None


def test_file_is_saved_and_never_run(world: World) -> None:
    response = Reader().get(f"/it/documents/{world.papers['PUBLIC'].pk}/files/1/")
    assert {name: response[name] for name in ("Content-Disposition", "X-Content-Type-Options", "Cache-Control")} == {
        "Content-Disposition": 'attachment; filename="nomepublic.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.taken.startswith(b"%PDF-")


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_queries(rows: int, django_assert_num_queries: Any) -> None:
    for number in range(rows):
        make_document(title=f"Carta {number}", visibility="PUBLIC", content_visibility="PUBLIC")
    client = Client()
    client.get("/it/documents/")
    with django_assert_num_queries(4):
        client.get("/it/documents/")
