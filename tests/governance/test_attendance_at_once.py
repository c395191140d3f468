"""Two devices of one person check in at one moment, many times: the seat counts once; so does a proxy given twice."""

from __future__ import annotations

from pathlib import Path

from factories.installation import installation, started, told

TESTS = Path(__file__).parents[1]

PREPARE = """
from factories.convened import convened, representative
for name in ("Alba", "Brina", "Cima", "Duna"):
    representative(name)
convened()
"""

COME = """
from filiera.governance.models import Meeting, RollSeat
from filiera.governance.operations.attendance import Coming, check_in
from filiera.governance.operations.proxies import Written, give_proxy
from filiera.governance.operations.steps import MeetingRefused
from factories.convened import FIRST
from tests_clock import TODAY
holder = RollSeat.objects.get(name="Alba")
for seat in RollSeat.objects.order_by("{order}"):
    for mode in ("ROOM", "REMOTE"):
        check_in(seat=seat, coming=Coming(mode, seat.name), now=FIRST)
    try:
        give_proxy(giver=seat, holder=holder, written=Written(TODAY), user=None, now=FIRST)
    except MeetingRefused:
        pass
"""

COUNT = """
from filiera.governance.models import Attendance, Proxy
print(Attendance.objects.count(), Proxy.objects.count())
"""


def test_a_seat_counts_once_and_nobody_holds_too_many(tmp_path: Path) -> None:
    with installation(tmp_path) as environment:
        ready = environment | {"PYTHONPATH": f"{environment['PYTHONPATH']}:{TESTS}"}
        told(PREPARE, ready)
        devices = [started(COME.format(order=order), ready) for order in ("pk", "-pk")]
        for device in devices:
            device.communicate(timeout=300)
        assert told(COUNT, ready).strip() == "4 2"
