"""Evidence comes in once, however often its file is read; unknown organisations stay visible as such."""

from __future__ import annotations

from dataclasses import replace

import pytest

from factories import OrganisationFactory
from filiera.common.partial_date import PartialDate
from filiera.common.visibility import Visibility
from filiera.competence.drafts import EvidenceDraft, Mention, Outcome, SourceDraft
from filiera.competence.enums import EvidenceKind, LinkRole
from filiera.competence.models import Claim, Evidence, EvidenceLink, Summary
from filiera.competence.operations.evidence import new_recorder
from filiera.competence.operations.map import update_map
from filiera.registry.enums import Scheme
from filiera.registry.operations.organisations import add_identifier
from tests_clock import TODAY

pytestmark = pytest.mark.django_db

DRAFT = EvidenceDraft(
    uid="test:1",
    kind=EvidenceKind.PROJECT,
    source=SourceDraft("Banca dati (esempio)", "https://banca.example/1", PartialDate.parse("2024")),
    mentions=(Mention("Ditta Prima", LinkRole.COORDINATOR, {"PIC": "999981634"}, country="IT"),),
    title_en="A project",
    text_en="Airless systems for creams.",
    on=PartialDate.parse("2024-02"),
)


def test_same_draft_twice_is_unchanged() -> None:
    assert new_recorder().record([DRAFT]) == [Outcome.NEW]
    assert new_recorder().record([DRAFT]) == [Outcome.UNCHANGED]
    assert (Evidence.objects.count(), EvidenceLink.objects.count()) == (1, 1)


def test_line_number_is_not_content() -> None:
    new_recorder().record([DRAFT])
    assert new_recorder().record([replace(DRAFT, line=7)]) == [Outcome.UNCHANGED]


def test_changed_draft_updates_and_does_not_double() -> None:
    new_recorder().record([DRAFT])
    assert new_recorder().record([replace(DRAFT, title_en="Another title")]) == [Outcome.CHANGED]
    assert list(Evidence.objects.values_list("title_en", flat=True)) == ["Another title"]


def test_evidence_made_private_takes_its_claims_off_the_map_at_once() -> None:
    organisation = OrganisationFactory(name="Tutt'altro nome")
    add_identifier(organisation=organisation, scheme=Scheme.PIC, value="999981634")
    new_recorder().record([DRAFT])
    update_map(today=TODAY)
    assert Claim.objects.filter(seen_by="PUBLIC").exists()
    new_recorder().record([replace(DRAFT, visibility=Visibility.OFFICE)])
    assert not Claim.objects.exists()
    assert not Summary.objects.exists()


def test_identifier_finds_the_organisation_whatever_its_name() -> None:
    organisation = OrganisationFactory(name="Tutt'altro nome")
    add_identifier(organisation=organisation, scheme=Scheme.PIC, value="999981634")
    new_recorder().record([DRAFT])
    link = EvidenceLink.objects.get()
    assert (link.organisation, link.band) == (organisation, "IDENTIFIER")


def test_unknown_organisation_stays_visible() -> None:
    new_recorder().record([DRAFT])
    link = EvidenceLink.objects.get()
    assert (link.organisation, link.band, link.mention) == (None, "UNKNOWN", "Ditta Prima")
    assert link.mention_ids == {"PIC": "999981634"}


def test_answer_of_a_person_outlives_an_update() -> None:
    organisation = OrganisationFactory(name="Scelta da una persona")
    new_recorder().record([DRAFT])
    EvidenceLink.objects.update(organisation=organisation, band="CONFIRMED")
    new_recorder().record([replace(DRAFT, title_en="Another title")])
    link = EvidenceLink.objects.get()
    assert (link.organisation, link.band) == (organisation, "CONFIRMED")


def test_evidence_on_ones_own_site_is_not_independent() -> None:
    organisation = OrganisationFactory(name="Ditta Seconda", website="https://www.banca.example/chi-siamo")
    draft = replace(DRAFT, uid="test:2", mentions=(Mention("Ditta Seconda", code=organisation.code),))
    new_recorder().record([draft])
    assert EvidenceLink.objects.get().independent is False


def test_organisation_named_twice_in_one_role_is_tied_once() -> None:
    mention = Mention("Ditta Terza", country="IT")
    new_recorder().record([replace(DRAFT, mentions=(mention, mention))])
    assert EvidenceLink.objects.count() == 1


def test_private_evidence_that_changes_hands_leaves_nothing_with_the_one_before() -> None:
    first, second = OrganisationFactory(name="Ditta Prima"), OrganisationFactory(name="Ditta Seconda")
    for organisation, pic in ((first, "999981634"), (second, "999972128")):
        add_identifier(organisation=organisation, scheme=Scheme.PIC, value=pic, source=None)
    private = replace(DRAFT, visibility=Visibility.BILATERAL)
    new_recorder().record([private])
    update_map(today=TODAY)
    assert Summary.objects.filter(organisation=first, seen_by=Visibility.BILATERAL).exists()
    other = Mention("Ditta Seconda", LinkRole.COORDINATOR, {"PIC": "999972128"}, country="IT")
    new_recorder().record([replace(private, mentions=(other,))])
    assert not Summary.objects.filter(organisation=first).exists()
    assert not Claim.objects.filter(organisation=first).exists()
