"""The page of an organisation: what it says of it, as exactly as it is known."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from factories import OrganisationFactory
from filiera.common.partial_date import PartialDate
from filiera.registry.enums import FactField
from filiera.registry.operations.sources import FactDraft, record_facts, record_source

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("on", "words"), [("2023", "2023"), ("2023-01", "gennaio 2023"), ("2023-01-01", "1 gennaio 2023")]
)
def test_membership_begins_as_exactly_as_its_source_says(client: Client, on: str, words: str) -> None:
    alba = OrganisationFactory(name="Alba")
    said = FactDraft(FactField.MEMBER, "YES", on=PartialDate.parse(on))
    record_facts(organisation=alba, source=record_source(name="Elenco"), drafts=[said])
    page = client.get("/it/organisations/alba/").content.decode()
    assert re.findall(r"<dt>Socio almeno dal</dt><dd>([^<]*)</dd>", page) == [words]
