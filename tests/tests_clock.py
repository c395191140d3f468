"""The day on which the tests stand."""

from datetime import date

TODAY = date(2026, 11, 25)
