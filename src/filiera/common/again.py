"""The same said again at once is a second click, and no second thing comes of it."""

from __future__ import annotations

from datetime import timedelta

SECOND_CLICK = timedelta(minutes=2)
"""So soon after it, the same again was not meant twice."""
