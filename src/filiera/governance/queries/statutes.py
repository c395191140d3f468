"""Which statute is in force on a day, and what it says."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from filiera.governance.files import shipped_statute
from filiera.governance.logic.chain import canonical
from filiera.governance.logic.charter import Charter
from filiera.governance.models import StatuteVersion

if TYPE_CHECKING:
    from django.db.models import QuerySet

DEFAULT = "codice-civile"
"""What holds where an association has put no statute in force: the law."""


@lru_cache(maxsize=32)
def _charter(rules: str) -> Charter:
    return Charter.model_validate_json(rules)


def charter_of(version: StatuteVersion | None) -> Charter:
    """Give what a statute says; the law where there is none."""
    return _charter(canonical(version.rules)) if version is not None else shipped_statute(DEFAULT)


def statute_on(today: date) -> StatuteVersion | None:
    """Give the statute in force on a day; None where none was yet."""
    return StatuteVersion.objects.filter(in_force_from__lte=today).order_by("-in_force_from").first()


def charter_on(today: date) -> Charter:
    """Give what the statute in force on a day says; the law where none was yet."""
    return charter_of(statute_on(today))


class Charters:
    """Every statute, read in one query, for lists that ask of many days."""

    def __init__(self) -> None:
        self._versions = list(StatuteVersion.objects.order_by("-in_force_from"))

    def on(self, day: date) -> Charter:
        """Give what the statute in force on a day says; the law where none was yet."""
        return charter_of(next((one for one in self._versions if one.in_force_from <= day), None))


def statutes() -> QuerySet[StatuteVersion]:
    """Give every statute, the newest first."""
    return StatuteVersion.objects.select_related("resolution").order_by("-in_force_from")
