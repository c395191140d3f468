"""When applications are taken: from when until when, in which zone, at which cut-offs."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from filiera.funding.logic.values import Moment, Word, Written, fault

HOME = "Europe/Rome"


class Window(Written):
    """From when until when applications are taken, in which zone."""

    opens: Moment = None
    closes: Moment = None
    tz: str | None = None
    until_spent: Word = Field(None, validation_alias="or")
    cutoffs: list[Moment] | None = None

    @field_validator("tz")
    @classmethod
    def _zone(cls, tz: str | None) -> str | None:
        try:
            return ZoneInfo(tz).key if tz else None
        except (KeyError, ValueError, OSError) as error:
            raise fault("no-zone") from error

    @model_validator(mode="after")
    def _in_order(self) -> Window:
        if self.opens is not None and self.closes is not None and self.start(HOME) > self.end(HOME):  # type: ignore[operator]
            raise fault("closes-before-opens")
        return self

    def start(self, zone: str) -> datetime | None:
        """Give the first moment; a day without an hour begins at midnight."""
        return None if self.opens is None else as_moment(self.opens, self.tz or zone, time())

    def end(self, zone: str) -> datetime | None:
        """Give the last moment, the last cut-off where it comes before the closing; a day without an hour is whole."""
        last = [max(self._moments(self.cutoffs, zone), default=None), *self._moments([self.closes], zone)]
        return min((one for one in last if one is not None), default=None)

    def _moments(self, written: list[Any] | None, zone: str) -> list[datetime]:
        return [as_moment(one, self.tz or zone, time.max) for one in written or () if one is not None]


def as_moment(written: date | datetime, zone: str, hour: time) -> datetime:
    """Give a moment with its zone; one that is written without is of the zone given."""
    if not isinstance(written, datetime):
        return datetime.combine(written, hour, tzinfo=ZoneInfo(zone))
    return written if written.tzinfo else written.replace(tzinfo=ZoneInfo(zone))
