"""How often one person, or one address, may do something: a fixed window counted in Django's cache."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.cache import cache


@dataclass(frozen=True)
class Window:
    """At most `times` acts called `name` in each window of `seconds`."""

    name: str
    times: int
    seconds: int

    def key(self, who: str, now: float) -> str:
        """Give the cache key of one asker in the window of a moment; the asker's address is not kept in clear."""
        digest = hashlib.sha256(who.encode()).hexdigest()[:32]
        return f"limit:{self.name}:{digest}:{int(now // self.seconds)}"

    def allows(self, who: str, now: float) -> bool:
        """Count one act and tell whether it is within the limit."""
        key = self.key(who, now)
        cache.add(key, 0, self.seconds * 2)
        try:
            return cache.incr(key) <= self.times
        except ValueError:  # the entry went between the two calls: it counts as the first
            return True

    def wait(self, now: float) -> int:
        """Give the whole seconds until the next window, at least 1."""
        return max(1, int(self.seconds - now % self.seconds) + 1)
