"""An accepted change of minutes reaches their text, or they are not approved."""

from __future__ import annotations

from datetime import timedelta

import pytest

from filiera.common.models import AuditEvent
from filiera.governance.enums import MinutesState
from filiera.governance.logic.chain import digest_of
from filiera.governance.models import Minutes, MinutesAmendment
from filiera.governance.operations import minutes as acts
from filiera.governance.operations.minutes import Approval, MinutesError
from filiera.governance.queries.amendments import to_write
from governance.test_minutes import held_assembly, section
from tests_clock import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def asked() -> MinutesAmendment:
    """Give a change of the second item that is asked for and accepted."""
    assembly = held_assembly()
    minutes = acts.draft_minutes(meeting=assembly.meeting)
    acts.write_discussion(minutes=minutes, key="item-2", text="Parla Rossi.")
    acts.send_to_check(minutes=minutes, now=LATER)
    amendment = acts.propose_amendment(
        minutes=minutes,
        seat=assembly.seats[1],
        about="punto 2",
        text="Parla Bianchi.",
        now=LATER,
        user=assembly.users[1],
    )
    return acts.answer_amendment(amendment=amendment, is_accepted=True, answer="", now=LATER)


def stored(amendment: MinutesAmendment) -> Minutes:
    return Minutes.objects.get(pk=amendment.minutes_id)


def test_an_accepted_change_is_prefilled_beside_the_present_text(asked: MinutesAmendment) -> None:
    (one,) = to_write(stored(asked).content, [asked])

    assert [(passage.key, passage.is_likely) for passage in one.passages] == [
        ("item-2", True),
        ("opening", False),
        ("present", False),
        ("item-1", False),
        ("closing", False),
    ]
    assert (one.passages[0].present, one.passages[0].proposed) == ("Parla Rossi.", "Parla Rossi.\n\nParla Bianchi.")


def test_minutes_are_not_approved_before_an_accepted_change_is_written(asked: MinutesAmendment) -> None:
    after = LATER + timedelta(days=60)
    with pytest.raises(MinutesError, match="una modifica"):
        acts.approve_minutes(minutes=stored(asked), approval=Approval("NO_CHANGE"), now=after)
    acts.write_amendment(amendment=asked, key="item-2", text="Parla Bianchi.", now=LATER)
    minutes = acts.approve_minutes(minutes=stored(asked), approval=Approval("NO_CHANGE"), now=after)

    assert (minutes.state, section(minutes, "item-2")["discussion"]) == (MinutesState.APPROVED, "Parla Bianchi.")
    assert to_write(minutes.content, list(minutes.amendments.all())) == []
    assert AuditEvent.objects.filter(verb="write-amendment").count() == 1


def test_a_passage_that_reads_as_before_is_no_change(asked: MinutesAmendment) -> None:
    with pytest.raises(MinutesError):
        acts.write_amendment(amendment=asked, key="item-2", text="Parla Rossi.", now=LATER)
    asked.refresh_from_db()

    assert asked.written_at is None


def test_a_change_is_written_once_and_only_if_accepted(asked: MinutesAmendment) -> None:
    acts.write_amendment(amendment=asked, key="item-2", text="Parla Bianchi.", now=LATER)
    with pytest.raises(MinutesError):
        acts.write_amendment(amendment=asked, key="item-2", text="Altro.", now=LATER)
    other = acts.propose_amendment(
        minutes=stored(asked), seat=asked.seat, about="punto 1", text="No.", now=LATER, user=asked.user
    )
    with pytest.raises(MinutesError):
        acts.write_amendment(amendment=other, key="item-1", text="No.", now=LATER)

    assert section(stored(asked), "item-2")["discussion"] == "Parla Bianchi."


def test_an_accepted_change_is_written_into_a_passage_that_was_computed(asked: MinutesAmendment) -> None:
    MinutesAmendment.objects.update(about="presenti", text="Socio 2 arriva alle 10:40.")
    asked.refresh_from_db()
    (one,) = to_write(stored(asked).content, [asked])
    first = one.passages[0]
    acts.write_amendment(amendment=asked, key="present", text=first.proposed, now=LATER)
    minutes = acts.approve_minutes(
        minutes=stored(asked), approval=Approval("NO_CHANGE"), now=LATER + timedelta(days=60)
    )
    kept = section(minutes, "present")

    assert (first.key, first.is_likely, first.present) == ("present", True, "")
    assert first.computed.startswith("In sala: Socio 1")
    assert kept["discussion"] == "Rettifica: Socio 2 arriva alle 10:40."
    assert minutes.digest == digest_of(minutes.content)
