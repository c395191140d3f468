"""How the people of the simulated year behave. Each figure has its source, or is called an assumption; none was moved after
the first figures of the year were seen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

# When a silent person is reminded, and when asking ends, in days. Source: the product's defaults (9, 21, 45).
REMINDED_AT = (9.0, 21.0)
ENDS_AT = 45.0
# What a person's willingness looks back on, in days.
LOOKS_BACK = 30


@dataclass(frozen=True, slots=True)
class People:
    """Shares are in [0, 1].

    Attributes:
        silence: Never answers a first ask, of those who were asked nothing lately. Assumption: below the 54 % of members who
            never upload anything to such a system, because a link that asks one question asks for less.
        halved_at: Asks in the last 30 days that halve the chance of an answer. Assumption; hyperbolic, so that it is kind to
            whoever sends hundreds: at 240 a month one in 25 of those who would have answered still does.
        reminded: Chance of an answer to a reminder, as a share of that of a first ask. Assumption.
        delay_median: Days until an answer, lognormal. Assumption, as is `delay_sigma`, of its logarithm: nine in ten within
            eleven days.
        busy: Says no though it can, for want of capacity. Assumption.
        hopeful: Says yes though it cannot. Assumption.
        referring: Names somebody else, of those who cannot. Assumption, as is `refers_right`, the share that names one who
            can.
        background: Asks a month by calls and surveys, whatever is done with needs. Assumption.
    """

    silence: float = 0.40
    halved_at: float = 10.0
    reminded: float = 0.5
    delay_median: float = 3.0
    delay_sigma: float = 1.0
    busy: float = 0.25
    hopeful: float = 0.05
    referring: float = 0.15
    refers_right: float = 0.60
    background: float = 1.0

    def answering(self, lately: Numbers) -> Numbers:
        """Return the chance that each of some people answers, by what it was asked in the last 30 days."""
        return (1.0 - self.silence) / (1.0 + lately / self.halved_at)


class Fate:
    """What each organisation would do about one need, drawn beforehand: the same whoever asks it, and whenever."""

    def __init__(self, seed: int, need: int, firms: int) -> None:
        chance = np.random.default_rng((seed, need))
        self._heard = chance.random((1 + len(REMINDED_AT), firms))
        self._delay = chance.standard_normal(firms)
        self._says = chance.random(firms)
        self._names = chance.random((2, firms))

    def heard(self, turn: int, firms: NDArray[np.int64], chances: Numbers) -> NDArray[np.bool_]:
        """Tell which of some organisations answer the ask (turn 0) or a reminder (1, 2)."""
        return np.asarray(self._heard[turn, firms] < chances)

    def delay(self, firm: int, people: People) -> float:
        """Return the days until it answers."""
        return float(people.delay_median * np.exp(people.delay_sigma * self._delay[firm]))

    def answer(self, firm: int, can: bool, people: People) -> str:
        """Return what it says: YES, NO or ELSE (somebody else)."""
        said = self._says[firm]
        if can:
            return "NO" if said < people.busy else "YES"
        if said < people.hopeful:
            return "YES"
        return "ELSE" if said < people.hopeful + people.referring else "NO"

    def named(self, firm: int, able: list[int], everybody: int, people: People) -> int:
        """Return whom it names: one who can, or, where it knows none, anybody."""
        right, which = self._names[:, firm]
        pool = able if able and right < people.refers_right else range(everybody)
        return pool[int(which * len(pool))]
