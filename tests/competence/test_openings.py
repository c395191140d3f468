"""What the office reads of an organisation's private evidence leaves a line that the organisation sees."""

from __future__ import annotations

import pytest
from django.test import Client

from factories import DelegateFactory, EvidenceFactory, LinkFactory, UserFactory
from filiera.registry.models import Opening

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("level", "lines"), [("PUBLIC", 0), ("MEMBERS", 0), ("BILATERAL", 1), ("OFFICE", 0)])
def test_page_with_private_evidence_is_written_down_for_the_office_alone(level: str, lines: int) -> None:
    delegate = DelegateFactory()
    owner = delegate.organisation
    LinkFactory(evidence=EvidenceFactory(visibility=level), organisation=owner, band="IDENTIFIER")
    address = f"/it/organisations/{owner.code}/"
    for user in (None, delegate.user, UserFactory(role="OFFICE")):
        client = Client()
        if user:
            client.force_login(user)
        assert client.get(address).status_code == 200
    found = Opening.objects.values_list("owner", "user__role", "level", "act")
    assert list(found) == [(owner.pk, "OFFICE", "BILATERAL", "READ")] * lines
