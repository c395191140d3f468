"""Names that nobody answers to, and what people answer about them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from factories import OrganisationFactory
from factories.importer_world import PARTICIPANTS, TABLES, bring, cordis_folder
from filiera.common.visibility import OFFICE_AUDIENCE, PUBLIC_AUDIENCE
from filiera.competence.models import Evidence, EvidenceLink
from filiera.competence.operations.links import (
    LinkError,
    find_again,
    register_mention,
    settle_mention,
)
from filiera.competence.queries.unknown import doubtful_names, doubtful_rows, unknown_names, unknown_rows
from filiera.registry.enums import Kind
from filiera.registry.models import DuplicateDecision, Identifier, Organisation

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)
ATHENS = "PIC:999100002"


def bands(key: str) -> set[tuple[str, int | None]]:
    return set(EvidenceLink.objects.filter(mention_key=key).values_list("band", "organisation_id"))


def test_unknown_names_are_counted_by_evidence(tmp_path: Path) -> None:
    bring("CORDIS", cordis_folder(tmp_path / "he"))
    names = unknown_names(unknown_rows(audience=OFFICE_AUDIENCE))
    assert [(one.key, one.evidence, one.country) for one in names] == [
        (ATHENS, 3, "GR"),
        ("PIC:999100001", 2, "IT"),
        ("PIC:999100003", 1, "GB"),
    ]
    assert [one.key for one in unknown_names(unknown_rows(audience=OFFICE_AUDIENCE, text="london"))] == [
        "PIC:999100003"
    ]


def test_names_of_private_evidence_stay_private(tmp_path: Path) -> None:
    bring("CORDIS", cordis_folder(tmp_path / "he"))
    Evidence.objects.exclude(uid__endswith="3").update(visibility="OFFICE")
    assert [one.key for one in unknown_names(unknown_rows(audience=PUBLIC_AUDIENCE))] == ["PIC:999100003"]


def test_registered_name_takes_all_its_evidence_and_what_comes_later(tmp_path: Path) -> None:
    bring("CORDIS", cordis_folder(tmp_path / "he"))
    done = register_mention(key=ATHENS, today=TODAY, name="Institute of Athens", kind=Kind.RESEARCH_BODY)
    assert done.organisation is not None
    pk = done.organisation.pk
    assert (done.links, bands(ATHENS)) == (3, {("IDENTIFIER", pk)})
    assert (done.organisation.country, done.organisation.town, done.organisation.kind) == (
        "GR",
        "Athina",
        "RESEARCH_BODY",
    )
    assert list(done.organisation.identifiers.values_list("scheme", "value")) == [("PIC", "999100002")]
    later = PARTICIPANTS[1] | {"projectID": "900000009", "name": "ATHENS INST."}
    bring("CORDIS", cordis_folder(tmp_path / "later", {"organization.csv": [later]}))
    assert bands(ATHENS) == {("IDENTIFIER", pk)}


def test_registering_twice_is_refused(tmp_path: Path) -> None:
    bring("CORDIS", cordis_folder(tmp_path / "he"))
    register_mention(key=ATHENS, today=TODAY)
    with pytest.raises(LinkError):
        register_mention(key=ATHENS, today=TODAY)


DOUBT = [
    PARTICIPANTS[0]
    | {"organisationID": "", "vatNumber": "", "name": "ROSSI PROFUMI E FIGLI", "city": "", "country": ""}
]


@pytest.fixture
def doubt(tmp_path: Path) -> str:
    OrganisationFactory(name="Rossi Profumi S.r.l.", code="rossi", town="Crema", country="IT")
    bring("CORDIS", cordis_folder(tmp_path / "he", TABLES | {"organization.csv": DOUBT}))
    return "rossi profumi e figli|"


def test_doubt_stands_beside_its_candidate_with_reasons(doubt: str) -> None:
    [one] = doubtful_names(doubtful_rows(audience=OFFICE_AUDIENCE))
    assert (one.said.key, one.candidate.code, one.said.evidence) == (doubt, "rossi", 2)
    assert one.reasons
    assert [row[1:3] for row in one.rows] == [
        ("ROSSI PROFUMI E FIGLI", "Rossi Profumi S.r.l."),
        ("", "Crema"),
        ("", "IT"),
    ]


def test_same_ties_links_of_now_and_later(doubt: str, tmp_path: Path) -> None:
    rossi = Organisation.objects.get(code="rossi")
    done = settle_mention(key=doubt, organisation=rossi, verdict="SAME", today=TODAY)
    assert (done.links, bands(doubt)) == (2, {("CONFIRMED", rossi.pk)})
    bring("CORDIS", cordis_folder(tmp_path / "later", {"organization.csv": [DOUBT[0] | {"projectID": "900000009"}]}))
    assert {pk for _band, pk in bands(doubt)} == {rossi.pk}
    bring("CORDIS", cordis_folder(tmp_path / "he", TABLES | {"organization.csv": DOUBT}))
    assert EvidenceLink.objects.filter(mention_key=doubt, band="CONFIRMED", role="PARTICIPANT").exists()


def test_two_is_remembered_and_not_asked_again(doubt: str, tmp_path: Path) -> None:
    rossi = Organisation.objects.get(code="rossi")
    settle_mention(key=doubt, organisation=rossi, verdict="DIFFERENT", today=TODAY)
    assert bands(doubt) == {("UNKNOWN", None)}
    assert DuplicateDecision.objects.get().verdict == "DIFFERENT"
    bring("CORDIS", cordis_folder(tmp_path / "later", {"organization.csv": [DOUBT[0] | {"projectID": "900000009"}]}))
    assert bands(doubt) == {("UNKNOWN", None)}


def test_looking_again_finds_who_was_registered_meanwhile(tmp_path: Path) -> None:
    bring("CORDIS", cordis_folder(tmp_path / "he"))
    athens = OrganisationFactory(name="Whatever", country="GR")
    Identifier.objects.create(organisation=athens, scheme="PIC", value="999100002")
    assert find_again() == 3
    assert bands(ATHENS) == {("IDENTIFIER", athens.pk)}
