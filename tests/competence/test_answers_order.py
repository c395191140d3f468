"""In which order organisations answer: what retrieval found, joined with what the map knows."""

from __future__ import annotations

import pytest

from filiera.competence.models import Claim
from filiera.competence.queries.answers import joined
from filiera.engine.types import AskedCompetence, OwnerHit

HOLDER, NEAR = 1, 2


@pytest.mark.parametrize(("reading", "first"), [(0.9, HOLDER), (0.6, HOLDER), (0.5, NEAR)])
def test_who_has_proof_of_what_is_surely_asked_stands_before_who_comes_near(reading: float, first: int) -> None:
    hits = (OwnerHit(str(NEAR), 1.0, ()), OwnerHit(str(HOLDER), 0.1, ()))
    claims = {"TST.REG.PIF": {HOLDER: Claim(strength=0.06)}}
    found = joined(hits, claims, (AskedCompetence("TST.REG.PIF", reading, 0, 3),))
    assert [one.organisation_id for one in found] == [first, HOLDER + NEAR - first]
    assert found[0].score > 0
