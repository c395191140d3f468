"""An invented organisation is marked wherever it is named, as the foot of every page says."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from factories import ClaimFactory, EvidenceFactory, LinkFactory, OrganisationFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

LEAF, GAP = "PK1.CMP.AIR", "PK1.CMP.PMP"
MARKED = re.compile(r'^(</a>)?(</option>)?( \(esempio\)| <span class="eg">esempio</span>)')


@pytest.fixture(autouse=True)
def _invented() -> None:
    """Make an example that holds one competence alone, has a trace of another, and shares evidence with a real one."""
    invented = OrganisationFactory(name="Finta", is_example=True, province_id="CR")
    real = OrganisationFactory(name="Vera")
    ClaimFactory(organisation=invented, competence_id=LEAF, strength=0.9)
    ClaimFactory(organisation=invented, competence_id=GAP, strength=0.01)
    evidence = EvidenceFactory(kind="PROJECT")
    for organisation in (invented, real):
        LinkFactory(evidence=evidence, organisation=organisation)


@pytest.mark.parametrize(
    ("address", "times"),
    [
        ("/it/chain/?stage=primary_packaging&without=finta", 7),
        (f"/it/competences/{GAP}/", 1),
        ("/it/competences/PK1.CMP/", 4),
        ("/it/organisations/network/", 8),
        ("/it/organisations/network/?around=finta", 9),
        ("/it/organisations/vera/", 1),
    ],
)
def test_example_is_marked_wherever_it_is_named(client: Client, address: str, times: int) -> None:
    page = unescape(client.get(address).content.decode())
    page = page[page.index("<main") :]
    after = [page[found.end() : found.end() + 60] for found in re.finditer("Finta", page)]
    assert [text for text in after if not MARKED.match(text)] == []
    assert len(after) == times
