"""Many people voting at one time, twice each; a process that dies in the midst: the totals are exact, nothing is half done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factories.installation import installation, started, told

if TYPE_CHECKING:
    from collections.abc import Iterator

VOTERS = 200
TESTS = Path(__file__).parents[1]

PREPARE = f"""
from factories.assemblies import Assembly
from filiera.governance.operations.votes import open_vote
from tests_clock import NOW
assembly = Assembly({VOTERS})
open_vote(item=assembly.election("Boschi", "Tirelli"), now=NOW)
"""

VOTE = """
import random
from django.contrib.auth import get_user_model
from filiera.common.acting import Acting
from filiera.governance.logic.ballots import ALPHABET, written_code
from filiera.governance.models import AgendaItem, RollSeat
from filiera.governance.operations.votes import Vote, cast_votes
from tests_clock import NOW
item = AgendaItem.objects.select_related("meeting").get()
draw = random.SystemRandom()
for seat in RollSeat.objects.select_related("member__organisation").order_by("{order}"):
    organisation = seat.member.organisation
    user = get_user_model().objects.get(email=organisation.code + "@example.org")
    user.acting = Acting(organisation.pk, organisation.code, organisation.name, "REPRESENTATIVE", is_member=True)
    name = "Boschi" if seat.member.number % 4 else "Tirelli"
    vote = Vote(names=(name,), code=written_code("".join(draw.choices(ALPHABET, k=10))))
    cast_votes(item=item, votes={{seat.pk: vote}}, user=user, now=NOW)
"""

DIE = """
import os
from filiera.governance.models import Urn
Urn.save = lambda self, **options: os._exit(9)
""" + VOTE.format(order="pk")

COUNT = """
from filiera.governance.models import AgendaItem, BallotMark, Urn
from filiera.governance.operations.outcomes import close_vote
from tests_clock import NOW
print(BallotMark.objects.count(), len(Urn.objects.get().ballots))
print(close_vote(item=AgendaItem.objects.get(), now=NOW).judgement["figures"]["tally"])
"""

LOOK = """
from filiera.governance.models import BallotMark, Urn
print(BallotMark.objects.count(), len(Urn.objects.get().ballots))
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give an installation with an assembly that votes, whose processes know the tests' factories."""
    with installation(tmp_path) as environment:
        ready = environment | {"PYTHONPATH": f"{environment['PYTHONPATH']}:{TESTS}"}
        told(PREPARE, ready)
        yield ready


def test_everybody_votes_at_one_time_and_twice_after_a_process_died_in_the_midst(place: dict[str, str]) -> None:
    killed = started(DIE, place)
    killed.communicate(timeout=300)
    after = told(LOOK, place)
    voters = [started(VOTE.format(order=order), place) for order in ("pk", "-pk")]
    for voter in voters:
        voter.communicate(timeout=300)

    assert (killed.returncode, after) == (9, "0 0")
    assert [voter.returncode for voter in voters] == [0, 0]
    assert told(COUNT, place) == f"{VOTERS} {VOTERS}\n{{'Boschi': 150, 'Tirelli': 50}}"
