"""Several processes write members and receipts at one time: no number is left out, none is given twice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factories.installation import installation, started, told

if TYPE_CHECKING:
    from collections.abc import Iterator

EACH, PROCESSES = 8, 3
TESTS = Path(__file__).parents[1]

PREPARE = """
from decimal import Decimal
from factories.association import member
from filiera.governance.operations.fees import issue_fee, set_rate
from tests_clock import TODAY
set_rate(year=2026, member_class="ordinary", size="", amount_eur=Decimal(1000))
issue_fee(member=member(name="Prima"), year=2026, on=TODAY)
"""

WRITE = f"""
from decimal import Decimal
from factories.association import member
from filiera.governance.models import Fee
from filiera.governance.operations.fees import Payment, record_payment
from tests_clock import NOW, TODAY
fee = Fee.objects.get()
for n in range({EACH}):
    member(name=f"Socio {{{{n}}}} di {{name}}")
    record_payment(fee=fee, payment=Payment(TODAY, Decimal(1)), now=NOW)
"""

COUNT = """
from filiera.governance.models import FeePayment, Member, RegisterEntry
from filiera.governance.queries.register import register_broken_at
for numbers in (
    Member.objects.order_by("number").values_list("number", flat=True),
    RegisterEntry.objects.order_by("number").values_list("number", flat=True),
    FeePayment.objects.order_by("receipt_number").values_list("receipt_number", flat=True),
):
    print(list(numbers) == list(range(1, len(numbers) + 1)), len(numbers))
print(register_broken_at())
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give an installation with one member and its fee, whose processes know the tests' factories."""
    with installation(tmp_path) as environment:
        ready = environment | {"PYTHONPATH": f"{environment['PYTHONPATH']}:{TESTS}"}
        told(PREPARE, ready)
        yield ready


def test_numbers_have_no_gaps_when_several_write_at_one_time(place: dict[str, str]) -> None:
    processes = [started(WRITE.format(name=f"p{n}"), place) for n in range(PROCESSES)]
    for process in processes:
        _out, _err = process.communicate(timeout=240)
        assert process.returncode == 0
    total = EACH * PROCESSES

    assert told(COUNT, place).split("\n")[:4] == [f"True {total + 1}", f"True {total + 1}", f"True {total}", "None"]
