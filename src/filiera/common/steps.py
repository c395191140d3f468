"""Processes as tables: which state may follow which, and the one way to take a step; each feature writes its own tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

S = TypeVar("S", bound=str)


@dataclass(frozen=True, slots=True)
class Steps(Generic[S]):
    """A process: its table gives, for each state, those that may follow."""

    table: Mapping[S, Collection[S]]

    def after(self, state: str) -> list[S]:
        """Give the states that may follow one, in the order of the table."""
        return list(next((after for before, after in self.table.items() if before == state), ()))

    def take(self, row: Any, to: S, *, refused: Callable[[], Exception]) -> str:
        """Move a row to a state that may follow its own, without storing it; give the state before. Else raise `refused`."""
        before = str(row.state)
        if to not in self.after(before):
            raise refused()
        row.state = to
        return before
