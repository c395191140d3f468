"""How well calls are read from their text, field by field, beside a naive reader of the same texts.

    python -m benchmarks.run_call_texts [dev|held-out] [--show]

Texts and truth are our own (`call_texts.py`), so these figures are kind. A value counts as right if it is the same to the
hour and the cent; a rule of several parts (at least, at most) counts by its parts, a list by its elements. `aid`, `procedure`
and what the head of a text says are not judged. `--show` prints what is wrong and missing; of the held-out half, never.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from benchmarks.call_texts import PARTS, CallText, part_of, pdf_of
from filiera.common.reading.amounts import amounts
from filiera.common.reading.pdf import read_pdf
from filiera.common.reading.words import number_in
from filiera.funding.reading.proposals import Proposal
from filiera.funding.reading.texts import read_call

READ_ON = date(2026, 12, 1)
_NOT_JUDGED = ("aid", "procedure", "level", "programme", "title", "url", "grant_min_eur", "grant_max_eur")
_WHOLE = ("rules.grant_range",)
_OPEN_UNLESS_WANTED = ("rules.seat_region.when", "rules.seat_region.who")
_BARE_IS_PROJECT = ("rules.grant_max", "rules.cost_min", "rules.cost_max")
_DATE = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.](20[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Unit:
    """One value that is judged: the field with the part of it, the value, the sentence, and whether it is sure."""

    path: str
    value: str
    sentence: str = ""
    is_sure: bool = True

    @property
    def field(self) -> str:
        """Give the field without its part."""
        return ".".join(self.path.split(".")[:2])


def units(field: str, value: Any, sentence: str = "", is_sure: bool = True) -> Iterator[Unit]:
    """Give a value by its parts; a range of costs is its least and its most."""
    if field == "rules.budget_range":
        for name, part in zip(("rules.cost_min", "rules.cost_max"), value, strict=True):
            yield from units(name, part, sentence, is_sure)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from units(f"{field}.{name}", part, sentence, is_sure)
    elif isinstance(value, list | tuple) and field not in _WHOLE:
        for part in value:
            yield from units(field, part, sentence, is_sure)
    else:
        path = f"{field}.project" if field in _BARE_IS_PROJECT else field
        yield Unit(path, _written(value), sentence, is_sure)


def _written(value: Any) -> str:
    """Write a value so that the same are alike: moments to the minute, numbers without empty decimals."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, list | tuple):
        return "-".join(map(_written, value))
    text = str(value)
    if not isinstance(value, bool) and re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text):
        return f"{Decimal(text).normalize():f}"
    return text.removeprefix("HORIZON-").removeprefix("LIFE-").removeprefix("DIGITAL-")


