"""A vote is cast once, by whoever may, while it is open; it closes into a resolution."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from factories.assemblies import Assembly
from filiera.common.models import AuditDetail
from filiera.governance import hooks
from filiera.governance.enums import ItemState, ResolutionState, VoteMode
from filiera.governance.logic.ballots import recount, written_code
from filiera.governance.logic.closing import ClosingDoubt
from filiera.governance.models import AgendaItem, Attendance, BallotMark, ConflictDeclaration, OpenVote, Resolution, Urn
from filiera.governance.operations.outcomes import VoteInDoubt, close_item, close_vote
from filiera.governance.operations.votes import Vote, VoteError, cast_votes, open_vote
from filiera.governance.queries.seats import voting_seats
from tests_clock import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)
FOR, AGAINST, ABSTAIN = Vote("FOR"), Vote("AGAINST"), Vote("ABSTAIN")


def code(number: int) -> str:
    """Give the code of a ballot for the tests: any two differ."""
    letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    return written_code("2" * 8 + letters[number // 31] + letters[number % 31])


def cast(assembly: Assembly, item: AgendaItem, place: int, vote: Vote, *, now: Any = LATER) -> None:
    cast_votes(item=item, votes={assembly.seats[place].pk: vote}, user=assembly.users[place], now=now)


def test_an_open_vote_becomes_a_resolution() -> None:
    assembly = Assembly(5)
    item = open_vote(item=assembly.item(), now=LATER)
    for place, vote in enumerate([FOR, FOR, AGAINST, ABSTAIN]):
        cast(assembly, item, place, vote)
    item = close_vote(item=item, now=LATER, sure_of=ClosingDoubt)
    resolution = Resolution.objects.get()

    assert (item.state, item.result) == (ItemState.DECIDED, "adopted")
    assert (
        item.judgement["figures"] | {"for": 2, "against": 1, "abstain": 1, "present": 5, "base": 5}
        == item.judgement["figures"]
    )
    assert (str(resolution), resolution.state, resolution.text) == ("1/2026", ResolutionState.IN_FORCE, "Si approva.")


def test_a_proposal_voted_down_is_numbered_too() -> None:
    assembly = Assembly(3)
    for vote in (AGAINST, FOR):
        item = open_vote(item=assembly.item(), now=LATER)
        cast(assembly, item, 0, vote)
        close_vote(item=item, now=LATER, sure_of=ClosingDoubt)

    numbered = Resolution.objects.order_by("number").values_list("number", "state")
    assert list(numbered) == [(1, "NOT_ADOPTED"), (2, "IN_FORCE")]


def test_what_hangs_on_a_resolution_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Resolution] = []
    monkeypatch.setattr(hooks, "after_resolution", [told.append])
    assembly = Assembly(3)
    item = open_vote(item=assembly.item(), now=LATER)
    close_vote(item=item, now=LATER, sure_of=ClosingDoubt)

    assert told == list(Resolution.objects.all())


def test_to_send_a_vote_again_changes_nothing() -> None:
    assembly = Assembly(3)
    item = open_vote(item=assembly.item(), now=LATER)
    seat = assembly.seats[0].pk
    first = cast_votes(item=item, votes={seat: FOR}, user=assembly.users[0], now=LATER)
    again = cast_votes(item=item, votes={seat: AGAINST}, user=assembly.users[0], now=LATER)

    assert (first.cast, first.before, again.cast, again.before) == ((seat,), (), (), (seat,))
    assert list(OpenVote.objects.values_list("choice", flat=True)) == ["FOR"]


def test_a_holder_votes_for_whom_it_stands() -> None:
    assembly = Assembly(5, present=2)
    assembly.proxy(2, 0)
    assembly.proxy(3, 0)
    item = open_vote(item=assembly.item(), now=LATER)
    seats = voting_seats(assembly.users[0], item, at=LATER)

    assert [(one.seat.name, one.is_by_proxy) for one in seats] == [
        ("Socio 1", False),
        ("Socio 3", True),
        ("Socio 4", True),
    ]
    cast_votes(item=item, votes={one.seat.pk: FOR for one in seats}, user=assembly.users[0], now=LATER)
    figures = close_vote(item=item, now=LATER, sure_of=ClosingDoubt).judgement["figures"]
    assert (figures["present"], figures["in_person"], figures["for"]) == (4, 2, 3)


def test_nobody_votes_for_a_seat_that_is_not_theirs() -> None:
    assembly = Assembly(3)
    item = open_vote(item=assembly.item(), now=LATER)

    with pytest.raises(VoteError):
        cast_votes(item=item, votes={assembly.seats[0].pk: FOR}, user=assembly.users[1], now=LATER)
    assert not OpenVote.objects.exists()


def test_all_the_votes_of_one_sending_or_none() -> None:
    assembly = Assembly(3)
    item = open_vote(item=assembly.item(), now=LATER)
    votes = {assembly.seats[0].pk: FOR, assembly.seats[1].pk: FOR}

    with pytest.raises(VoteError):
        cast_votes(item=item, votes=votes, user=assembly.users[0], now=LATER)
    assert not OpenVote.objects.exists()


@pytest.mark.parametrize("change", [{"on_behalf": True}, {"role": "CONTACT"}])
def test_who_does_not_speak_for_a_member_does_not_vote(change: dict[str, Any]) -> None:
    from dataclasses import replace

    assembly = Assembly(3)
    item = open_vote(item=assembly.item(), now=LATER)
    user = assembly.users[0]
    user.acting = replace(user.acting, **change)

    assert voting_seats(user, item, at=LATER) == []


def test_who_declared_a_conflict_does_not_vote() -> None:
    assembly = Assembly(3)
    item = assembly.item()
    ConflictDeclaration.objects.create(item=item, seat=assembly.seats[0], reason="concorrente", declared_at=NOW)
    open_vote(item=item, now=LATER)

    with pytest.raises(VoteError):
        cast(assembly, item, 0, FOR)
    judgement = close_vote(item=item, now=LATER, sure_of=ClosingDoubt).judgement
    assert [(one["id"], one["reason"]) for one in judgement["excluded"]] == [("Socio 1", "conflict")]
    assert "Socio 1, ha dichiarato un conflitto di interessi" in judgement["explanation"]["it"]


def test_a_vote_does_not_open_without_a_quorum() -> None:
    assembly = Assembly(5, present=2)

    with pytest.raises(VoteError, match="2"):
        open_vote(item=assembly.item(), now=LATER)


def test_a_vote_that_was_cast_counts_though_its_seat_has_left() -> None:
    assembly = Assembly(4)
    item = open_vote(item=assembly.item(), now=LATER)
    for place in range(4):
        cast(assembly, item, place, FOR)
    Attendance.objects.filter(seat=assembly.seats[0]).update(left_at=LATER)
    figures = close_vote(item=item, now=LATER + timedelta(minutes=1), sure_of=ClosingDoubt).judgement["figures"]

    assert (figures["for"], figures["present"]) == (4, 4)


def test_an_item_whose_quorum_is_gone_is_deferred() -> None:
    assembly = Assembly(4)
    item = open_vote(item=assembly.item(), now=LATER)
    Attendance.objects.filter(seat__in=assembly.seats[:3]).update(left_at=LATER)
    item = close_vote(item=item, now=LATER + timedelta(minutes=1), sure_of=ClosingDoubt)

    assert (item.state, item.result, Resolution.objects.count()) == (ItemState.DEFERRED, "no_quorum", 0)


@pytest.mark.parametrize("step", [open_vote, close_vote, close_item])
def test_a_decided_item_stays_decided(step: Any) -> None:
    assembly = Assembly(3)
    item = assembly.item()
    close_vote(item=open_vote(item=item, now=LATER), now=LATER, sure_of=ClosingDoubt)

    with pytest.raises(VoteError):
        step(item=item, now=LATER)


def test_a_closed_vote_takes_no_vote() -> None:
    assembly = Assembly(3)
    item = open_vote(item=assembly.item(), now=LATER)
    close_vote(item=item, now=LATER, sure_of=ClosingDoubt)

    with pytest.raises(VoteError):
        cast(assembly, item, 0, FOR)


def test_an_item_that_is_not_voted_is_closed() -> None:
    assembly = Assembly(3)
    with pytest.raises(VoteError):
        close_item(item=assembly.item(), now=LATER)
    AgendaItem.objects.update(state=ItemState.DEFERRED)
    item = close_item(item=assembly.item(vote_mode=VoteMode.NONE), now=LATER)

    assert (item.state, Resolution.objects.count()) == (ItemState.DECIDED, 0)


# Secret votes.


def test_a_secret_election_counts_and_can_be_counted_again() -> None:
    assembly = Assembly(5)
    item = open_vote(item=assembly.election("Boschi", "Tirelli", "Amin", seats=2), now=LATER)
    named = [("Boschi", "Amin"), ("Boschi",), ("Tirelli", "Boschi"), (), ("Amin",)]
    for place, names in enumerate(named):
        cast(assembly, item, place, Vote(names=names, code=code(place)))
    item = close_vote(item=item, now=LATER, sure_of=ClosingDoubt)
    urn = Urn.objects.get()

    assert item.judgement["figures"]["elected"] == ["Boschi", "Amin"]
    assert (
        recount(urn.ballots, seats=2).votes
        == {"Boschi": 3, "Amin": 2, "Tirelli": 1}
        == item.judgement["figures"]["tally"]
    )
    assert Resolution.objects.get().text == "Si approva.\n\nEletti: Boschi, Amin."


def test_nothing_kept_ties_a_ballot_to_its_voter() -> None:
    assembly = Assembly(4)
    item = open_vote(item=assembly.item(vote_mode=VoteMode.SECRET), now=LATER)
    order = [(0, "Y"), (1, "3"), (2, "M"), (3, "A")]
    for place, letter in order:
        cast(assembly, item, place, Vote("FOR" if place % 2 else "AGAINST", code=written_code(letter + "2" * 9)))
    item = close_vote(item=item, now=LATER, sure_of=ClosingDoubt)

    assert [ballot["code"][0] for ballot in Urn.objects.get().ballots] == ["3", "A", "M", "Y"]
    assert {field.name for field in BallotMark._meta.get_fields()} == {"id", "item", "seat"}
    kept = str([*AuditDetail.objects.values_list("values", "before", "after"), *BallotMark.objects.values()])
    assert not any(word in kept for word in ("FOR", "AGAINST", "2222"))
    assert not OpenVote.objects.exists()
    figures = item.judgement["figures"]
    assert (figures["for"], figures["against"], item.result) == (2, 2, "rejected")


def test_a_secret_ballot_that_is_sent_again_is_one() -> None:
    assembly = Assembly(3)
    item = open_vote(item=assembly.item(vote_mode=VoteMode.SECRET), now=LATER)
    for _time in range(2):
        cast(assembly, item, 0, Vote("FOR", code=code(1)))

    assert len(Urn.objects.get().ballots) == BallotMark.objects.count() == 1


@pytest.mark.parametrize("bad", ["", "K7M2", code(1)])
def test_a_secret_ballot_needs_a_code_of_its_own(bad: str) -> None:
    assembly = Assembly(3)
    item = open_vote(item=assembly.item(vote_mode=VoteMode.SECRET), now=LATER)
    cast(assembly, item, 0, Vote("FOR", code=code(1)))

    with pytest.raises(VoteError):
        cast(assembly, item, 1, Vote("FOR", code=bad))
    assert BallotMark.objects.count() == 1


def test_the_president_decides_no_tie_of_a_secret_vote() -> None:
    assembly = Assembly(2, statute="with-classes")
    assembly.meeting.chaired_by = assembly.seats[0]
    assembly.meeting.save()
    item = open_vote(item=assembly.item(vote_mode=VoteMode.SECRET), now=LATER)
    for place, choice in enumerate(["FOR", "AGAINST"]):
        cast(assembly, item, place, Vote(choice, code=code(place)))

    assert close_vote(item=item, now=LATER, sure_of=ClosingDoubt).result == "rejected"


def test_an_election_by_a_class_is_cast_by_the_class() -> None:
    assembly = Assembly(4, statute="with-classes", m1="sme", m2="sme")
    item = open_vote(item=assembly.election("Boschi", elects="sme"), now=LATER)
    cast(assembly, item, 0, Vote(names=("Boschi",), code=code(1)))

    with pytest.raises(VoteError):
        cast(assembly, item, 3, Vote(names=("Boschi",), code=code(2)))
    assert close_vote(item=item, now=LATER, sure_of=ClosingDoubt).judgement["figures"]["tally"] == {"Boschi": 1}


@pytest.mark.parametrize("names", [("Nobody",), ("Boschi", "Boschi"), ("Boschi", "Amin")])
def test_a_ballot_that_would_be_void_is_given_back(names: tuple[str, ...]) -> None:
    assembly = Assembly(3)
    item = open_vote(item=assembly.election("Boschi", "Amin"), now=LATER)

    with pytest.raises(VoteError):
        cast(assembly, item, 0, Vote(names=names, code=code(1)))


def test_an_urn_with_a_ballot_too_many_is_not_counted() -> None:
    assembly = Assembly(3)
    item = open_vote(item=assembly.item(vote_mode=VoteMode.SECRET), now=LATER)
    Urn.objects.update(ballots=[{"code": code(9), "choice": "FOR"}])

    with pytest.raises(VoteError):
        close_vote(item=item, now=LATER, sure_of=ClosingDoubt)
    assert AgendaItem.objects.get().state == ItemState.VOTING


def test_votes_of_different_weight_are_not_secret() -> None:
    assembly = Assembly(3)
    rules = assembly.statute.rules | {"vote_weight": {"founder": 2}, "vote_weight_article": "art. 10"}
    type(assembly.statute).objects.update(rules=rules)

    with pytest.raises(VoteError):
        open_vote(item=assembly.item(vote_mode=VoteMode.SECRET), now=LATER)


def test_a_vote_in_which_nobody_voted_closes_only_where_it_is_meant() -> None:
    assembly = Assembly(3)
    item = open_vote(item=assembly.item(vote_mode=VoteMode.OPEN), now=LATER)
    with pytest.raises(VoteError, match="Nessuno ha votato") as refused:
        close_vote(item=item, now=LATER)
    assert (refused.value.field, AgendaItem.objects.get().state) == ("is_sure", ItemState.VOTING)

    said = close_vote(item=item, now=LATER, sure_of=ClosingDoubt).judgement["explanation"]
    assert ("Nessuno ha votato." in said["it"], "su 0" in said["it"], "of 0" in said["en"]) == (True, False, False)


@pytest.mark.parametrize(("voters", "asks"), [(2, True), (3, False)])
def test_a_secret_vote_of_few_closes_only_where_it_is_meant(voters: int, asks: bool) -> None:
    assembly = Assembly(5)
    item = open_vote(item=assembly.item(vote_mode=VoteMode.SECRET), now=LATER)
    for place in range(voters):
        cast(assembly, item, place, Vote("FOR", code=code(place)))
    if asks:
        with pytest.raises(VoteError, match="direbbero di chi sono"):
            close_vote(item=item, now=LATER)
    assert close_vote(item=item, now=LATER, sure_of=[ClosingDoubt.FEW] if asks else []).state == ItemState.DECIDED


def test_who_saw_that_nobody_had_voted_secretly_has_not_agreed_to_publish_one_ballot() -> None:
    assembly = Assembly(5)
    item = open_vote(item=assembly.item(vote_mode=VoteMode.SECRET), now=LATER)
    cast(assembly, item, 0, Vote("FOR", code=code(0)))

    with pytest.raises(VoteInDoubt) as refused:
        close_vote(item=item, now=LATER, sure_of=[ClosingDoubt.NOBODY])
    assert (refused.value.doubt, AgendaItem.objects.get().state) == (ClosingDoubt.FEW, ItemState.VOTING)
