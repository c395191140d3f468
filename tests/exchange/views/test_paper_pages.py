"""Papers of a need on its pages: sent by whoever asks, judged by the office, read by solvers; and by nobody else."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories import UserFactory
from factories.needs import asked, client_of, link_to, need, organisation, person_of, press, read, read_on
from factories.papers import letter
from filiera.exchange.models import Disclosure, Need, NeedPaper
from filiera.exchange.operations.answers import accept_terms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

WRITER = "Alba Cosmetici"


@pytest.fixture
def office() -> Client:
    return client_of(UserFactory(role="OFFICE"))


@pytest.fixture
def asks() -> Client:
    return client_of(person_of(organisation(WRITER), "chiede@example.org"))


def stranger() -> Client:
    return client_of(person_of(organisation("Casa Indaco"), "altra@example.org"))


def send(client: Client, row: Need, name: str = "alba.pdf", stage: str = "PROBLEM", content: bytes = b"") -> object:
    file = SimpleUploadedFile(name, content or letter(WRITER, "La crema si separa"))
    return client.post(reverse("need-papers", args=[row.code]), {"file": file, "stage": stage})


def content(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_paper_goes_from_whoever_asks_through_the_office_to_the_solver(office: Client, asks: Client) -> None:
    row = need()
    assert send(asks, row).url.endswith(f"/needs/{row.code}/#papers")  # type: ignore[attr-defined]
    assert "alba.pdf" in asks.get(reverse("need", args=[row.code])).content.decode()
    (match,) = asked(read(row), "Prove Martesana")
    assert "aspetta di essere guardato" in office.get(reverse("need-office", args=[row.code])).content.decode()
    copy = content(office.get(reverse("need-paper", args=[row.code, 1]) + "?copy=1"))
    office.post(reverse("need-paper-judge", args=[row.code, 1]), {"act": "release"})
    solver = client_of(person_of(organisation("Prove Martesana"), "risponde@example.org"))
    given = reverse("need-request-paper", args=[match.code, 1])
    assert solver.get(given).status_code == 404
    accept_terms(match=match, name="Mara Provvisoria", now=timezone.now())
    assert "Documento 1" in solver.get(reverse("need-request", args=[match.code])).content.decode()
    answer = solver.get(given)
    assert (content(answer), answer["Content-Disposition"]) == (copy, 'attachment; filename="documento-1.pdf"')
    assert "Documento 1" in asks.get(reverse("need", args=[row.code])).content.decode()
    assert (solver.head(given).status_code, Disclosure.objects.filter(what="Documento 1").count()) == (200, 1)


def test_paper_is_read_by_the_link_of_the_mail_without_an_account(office: Client, asks: Client) -> None:
    row = need()
    send(asks, row)
    office.post(reverse("need-paper-judge", args=[row.code, 1]), {"act": "release"})
    (match,) = asked(read(row), "Prove Martesana")
    first = link_to(match.email)
    assert Client().get(f"{first}files/1/").status_code == 404
    problem = read_on(first)
    page = Client().get(problem).content.decode()
    assert "Documento 1" in page
    assert f"{problem}files/1/" in page
    answer = Client().get(f"{problem}files/1/")
    assert (answer.status_code, content(answer)[:5]) == (200, b"%PDF-")
    assert Client().head(f"{problem}files/1/").status_code == 200
    assert Disclosure.objects.filter(what="Documento 1").count() == 1
    assert [Client().get(f"{problem}files/{n}/").status_code for n in (0, 2)] == [404, 404]
    assert Client().get(f"{link_to(match.email)}files/1/").status_code == 404
    press(problem, "NO_CAPACITY")
    assert Client().get(f"{problem}files/1/").status_code == 410


def test_nobody_else_gets_a_paper_nor_judges_it(office: Client, asks: Client) -> None:
    row = need("SECRET")
    send(asks, row)
    read(row)
    for client in (Client(), stranger()):
        own, judged = reverse("need-paper", args=[row.code, 1]), reverse("need-paper-judge", args=[row.code, 1])
        assert (client.get(own).status_code, client.get(own + "open/").status_code) == (404, 404)
        assert client.post(judged, {"act": "release"}).status_code in (302, 404)
        assert client.post(reverse("need-paper-remove", args=[row.code, 1])).status_code == 404
    assert NeedPaper.objects.get().removed_at is None
    assert asks.post(reverse("need-paper-judge", args=[row.code, 1]), {"act": "release"}).status_code == 404
    assert NeedPaper.objects.get().released_at is None


def test_members_read_the_papers_of_an_open_need_once_they_are_let_out(office: Client, asks: Client) -> None:
    row, other = need("OPEN"), stranger()
    send(asks, row, stage="NAMES")
    read(row)
    page, file = reverse("need", args=[row.code]), reverse("need-paper-open", args=[row.code, 1])
    assert ("alba.pdf" in other.get(page).content.decode(), other.get(file).status_code) == (False, 404)
    office.post(reverse("need-paper-judge", args=[row.code, 1]), {"act": "release"})
    assert ("alba.pdf" in other.get(page).content.decode(), content(other.get(file))[:5]) == (True, b"%PDF-")
    assert Client().get(file).status_code == 404


def test_what_cannot_be_shown_comes_back_at_its_place(asks: Client, office: Client) -> None:
    row = need()
    wrong = send(asks, row, content=b"%PDF-1.4 niente")
    assert (wrong.status_code, "non si può ridisegnare" in wrong.content.decode()) == (422, True)  # type: ignore[attr-defined]
    assert send(office, row, name="alba.exe", content=b"MZ").status_code == 422  # type: ignore[attr-defined]
    assert not NeedPaper.objects.exists()


def test_paper_kept_back_says_why_to_whoever_sent_it(asks: Client, office: Client) -> None:
    row = need()
    send(asks, row)
    judge = reverse("need-paper-judge", args=[row.code, 1])
    answer = office.post(judge, {"act": "keep", "why": ""}, follow=True)
    assert "perché non esce" in answer.content.decode()
    office.post(judge, {"act": "keep", "why": "Si legge il marchio."})
    assert "Si legge il marchio." in asks.get(reverse("need", args=[row.code])).content.decode()
    asks.post(reverse("need-paper-remove", args=[row.code, 1]))
    assert "alba.pdf" not in asks.get(reverse("need", args=[row.code])).content.decode()
