"""How many questions one person, or one address, may ask through the API: as many as on the page, counted together."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ninja.throttling import BaseThrottle

from filiera.common.limits import asker_of
from filiera.competence.limits import OF_ADDRESS, seconds_to_wait

if TYPE_CHECKING:
    from django.http import HttpRequest


class AnswersThrottle(BaseThrottle):
    """Ninja's way to ask a window."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request under its person, or its network address."""
        return seconds_to_wait(asker_of(request), time.time()) == 0

    def wait(self) -> float:
        """Give the seconds to wait: all windows of questions end together."""
        return OF_ADDRESS.wait(time.time())
