"""Two who file at one time, and a process that dies in the midst: numbers without gaps, nothing half filed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factories.installation import installation, started, told

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).parents[1]
EACH = 20

SIGN = """
from factories.assemblies import Assembly
from filiera.governance.enums import MeetingState
from filiera.governance.operations.minutes import (
    Approval, approve_minutes, draft_minutes, send_to_check, sign_minutes
)
from tests_clock import NOW
meeting = Assembly(2).meeting
meeting.state, meeting.closed_at = MeetingState.CLOSED, NOW
meeting.save()
minutes = send_to_check(minutes=draft_minutes(meeting=meeting), now=NOW)
minutes = approve_minutes(minutes=minutes, approval=Approval("AT_END"), now=NOW)
for role, name in (("PRESIDENT", "Elena Boschi"), ("SECRETARY", "Ufficio")):
    sign_minutes(minutes=minutes, role=role, name=name, now=NOW, user=None)
"""

FILE_MINUTES = """
from filiera.governance.models import Minutes
from filiera.governance.operations.minutes import MinutesError, file_minutes
from tests_clock import NOW
try:
    file_minutes(minutes=Minutes.objects.get(), now=NOW)
    print("filed")
except MinutesError:
    print("refused")
"""

DIE = """
import os
from filiera.common import audit
audit.record = lambda **values: os._exit(9)
"""

FILE_ACTS = """
from filiera.governance.operations.books import Act, file_act
from tests_clock import NOW, TODAY
for n in range({each}):
    file_act(kind="ASSEMBLY", act=Act("{who} " + str(n), TODAY, {{"n": n}}), now=NOW)
"""

LOOK = """
from filiera.common.models import AuditEvent
from filiera.governance.models import BookEntry, Minutes
filings = AuditEvent.objects.filter(verb="file-act").count()
print(BookEntry.objects.count(), filings, *Minutes.objects.values_list("state", flat=True))
"""

VERIFY = """
from filiera.governance.logic.chain import ChainedAct, broken_at
from filiera.governance.models import BookEntry
acts = [ChainedAct(act.number, act.content, act.digest, act.chain) for act in BookEntry.objects.order_by("number")]
print([act.number for act in acts] == list(range(1, len(acts) + 1)), broken_at(acts), len(acts))
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give an installation whose processes know the tests' factories."""
    with installation(tmp_path) as environment:
        yield environment | {"PYTHONPATH": f"{environment['PYTHONPATH']}:{TESTS}"}


def test_acts_filed_side_by_side_have_each_a_number_and_one_chain(place: dict[str, str]) -> None:
    told(SIGN, place)
    killed = started(DIE + FILE_MINUTES, place)
    killed.communicate(timeout=120)
    after = told(LOOK, place)
    twice = [started(FILE_MINUTES, place) for _process in range(2)]
    said = sorted(process.communicate(timeout=120)[0].strip() for process in twice)
    filing = [started(FILE_ACTS.format(each=EACH, who=who), place) for who in ("Uno", "Due")]
    for process in filing:
        process.communicate(timeout=120)

    assert (killed.returncode, after) == (9, "0 0 SIGNED")
    assert said == ["filed", "refused"]
    assert told(LOOK, place) == f"{2 * EACH + 1} {2 * EACH + 1} FILED"
    assert told(VERIFY, place) == f"True None {2 * EACH + 1}"
