"""The figures of a simulated year, and how they are printed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from benchmarks.need_world import DAYS
from benchmarks.need_year import Year
from filiera.engine.routing.measures import answered_within, by_merit, gini, jain, precision

SOON, LATE = 5.0, 45.0
# Needs that an organisation could do, from which its asks for each are compared: of fewer the ratio is chance.
MANY = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """What a way of asking came to. A yes counts where it comes from who can truly do it; a month has 30 days.

    Attributes:
        yes_5: Share of needs with a yes within five days of their arrival, in [0, 1]; `yes_45` within 45.
        answer_5: Share of needs with an answer of any kind within five days.
        first_answer: Median days to the first answer of any kind, of the needs that got one.
        asks_of_need: Asks for a need, in the mean.
        asks_mean: Asks of a person in a month, in the mean; `asks_p95` and `asks_max` of all persons and months.
        precision: Share of asks to who can do it.
        found: Share of needs for which somebody who can was asked; of those that anybody could be asked about who can.
        silence: Share of asks that nobody answers.
        hollow: Share of the yes that come from who cannot do it.
        jain: Jain's index of asks over needs that each could do (1 is even), of organisations that could do five or more;
            `gini` of the same (0 is even), and `never` the share of them that was asked nothing.
        jain_known: The same over needs for which each was suggested, which is all that a ledger knows of merit, of those
            suggested five times or more; `gini_known` likewise. Not a number where nobody is suggested.
        new: Asks to new members for a unit of what they can do, to that of all others (1 is even).
    """

    yes_5: float
    yes_45: float
    answer_5: float
    first_answer: float
    asks_of_need: float
    asks_mean: float
    asks_p95: float
    asks_max: float
    precision: float
    found: float
    silence: float
    hollow: float
    jain: float
    gini: float
    never: float
    jain_known: float
    gini_known: float
    new: float


def figures_of(year: Year) -> Figures:
    """Measure a year that went by."""
    courses = [year.courses[number] for number in sorted(year.courses)]
    firms = year.world.firms
    asks = [(str(one.need.number), firms[firm].key) for one in courses for firm in one.asked]
    able = {str(one.need.number): {firms[firm].key for firm in one.need.able} for one in courses}
    could = Counter(key for keys in able.values() for key in keys)
    had = Counter(key for _need, key in asks)
    merits = {one.key: float(could[one.key]) for one in firms if one.person >= 0}
    rates = by_merit(had, {key: merit for key, merit in merits.items() if merit >= MANY})
    suggested = {one.key: float(year.ledger.suggested[one.number]) for one in firms}
    known = by_merit(had, {key: count for key, count in suggested.items() if count >= MANY})
    waits = [min((at for at, _firm in one.good), default=None) for one in courses]
    days = [None if at is None else at - one.need.at for at, one in zip(waits, courses, strict=True)]
    first = [min(one.answered.values()) - one.need.at if one.answered else None for one in courses]
    solvable = [one for one in courses if one.need.able.intersection(year.reachable(one.need).tolist())]
    by_person = year.asks_of_persons[: DAYS // 30].ravel()
    answered, said_yes = sum(len(one.answered) for one in courses), sum(one.said_yes for one in courses)
    good = sum(len(one.good) for one in courses)
    new = {one.key for one in firms if one.is_new}
    return Figures(
        yes_5=answered_within(days, SOON) or 0.0,
        yes_45=answered_within(days, LATE) or 0.0,
        answer_5=answered_within(first, SOON) or 0.0,
        first_answer=_median(first),
        asks_of_need=len(asks) / max(1, len(courses)),
        asks_mean=float(by_person.mean()),
        asks_p95=float(np.percentile(by_person, 95)),
        asks_max=float(by_person.max()),
        precision=precision(asks, able) or 0.0,
        found=sum(bool(one.need.able.intersection(one.asked)) for one in solvable) / max(1, len(solvable)),
        silence=1 - answered / max(1, len(asks)),
        hollow=1 - good / max(1, said_yes),
        jain=jain(rates),
        gini=gini(rates),
        never=sum(not rate for rate in rates) / max(1, len(rates)),
        jain_known=jain(known) if known else math.nan,
        gini_known=gini(known) if known else math.nan,
        new=_rate(had, merits, new) / max(1e-9, _rate(had, merits, set(merits) - new)),
    )


def _median(days: Sequence[float | None]) -> float:
    told = [one for one in days if one is not None]
    return float(np.median(told)) if told else math.nan


def _rate(had: Mapping[str, int], merits: Mapping[str, float], keys: set[str]) -> float:
    merit = sum(merits.get(key, 0.0) for key in keys)
    return sum(had[key] for key in keys if key in merits) / merit if merit else 0.0


ROWS = {
    "yes_5": ("needs with a yes within five days", "{:.1%}"),
    "yes_45": ("needs with a yes within 45 days", "{:.1%}"),
    "answer_5": ("needs with any answer within five days", "{:.1%}"),
    "first_answer": ("median days to the first answer", "{:.1f}"),
    "asks_of_need": ("asks for a need", "{:.1f}"),
    "asks_mean": ("asks of a person a month, mean", "{:.2f}"),
    "asks_p95": ("asks of a person a month, 95th percentile", "{:.0f}"),
    "asks_max": ("asks of a person a month, most", "{:.0f}"),
    "precision": ("precision: asked who can do it", "{:.1%}"),
    "found": ("needs for which somebody who can was asked", "{:.1%}"),
    "silence": ("asks that nobody answers", "{:.1%}"),
    "hollow": ("a yes from who cannot", "{:.1%}"),
    "jain": ("Jain's index of asks against merit", "{:.3f}"),
    "gini": ("Gini of asks against merit", "{:.3f}"),
    "never": ("could do five needs or more, never asked", "{:.1%}"),
    "jain_known": ("Jain's index of asks against suggestions", "{:.3f}"),
    "gini_known": ("Gini of asks against suggestions", "{:.3f}"),
    "new": ("asks of new members against merit, to the others'", "{:.2f}"),
}


def table(found: Mapping[str, Figures]) -> str:
    """Return a table in Markdown: a line for each figure, a column for each way of asking."""
    lines = [f"| | {' | '.join(found)} |", "|---|" + "---|" * len(found)]
    for name, (title, form) in ROWS.items():
        lines.append(_line(title, form, [getattr(one, name) for one in found.values()]))
    return "\n".join(lines)


def ratios(found: Mapping[str, Figures], of: str) -> str:
    """Return a table of what one way comes to, as a part of each other one."""
    others = [name for name in found if name != of]
    lines = [f"| {of} to | {' | '.join(others)} |", "|---|" + "---|" * len(others)]
    ours = asdict(found[of])
    for name, (title, _form) in ROWS.items():
        theirs = [getattr(found[other], name) for other in others]
        lines.append(_line(title, "{:.2f}", [ours[name] / one if one else math.nan for one in theirs]))
    return "\n".join(lines)


def _line(title: str, form: str, values: Sequence[float]) -> str:
    """Give a line of a table; what is not a number is left empty."""
    return f"| {title} | {' | '.join('' if math.isnan(one) else form.format(one) for one in values)} |"