def naive(text: str) -> Iterator[tuple[str, Any, str]]:
    """Read as a search would: the first date closes, the largest amount is the purse, and so on."""
    first = _DATE.search(text)
    if first:
        yield "window.closes", f"{first[3]}-{int(first[2]):02}-{int(first[1]):02}", first[0]
    sums = [(one.high or one.low, text[one.start : one.end]) for one in amounts(text)]
    if sums:
        yield "budget_eur", *max(sums)
        yield "rules.grant_max", *sorted(sums)[len(sums) // 2]
    shares = re.findall(r"([0-9]{1,3}) ?%", text)
    if shares:
        yield "rules.intensity", {"any": max(map(int, shares))}, "%"
    levels = [int(one) for one in re.findall(r"TRL ?([1-9])", text)]
    if levels:
        yield "rules.trl", {"start": min(levels), "end": max(levels)}, "TRL"
    months = re.search(r"([0-9]{1,2}) (?:mesi|months)", text)
    if months:
        yield "rules.duration_max", int(months[1]), months[0]
    partners = re.search(r"(?:almeno|at least) ([0-9]{1,2})", text)
    if partners:
        yield "rules.partners", {"min": int(partners[1])}, partners[0]
    if "de minimis" in text:
        yield "rules.deminimis_headroom", True, "de minimis"


def proposed(case: CallText) -> tuple[list[Unit], float]:
    """Read a text, from its PDF where it comes as one; also how many seconds reading took."""
    text = read_pdf(pdf_of(case.text)).text if case.form == "pdf" else case.text
    started = time.perf_counter()
    read = read_call(text, language=None, today=READ_ON)
    spent = time.perf_counter() - started
    return [unit for one in read.proposals for unit in _of_proposal(one)], spent


def _of_proposal(one: Proposal) -> Iterator[Unit]:
    if one.field not in _NOT_JUDGED:
        yield from units(one.field, one.value, one.sentence, one.sure)


def matches(wanted: Unit, given: Unit) -> bool:
    """Tell whether a value is the wanted one; of a document, whether it bears the name that is wanted."""
    if wanted.path != given.path:
        return False
    if wanted.field == "rules.docs":
        return wanted.value.casefold() in given.value.casefold()
    return wanted.value == given.value


def is_in_sentence(unit: Unit) -> bool:
    """Tell whether the sentence has what the value says: its day, its amount, its number."""
    value, sentence = unit.value, unit.sentence.casefold()
    figures = {
        re.sub(r"[.,'\s]", "", one).removesuffix("00") or one for one in re.findall(r"[0-9][0-9.,'\s]*", sentence)
    }
    if re.match(r"20[0-9]{2}-", value):
        return any(str(int(value[8:10])) == one.lstrip("0") for one in re.findall(r"[0-9]+", sentence))
    if re.fullmatch(r"[0-9.]+(?:-[0-9.]+)?", value):
        said = {
            f"{end.normalize():f}" for one in amounts(unit.sentence) for end in (one.low, one.high) if end is not None
        }
        words = {str(number_in(word)) for word in re.findall(r"[a-zà-ü]+", sentence)}
        numbers = {one.lstrip("0") for one in re.findall(r"[0-9]+", sentence)}
        years = {str(int(one) * 12) for one in numbers | words if one.isdigit()}
        return all(part in said | words | numbers | figures | years for part in value.split("-"))
    return bool(sentence)


def _is_left_open(one: Unit, case: CallText, wanted: list[Unit]) -> bool:
    """Tell whether nobody judges a value: the truth leaves the field open, or that part of it."""
    if one.path in _OPEN_UNLESS_WANTED and one.path not in [other.path for other in wanted]:
        return True
    return any(f"{one.path}.".startswith(f"{left}.") for left in case.may)


class Count:
    """What is wanted, proposed and right, by field."""

    def __init__(self) -> None:
        self.wanted: Counter[str] = Counter()
        self.given: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.sure: Counter[str] = Counter()
        self.unsaid = 0

    def add(self, case: CallText, given: Iterable[Unit], *, shows: bool) -> None:
        """Judge what was read of a text."""
        wanted = [unit for field, value in case.truth.items() for unit in units(field, value)]
        given = list(dict.fromkeys(given))
        for one in wanted:
            is_found = any(matches(one, other) for other in given)
            self.wanted[one.field] += 1
            self.found[one.field] += is_found
            if shows and not is_found:
                print(f"{case.name}: missing {one.path} = {one.value}")
        for one in given:
            is_right = any(matches(other, one) for other in wanted)
            if not is_right and _is_left_open(one, case, wanted):
                continue
            self._judge(one, is_right)
            if shows and not is_right:
                print(f"{case.name}: wrong {one.path} = {one.value} sure={one.is_sure} {one.sentence[:200]!r}")

    def _judge(self, one: Unit, is_right: bool) -> None:
        self.given[one.field] += 1
        self.right[one.field] += is_right
        self.sure["given"] += one.is_sure
        self.sure["right"] += one.is_sure and is_right
        self.unsaid += is_right and not is_in_sentence(one)


def share(part: int, whole: int) -> str:
    """Write a share in percent."""
    return f"{100 * part / whole:5.0f}" if whole else "    -"


def line(name: str, ours: Count, other: Count) -> str:
    """Write the line of a field, or of all."""
    cells = []
    for count in (ours, other):
        given, right, found, wanted = (
            one.total() if name == "all" else one[name] for one in (count.given, count.right, count.found, count.wanted)
        )
        cells += [f"{given:4d}", share(right, given), share(found, wanted)]
    asked = ours.wanted.total() if name == "all" else ours.wanted[name]
    return f"{name:34}{asked:6d}  " + " ".join(cells)


def report(ours: Count, other: Count) -> None:
    """Print precision and recall, ours beside the naive reader's."""
    print(f"{'field':34}wanted  given prec.  rec. | naive: given prec. rec.")
    for name in sorted(set(ours.wanted) | set(ours.given)):
        print(line(name, ours, other))
    print(line("all", ours, other))
    print(f"sure ones: {ours.sure['given']}, of them right {share(ours.sure['right'], ours.sure['given'])} %")
    print(f"right, but the sentence does not bear the value: {ours.unsaid}")


def main() -> None:
    """Measure one half, or each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", choices=PARTS)
    parser.add_argument("--show", action="store_true", help="print what is wrong and missing, of the first half alone")
    asked = parser.parse_args()
    for part in [asked.part] if asked.part else PARTS:
        ours, other, spent = Count(), Count(), 0.0
        for case in part_of(part):
            given, seconds = proposed(case)
            spent += seconds
            ours.add(case, given, shows=asked.show and part == "dev")
            other.add(case, (unit for one in naive(case.text) for unit in units(*one)), shows=False)
        print(f"\n## {part}: {len(part_of(part))} texts, read in {spent:.2f} s\n")
        report(ours, other)


if __name__ == "__main__":
    main()
