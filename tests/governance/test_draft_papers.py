"""What belongs to an application that was never sent is its writer's alone: papers and answers, after it is taken back too."""

from __future__ import annotations

import pytest
from django.test import Client

from factories import UserFactory
from factories.association import application, statute
from factories.documents import pdf
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.documents.models import Document
from filiera.documents.operations.receiving import Sent
from filiera.governance.models import MembershipApplication
from filiera.governance.operations.application_papers import add_paper
from filiera.governance.operations.applications import submit_application, withdraw_application
from filiera.governance.queries.applications import office_applications, sees_application
from tests_clock import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> MembershipApplication:
    statute()
    row = application(applicant=UserFactory(), sent=False)
    add_paper(application=row, title="Bilancio", file=Sent("bilancio.pdf", [pdf()]), now=NOW, actor=row.applicant)
    row.refresh_from_db()
    return row


def seen_by_office() -> list[str]:
    rows = Document.objects.visible_to(OFFICE_AUDIENCE)
    assert list(rows) == [row for row in Document.objects.all() if row.is_visible_to(OFFICE_AUDIENCE)]
    return list(rows.values_list("title", flat=True))


def test_paper_of_a_draft_is_its_writers_until_it_is_sent(draft: MembershipApplication) -> None:
    (document,) = Document.objects.all()
    office = Client()
    office.force_login(UserFactory(role="OFFICE"))
    address = f"/it/documents/{document.pk}/"
    assert (seen_by_office(), office.get(address).status_code) == ([], 404)
    writer = Client()
    writer.force_login(draft.applicant)
    given = writer.get(f"/it/join/{draft.code}/papers/{document.pk}/")
    assert (given.status_code, b"".join(given.streaming_content)[:5]) == (200, b"%PDF-")
    submit_application(application=draft, now=NOW, actor=draft.applicant)
    assert (seen_by_office(), office.get(address).status_code) == (["Bilancio"], 200)


def test_draft_that_was_taken_back_stays_its_writers(draft: MembershipApplication) -> None:
    row = withdraw_application(application=draft, now=NOW, actor=draft.applicant)
    office = UserFactory(role="OFFICE")
    assert (sees_application(row.applicant, row), sees_application(office, row)) == (True, False)
    assert list(office_applications("WITHDRAWN")) == []
    assert seen_by_office() == []
