"""Weeks before a meeting nobody says that its quorum is missing: only how many it will need."""

from __future__ import annotations

from datetime import timedelta

import pytest

from factories.association import statute
from factories.convened import FIRST, arrive, convened, representative
from filiera.governance.quorum import quorum_now

pytestmark = pytest.mark.django_db


def test_the_quorum_is_missing_only_when_the_meeting_begins() -> None:
    statute()
    for name in ("Alba", "Brina", "Cima", "Duna"):
        representative(name)
    meeting = convened()
    ahead = quorum_now(meeting, at=FIRST - timedelta(days=20)).sentence
    begins = quorum_now(meeting, at=FIRST - timedelta(minutes=30)).sentence
    arrive(meeting, "Alba")
    arrive(meeting, "Brina")

    said = "in prima convocazione deve esserci almeno la metà, cioè 2 (art. 21 c. 1 c.c.)."
    assert ahead == f"Si conta all'apertura, su 4: {said}"
    assert begins == f"Manca il numero legale: 0 su 4, 0 di persona e 0 per delega; {said}"
    assert quorum_now(meeting, at=FIRST).sentence.startswith("C'è il numero legale: 2 su 4")
