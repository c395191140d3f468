"""The reference of meetings: what quorum and majority every kind of item asks for, worked out by the judge itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

SIZES = (5, 10, 11, 105)
KINDS = ("ordinary", "accounts", "liability", "statute_change", "dissolution", "board")
STATUTES = ("codice-civile", "with-classes")


@dataclass(frozen=True)
class Situation:
    """One row of a truth table: what is the case, told in words and as the changes to a plain meeting of ten."""

    words: str
    kind: str = "ordinary"
    present: int = 10
    votes: tuple[int, int, int] = (0, 0, 0)
    changes: dict[str, Any] = field(default_factory=dict)
    statute: dict[str, Any] = field(default_factory=dict)
    members: dict[int, dict[str, Any]] = field(default_factory=dict)


SITUATIONS = (
    Situation("First call, half of the members there, more for than against", present=5, votes=(3, 2, 0)),
    Situation("First call, fewer than half there", present=4, votes=(4, 0, 0)),
    Situation("Second call, one member there", present=1, votes=(1, 0, 0), changes={"call": 2}),
    Situation(
        "Second call that the notice did not state",
        present=10,
        votes=(10, 0, 0),
        changes={"call": 2, "times": {"second_in_notice": False}},
    ),
    Situation("Second call on the day of the first, the statute silent", present=1, votes=(1, 0, 0),
              changes={"call": 2, "times": {"second": "2027-04-20T18:00"}}),
    Situation("Second call on the day of the first, the statute against it", present=1, votes=(1, 0, 0),
              changes={"call": 2, "times": {"second": "2027-04-20T18:00"}},
              statute={"second_call": {"not_same_day": True}}),
    Situation("Equal votes, the rest abstained", votes=(4, 4, 2)),
    Situation("Equal votes, the president for, the statute gives the president the decision", votes=(4, 4, 2),
              changes={"president": "m01"}, statute={"tie": "president"}),
    Situation("Only abstentions", votes=(0, 0, 10)),
    Situation("One for, nine abstained", votes=(1, 0, 9)),
    Situation("Accounts: two directors there, who vote for, and are not counted", kind="accounts", votes=(6, 4, 0),
              members={1: {"director": True}, 2: {"director": True}}),
    Situation("Liability of directors: the same", kind="liability", votes=(6, 4, 0),
              members={1: {"director": True}, 2: {"director": True}}),
    Situation("A member in conflict, who votes for: counts as present, does not vote", present=5, votes=(3, 2, 0),
              changes={"conflicts": ["m01"]}),
    Situation("A member in arrears, the statute silent", votes=(6, 4, 0), members={1: {"fee": "arrears"}}),
    Situation("A member in arrears, an article takes the vote", votes=(5, 5, 0), members={10: {"fee": "arrears"}},
              statute={"arrears_no_vote": {"article": "art. 9 of the statute"}}),
    Situation("A suspended member is not in the base", present=4, votes=(3, 1, 0),
              members={9: {"state": "suspended"}, 10: {"state": "suspended"}}),
    Situation("Change of the statute, first call, three quarters there", kind="statute_change", present=8, votes=(5, 3, 0)),
    Situation("Change of the statute, second call, fewer than three quarters", kind="statute_change", present=7,
              votes=(7, 0, 0), changes={"call": 2}),
    Situation("Change of the statute, four for of eight there", kind="statute_change", present=8, votes=(4, 0, 4)),
    Situation("Dissolution, seven of ten members for", kind="dissolution", votes=(7, 0, 3)),
    Situation("Dissolution, eight of ten members for", kind="dissolution", present=8, votes=(8, 0, 0)),
    Situation("Board, five of ten there", kind="board", present=5, votes=(5, 0, 0)),
    Situation("Board, six of ten there, three for", kind="board", present=6, votes=(3, 2, 1)),
    Situation("Board, six of ten there, four for", kind="board", present=6, votes=(4, 2, 0)),
)  # fmt: skip


def meeting_of(situation: Situation) -> dict[str, Any]:
    """Give the meeting on file of a situation: ten members, by the Codice civile with what the situation changes."""
    from filiera.governance.files import SHIPPED, parsed

    statute = parsed(SHIPPED / "codice-civile.yaml")
    for name, value in situation.statute.items():
        statute[name] = (
            statute[name] | value if isinstance(statute.get(name), dict) and isinstance(value, dict) else value
        )
    times = {
        "record_date": "2027-04-20",
        "first": "2027-04-20T15:00",
        "second": "2027-04-21T15:00",
        "second_in_notice": True,
    }
    changes = dict(situation.changes)
    times |= changes.pop("times", {})
    choices = [
        word
        for word, number in zip(("for", "against", "abstain"), situation.votes, strict=True)
        for _n in range(number)
    ]
    return {
        "statute": statute,
        "members": [
            {"id": f"m{n:02}", "class": "ordinary", "member_since": "2024-01-15"} | situation.members.get(n, {})
            for n in range(1, 11)
        ],
        "times": times,
        "attendance": [f"m{n:02}" for n in range(1, situation.present + 1)],
        "item": {"type": situation.kind},
        "votes": {f"m{n:02}": choice for n, choice in enumerate(choices, start=1)},
        **changes,
    }


def truth_rows() -> Iterator[tuple[object, ...]]:
    """Give the truth table: each situation with what the judge says of it, and the article."""
    from filiera.governance.logic.faults import case_of
    from filiera.governance.logic.judging import judge

    marks = {True: "yes", False: "no", None: "–"}
    for situation in SITUATIONS:
        judgement = judge(case_of(meeting_of(situation)))
        figures = judgement.figures
        there = "–" if figures.base is None else f"{figures.present} of {figures.base}, {figures.quorum_needed} needed"
        needed = f"{figures.majority_needed} of {figures.majority_base} needed"
        votes = "–" if figures.in_favour is None else f"{figures.in_favour} for, {figures.against} against, {needed}"
        verdict = f"**{judgement.result}**"
        yield (
            situation.words,
            there,
            marks[judgement.quorum],
            votes,
            marks[judgement.majority],
            verdict,
            judgement.article,
        )


def needed_rows(statute: str) -> Iterator[tuple[object, ...]]:
    """Give what a statute that comes with the platform asks for, kind by kind, with the numbers for some sizes."""
    from filiera.governance.files import shipped_statute
    from filiera.governance.logic.statute import ItemKind

    rules = shipped_statute(statute)
    for kind in map(ItemKind, KINDS):
        quorum, majority = rules.quorum[kind], rules.majority[kind]
        for call, share in ((1, quorum.first), (2, quorum.second)):
            numbers = ", ".join(f"{size}: {share.needed(size)}" for size in SIZES)
            yield (kind.value, call, f"`{share}`", numbers, quorum.article)
        numbers = ", ".join(f"{size}: {max(1, majority.share.needed(size))}" for size in SIZES)
        yield (
            kind.value,
            "majority",
            f"`{majority.share}` of {majority.of}",
            numbers,
            majority.article or quorum.article,
        )
