"""The day and the moment at which the tests stand."""

from datetime import UTC, date, datetime

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
