"""What was worked out, kept in the process under everything that it depends on."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Worth = TypeVar("Worth")


class Kept(Generic[Worth]):
    """A few results by key, the oldest given up first. Threads share it: at worst two of them work out the same."""

    def __init__(self, most: int) -> None:
        """Keep at most `most` results."""
        self._most = most
        self._found: dict[Hashable, Worth] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Worth], *, keep: bool = True) -> Worth:
        """Give the result of a key, made where it is not kept; with `keep` False it is made and not kept."""
        with self._lock:
            found = self._found.get(key)
        if found is None:
            found = make()
            if keep:
                with self._lock:
                    while len(self._found) >= self._most:
                        self._found.pop(next(iter(self._found)))
                    self._found[key] = found
        return found
