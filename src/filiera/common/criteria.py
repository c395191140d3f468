"""What somebody asks a list for, as its address bears it: the same for lists, feeds, calendars and searches that are kept."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, Self, cast
from urllib.parse import urlencode


class Criteria:
    """The criteria of a filter, a frozen dataclass of texts, numbers, yes or no, and several texts; empty asks for nothing."""

    __slots__ = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is asked for."""
        return not self.pairs()

    def pairs(self) -> list[tuple[str, str]]:
        """Give the filter back as pairs of a query string, in a stable order."""
        pairs: list[tuple[str, str]] = []
        for item in fields(cast("Any", self)):
            value = getattr(self, item.name)
            if isinstance(value, tuple):
                pairs += [(item.name, one) for one in value]
            elif value:
                pairs.append((item.name, "1" if value is True else str(value)))
        return pairs

    def query_string(self) -> str:
        """Give the query string that leads back to this filter."""
        return urlencode(self.pairs())

    def without(self, name: str, value: str = "") -> Self:
        """Give the filter with one criterion taken away; of several texts, the one of them that is named."""
        current = getattr(self, name)
        is_several = isinstance(current, tuple)
        left: Any = tuple(one for one in current if one != value) if is_several else type(current)()
        return cast("Self", replace(cast("Any", self), **{name: left}))
