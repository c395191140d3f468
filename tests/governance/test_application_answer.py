"""The answer of an applicant: with its document in one form, and nothing written is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from factories import UserFactory
from factories.association import application, statute
from filiera.governance.enums import ApplicationState
from filiera.governance.models import MembershipApplication
from filiera.governance.operations.application_papers import papers_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(client: Client) -> MembershipApplication:
    statute()
    rosa = UserFactory()
    client.force_login(rosa)
    row = application(applicant=rosa)
    MembershipApplication.objects.filter(pk=row.pk).update(
        state=ApplicationState.INFO_REQUESTED, asked="Manca la visura."
    )
    row.refresh_from_db()
    return row


def send(client: Client, row: MembershipApplication, name: str, content: bytes) -> Any:
    values = {"answer": "Eccola, con la firma.", "title": "", "file": SimpleUploadedFile(name, content)}
    return client.post(f"/it/join/{row.code}/answer/", values)


def test_an_answer_goes_with_its_document(client: Client, asked: MembershipApplication) -> None:
    response = send(client, asked, "visura.txt", b"Visura camerale")
    asked.refresh_from_db()

    assert (response.status_code, asked.state) == (302, ApplicationState.UNDER_REVIEW)
    assert [one.title for one in papers_of(asked)] == ["visura.txt"]


def test_a_document_that_is_not_taken_loses_no_answer(client: Client, asked: MembershipApplication) -> None:
    response = send(client, asked, "visura.exe", b"Visura camerale")
    asked.refresh_from_db()
    page = response.content.decode()

    assert (response.status_code, asked.state, list(papers_of(asked))) == (422, ApplicationState.INFO_REQUESTED, [])
    assert "Eccola, con la firma." in page
    assert "Questo tipo di file non si" in page
