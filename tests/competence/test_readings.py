"""What is read of a piece of evidence: not the names of who is tied to it, nor what its kind does not prove."""

from __future__ import annotations

import pytest

from factories import EvidenceFactory, LinkFactory, OrganisationFactory
from filiera.competence.models import Evidence, Reading
from filiera.competence.operations.map import update_map
from tests_clock import TODAY

pytestmark = pytest.mark.django_db


def read(evidence: Evidence) -> list[str]:
    """Bring the map up to date and list what was read of a piece."""
    update_map(today=TODAY)
    return sorted(Reading.objects.filter(evidence=evidence).values_list("competence_id", flat=True))


def test_name_of_a_partner_is_no_competence() -> None:
    row = EvidenceFactory(
        kind="SERVICE",
        title_it="Lavoro comune",
        text_it="Prezzi, tempi e consegne concordati con Sistemi Airless per due anni, con riunioni ogni mese.",
        text_en="",
    )
    LinkFactory(evidence=row, organisation=OrganisationFactory())
    assert read(row) == ["PK1.CMP.AIR"]
    partner = OrganisationFactory(name="Sistemi Airless srl")
    LinkFactory(evidence=row, organisation=partner, role="PARTNER", mention="Sistemi Airless srl")
    assert read(row) == []


def test_evidence_is_read_again_when_its_organisation_is_known_by_a_name_that_it_uses() -> None:
    text = "Prezzi, tempi e consegne concordati da Sistemi Airless per due anni, con riunioni ogni mese."
    row = EvidenceFactory(kind="SERVICE", title_it="Lavoro comune", text_it=text, text_en="")
    owner = OrganisationFactory(name="Alba srl")
    LinkFactory(evidence=row, organisation=owner)
    assert read(row) == ["PK1.CMP.AIR"]
    owner.aliases.create(name="Sistemi Airless")
    assert read(row) == []


def test_passage_keeps_the_name_that_was_not_read() -> None:
    text = "Pompa airless a doppia parete per Sistemi Airless."
    row = EvidenceFactory(kind="PATENT", title_it="Dosatore", text_it=text, text_en="")
    LinkFactory(evidence=row, organisation=OrganisationFactory(name="Sistemi Airless srl"))
    assert read(row) == ["PK1.CMP.AIR"]
    assert Reading.objects.get(evidence=row).passage_it == text


@pytest.mark.parametrize(("kind", "found"), [("PARTNERSHIP", []), ("SERVICE", ["EDU.TTR.CLU"])])
def test_membership_does_not_prove_the_running_of_a_cluster(kind: str, found: list[str]) -> None:
    row = EvidenceFactory(
        kind=kind, title_it="Gestione di cluster", text_it="Animazione di rete del cluster.", text_en=""
    )
    LinkFactory(evidence=row, organisation=OrganisationFactory())
    assert [code for code in read(row) if code == "EDU.TTR.CLU"] == found


def test_what_proves_something_of_nobody_in_the_register_is_read_when_its_organisation_is_entered() -> None:
    row = EvidenceFactory(kind="PATENT", title_it="Dosatore airless", text_it="Pompa airless per creme.", text_en="")
    link = LinkFactory(evidence=row, organisation=None, mention="Ignota srl", band="UNKNOWN")
    assert read(row) == []
    link.organisation, link.band = OrganisationFactory(name="Ignota srl"), "CONFIRMED"
    link.save()
    assert "PK1.CMP.AIR" in read(row)
