"""A year of needs, day by day: who is asked, what comes of it, and what it costs people's attention.

An office sends at nine on working days, by a router of the product; a platform sends at once, to all that its rule names. The
same people, needs and fates meet each of them.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from benchmarks.need_people import ENDS_AT, LOOKS_BACK, REMINDED_AT, Fate, People
from benchmarks.need_scores import Match, Matches
from benchmarks.need_world import DAYS, YEAR_BEGINS, Need, World
from filiera.engine.routing.routers import Router, places_left
from filiera.engine.routing.types import Demand, Parameters, Reason, Solver

Firms = NDArray[np.int64]
OPENS_AT = 9 / 24
LAST_DAY = DAYS + int(ENDS_AT) + 2
MONTHS = LAST_DAY // 30 + 1
GATED = frozenset({"BARRED", Reason.NOT_KNOWN, Reason.TOO_WEAK})

_ANSWER, _REMINDER, _ARRIVAL = range(3)


@dataclass
class Course:
    """What has happened to a need: whom it was asked of and when, who answered, who said yes and can."""

    need: Need
    fate: Fate
    asked: dict[int, float] = field(default_factory=dict)
    answered: dict[int, float] = field(default_factory=dict)
    said_yes: int = 0
    good: list[tuple[float, int]] = field(default_factory=list)
    named: set[int] = field(default_factory=set)
    by_floor: set[int] = field(default_factory=set)
    is_counted: bool = False
    is_dry: bool = False

    @property
    def ends(self) -> float:
        """Return the moment at which asking ends."""
        return self.need.at + ENDS_AT


@dataclass
class Ledger:
    """What each organisation had so far in the year."""

    asked: Firms
    suggested: Firms
    chosen: Firms
    by_month: Firms

    @classmethod
    def empty(cls, firms: int) -> Ledger:
        """Begin with nothing."""
        one = np.zeros(firms, dtype=np.int64)
        return cls(one.copy(), one.copy(), one.copy(), np.zeros((MONTHS, firms), dtype=np.int64))


class Year:
    """A world in which needs arrive, and the people who are asked."""

    def __init__(self, world: World, people: People, seed: int) -> None:
        self.world, self.people, self._seed = world, people, seed
        self._persons = np.array([one.person for one in world.firms], dtype=np.int64)
        chance = np.random.default_rng(seed)
        rate = people.background / LOOKS_BACK
        self._by_day = chance.poisson(rate, (LAST_DAY, world.persons)).astype(np.int64)
        self._window = np.zeros(world.persons, dtype=np.int64)
        self._events: list[tuple[float, int, int, int, Firms | int, int]] = []
        self._turn = 0
        self.courses: dict[int, Course] = {}
        self.asks_of_persons = np.zeros((MONTHS, world.persons), dtype=np.int64)
        self.ledger = Ledger.empty(len(world.firms))
        self.now = 0.0

    def run(self, sender: Sender) -> None:
        """Let the year go by."""
        for need in self.world.needs:
            self._push(need.at, _ARRIVAL, need.number, 0, 0)
        for day in range(LAST_DAY):
            self._window = self._by_day[max(0, day - LOOKS_BACK + 1) : day + 1].sum(axis=0)
            self._until(day + OPENS_AT, sender)
            if (YEAR_BEGINS + timedelta(days=day)).weekday() < 5:
                self.now = day + OPENS_AT
                sender.morning(self)
            self._until(day + 1.0, sender)

    def lately(self, firm: int) -> int:
        """Return what an organisation's person was asked in the last 30 days."""
        return int(self._window[self._persons[firm]])

    def reachable(self, need: Need) -> Firms:
        """Return who can be asked at all: somebody is known, and nothing of the need bars it."""
        barred = np.array(sorted(need.excluded), dtype=np.int64)
        return np.setdiff1d(np.nonzero(self._persons >= 0)[0], barred)

    def ask(self, course: Course, firms: Sequence[int]) -> None:
        """Ask some organisations, each once about a need."""
        new = np.array([one for one in firms if one not in course.asked], dtype=np.int64)
        if not len(new):
            return
        persons, day = self._persons[new], int(self.now)
        lately = self._window[persons].astype(np.float64)
        np.add.at(self._by_day[day], persons, 1)
        np.add.at(self._window, persons, 1)
        np.add.at(self.asks_of_persons[day // 30], persons, 1)
        self.ledger.asked[new] += 1
        self.ledger.by_month[day // 30, new] += 1
        course.asked.update(dict.fromkeys(new.tolist(), self.now))
        self._listen(course, new, 0, self.people.answering(lately))

    def _listen(self, course: Course, firms: Firms, turn: int, chances: NDArray[np.float64]) -> None:
        """Let those who hear answer in their time, and remind the others later."""
        heard = course.fate.heard(turn, firms, chances)
        for firm in firms[heard].tolist():
            at = self.now + course.fate.delay(firm, self.people)
            if at < course.ends:
                self._push(at, _ANSWER, course.need.number, firm, turn)
        silent = firms[~heard]
        if turn < len(REMINDED_AT) and len(silent):
            asked_at = course.asked[int(silent[0])]
            self._push(asked_at + REMINDED_AT[turn], _REMINDER, course.need.number, silent, turn + 1)

    def _until(self, moment: float, sender: Sender) -> None:
        while self._events and self._events[0][0] < moment:
            at, _turn, kind, number, what, turn = heapq.heappop(self._events)
            self.now = at
            if kind == _ARRIVAL:
                fate = Fate(self._seed, number, len(self.world.firms))
                self.courses[number] = Course(self.world.needs[number], fate)
                sender.arrived(self, self.courses[number])
            elif kind == _ANSWER and isinstance(what, int):
                self._answered(self.courses[number], what, sender)
            elif isinstance(what, np.ndarray):
                self._remind(self.courses[number], what, turn, sender)

    def _answered(self, course: Course, firm: int, sender: Sender) -> None:
        course.answered[firm] = self.now
        can = firm in course.need.able
        said = course.fate.answer(firm, can, self.people)
        if said == "YES":
            course.said_yes += 1
            if can:
                course.good.append((self.now, firm))
        elif said == "ELSE":
            able = sorted(course.need.able)
            sender.named(self, course, course.fate.named(firm, able, len(self.world.firms), self.people))

    def _remind(self, course: Course, silent: Firms, turn: int, sender: Sender) -> None:
        if self.now >= course.ends or sender.has_enough(course):
            return
        lately = self._window[self._persons[silent]].astype(np.float64)
        self._listen(course, silent, turn, self.people.reminded * self.people.answering(lately))

    def _push(self, at: float, kind: int, number: int, what: Firms | int, turn: int) -> None:
        self._turn += 1
        heapq.heappush(self._events, (at, self._turn, kind, number, what, turn))


class Sender:
    """A way of asking; what it does not say, it does not do."""

    def arrived(self, year: Year, course: Course) -> None:
        """Do something when a need arrives."""

    def morning(self, year: Year) -> None:
        """Do something on the morning of a working day."""

    def named(self, year: Year, course: Course, firm: int) -> None:
        """Do something when a person names somebody else."""

    def has_enough(self, course: Course) -> bool:
        """Tell whether nobody need be reminded any more."""
        return False


class Platform(Sender):
    """Sends a need at once to all that a rule names, and to whom they name."""

    def __init__(self, recipients: Callable[[Need], Collection[int]]) -> None:
        self._recipients = recipients

    def arrived(self, year: Year, course: Course) -> None:
        """Send it."""
        wanted = self._recipients(course.need)
        year.ask(course, [one for one in year.reachable(course.need).tolist() if one in wanted])

    def named(self, year: Year, course: Course, firm: int) -> None:
        """Forward it."""
        if firm in year.reachable(course.need):
            year.ask(course, [firm])


class Office(Sender):
    """Reads what has come in each working morning, and sends small batches by a router."""

    def __init__(self, router: Router, scores: Sequence[Matches], rules: Parameters) -> None:
        self._router, self._scores, self._rules = router, scores, rules
        self._open: list[Course] = []

    def arrived(self, year: Year, course: Course) -> None:
        """Lay it on the pile."""
        self._open.append(course)

    def named(self, year: Year, course: Course, firm: int) -> None:
        """Believe who says that somebody else can: it comes first among those left."""
        course.named.add(firm)
        course.is_dry = False

    def has_enough(self, course: Course) -> bool:
        """Tell whether enough said yes."""
        return course.said_yes >= self._rules.enough

    def morning(self, year: Year) -> None:
        """Send what is to be sent, the oldest need first; close what is over."""
        for course in self._open:
            if self._is_over(year, course):
                if course.good:
                    year.ledger.chosen[course.good[0][1]] += 1
                continue
            demand = self._demand(year, course)
            if places_left(demand, self._rules) and not course.is_dry:
                self._send(year, course, demand)
        self._open = [one for one in self._open if not self._is_over(year, one)]

    def _is_over(self, year: Year, course: Course) -> bool:
        return self.has_enough(course) or year.now >= course.ends

    def _demand(self, year: Year, course: Course) -> Demand:
        fresh = [
            firm
            for firm, at in course.asked.items()
            if firm not in course.answered and working_days(at, year.now) < self._rules.waits_days
        ]
        return Demand(self._rules.enough, course.said_yes, len(fresh), len(course.by_floor.intersection(fresh)))

    def _send(self, year: Year, course: Course, demand: Demand) -> None:
        scores = dict(self._scores[course.need.number])
        best = max((one.score for one in scores.values()), default=1.0)
        scores.update(dict.fromkeys(course.named, Match(best, True)))
        left = [(firm, match) for firm, match in scores.items() if firm not in course.asked]
        batch = self._router.route([self._solver(year, course, *one) for one in left], demand, self._rules)
        course.is_dry = not batch.chosen and all(one.reason in GATED for one in batch.left)
        if not course.is_counted:
            course.is_counted = True
            passed = [int(one.key) for one in batch.chosen]
            passed += [int(one.key) for one in batch.left if one.reason not in GATED]
            year.ledger.suggested[passed] += 1
        course.by_floor.update(int(one.key) for one in batch.chosen if one.reason == Reason.NEW_MEMBER)
        year.ask(course, [int(one.key) for one in batch.chosen])

    def _solver(self, year: Year, course: Course, number: int, match: Match) -> Solver:
        firm, ledger = year.world.firms[number], year.ledger
        return Solver(
            f"{number:04d}",
            match.score,
            "" if firm.person < 0 else f"p{firm.person}",
            has_proof=match.has_proof,
            asked_lately=year.lately(number),
            asked_of_owner=int(ledger.asked[number]),
            suggested=int(ledger.suggested[number]),
            chosen=int(ledger.chosen[number]),
            this_month=int(ledger.by_month[int(year.now) // 30, number]),
            monthly_limit=firm.monthly_limit,
            is_new=firm.is_new,
            barred=("BARRED",) if number in course.need.excluded else (),
        )


def working_days(start: float, end: float) -> int:
    """Count the working mornings after one moment, up to another one and with it."""
    days = range(int(start) + 1, int(end) + 1)
    return sum((YEAR_BEGINS + timedelta(days=day)).weekday() < 5 for day in days)
