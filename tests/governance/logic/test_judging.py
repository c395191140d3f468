"""Quorum, majority, result, of each kind of item in both calls: the truth tables that `docs/majorities.md` prints."""

from __future__ import annotations

from typing import Any

import pytest

from factories.meetings import ids, meeting, member, proxy, votes
from filiera.governance.logic.faults import case_of
from filiera.governance.logic.judging import Judgement, judge


def judged(*args: Any, **changes: Any) -> Judgement:
    return judge(case_of(meeting(*args, **changes)))


def excluded(judgement: Judgement) -> dict[str, str]:
    return {one.id: str(one.bar) for one in judgement.excluded}


@pytest.mark.parametrize(
    ("kind", "count", "call", "present", "quorum", "needed"),
    [
        ("ordinary", 10, 1, 4, False, 5),
        ("ordinary", 10, 1, 5, True, 5),
        ("ordinary", 11, 1, 5, False, 6),
        ("ordinary", 11, 1, 6, True, 6),
        ("ordinary", 10, 2, 1, True, 0),
        ("ordinary", 10, 2, 0, False, 0),
        ("accounts", 10, 1, 5, True, 5),
        ("accounts", 10, 2, 1, True, 0),
        ("liability", 11, 1, 5, False, 6),
        ("statute_change", 10, 1, 7, False, 8),
        ("statute_change", 10, 1, 8, True, 8),
        ("statute_change", 10, 2, 7, False, 8),
        ("statute_change", 12, 2, 9, True, 9),
        ("dissolution", 10, 1, 1, True, 0),
        ("board", 9, 1, 4, False, 5),
        ("board", 9, 1, 5, True, 5),
        ("board", 10, 1, 5, False, 6),
        ("board", 10, 2, 6, True, 6),
    ],
)
def test_quorum_of_the_default(kind: str, count: int, call: int, present: int, quorum: bool, needed: int) -> None:
    judgement = judged(count, kind=kind, call=call, attendance=ids(1, present))

    assert (judgement.quorum, judgement.figures.quorum_needed, judgement.figures.present) == (quorum, needed, present)


@pytest.mark.parametrize(
    ("kind", "there", "cast", "result", "needed", "base"),
    [
        ("ordinary", 8, (4, 3, 1), "adopted", 4, 7),
        ("ordinary", 8, (3, 3, 2), "rejected", 4, 6),
        ("ordinary", 8, (1, 0, 7), "adopted", 1, 1),
        ("ordinary", 8, (0, 0, 8), "rejected", 1, 0),
        ("statute_change", 8, (4, 0, 4), "rejected", 5, 8),
        ("statute_change", 8, (5, 3, 0), "adopted", 5, 8),
        ("statute_change", 9, (5, 0, 0), "adopted", 5, 9),
        ("dissolution", 8, (7, 1, 0), "rejected", 8, 10),
        ("dissolution", 8, (8, 0, 0), "adopted", 8, 10),
        ("board", 7, (3, 2, 2), "rejected", 4, 7),
        ("board", 7, (4, 3, 0), "adopted", 4, 7),
    ],
)
def test_majority_of_the_default(
    kind: str, there: int, cast: tuple[int, int, int], result: str, needed: int, base: int
) -> None:
    judgement = judged(10, kind=kind, attendance=ids(1, there), votes=votes(*cast))

    figures = judgement.figures
    assert (judgement.result, figures.majority_needed, figures.majority_base) == (result, needed, base)


def test_an_item_without_quorum_is_not_voted() -> None:
    judgement = judged(10, attendance=ids(1, 4), votes=votes(4))

    assert (judgement.quorum, judgement.majority, judgement.result) == (False, None, "no_quorum")
    assert judgement.article == "art. 21 c. 1 c.c."


def test_nobody_has_voted_yet() -> None:
    judgement = judged(10, attendance=ids(1, 6))

    assert (judgement.quorum, judgement.majority, judgement.result) == (True, None, "rejected")


@pytest.mark.parametrize("kind", ["accounts", "liability"])
def test_directors_count_as_present_and_do_not_vote(kind: str) -> None:
    members = [member(1, director=True), member(2, director=True), member(3), member(4)]
    judgement = judged(kind=kind, members=members, attendance=ids(1, 3), votes=votes(3))

    assert (judgement.figures.present, judgement.figures.in_favour) == (3, 1)
    assert excluded(judgement) == {"m01": "director", "m02": "director"}


