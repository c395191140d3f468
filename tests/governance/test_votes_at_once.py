"""Many people voting at one time, twice each; a process that dies in the midst: the totals are exact, nothing is half done.

And a vote that closes while an office is given in the same body: neither waits for the other for ever.
"""

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
from filiera.governance.models import AgendaItem
from filiera.governance.operations.votes import Vote, cast_votes
from tests_clock import NOW
item = AgendaItem.objects.select_related("meeting").get(meeting__body__kind="ASSEMBLY")
draw = random.SystemRandom()
for seat in item.meeting.roll.select_related("member__organisation").order_by("{order}"):
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
from filiera.governance.logic.closing import ClosingDoubt
from filiera.governance.operations.outcomes import close_vote
from tests_clock import NOW
print(BallotMark.objects.count(), len(Urn.objects.get().ballots))
item = AgendaItem.objects.get(meeting__body__kind="ASSEMBLY")
print(close_vote(item=item, now=NOW, sure_of=ClosingDoubt).judgement["figures"]["tally"])
"""

LOOK = """
from filiera.governance.models import BallotMark, Urn
print(BallotMark.objects.count(), len(Urn.objects.get().ballots))
"""


PREPARE_BOARD = """
from factories.convened import FIRST, convened, director, first_item, opened
from filiera.governance.enums import BodyKind
from filiera.governance.operations.agenda import discuss_item
from filiera.governance.operations.votes import open_vote
for name in ("Alba", "Brina"):
    director(name, email=name + "@example.org")
meeting = opened(convened(BodyKind.BOARD), "Alba", "Brina")
open_vote(item=discuss_item(item=first_item(meeting), now=FIRST), now=FIRST)
"""

WAIT = """
import os, time
from pathlib import Path
folder = Path(os.environ["FILIERA_VAR"])
def wait_for(name):
    until = time.monotonic() + 60
    while not (folder / name).exists():
        assert time.monotonic() < until
        time.sleep(0.02)
"""

APPOINT = (
    WAIT
    + """
from django.db import transaction
from filiera.governance.models import Body
from filiera.governance.operations.bodies import Office, appoint
from tests_clock import TODAY
wait_for("votes")
with transaction.atomic():
    body = Body.objects.select_for_update().get(code="board")
    (folder / "held").touch()
    time.sleep(0.7)
    appoint(body=body, office=Office("Cima", "DIRECTOR", TODAY), today=TODAY)
"""
)

CLOSE = (
    WAIT
    + """
from filiera.governance.models import AgendaItem
from filiera.governance.logic.closing import ClosingDoubt
from filiera.governance.operations.outcomes import close_vote
from factories.convened import FIRST
item = AgendaItem.objects.exclude(meeting__title="Colloquio").get(meeting__body__kind="BOARD")
(folder / "votes").touch()
wait_for("held")
close_vote(item=item, now=FIRST, sure_of=ClosingDoubt)
"""
)

COUNT_BOARD = """
from filiera.governance.models import Mandate, Resolution
appointed = Mandate.objects.filter(person_name__in=["Alba", "Brina", "Cima"])
print(appointed.count(), Resolution.objects.filter(body__kind="BOARD").count())
"""


PREPARE_TALK = """
from factories.convened import convened, director, opened
from filiera.governance.enums import BodyKind
from filiera.governance.operations.agenda import ItemPlan
for name in ("Duna", "Erba", "Fonte"):
    director(name, email=name + "@example.org")
meeting = convened(BodyKind.BOARD, ItemPlan("Comunicazioni", kind="BOARD", vote_mode="NONE"), title="Colloquio")
opened(meeting, *meeting.roll.exclude(name="Fonte").values_list("name", flat=True))
"""

END = (
    WAIT
    + """
from django.db import transaction
from filiera.governance.models import Meeting
from filiera.governance.operations.holding import close_meeting
from factories.convened import FIRST
wait_for("comes")
with transaction.atomic():
    close_meeting(meeting=Meeting.objects.get(title="Colloquio"), now=FIRST)
    (folder / "ends").touch()
    time.sleep(0.7)
"""
)

COME = (
    WAIT
    + """
from filiera.governance.models import RollSeat
from filiera.governance.operations.attendance import Coming, check_in
from filiera.governance.operations.steps import MeetingRefused
from factories.convened import FIRST
seat = RollSeat.objects.get(name="Fonte", meeting__title="Colloquio")
(folder / "comes").touch()
wait_for("ends")
try:
    check_in(seat=seat, coming=Coming("ROOM", "Chi arriva tardi"), now=FIRST)
except MeetingRefused as error:
    print("refused")
"""
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Give an installation with an assembly that votes, whose processes know the tests' factories."""
    with installation(tmp_path_factory.mktemp("votes")) as environment:
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


def test_a_vote_closes_while_its_body_gets_a_director(place: dict[str, str]) -> None:
    told(PREPARE_BOARD, place)
    both = [started(lines, place) for lines in (APPOINT, CLOSE)]
    for process in both:
        process.communicate(timeout=120)

    assert [process.returncode for process in both] == [0, 0]
    assert told(COUNT_BOARD, place) == "3 1"


def test_nobody_comes_into_a_meeting_while_it_closes(place: dict[str, str]) -> None:
    told(PREPARE_TALK, place)
    end, come = [started(lines, place) for lines in (END, COME)]
    out, _err = come.communicate(timeout=120)
    end.communicate(timeout=120)

    assert (end.returncode, come.returncode, out.strip()) == (0, 0, "refused")
