"""What features hang on the acts of bodies; they add themselves when their application starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filiera.governance.models import Resolution

after_resolution: list[Callable[[Resolution], None]] = []
"""Called when a vote has closed into a resolution, adopted or not; each looks for what hung on its item.

Each runs in a transaction of its own: what cannot follow leaves the vote closed, is written in the trail, and must be told
by the feature among what waits for the office."""
