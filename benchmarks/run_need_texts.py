"""How well needs are read from their text, field by field, beside a naive reader of the same texts.

    python -m benchmarks.run_need_texts [dev|held-out|fresh|unseen] [--show]

Texts and truth are our own (`need_texts.py`), so these figures are kind. A value counts as right if it is the same; of a place,
region and country by their code, a town or province by its name, with the radius where one is said. A sensitive span counts
as right if it overlaps the words that are wanted under the same code. `--show` prints what is wrong and missing; of the
others, never.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from benchmarks.need_texts import LOOKED_AT, PARTS, NeedText, part_of, stage_terms, towns
from filiera.common.reading.dates import MONTHS
from filiera.exchange.reading.giveaways import OwnNames
from filiera.exchange.reading.mail import Mail, read_mail
from filiera.exchange.reading.needs import Knowledge, read_need
from filiera.exchange.reading.proposals import Value, Where
from filiera.exchange.reading.sensitive import read_sensitive

READ_ON = date(2026, 10, 5)


@dataclass(frozen=True, slots=True)
class Unit:
    """One value that is judged: the field, the value as it is written in the truth, and whether it is sure."""

    field: str
    value: str
    is_sure: bool = True


def written(value: Value) -> str:
    """Write a value as the truth writes it."""
    if isinstance(value, Where):
        if value.kind == "abroad":
            return value.kind
        return ":".join(str(part) for part in (value.kind, value.code or value.name, value.km) if part)
    if isinstance(value, tuple):
        return "-".join(map(str, value))
    return str(value)


def wanted(case: NeedText) -> list[Unit]:
    """Give what should be read of a need."""
    found = []
    for field, value in case.truth.items():
        if field == "trl":
            found.append(Unit(field, "-".join(map(str, value))))
        else:
            found += [Unit(field, str(one)) for one in (value if isinstance(value, list) else [value])]
    return found


def body_of(case: NeedText) -> tuple[str, date, Mail | None]:
    """Give what is read of a need, the day that it is read on, and the mail that it came in."""
    if case.form != "mail":
        return case.text, READ_ON, None
    mail = read_mail(case.text)
    return mail.body, mail.sent_on or READ_ON, mail


def proposed(case: NeedText) -> list[Unit]:
    """Read a need."""
    body, today, mail = body_of(case)
    known = towns()
    knowledge = Knowledge(known.__contains__ if known else None, stage_terms())
    read = read_need(body, today=today, knowledge=knowledge)
    found = [Unit(one.field, written(one.value), one.sure) for one in read.proposals]
    if mail is not None:
        said = {"sender": mail.sender, "address": mail.address, "date": mail.sent_on, "subject": mail.subject}
        found += [Unit(f"mail.{name}", str(value)) for name, value in said.items()]
    return list(dict.fromkeys(found))


_DAY = re.compile(rf"([0-9]{{1,2}}) ({'|'.join(sorted(MONTHS, key=len, reverse=True))})", re.I)


def naive(case: NeedText) -> Iterator[Unit]:
    """Read as a search would: the first day is the deadline, a word stands for its field, whatever is said around it."""
    text = case.text
    day = _DAY.search(text)
    if day:
        month = MONTHS[day[2].casefold()]
        year = READ_ON.year + ((month, int(day[1])) < (READ_ON.month, READ_ON.day))
        yield Unit("deadline", f"{year}-{month:02}-{int(day[1]):02}")
    levels = [int(one) for one in re.findall(r"TRL ?([1-9])", text)]
    if levels:
        yield Unit("trl", f"{min(levels)}-{max(levels)}")
    words = {
        ("secrecy", "SECRET"): "anonim|anonym|segret|secret|concorrent|competitor",
        ("secrecy", "RESERVED"): "riservat|confiden|NDA",
        ("secrecy", "OPEN"): "pubblic|public",
        ("urgency", "URGENT"): "urgen",
        ("help", "LAB"): "test|prov[ae]|analisi|laborator",
        ("help", "TRAINING"): "corso|formazione|training|course",
        ("help", "EQUIPMENT"): "noleggi|rent|hire",
        ("help", "CALL"): "bando|funding|finanzia",
        ("help", "SOLVER"): "partner|fornitor|supplier|looking for|cerc",
        ("development", "IDEA"): "idea",
        ("development", "PROTOTYPE"): "prototip|prototype",
        ("development", "PILOT"): "pilot",
        ("development", "PRODUCTION"): "produzione|production",
        ("place", "region:ITC4"): "Lombard",
        ("place", "country:IT"): "Italia|Italy",
    }
    yield from (Unit(field, value) for (field, value), pattern in words.items() if re.search(pattern, text, re.I))
    for name in re.findall(r"(?:vicino a|provincia di|near|km (?:da|from|of)) ([A-Z]\w+)", text):
        yield Unit("place", f"near:{name}")


class Count:
    """What is wanted, proposed and right, by field."""

    def __init__(self) -> None:
        self.wanted: Counter[str] = Counter()
        self.given: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.sure: Counter[str] = Counter()
        self.marked: Counter[str] = Counter()

    def add(self, case: NeedText, given: Iterable[Unit], *, shows: bool) -> None:
        """Judge what was read of a need."""
        truth, read = wanted(case), list(given)
        values = {(one.field, one.value) for one in read}
        for one in truth:
            self._want(one.field, (one.field, one.value) in values)
            if shows and (one.field, one.value) not in values:
                print(f"{case.name}: missing {one.field} = {one.value}")
        right = {(one.field, one.value) for one in truth}
        for one in read:
            is_right = (one.field, one.value) in right
            if is_right or one.field not in case.may:
                self._give(one.field, is_right, one.is_sure)
                if shows and not is_right:
                    print(f"{case.name}: wrong {one.field} = {one.value} sure={one.is_sure}")

    def add_sensitive(self, case: NeedText, *, shows: bool) -> None:
        """Judge the spans that were found in a need."""
        text = body_of(case)[0]
        own = OwnNames(**{name: tuple(values) for name, values in case.own.items()})
        read = read_sensitive(text, own=own)
        places = [(code, at, at + len(words)) for code, words in case.sensitive if (at := text.find(words)) >= 0]
        for code, start, end in places:
            is_found = any(one.code == code and one.start < end and start < one.end for one in read)
            self._want(f"sensitive.{code}", is_found)
            self.marked["wanted"] += 1
            self.marked["found"] += any(one.start < end and start < one.end for one in read)
            if shows and not is_found:
                print(f"{case.name}: missing {code} {text[start:end]!r}")
        for one in read:
            is_right = any(one.code == code and one.start < end and start < one.end for code, start, end in places)
            if is_right or f"sensitive.{one.code}" not in case.may:
                self._give(f"sensitive.{one.code}", is_right, one.sure)
                if shows and not is_right:
                    print(f"{case.name}: wrong {one.code} {text[one.start : one.end]!r} sure={one.sure}")

    def _want(self, field: str, is_found: bool) -> None:
        self.wanted[field] += 1
        self.found[field] += is_found

    def _give(self, field: str, is_right: bool, is_sure: bool) -> None:
        self.given[field] += 1
        self.right[field] += is_right
        self.sure["given"] += is_sure
        self.sure["right"] += is_sure and is_right


def share(part: int, whole: int) -> str:
    """Write a share in percent."""
    return f"{100 * part / whole:5.0f}" if whole else "    -"


def line(name: str, fields: Iterable[str], counts: Iterable[Count]) -> str:
    """Write the line of some fields together."""
    among, cells, asked = list(fields), [], 0
    for count in counts:
        given, right, found, asked_for = (
            sum(one[field] for field in among) for one in (count.given, count.right, count.found, count.wanted)
        )
        asked = max(asked, asked_for)
        cells += [f"{given:4d}", share(right, given), share(found, asked_for)]
    return f"{name:24}{asked:6d}  " + " ".join(cells)


def report(ours: Count, other: Count) -> None:
    """Print precision and recall, ours beside the naive reader's."""
    print(f"{'field':24}wanted  given prec.  rec. | naive: given prec. rec.")
    fields = sorted(set(ours.wanted) | set(ours.given))
    for name in fields:
        print(line(name, [name], (ours, other)))
    print(line("all but sensitive", [one for one in fields if not one.startswith("sensitive")], (ours, other)))
    print(line("all sensitive", [one for one in fields if one.startswith("sensitive")], (ours,)))
    marked = ours.marked
    print(f"sensitive words marked under any code: {marked['found']} of {marked['wanted']}")
    print(f"sure ones: {ours.sure['given']}, of them right {share(ours.sure['right'], ours.sure['given'])} %")


def main() -> None:
    """Measure one half, or each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", choices=PARTS)
    parser.add_argument("--show", action="store_true", help="print what is wrong and missing, of those looked at")
    asked: Any = parser.parse_args()
    for part in [asked.part] if asked.part else PARTS:
        ours, other = Count(), Count()
        shows = asked.show and part in LOOKED_AT
        stage_terms()
        begun = time.perf_counter()
        for case in part_of(part):
            ours.add(case, proposed(case), shows=shows)
            ours.add_sensitive(case, shows=shows)
        spent = time.perf_counter() - begun
        for case in part_of(part):
            other.add(case, naive(case), shows=False)
        print(f"\n## {part}: {len(part_of(part))} needs, read in {spent:.2f} s\n")
        report(ours, other)


if __name__ == "__main__":
    main()
