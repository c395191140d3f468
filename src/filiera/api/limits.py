"""How many questions one person, or one address, may ask: a fixed window counted in Django's cache."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.cache import cache
from ninja.throttling import BaseThrottle

if TYPE_CHECKING:
    from django.http import HttpRequest


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


# Sixty questions a minute: an integration that asks one a second passes, a flood does not.
ANSWERS = Window("answers", times=60, seconds=60)


class AnswersThrottle(BaseThrottle):
    """Ninja's way to ask a window."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request under its person, or its network address."""
        return ANSWERS.allows(asker(request), time.time())

    def wait(self) -> float:
        """Give the seconds to wait."""
        return ANSWERS.wait(time.time())


def asker(request: HttpRequest) -> str:
    """Name who asks: the account, or the network address as the server saw it (a forwarded header can be forged)."""
    if request.user.is_authenticated:
        return f"person:{request.user.pk}"
    return f"address:{request.META.get('REMOTE_ADDR', '')}"
