"""Pages of meetings: each opens for whom it is, and for nobody else; what is written there happens."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from factories import DelegateFactory, UserFactory
from factories.convened import FIRST, arrive, convened, director, first_item, opened, planned, representative, seat_of
from factories.documents import pdf
from filiera.documents.models import Document
from filiera.governance.enums import BodyKind, ItemState, MeetingState
from filiera.governance.models import Attendance, ConflictDeclaration, Meeting, NoticeDelivery, Objection, Proxy
from filiera.governance.operations.agenda import ItemPlan, discuss_item
from filiera.registry.models import Organisation
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db
TALK = ItemPlan("Comunicazioni del presidente", vote_mode="NONE")


@pytest.fixture
def world() -> dict[str, Any]:
    """Give three members, the office, a stranger and a convened assembly."""
    people = {name: representative(name) for name in ("Alba", "Brina", "Cima")}
    people["office"] = UserFactory(role="OFFICE")
    people["stranger"] = UserFactory()
    people["contact"] = UserFactory()
    meeting = convened(BodyKind.ASSEMBLY, TALK, ItemPlan("Piano 2027", proposal="Si approva il piano."))
    alba = seat_of(meeting, "Alba").member
    assert alba is not None
    DelegateFactory(organisation=alba.organisation, user=people["contact"], role="CONTACT")
    return {"meeting": meeting, **people}


def get(client: Client, user: Any, address: str, *, at: Any = NOW, lang: str = "it") -> Any:
    """Open a page as somebody at a moment."""
    with time_machine.travel(at, tick=False):
        client.force_login(user)
        return client.get(address.replace("/it/", f"/{lang}/"))


def post(client: Client, user: Any, name: str, *args: Any, at: Any = NOW, **data: Any) -> Any:
    """Send a form as somebody at a moment."""
    with time_machine.travel(at, tick=False):
        client.force_login(user)
        return client.post(reverse(name, args=args), data)


@pytest.mark.parametrize(("who", "status"), [("Alba", 200), ("contact", 200), ("office", 200), ("stranger", 404)])
def test_a_meeting_is_open_to_its_roll_and_the_office(
    client: Client, world: dict[str, Any], who: str, status: int
) -> None:
    pk = world["meeting"].pk
    for name in ("meeting", "meeting-live", "meeting-calendar"):
        assert get(client, world[who], reverse(name, args=[pk])).status_code == status, name


@pytest.mark.parametrize("who", ["Alba", "contact", "stranger"])
def test_the_desk_and_the_office_pages_are_not_for_members(client: Client, world: dict[str, Any], who: str) -> None:
    pk = world["meeting"].pk
    pages = [("meeting-desk", [pk]), ("meeting-edit", [pk]), ("meeting-item-new", [pk]), ("meeting-item", [pk, 1])]
    pages += [("meeting-new", []), ("meetings-office", []), ("bodies-office", []), ("mandate-new", ["board"])]
    for name, args in pages:
        assert get(client, world[who], reverse(name, args=args)).status_code in (302, 404), name
    for name in ("meeting-convene", "meeting-step", "meeting-attendance", "meeting-paper-proxy", "meeting-open"):
        assert post(client, world[who], name, pk).status_code in (302, 404), name
    assert Meeting.objects.get(pk=pk).state == MeetingState.CONVENED


def test_a_draft_is_nobodys_but_the_offices(client: Client, world: dict[str, Any]) -> None:
    draft = planned(BodyKind.ASSEMBLY, TALK)
    address = reverse("meeting", args=[draft.pk])
    assert [get(client, world[who], address).status_code for who in ("Alba", "office")] == [404, 200]


def test_a_board_meeting_is_for_who_sits_on_it(client: Client, world: dict[str, Any]) -> None:
    mandate = director("Dora")
    meeting = convened(BodyKind.BOARD, ItemPlan("Bilancio", kind="BOARD", proposal="Si approva."))
    address = reverse("meeting", args=[meeting.pk])
    assert [get(client, who, address).status_code for who in (mandate.user, world["Alba"])] == [200, 404]


def test_whoever_has_not_signed_in_is_led_to_it(client: Client, world: dict[str, Any]) -> None:
    address = reverse("meeting", args=[world["meeting"].pk])
    response = client.get(address)
    assert (response.status_code, address in response["Location"]) == (302, True)


@pytest.mark.parametrize("lang", ["it", "en"])
def test_every_page_opens_in_each_state(client: Client, world: dict[str, Any], lang: str) -> None:
    pk, office = world["meeting"].pk, world["office"]
    director("Dora")
    names = [("meetings-office", []), ("bodies-office", []), ("bodies", []), ("meetings", []), ("petitions", [])]
    names += [("meeting-new", []), ("mandate-new", ["board"]), ("mandate-end", ["board"]), ("meeting-edit", [pk])]
    for name, args in names:
        assert get(client, office, reverse(name, args=args), lang=lang).status_code == 200, name
    for page in ("meeting", "meeting-desk"):
        assert get(client, office, reverse(page, args=[pk]), lang=lang).status_code == 200
    opened(world["meeting"], "Alba", "Brina")
    discuss_item(item=first_item(world["meeting"]), now=FIRST)
    for page in ("meeting", "meeting-desk"):
        assert get(client, office, reverse(page, args=[pk]), lang=lang, at=FIRST).status_code == 200
    assert get(client, world["Alba"], reverse("meeting", args=[pk]), lang=lang, at=FIRST).status_code == 200
    draft = planned(BodyKind.ASSEMBLY, ItemPlan("I prezzi di listino", vote_mode="NONE"))
    text = get(client, office, reverse("meeting-desk", args=[draft.pk]), lang=lang).content.decode()
    assert "prezzi" in text
    assert get(client, office, reverse("meeting-item", args=[draft.pk, 1]), lang=lang).status_code == 200


def test_the_heading_says_the_finding(client: Client, world: dict[str, Any]) -> None:
    meeting = world["meeting"]
    address = reverse("meeting", args=[meeting.pk])
    assert "Si tiene <em>il 15 dicembre 2026</em>" in get(client, world["Alba"], address).content.decode()
    arrive(meeting, "Alba")
    text = get(client, world["Alba"], address, at=FIRST).content.decode()
    assert "Manca il numero legale: <em>1 su 3, ne servono 2</em>" in text
    arrive(meeting, "Brina")
    text = get(client, world["Alba"], address, at=FIRST).content.decode()
    assert "C&#x27;è il numero legale: <em>2 voti su 3</em>" in text


def test_opening_the_page_is_recorded_on_the_notice(client: Client, world: dict[str, Any]) -> None:
    get(client, world["Alba"], reverse("meeting", args=[world["meeting"].pk]))
    opened_by = NoticeDelivery.objects.exclude(opened_at=None).values_list("email", flat=True)
    assert list(opened_by) == [world["Alba"].email]


def test_a_representative_accepts_the_reminder_comes_and_leaves(client: Client, world: dict[str, Any]) -> None:
    meeting, alba = world["meeting"], world["Alba"]
    post(client, alba, "meeting-come", meeting.pk, at=FIRST, mode="REMOTE")
    assert Attendance.objects.count() == 0

    post(client, alba, "meeting-come", meeting.pk, at=FIRST, mode="REMOTE", accepts="on")
    post(client, alba, "meeting-leave", meeting.pk, at=FIRST + timedelta(minutes=5))
    post(client, alba, "meeting-come", meeting.pk, at=FIRST + timedelta(minutes=9), mode="ROOM")

    stays = list(Attendance.objects.order_by("came_at").values_list("mode", "left_at", "person_name"))
    assert stays == [
        ("REMOTE", FIRST + timedelta(minutes=5), str(alba)),
        ("ROOM", None, str(alba)),
    ]


def test_a_contact_person_looks_and_does_not_act(client: Client, world: dict[str, Any]) -> None:
    response = post(client, world["contact"], "meeting-come", world["meeting"].pk, at=FIRST, mode="ROOM", accepts="on")
    assert (response.status_code, Attendance.objects.count()) == (404, 0)


def test_a_proxy_is_given_and_revoked_by_its_giver(client: Client, world: dict[str, Any]) -> None:
    meeting = world["meeting"]
    holder = seat_of(meeting, "Brina")
    post(client, world["Alba"], "meeting-proxy", meeting.pk, holder=holder.pk)
    proxy = Proxy.objects.get()
    assert (proxy.giver.name, proxy.holder.name, proxy.signed_by) == ("Alba", "Brina", world["Alba"])
    assert (
        "Se vieni, voti anche per:"
        in get(client, world["Brina"], reverse("meeting", args=[meeting.pk])).content.decode()
    )

    assert post(client, world["Cima"], "meeting-proxy-revoke", meeting.pk).status_code == 404
    post(client, world["Alba"], "meeting-proxy-revoke", meeting.pk)
    proxy.refresh_from_db()
    assert proxy.revoked_at == NOW


def test_a_blank_proxy_is_refused_beside_its_field(client: Client, world: dict[str, Any]) -> None:
    response = post(client, world["Alba"], "meeting-proxy", world["meeting"].pk)
    assert response.status_code == 422
    assert "una delega non è mai in bianco" in response.content.decode()


def test_conflict_and_objection_are_written_and_told(client: Client, world: dict[str, Any]) -> None:
    meeting = world["meeting"]
    opened(meeting, "Alba", "Brina")
    item = discuss_item(item=first_item(meeting), now=FIRST)
    post(client, world["Alba"], "meeting-conflict", meeting.pk, at=FIRST, item=item.pk, reason="Siamo fornitori")
    post(client, world["Brina"], "meeting-objection", meeting.pk, at=FIRST, item=item.pk, topic="PRICES")
    item.refresh_from_db()
    assert (ConflictDeclaration.objects.get().seat.name, Objection.objects.get().topic) == ("Alba", "PRICES")
    assert item.state == ItemState.STOPPED

    answer = {"answer": "Si torna al punto", "what": "resume"}
    post(client, world["office"], "meeting-answer", meeting.pk, item.position, at=FIRST, **answer)
    item.refresh_from_db()
    assert item.state == ItemState.DISCUSSED


def test_a_conflict_is_taken_back_by_who_declared_it_or_at_the_desk(client: Client, world: dict[str, Any]) -> None:
    meeting, office = world["meeting"], world["office"]
    opened(meeting, "Alba", "Brina")
    item = first_item(meeting)
    for name in ("Alba", "Brina"):
        post(client, world[name], "meeting-conflict", meeting.pk, at=FIRST, item=item.pk, reason=f"Fornitore di {name}")
    told = get(client, world["Alba"], reverse("meeting", args=[meeting.pk]), at=FIRST).content.decode()
    assert ("Fornitore di Alba" in told, "Fornitore di Brina" in told) == (True, False)

    post(client, world["Alba"], "meeting-conflict-withdraw", meeting.pk, at=FIRST, item=item.position)
    act = {"act": "withdraw-conflict", "seat": seat_of(meeting, "Brina").pk}
    post(client, office, "meeting-item-act", meeting.pk, item.position, at=FIRST, **act)
    assert ConflictDeclaration.objects.exclude(withdrawn_at=None).count() == 2
    assert "Fornitore" not in get(client, office, reverse("meeting-desk", args=[meeting.pk]), at=FIRST).content.decode()


def test_the_scan_of_a_proxy_on_paper_is_for_the_office_alone(client: Client, world: dict[str, Any]) -> None:
    meeting, office = world["meeting"], world["office"]
    data = {
        "giver": seat_of(meeting, "Alba").pk,
        "holder": seat_of(meeting, "Brina").pk,
        "dated_on": TODAY.isoformat(),
        "is_signed": "on",
    }
    broken = SimpleUploadedFile("delega.pdf", b"no pdf at all")
    refused = post(client, office, "meeting-paper-proxy", meeting.pk, **data, file=broken)
    assert (refused.status_code, Proxy.objects.count(), Document.objects.count()) == (422, 0, 0)

    scan = SimpleUploadedFile("delega.pdf", pdf())
    post(client, office, "meeting-paper-proxy", meeting.pk, **data, file=scan)
    paper = Proxy.objects.get().paper
    assert paper is not None
    assert f"/documents/{paper.pk}/" in get(client, office, reverse("meeting-desk", args=[meeting.pk])).content.decode()
    client.force_login(world["Alba"])
    assert client.get(reverse("document", args=[paper.pk])).status_code == 404


def test_the_office_leads_a_meeting_through_its_desk(client: Client, world: dict[str, Any]) -> None:
    meeting, office = world["meeting"], world["office"]
    for name in ("Alba", "Brina"):
        mark = f"ROOM:{seat_of(meeting, name).pk}"
        post(client, office, "meeting-attendance", meeting.pk, at=FIRST, mark=mark)
    post(client, office, "meeting-step", meeting.pk, at=FIRST, act="aloud")
    said = {"chair_name": "Ada", "secretary_name": "Bruno", "reminder_read": "on"}
    post(client, office, "meeting-open", meeting.pk, at=FIRST, **said)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.chair_name) == (MeetingState.OPEN, "Ada")

    for act in ("discuss", "note", "defer"):
        post(client, office, "meeting-item-act", meeting.pk, 1, at=FIRST, act=act, text="Si è detto")
    post(client, office, "meeting-step", meeting.pk, at=FIRST, act="close")
    meeting.refresh_from_db()
    item = first_item(meeting)
    assert (meeting.state, item.state, item.discussion) == (MeetingState.CLOSED, ItemState.DEFERRED, "Si è detto")
    desk = re.sub(r"\s+", " ", get(client, office, reverse("meeting-desk", args=[meeting.pk])).content.decode())
    assert ("1 non c'era" in html.unescape(desk), desk.count("in sala, "), "uscito" in desk) == (True, 2, False)


def test_the_office_plans_writes_and_convenes(client: Client, world: dict[str, Any]) -> None:
    office = world["office"]
    body = world["meeting"].body
    data = {"body": body.pk, "title": "Straordinaria", "first_at": "2027-01-15T15:00", "place": "Lodi"}
    post(client, office, "meeting-new", **data)
    meeting = Meeting.objects.get(title="Straordinaria")
    item = {"title": "Varie ed eventuali", "kind": "ORDINARY", "vote_mode": "NONE"}
    refused = post(client, office, "meeting-item-new", meeting.pk, **item)
    assert (refused.status_code, meeting.items.count()) == (422, 0)
    for title in ("Uno", "Due"):
        post(client, office, "meeting-item-new", meeting.pk, **(item | {"title": title}))
    post(client, office, "meeting-item-arrange", meeting.pk, 2, act="up")
    assert list(meeting.items.order_by("position").values_list("title", flat=True)) == ["Due", "Uno"]
    post(client, office, "meeting-item-arrange", meeting.pk, 1, act="remove")
    post(client, office, "meeting-convene", meeting.pk)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.items.get().title, meeting.items.get().position) == (MeetingState.CONVENED, "Uno", 1)


@pytest.mark.parametrize("name", ["meetings-office", "meetings"])
def test_a_list_costs_as_many_queries_for_one_as_for_three(
    client: Client, world: dict[str, Any], name: str, django_assert_num_queries: Any
) -> None:
    address = reverse(name)
    user = world["office"] if name == "meetings-office" else world["Alba"]
    get(client, user, address)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        get(client, user, address)
    convened(BodyKind.ASSEMBLY, TALK)
    convened(BodyKind.ASSEMBLY, TALK)
    with CaptureQueriesContext(connection) as three:
        get(client, user, address)
    assert len(one) == len(three)


def test_a_paper_is_shown_to_whom_its_level_lets_and_the_letter_counts_no_other(
    client: Client, world: dict[str, Any]
) -> None:
    meeting = planned(BodyKind.ASSEMBLY, TALK)
    for title, level in (("Per i soci", "MEMBERS"), ("Del Consiglio", "BOARD")):
        document = Document.objects.create(
            title=title,
            search_text=title.lower(),
            visibility=level,
            content_visibility=level,
            created_at=NOW,
            changed_at=NOW,
        )
        post(client, world["office"], "meeting-paper", meeting.pk, document=document.pk, item=first_item(meeting).pk)
    mail.outbox.clear()
    post(client, world["office"], "meeting-convene", meeting.pk)
    Organisation.objects.filter(memberships__isnull=False).update(member_since_on=TODAY)

    shown = {
        who: [
            title in get(client, world[who], reverse("meeting", args=[meeting.pk])).content.decode()
            for title in ("Per i soci", "Del Consiglio")
        ]
        for who in ("Alba", "office")
    }
    assert shown == {"Alba": [True, False], "office": [True, True]}
    assert [("1 allegato è nella pagina" in one.body) for one in mail.outbox] == [True] * 3


def test_the_live_part_gives_nothing_where_nothing_changed(client: Client, world: dict[str, Any]) -> None:
    meeting, address = world["meeting"], reverse("meeting-live", args=[world["meeting"].pk])
    text = get(client, world["Alba"], address, at=FIRST).content.decode()
    seen = text.partition("?seen=")[2].partition('"')[0]
    assert get(client, world["Alba"], f"{address}?seen={seen}", at=FIRST + timedelta(minutes=3)).status_code == 204
    arrive(meeting, "Alba")
    assert get(client, world["Alba"], f"{address}?seen={seen}", at=FIRST).status_code == 200


def test_whoever_stands_for_two_opens_the_notice_before_saying_for_which(client: Client, world: dict[str, Any]) -> None:
    meeting, user = world["meeting"], UserFactory()
    for name in ("Brina", "Cima"):
        member = seat_of(meeting, name).member
        assert member is not None
        DelegateFactory(organisation=member.organisation, user=user, role="SUBSTITUTE")
    assert get(client, user, reverse("meeting", args=[meeting.pk])).status_code == 200
    asked = post(client, user, "meeting-come", meeting.pk, at=FIRST, mode="ROOM", accepts="on")
    assert (asked.status_code, Attendance.objects.count()) == (409, 0)


def test_a_participant_is_led_from_the_meeting_to_the_ballot_and_the_result(
    client: Client, world: dict[str, Any]
) -> None:
    meeting, office, alba = world["meeting"], world["office"], world["Alba"]
    opened(meeting, "Alba", "Brina")
    post(client, office, "meeting-item-act", meeting.pk, 2, at=FIRST, act="discuss")
    post(client, office, "vote-lead", meeting.pk, 2, at=FIRST, act="open")
    page = reverse("meeting", args=[meeting.pk])
    ballot = reverse("ballot", args=[meeting.pk, 2])
    assert f'href="{ballot}"' in get(client, alba, page, at=FIRST).content.decode()

    form = get(client, alba, ballot, at=FIRST).context["form"]
    with time_machine.travel(FIRST, tick=False):
        client.post(ballot, {field.html_name: "FOR" for field in form.questions()} | _hidden(form))
    post(client, office, "vote-lead", meeting.pk, 2, at=FIRST, act="close")
    text = get(client, alba, page, at=FIRST).content.decode()
    assert ("approvato" in text, reverse("vote-result", args=[meeting.pk, 2]) in text) == (True, True)


def _hidden(form: Any) -> dict[str, Any]:
    return {field.html_name: field.value() for field in form.hidden_fields()}


def test_the_president_opens_a_meeting_of_the_board_and_a_director_does_not(client: Client) -> None:
    president, other = director("Dora", role="PRESIDENT"), director("Enzo")
    meeting = convened(BodyKind.BOARD, ItemPlan("Bilancio", kind="BOARD", proposal="Si approva."))
    arrive(meeting, "Dora", "Enzo")
    desk = reverse("meeting-desk", args=[meeting.pk])
    assert [get(client, one.user, desk, at=FIRST).status_code for one in (president, other)] == [200, 404]
    data = {
        "chair_name": "Dora",
        "chair_seat": seat_of(meeting, "Dora").pk,
        "secretary_name": "Bruno",
        "reminder_read": "on",
    }
    assert post(client, other.user, "meeting-open", meeting.pk, at=FIRST, **data).status_code == 404
    post(client, president.user, "meeting-open", meeting.pk, at=FIRST, **data)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.chaired_by) == (MeetingState.OPEN, seat_of(meeting, "Dora"))
    assert get(client, president.user, desk, at=FIRST).status_code == 200


def test_what_is_said_in_the_room_is_written_by_who_leads(client: Client, world: dict[str, Any]) -> None:
    meeting, office = world["meeting"], world["office"]
    opened(meeting, "Alba", "Brina")
    item = discuss_item(item=first_item(meeting), now=FIRST)
    for name, what in (("Alba", "conflict"), ("Brina", "objection")):
        data = {"seat": seat_of(meeting, name).pk, "item": item.pk, "what": what, "reason": "Detto a voce"}
        assert post(client, world["Alba"], "meeting-said", meeting.pk, at=FIRST, **data).status_code == 404
        post(client, office, "meeting-said", meeting.pk, at=FIRST, **data)
    item.refresh_from_db()
    assert (ConflictDeclaration.objects.get().seat.name, Objection.objects.get().seat.name) == ("Alba", "Brina")
    assert item.state == ItemState.STOPPED
    assert get(client, office, reverse("meeting-desk", args=[meeting.pk]), at=FIRST).status_code == 200
