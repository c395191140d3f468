"""Minutes, books and resolutions on pages: each act by whom it is for, and for nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import UserFactory
from filiera.governance.enums import MinutesState, ResolutionState
from filiera.governance.models import FollowUp, Minutes, MinutesAmendment, Resolution
from filiera.governance.operations import minutes as acts
from filiera.registry.models import Organisation
from governance.test_minutes import held_assembly, to
from tests_clock import NOW, TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factories.assemblies import Assembly

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _after_the_meeting() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        yield


@pytest.fixture
def assembly() -> Assembly:
    made = held_assembly()
    made.meeting.chaired_by = made.seats[0]
    made.meeting.save()
    Organisation.objects.update(member_since_on=TODAY - timedelta(days=400))
    return made


@pytest.fixture
def draft(assembly: Assembly) -> Minutes:
    return acts.draft_minutes(meeting=assembly.meeting)


@pytest.fixture
def office() -> Client:
    return client_of(UserFactory(role="OFFICE", name="Ufficio"))


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def act(client: Client, minutes: Minutes, name: str, **values: str) -> Any:
    return client.post(f"/it/minutes/{minutes.pk}/act/", {"act": name, **values})


def test_minutes_go_from_draft_to_book_on_the_page(assembly: Assembly, office: Client) -> None:
    made = office.post(f"/it/meetings/{assembly.meeting.pk}/minutes/")
    minutes = Minutes.objects.get()
    chair = client_of(assembly.users[0])
    act(office, minutes, "write", key="item-1", text="Si discute.")
    act(office, minutes, "check")
    act(client_of(assembly.users[1]), minutes, "amend", about="punto 1", text="Manca il mio intervento.")
    act(office, minutes, "answer", amendment=str(MinutesAmendment.objects.get().pk), verdict="ACCEPTED", answer="")
    accepted = office.get(f"/it/minutes/{minutes.pk}/").content.decode()
    act(office, minutes, "approve", how="AT_END")
    refused = Minutes.objects.get().state
    amendment = str(MinutesAmendment.objects.get().pk)
    act(office, minutes, "rewrite", amendment=amendment, key="item-1", text="Si discute. Manca il mio intervento.")
    act(office, minutes, "approve", how="AT_END")
    heard = Minutes.objects.get().state
    with time_machine.travel(NOW + timedelta(days=60), tick=False):
        act(client_of(UserFactory(role="OFFICE")), minutes, "approve", how="NO_CHANGE")
    act(chair, minutes, "sign", role="PRESIDENT")
    act(office, minutes, "sign", role="SECRETARY")
    act(office, minutes, "file")
    page = chair.get(f"/it/minutes/{minutes.pk}/").content.decode()

    assert made["Location"] == f"/it/minutes/{minutes.pk}/"
    assert "Accolta, da scrivere nel testo" in accepted
    assert "Si discute.\n\nManca il mio intervento.</textarea>" in accepted
    assert heard == MinutesState.IN_CHECK
    assert (refused, "Si discute. Manca il mio intervento." in page) == (MinutesState.IN_CHECK, True)
    assert "Verbale n. 1, <em>a libro</em>" in page
    assert "Si discute." in page
    assert Minutes.objects.get().state == MinutesState.FILED


def test_a_filed_minute_is_corrected_by_another(draft: Minutes, office: Client) -> None:
    filed = to(MinutesState.FILED, draft)
    empty = act(office, filed, "correct", text="").content.decode()
    act(office, filed, "correct", text="Si legga 2027.")

    assert "Scrivi che cosa va cambiato, e come." in empty
    assert Minutes.objects.get(corrects=filed).state == MinutesState.DRAFT
    assert "Una rettifica" in office.get(f"/it/minutes/{filed.pk}/").content.decode()


def test_a_change_is_not_refused_without_saying_why(assembly: Assembly, draft: Minutes, office: Client) -> None:
    minutes = to(MinutesState.IN_CHECK, draft)
    members = [client_of(user) for user in assembly.users[1:3]]
    for client in members:
        act(client, minutes, "amend", about="punto 1", text="Manca il mio intervento.")
    keys = list(MinutesAmendment.objects.order_by("pk").values_list("pk", flat=True))
    answer = act(office, minutes, "answer", amendment=str(keys[1]), verdict="REFUSED", answer="")
    page = answer.content.decode()

    assert answer.status_code == 422
    assert [f'href="#answer-{key}-answer"' in page for key in keys] == [False, True]
    assert "perché la modifica è rifiutata." in page
    assert set(MinutesAmendment.objects.values_list("state", flat=True)) == {"PROPOSED"}


@pytest.mark.parametrize(
    "name", ["write", "check", "answer", "approve", "sign", "file", "correct", "recompute", "burn"]
)
def test_a_member_keeps_no_minutes(draft: Minutes, assembly: Assembly, name: str) -> None:
    minutes = to(MinutesState.APPROVED, draft)

    assert act(client_of(assembly.users[1]), minutes, name, role="SECRETARY", key="item-1").status_code == 404


@pytest.mark.parametrize(
    ("state", "status"),
    [(None, 404), (MinutesState.IN_CHECK, 200), (MinutesState.APPROVED, 200), (MinutesState.FILED, 200)],
)
def test_a_member_reads_minutes_from_their_check_on(
    draft: Minutes, assembly: Assembly, state: MinutesState | None, status: int
) -> None:
    minutes = to(state, draft) if state else draft
    address = f"/it/minutes/{minutes.pk}/"

    assert client_of(assembly.users[1]).get(address).status_code == status
    assert client_of(assembly.users[1]).get(f"{address}minutes.pdf").status_code == status
    assert client_of(UserFactory()).get(address).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize(("lang", "words"), [("it", "I libri"), ("en", "The books")])
def test_the_books_are_shown_with_what_they_are_worth(draft: Minutes, office: Client, lang: str, words: str) -> None:
    to(MinutesState.FILED, draft)
    page = office.get(f"/{lang}/books/").content.decode()
    book = office.get(f"/{lang}/books/assembly/").content.decode()

    assert words in page
    assert "Assemblea ordinaria" in book
    for form in ("json", "xlsx", "pdf"):
        assert office.get(f"/{lang}/books/assembly/book.{form}").status_code == 200
    assert office.get(f"/{lang}/books/assembly/book.doc").status_code == 404
    assert office.get(f"/{lang}/books/kitchen/").status_code == 404
    assert office.get(f"/{lang}/books/members/")["Location"] == f"/{lang}/members/"


def test_members_read_the_book_of_the_assembly_alone(draft: Minutes, assembly: Assembly) -> None:
    to(MinutesState.FILED, draft)
    client = client_of(assembly.users[1])

    assert client.get("/it/books/assembly/").status_code == 200
    assert client.get("/it/books/board/").status_code == 404
    assert client.get("/it/books/members/book.json").status_code == 404
    assert "book.pdf" in client.get("/it/books/").content.decode()
    assert client_of(UserFactory()).get("/it/books/").status_code == 404


def test_the_register_of_resolutions(assembly: Assembly, office: Client) -> None:
    page = office.get("/it/resolutions/").content.decode()
    member = client_of(assembly.users[1])

    assert "2 delibere" in page
    assert "1 delibera<" in office.get("/it/resolutions/?q=Punto+1").content.decode()
    assert "0 delibere" in office.get("/it/resolutions/?state=ANNULLED").content.decode()
    assert member.get("/it/resolutions/").status_code == 200
    assert client_of(UserFactory()).get("/it/resolutions/").status_code == 404


def test_a_resolution_of_the_board_is_the_board_s(assembly: Assembly, board_body: Any) -> None:
    resolution = Resolution.objects.order_by("pk")[0]
    Resolution.objects.filter(pk=resolution.pk).update(body=board_body)
    member = client_of(assembly.users[1])

    assert member.get(f"/it/resolutions/{resolution.pk}/").status_code == 404
    assert "1 delibera<" in member.get("/it/resolutions/").content.decode()


def test_a_resolution_is_superseded_and_followed_up(assembly: Assembly, office: Client) -> None:
    first, second = Resolution.objects.order_by("pk")
    address = f"/it/resolutions/{first.pk}/"
    bad = office.post(
        f"{address}act/", {"act": "mark", "state": "SUPERSEDED", "why": "nuova delibera"}
    ).content.decode()
    wrong_day = {"act": "follow-up", "what": "Scrivere", "owner_name": "Ufficio", "due_on": "01/01/2026"}
    late = office.post(f"{address}act/", wrong_day).content.decode()
    office.post(f"{address}act/", wrong_day | {"due_on": "25/11/2026"})
    office.post(f"{address}act/", {"act": "done", "follow_up": str(FollowUp.objects.get().pk), "note": "mandato"})
    mark = {"act": "mark", "state": "SUPERSEDED", "why": "nuova delibera", "superseded_by": str(second.pk)}
    office.post(f"{address}act/", mark)
    first.refresh_from_db()

    assert "Scegli la delibera che la sostituisce" in bad
    assert "Il giorno è prima della delibera" in late
    assert (first.state, first.superseded_by) == (ResolutionState.SUPERSEDED, second)
    assert FollowUp.objects.get().done_on == TODAY
    assert "La sostituisce la delibera" in office.get(address).content.decode()


def test_a_member_marks_nothing(assembly: Assembly) -> None:
    resolution = Resolution.objects.order_by("pk")[0]
    client = client_of(assembly.users[1])

    assert client.get(f"/it/resolutions/{resolution.pk}/").status_code == 200
    assert client.post(f"/it/resolutions/{resolution.pk}/act/", {"act": "mark"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 2])
def test_the_register_asks_the_same_of_the_database_however_long(assembly: Assembly, office: Client, rows: int) -> None:
    keep = list(Resolution.objects.order_by("pk").values_list("pk", flat=True))[:rows]
    Resolution.objects.exclude(pk__in=keep).delete()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        office.get("/it/resolutions/")

    own = ("governance_resolution", "governance_followup")
    assert sum(any(name in query["sql"] for name in own) for query in queries.captured_queries) == 3


def test_at_the_end_of_the_meeting_is_on_its_day_alone(draft: Minutes, office: Client) -> None:
    act(office, draft, "check")
    today = office.get(f"/it/minutes/{draft.pk}/").content.decode()
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        later = office.get(f"/it/minutes/{draft.pk}/").content.decode()
        refused = act(office, draft, "approve", how="AT_END").content.decode()
    state = Minutes.objects.get().state

    assert ('value="AT_END"' in today, 'value="AT_END"' in later) == (True, False)
    assert today.index('value="NO_CHANGE"') < today.index('value="LATER"') < today.index('value="AT_END"')
    assert ("Seduta stante vale solo nel giorno della riunione" in refused, state) == (True, MinutesState.IN_CHECK)
