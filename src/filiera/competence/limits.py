"""How many questions one asker may ask, on the page and through the API together: an answer costs most of all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filiera.common.limits import Window

if TYPE_CHECKING:
    from filiera.common.limits import Asker

# One question a second passes, a flood does not. Behind one address there may be an office, behind an account one person
# or one integration that we can ask to slow down: it gets more.
OF_ADDRESS = Window("answers", times=60, seconds=60)
OF_PERSON = Window("answers-of-person", times=300, seconds=60)


def seconds_to_wait(asker: Asker, now: float) -> int:
    """Count a question; give 0 where it may be answered, else the seconds to wait."""
    window = OF_PERSON if asker.is_person else OF_ADDRESS
    return 0 if window.allows(asker.key, now) else window.wait(now)