def test_directors_do_not_count_where_the_statute_says_so() -> None:
    members = [member(1, director=True), member(2, director=True), *(member(number) for number in range(3, 9))]
    case = meeting(kind="accounts", members=members, attendance=ids(1, 4))
    case["statute"]["directors_count_for_quorum_on_accounts"] = False
    judgement = judge(case_of(case))

    assert (judgement.figures.base, judgement.figures.present, judgement.quorum) == (6, 2, False)


def test_a_conflict_counts_for_the_quorum_and_does_not_vote() -> None:
    judgement = judged(10, attendance=ids(1, 5), conflicts=["m01"], votes=votes(1, 1))

    assert (judgement.quorum, judgement.figures.present, judgement.result) == (True, 5, "rejected")
    assert excluded(judgement) == {"m01": "conflict"}


def test_who_has_no_vote_is_not_in_the_base() -> None:
    members = [member(1), member(2), member(3, member_class="observer"), member(4, state="suspended"),
               member(5, state="withdrawn"), member(6, member_since="2027-04-21")]  # fmt: skip
    judgement = judged(members=members, attendance=[*ids(1, 6), "guest"], votes={"m01": "for", "m04": "against"})

    assert (judgement.figures.base, judgement.figures.present, judgement.result) == (2, 2, "adopted")
    assert excluded(judgement) == {
        "m03": "class_without_vote",
        "m04": "suspended",
        "m05": "withdrawn",
        "m06": "joined_after_record_date",
        "guest": "not_a_member",
    }


def test_dissolution_counts_the_whole_register() -> None:
    members = [*(member(number) for number in range(1, 7)), member(7, member_class="observer"),
               member(8, state="suspended"), member(9, state="withdrawn")]  # fmt: skip
    judgement = judged(kind="dissolution", members=members, attendance=ids(1, 6), votes=votes(5, 1))

    assert (judgement.figures.majority_base, judgement.figures.majority_needed) == (8, 6)
    assert judgement.result == "rejected"


def test_arrears_lose_the_vote_only_by_an_article() -> None:
    members = [member(1, fee="arrears"), member(2)]
    case = meeting(members=members, attendance=ids(1, 2), votes=votes(1, 1))
    by_default = judge(case_of(case))
    case["statute"]["arrears_no_vote"] = {"article": "art. 9 statuto"}
    by_statute = judge(case_of(case))

    assert (by_default.result, excluded(by_default)) == ("rejected", {})
    assert (excluded(by_statute), by_statute.figures.base) == ({"m01": "arrears"}, 1)


def test_a_member_of_too_few_days_does_not_vote() -> None:
    members = [member(1, member_since="2027-03-22"), member(2, member_since="2027-03-21")]
    case = meeting(members=members, attendance=ids(1, 2))
    case["statute"]["min_seniority_days"] = 30
    judgement = judge(case_of(case))

    assert excluded(judgement) == {"m01": "too_recent"}


def test_a_board_does_not_ask_since_when_where_it_is_not_said() -> None:
    members = [member(number, director=True, member_since=None) for number in range(1, 4)]
    case = meeting(kind="board", members=members, attendance=ids(1, 2), votes=votes(2))
    case["statute"]["min_seniority_days"] = 30

    assert judge(case_of(case)).result == "adopted"


def test_weights_count_only_with_their_article() -> None:
    case = meeting(
        members=[member(1, member_class="founder"), member(2), member(3)], attendance=ids(1, 3), votes=votes(1, 2)
    )
    case["statute"]["vote_weight"] = {"founder": 3}
    without = judge(case_of(case))
    case["statute"]["vote_weight_article"] = "art. 10 statuto"
    weighted = judge(case_of(case))

    assert (without.result, without.figures.in_favour) == ("rejected", 1)
    assert (weighted.result, weighted.figures.in_favour, weighted.figures.present) == ("adopted", 3, 3)


@pytest.mark.parametrize(
    ("tie", "choice", "result"),
    [
        ("rejected", "for", "rejected"),
        ("president", "for", "adopted"),
        ("president", "against", "rejected"),
        ("president", "abstain", "rejected"),
        ("seniority", "for", "rejected"),
    ],
)
def test_equal_votes(tie: str, choice: str, result: str) -> None:
    others = {"for": ["for", "against", "against"], "against": ["against", "for", "for"], "abstain": ["for", "against"]}
    cast = dict(zip(ids(1, 4), [choice, *others[choice]], strict=False))
    case = meeting(4, kind="board", attendance=ids(1, 4), president="m01", votes=cast)
    case["statute"]["tie"] = tie

    assert judge(case_of(case)).result == result


