"""Several processes send digests at one time: each person gets one letter, and everything is told once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factories.installation import installation, started, told

if TYPE_CHECKING:
    from collections.abc import Iterator

PEOPLE, PROCESSES = 6, 3
TESTS = Path(__file__).parents[2]

PREPARE = f"""
from factories import UserFactory
from factories.calls import call
from factories.wanting import kept, rhythm
for _n in range({PEOPLE}):
    user = UserFactory()
    rhythm(user, "DAILY")
    kept(user)
for n in range(5):
    call(f"N{{n}}")
"""

SEND = """
from factories.wanting import MONDAY
from filiera.accounts.operations_letters import send_letters
print(send_letters(now=MONDAY))
"""

COUNT = """
from filiera.common.models import OutgoingMail
from filiera.funding.models import CallTold
rows = OutgoingMail.objects.filter(verb="call-digest")
print(rows.count(), len(set(rows.values_list("email", flat=True))), CallTold.objects.count())
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give an installation with people who wait for their letter, whose processes know the tests' factories."""
    with installation(tmp_path) as environment:
        ready = environment | {"PYTHONPATH": f"{environment['PYTHONPATH']}:{TESTS}"}
        told(PREPARE, ready)
        yield ready


def test_each_gets_one_letter_when_several_send_at_one_time(place: dict[str, str]) -> None:
    processes = [started(SEND, place) for _n in range(PROCESSES)]
    sent = []
    for process in processes:
        out, _err = process.communicate(timeout=240)
        assert process.returncode == 0
        sent.append(int(str(out).strip().splitlines()[-1]))

    assert sum(sent) == PEOPLE
    assert told(COUNT, place).split() == [str(PEOPLE), str(PEOPLE), str(5 * PEOPLE)]
