"""Letters that did not leave stand on Today and on the desk: the office sends them again or gives them up, unread."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from factories import DelegateFactory, OrganisationFactory, UserFactory
from factories.outbox import posted
from filiera.common.letters import Letter
from filiera.common.models import OutgoingMail
from filiera.common.outbox import queue
from filiera.registry.queries.letters_waiting import waiting_of_letters
from filiera.registry.views.letters import PAGE_SIZE

pytestmark = pytest.mark.django_db

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


def queued(to: str, words: str) -> OutgoingMail:
    """Give a letter that waits to leave."""
    write = lambda: Letter("Prova", [words])  # noqa: E731 - as operations hand it over
    return queue(write=write, to=to, language="it", verb="remind-fee", thing=OrganisationFactory())


def stuck(settings: Any, number: int = 1) -> list[OutgoingMail]:
    """Give letters that did not leave, and a mail server that answers again."""
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = 1
    rows = [queued(f"rosa{n}@example.org", "https://example.org/it/answer/segreto") for n in range(number)]
    posted()
    settings.EMAIL_BACKEND = LOCMEM
    return rows


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(UserFactory(role="OFFICE"))
    return client


@pytest.mark.parametrize(("lang", "words"), [("it", "Rimandala"), ("en", "Send it again")])
def test_letter_that_did_not_leave_is_sent_again_from_today(
    office: Client, settings: Any, lang: str, words: str
) -> None:
    (row,) = stuck(settings)
    pages = [office.get(f"/{lang}/office/").content.decode(), office.get(f"/{lang}/office/letters/").content.decode()]
    assert [words in page and "rosa0@example.org" in page for page in pages] == [True, True]
    assert ["segreto" in page or "Error" in page for page in pages] == [False, False]
    office.post(f"/{lang}/office/letters/{row.pk}/again/")

    assert [letter.to for letter in posted()] == [["rosa0@example.org"]]
    assert words not in office.get(f"/{lang}/office/").content.decode()
    assert "rosa0@example.org" in office.get(f"/{lang}/office/letters/").content.decode()


def test_letter_is_given_up(office: Client, settings: Any) -> None:
    (row,) = stuck(settings)
    assert office.post(f"/it/office/letters/{row.pk}/drop/").status_code == 302
    assert not OutgoingMail.objects.exists()
    assert office.post(f"/it/office/letters/{row.pk}/drop/").status_code == 404


def test_what_has_left_is_not_given_up(office: Client, settings: Any) -> None:
    (row,) = stuck(settings)
    office.post(f"/it/office/letters/{row.pk}/again/")
    posted()
    office.post(f"/it/office/letters/{row.pk}/drop/")
    assert OutgoingMail.objects.filter(pk=row.pk).exists()


def test_many_are_counted(settings: Any) -> None:
    stuck(settings, 7)
    assert [thing.title for thing in waiting_of_letters()][-1] == "Altre 2 lettere non sono partite"


@pytest.mark.parametrize("lang", ["it", "en"])
def test_what_has_left_stands_on_pages(office: Client, lang: str) -> None:
    for number in range(PAGE_SIZE + 1):
        queued(f"uno{number}@example.org", "Buongiorno.")
    posted()
    pages = [office.get(f"/{lang}/office/letters/", {"page": page}).content.decode() for page in (1, 2)]
    assert [page.count("@example.org</td>") for page in pages] == [PAGE_SIZE, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_desk_costs_the_same_queries(office: Client, settings: Any, count: int, django_assert_num_queries: Any) -> None:
    stuck(settings, count)
    office.get("/it/office/letters/")
    with django_assert_num_queries(8):
        office.get("/it/office/letters/")


def test_nobody_but_the_office_sees_letters(settings: Any) -> None:
    (row,) = stuck(settings)
    member = Client()
    member.force_login(DelegateFactory(role="REPRESENTATIVE").user)

    assert Client().get("/it/office/letters/").status_code == 302
    assert member.get("/it/office/letters/").status_code == 404
    assert member.post(f"/it/office/letters/{row.pk}/again/").status_code == 404
    assert member.post(f"/it/office/letters/{row.pk}/drop/").status_code == 404