def test_the_president_decides_equal_votes_and_does_not_make_a_majority_of_a_few() -> None:
    case = meeting(10, kind="board", attendance=ids(1, 10), president="m01", votes=votes(1, 1, 8))
    case["statute"]["tie"] = "president"

    assert judge(case_of(case)).result == "rejected"


def test_a_board_is_the_directors_in_office() -> None:
    members = [*(member(number, director=True) for number in range(1, 6)), member(6)]
    judgement = judged(kind="board", members=members, attendance=["m01", "m02", "m03", "m06"], votes=votes(2, 1))

    assert (judgement.figures.base, judgement.figures.present, judgement.result) == (5, 3, "adopted")
    assert excluded(judgement) == {"m06": "not_in_office"}


@pytest.mark.parametrize(
    ("times", "not_same_day", "result"),
    [
        ({"second": "2027-04-21T15:00", "second_in_notice": True}, False, "adopted"),
        ({"second": "2027-04-21T15:00", "second_in_notice": False}, False, "call_not_valid"),
        ({"second": "2027-04-20T17:00", "second_in_notice": True}, False, "adopted"),
        ({"second": "2027-04-20T17:00", "second_in_notice": True}, True, "call_not_valid"),
        ({"second": "2027-04-20T15:00", "second_in_notice": True}, False, "call_not_valid"),
        ({"second": None, "second_in_notice": True}, False, "call_not_valid"),
    ],
)
def test_second_call(times: dict[str, Any], not_same_day: bool, result: str) -> None:
    case = meeting(10, call=2, attendance=["m01"], votes=votes(1))
    case["times"] |= times
    case["statute"]["second_call"]["not_same_day"] = not_same_day
    judgement = judge(case_of(case))

    assert judgement.result == result
    assert (judgement.quorum is None) == (result == "call_not_valid")


def test_all_members_as_base_counts_observers_and_the_suspended() -> None:
    members = [*(member(number) for number in range(1, 6)), member(6, member_class="observer"),
               member(7, state="suspended"), member(8, state="withdrawn")]  # fmt: skip
    case = meeting(members=members, attendance=["m01", "m02", "m03", "m06"], votes=votes(2, 1))
    case["statute"]["quorum_base"] = "all_members"
    judgement = judge(case_of(case))

    assert (judgement.figures.base, judgement.figures.present, judgement.figures.quorum_needed) == (7, 4, 4)
    assert (judgement.result, excluded(judgement)) == ("adopted", {"m06": "class_without_vote"})


def test_votes_of_the_absent_do_not_count() -> None:
    judgement = judged(6, attendance=ids(1, 3), votes={"m01": "against", "m05": "for", "m06": "for"})

    assert (judgement.figures.in_favour, judgement.figures.against) == (0, 1)


def test_the_represented_vote_as_themselves() -> None:
    cast = {"m01": "against", "m02": "for", "m03": "for"}
    judgement = judged(6, attendance=["m01"], proxies=[proxy("m02", "m01"), proxy("m03", "m01")], votes=cast)

    assert (judgement.figures.present, judgement.figures.in_person, judgement.result) == (3, 1, "adopted")


@pytest.mark.parametrize(
    ("signed", "reasons", "result"),
    [
        (2, "Rinnovo del Consiglio", "due"),
        (1, "Rinnovo del Consiglio", "not_due"),
        (2, "  ", "not_due"),
        (2, None, "not_due"),
    ],
)
def test_a_tenth_of_the_members_may_ask_for_an_assembly(signed: int, reasons: str | None, result: str) -> None:
    members = [
        *(member(number) for number in range(1, 11)),
        member(11, member_class="observer"),
        member(12, state="withdrawn"),
    ]
    item = {"type": "petition", "signatories": [*ids(1, signed), "m01", "m12"], "reasons": reasons}
    judgement = judged(members=members, item=item)

    assert (judgement.result, judgement.figures.base, judgement.figures.majority_needed) == (result, 11, 2)
    assert (judgement.article, excluded(judgement)) == ("art. 20 c. 2 c.c.", {"m12": "withdrawn"})


def test_a_second_call_without_a_moment_is_not_valid_wherever_the_notice_need_not_state_it() -> None:
    case = meeting(4, call=2, attendance=ids(1, 2), votes=votes(2))
    case["times"] |= {"second": None}
    case["statute"]["second_call"] = {"must_be_in_notice": False}

    assert judge(case_of(case)).result == "call_not_valid"
