"""In which order organisations answer: what retrieval found, joined with what the map knows."""

from __future__ import annotations

import pytest

from factories import EvidenceFactory, LinkFactory, OrganisationFactory
from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.competence.models import Claim
from filiera.competence.operations.map import update_map
from filiera.competence.queries.answers import answer, joined
from filiera.engine.types import AskedCompetence, OwnerHit
from tests_clock import TODAY

HOLDER, NEAR = 1, 2


@pytest.mark.parametrize(("reading", "first"), [(0.9, HOLDER), (0.6, HOLDER), (0.5, NEAR)])
def test_who_has_proof_of_what_is_surely_asked_stands_before_who_comes_near(reading: float, first: int) -> None:
    hits = (OwnerHit(str(NEAR), 1.0, ()), OwnerHit(str(HOLDER), 0.1, ()))
    claims = {"TST.REG.PIF": {HOLDER: Claim(strength=0.06)}}
    found = joined(hits, claims, (AskedCompetence("TST.REG.PIF", reading, 0, 3),))
    assert [one.organisation_id for one in found] == [first, HOLDER + NEAR - first]
    assert found[0].score > 0


def test_of_a_group_the_strongest_competence_counts_and_the_others_are_not_lacked() -> None:
    found = tuple(
        AskedCompetence(code, 0.75, 0, 11, "MFG.FIL") for code in ("MFG.FIL.CRM", "MFG.FIL.LIQ", "MFG.FIL.AER")
    )
    one, two = {HOLDER: Claim(strength=0.6)}, {HOLDER: Claim(strength=0.2)}
    alone = joined((), {"MFG.FIL.CRM": one}, (AskedCompetence("MFG.FIL.CRM", 0.75, 0, 11),))
    of_group = joined((), {"MFG.FIL.CRM": one, "MFG.FIL.LIQ": two}, found)
    assert [(hit.organisation_id, hit.score) for hit in of_group] == [(hit.organisation_id, hit.score) for hit in alone]


@pytest.mark.django_db
def test_question_that_names_a_group_is_answered_by_whoever_does_any_of_it() -> None:
    tubes, sprays = OrganisationFactory(name="Tubi"), OrganisationFactory(name="Spray")
    for owner, words in ((tubes, "Riempimento di tubi e creme"), (sprays, "Riempimento aerosol e bag-on-valve")):
        LinkFactory(organisation=owner, evidence=EvidenceFactory(title_it=words, text_it=f"{words} conto terzi."))
    update_map(today=TODAY)
    found = answer("chi fa riempimento?", audience=PUBLIC_AUDIENCE, today=TODAY, lang="it")
    assert {one.group for one in found.asked} == {"MFG.FIL"}
    assert (found.uncovered, found.no_evidence) == ((), False)
    parts = {line.entry.name: [part.asked.code for part in line.parts if part.is_held] for line in found.lines}
    assert ("MFG.FIL.CRM" in parts["Tubi"], "MFG.FIL.AER" in parts["Spray"]) == (True, True)
    assert all(part.claim for line in found.lines for part in line.parts)
    nobody = answer("chi fa decorazione?", audience=PUBLIC_AUDIENCE, today=TODAY, lang="it")
    assert {one.group for one in nobody.uncovered} == {"PK2.DEC"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "unmet"),
    [
        ("riempimento tubi con tappo in bambù", ("tappo", "bambù")),
        ("riempimento tubi a Milano, non in Bulgaria", ()),
        ("riempimento tubi segreti", ("segreti",)),
    ],
)
def test_words_that_no_evidence_of_the_audience_uses_are_told(text: str, unmet: tuple[str, ...]) -> None:
    owner = OrganisationFactory(name="Tubi")
    words = "Riempimento di tubi e creme"
    LinkFactory(organisation=owner, evidence=EvidenceFactory(title_it=words, text_it=f"{words} conto terzi."))
    secret = EvidenceFactory(title_it="Segreti", text_it="Segreti del tubo.", visibility="OFFICE")
    LinkFactory(organisation=owner, evidence=secret)
    update_map(today=TODAY)
    assert answer(text, audience=PUBLIC_AUDIENCE, today=TODAY, lang="it").unmet == unmet
