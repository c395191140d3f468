"""The quorum of a meeting at a moment, class by class, as the rules count it and as a page draws it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import capfirst

from filiera.common.language import current_language
from filiera.governance.adapters import case_of_item, seat_ids
from filiera.governance.enums import BodyKind
from filiera.governance.logic.judging import Judgement, judge, room_of
from filiera.governance.logic.proxies import judge_proxies
from filiera.governance.logic.standing import Standing
from filiera.governance.models import AgendaItem
from filiera.governance.queries.meetings import is_early
from filiera.governance.queries.statutes import charter_of
from filiera.governance.wording import quorum_ahead, quorum_sentence
from filiera.governance.wording_meetings import kind_words, rule_words
from filiera.pictures.seats import SeatRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filiera.governance.logic.charter import Charter
    from filiera.governance.models import Meeting


@dataclass(frozen=True, slots=True)
class QuorumNow:
    """The quorum at a moment: the judgement, its sentence, and the seats class by class.

    `represented` are the ids of the seats that are there by a proxy that holds, `counted` all that make the quorum.
    """

    judgement: Judgement
    sentence: str
    rows: tuple[SeatRow, ...]
    counted: frozenset[int]
    represented: frozenset[int]
    at: datetime

    @property
    def is_there(self) -> bool:
        """Tell whether the quorum is there."""
        return bool(self.judgement.quorum)

    @property
    def present(self) -> int:
        """Count who makes the quorum."""
        return self.judgement.figures.present or 0

    @property
    def in_person(self) -> int:
        """Count who of them is there in person."""
        return self.judgement.figures.in_person or 0

    @property
    def base(self) -> int:
        """Count who could."""
        return self.judgement.figures.base or 0

    @property
    def needed(self) -> int:
        """Count who must; one where any number is enough."""
        return max(1, self.judgement.figures.quorum_needed or 0)

    @property
    def by_proxy(self) -> int:
        """Count who of them is there by proxy."""
        return self.present - self.in_person


def usual_kind(meeting: Meeting) -> str:
    """Give the kind of a meeting's common business."""
    return "ORDINARY" if meeting.body.kind == BodyKind.ASSEMBLY else "BOARD"


def quorum_now(meeting: Meeting, *, at: datetime, kind: str = "") -> QuorumNow:
    """Count the quorum of a meeting, for its common business or for a kind of item: four queries."""
    item = AgendaItem(meeting=meeting, kind=kind or usual_kind(meeting), seats=1)
    case = case_of_item(item, at=at)
    judgement, standing = judge(case), Standing(case)
    proxies = judge_proxies(standing)
    counted = room_of(standing, proxies).counted
    attending = frozenset(case.attendance)
    by_proxy = frozenset(proxies.holders) - attending
    rows = _rows(standing, charter_of(meeting.statute), attending, by_proxy)
    return QuorumNow(
        judgement=judgement,
        sentence=quorum_ahead(judgement) if is_early(meeting, now=at) else quorum_sentence(judgement),
        rows=rows,
        counted=frozenset(seat_ids(counted)),
        represented=frozenset(seat_ids(by_proxy & counted)),
        at=at,
    )


def _rows(
    standing: Standing, charter: Charter, attending: frozenset[str], by_proxy: frozenset[str]
) -> tuple[SeatRow, ...]:
    """Give the seats class by class, those without a vote last; who has no vote stands in its class, dotted."""
    rows = []
    language = current_language()
    for code in sorted(charter.classes, key=lambda code: (not charter.classes[code].vote, code)):
        ids = [member.id for member in standing.case.members if member.member_class == code]
        if not ids:
            continue
        voting = [one for one in ids if one in standing.base]
        silent = [one for one in ids if one not in standing.base]
        rows.append(
            SeatRow(
                label=capfirst(charter.class_name(code, language)),
                present=sum(one in attending for one in voting),
                by_proxy=sum(one in by_proxy for one in voting),
                absent=sum(one not in attending and one not in by_proxy for one in voting),
                silent_present=sum(one in attending for one in silent),
                silent_absent=sum(one not in attending for one in silent),
            )
        )
    return tuple(rows)


def kinds_with_quorum(meeting: Meeting, items: Sequence[AgendaItem], *, at: datetime) -> list[QuorumNow]:
    """Count the quorum for each kind of item of an agenda; for the common business where it is empty."""
    kinds = list(dict.fromkeys(item.kind for item in items)) or [usual_kind(meeting)]
    return [quorum_now(meeting, at=at, kind=kind) for kind in kinds]


@dataclass(frozen=True, slots=True)
class KindRule:
    """What a kind of item asks for: who must be there in each call, who must be in favour, with the articles."""

    kind: str
    first: str
    second: str
    majority: str


def kind_rules(charter: Charter, kinds: Sequence[str]) -> list[KindRule]:
    """Give what each kind of item asks for, in words."""
    from filiera.governance.wording_meetings import majority_words

    return [
        KindRule(
            kind_words(kind), rule_words(charter, kind, 1), rule_words(charter, kind, 2), majority_words(charter, kind)
        )
        for kind in dict.fromkeys(kinds)
    ]
