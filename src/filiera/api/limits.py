"""How many questions one person, or one address, may ask through the API."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ninja.throttling import BaseThrottle

from filiera.common.limits import Window

if TYPE_CHECKING:
    from django.http import HttpRequest


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
