"""Two of the office ask the same person for two needs at one time: the measure of a month holds.

And the letter that gathers leaves while a solver is reminded: neither waits for the other for ever.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factories.installation import installation, started, told

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).parents[2]

PREPARE = """
from datetime import timedelta
from factories import OrganisationFactory
from filiera.accounts.models import LetterWish
from filiera.accounts.operations_links import make_link
from filiera.common.instance import current_instance
from filiera.exchange.models import Need
from filiera.exchange.operations.links import ASK
from filiera.exchange.operations.needs import Written, publish_need, read_need, write_need
from tests_clock import NOW
asks = OrganisationFactory(code="chiede", name="Chi Chiede (esempio)")
for code in ("alfa", "beta"):
    OrganisationFactory(code=code, name=f"{code.title()} (esempio)")
for title in ("Prima", "Seconda", "Terza"):
    row = write_need(organisation=asks, written=Written(title, "Serve una prova.", secrecy="OPEN"), now=NOW)
    read_need(need=publish_need(need=row, now=NOW), brief="Serve una prova.", now=NOW)
for number in range(current_instance().needs.most_in_30_days - 1):
    said = {"match": -number - 1}
    make_link(kind=ASK, arguments=said, email="mara@example.org", language="it",
              expires_at=NOW + timedelta(days=9), now=NOW)
"""

WAIT = """
import os, time
from pathlib import Path
from django.db import transaction
from filiera.accounts.models import LetterWish
from filiera.accounts.operations_letters import send_letter
from filiera.exchange.models import Match, Need
from filiera.exchange.operations.asking import Pick, ask_solvers, send_question
from filiera.exchange.operations.needs import hold_match
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.registry.models import Organisation
from tests_clock import NOW
folder = Path(os.environ["FILIERA_VAR"])
def wait_for(name):
    until = time.monotonic() + 60
    while not (folder / name).exists():
        assert time.monotonic() < until
        time.sleep(0.02)
def ask(title, *codes, email="mara@example.org"):
    picks = [Pick(Organisation.objects.get(code=code), email, is_looked_at=True) for code in codes]
    return ask_solvers(need=Need.objects.get(title=title), picks=picks, now=NOW)
"""

ASK_FIRST = (
    WAIT
    + """
with transaction.atomic():
    ask("Prima", "alfa")
    (folder / "asked").touch()
    time.sleep(0.7)
"""
)

ASK_SECOND = (
    WAIT
    + """
wait_for("asked")
try:
    ask("Seconda", "beta")
except ExchangeRefused as error:
    print("refused")
"""
)

COUNT = """
from filiera.exchange.models import Match
print(Match.objects.filter(email="mara@example.org", asked_at__isnull=False).count())
"""

PREPARE_HELD = (
    WAIT
    + """
LetterWish.objects.create(email="gino@example.org", rhythm="DAILY", begun_at=NOW)
print(len(ask("Terza", "alfa", email="gino@example.org")))
"""
)

REMIND = (
    WAIT
    + """
with transaction.atomic():
    match = hold_match(Match.objects.get(email="gino@example.org"))
    (folder / "held").touch()
    time.sleep(0.7)
    send_question(match, now=NOW)
"""
)

GATHER = (
    WAIT
    + """
from datetime import timedelta
wait_for("held")
wish = LetterWish.objects.get(email="gino@example.org")
print(send_letter(pk=wish.pk, now=NOW + timedelta(days=1), gathers={}))
"""
)

LOOK = """
from filiera.accounts.models import AnswerLink, HeldLetter
print(HeldLetter.objects.count(), AnswerLink.objects.filter(email="gino@example.org", revoked_at=None).count())
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Give an installation with three needs that are read, and a person who may be asked once more this month."""
    with installation(tmp_path_factory.mktemp("asked")) as environment:
        ready = environment | {"PYTHONPATH": f"{environment['PYTHONPATH']}:{TESTS}"}
        told(PREPARE, ready)
        yield ready


def test_two_who_ask_one_person_at_once_keep_to_the_measure(place: dict[str, str]) -> None:
    first, second = [started(lines, place) for lines in (ASK_FIRST, ASK_SECOND)]
    out, _err = second.communicate(timeout=120)
    first.communicate(timeout=120)

    assert (first.returncode, second.returncode, out.strip()) == (0, 0, "refused")
    assert told(COUNT, place) == "1"


def test_a_letter_gathers_while_what_it_tells_is_asked_again(place: dict[str, str]) -> None:
    assert told(PREPARE_HELD, place) == "1"
    both = [started(lines, place) for lines in (REMIND, GATHER)]
    for process in both:
        process.communicate(timeout=120)

    assert [process.returncode for process in both] == [0, 0]
    assert told(LOOK, place) == "0 1"
