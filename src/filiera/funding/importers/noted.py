"""Read the values of one record, keeping what cannot be read as a fault that costs the field alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from filiera.common.written_amounts import TwoSenses
from filiera.funding.drafts import CallFault, Moment
from filiera.funding.importers.records import Record
from filiera.funding.importers.text import writable
from filiera.funding.importers.values import read_amount, read_count, read_day, read_moment


@dataclass
class Noted:
    """A record being read: its zone and the mark of its decimals, the faults so far, and what else it says."""

    record: Record
    zone: str
    decimal_mark: str = "."
    names: Mapping[str, str] = field(default_factory=dict)
    """What the source calls the fields that we name."""
    faults: list[CallFault] = field(default_factory=list)
    also: dict[str, str] = field(default_factory=dict)

    def remark(self, code: str, name: str = "", value: object = "") -> None:
        """Note a fault with which the record stays."""
        self.faults.append(self.record.fault(code, self.names.get(name, name), value))

    def keep(self, name: str, value: str) -> None:
        """Keep something else that the record says, where it says it."""
        if value:
            self.also[name] = writable(value)

    def moment(self, name: str, written: Any) -> Moment | None:
        """Read a day or a moment."""
        try:
            return read_moment(written, self.zone)
        except (ValueError, OverflowError, OSError):
            self.remark("bad-date", name, written)
            return None

    def day(self, name: str, written: Any) -> date | None:
        """Read a day, whatever the hour."""
        try:
            return read_day(written, self.zone)
        except (ValueError, OverflowError, OSError):
            self.remark("bad-date", name, written)
            return None

    def amount(self, name: str, written: Any) -> Decimal | None:
        """Read an amount in euro; nought is not given."""
        try:
            return read_amount(written, decimal_mark=self.decimal_mark)
        except TwoSenses:
            self.remark("two-senses", name, written)
        except (ValueError, ArithmeticError):
            self.remark("bad-amount", name, written)
        return None

    def count(self, name: str, written: Any) -> int | None:
        """Read how many; nought is not given."""
        try:
            return read_count(written)
        except (ValueError, ArithmeticError):
            self.remark("bad-count", name, written)
        return None
