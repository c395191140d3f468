"""What features hang on privacy: what they hold of a person, how they erase it, what they no longer keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from filiera.privacy.enums import Fate
from filiera.privacy.logic import without

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.utils.functional import _StrPromise

    from filiera.accounts.models import User

    Words = str | _StrPromise

Value = object
"""A cell: words, a number, a day, a moment, yes or no, or None."""


@dataclass(frozen=True, slots=True)
class Section:
    """What one feature holds of a person: columns (code, words), one row for each thing, and what an erasure does with it.

    `why` is the lawful reason of what is kept, empty for what is erased.
    """

    code: str
    title: Words
    columns: Sequence[tuple[str, Words]]
    rows: Sequence[Sequence[Value]]
    fate: Fate = Fate.ERASED
    why: Words = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """Whose data go: the account, all its addresses and names as they were, and what stands in their place.

    `names` are those that may be looked for in texts: of one word alone none is, since it may be anything. `mark` stands
    where a name stood, `address` where an address stood; no mail reaches it.
    """

    user: User
    emails: Sequence[str]
    names: Sequence[str]
    mark: str
    address: str
    now: datetime
    actor: User | None
    with_public_roles: bool = False

    def from_text(self, text: str) -> str:
        """Take names and addresses out of a text."""
        return without(text, names=self.names, emails=self.emails, mark=self.mark)

    def from_firm(self, text: str) -> str:
        """Take addresses alone out of a text about a firm, which may be called as the person is."""
        return without(text, names=(), emails=self.emails, mark=self.mark)

    def from_cell(self, text: str) -> str:
        """Take addresses out of a cell, and the name where the cell holds nothing else: a firm may be called so too."""
        is_name = text.strip().casefold() in {name.casefold() for name in self.names}
        return self.mark if is_name else self.from_firm(text)


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long one kind of row is kept, by which basis, and how those past it are let go, at most so many at once.

    `run(now, most, is_trial)` gives how many were let go, or would be in a trial.
    """

    code: str
    title: Words
    kept: Words
    basis: Words
    run: Callable[[datetime, int, bool], int]


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan as it is sent: its name, and its content in pieces."""

    name: str
    chunks: Iterable[bytes]


scan_keeper: list[Callable[[str, Scan, datetime, Any], str]] = []
"""Who keeps a scan for the office alone, under a title, and gives the words by which it is found again; one at most."""

personal_data: list[Callable[[User], Sequence[Section]]] = []
"""What each feature holds of a person, in the order in which pages show it."""

erasers: list[Callable[[Gone], dict[str, int]]] = []
"""How each feature lets go of a person: it gives how many rows, by section."""

hindrances: list[Callable[[User, date], Sequence[str]]] = []
"""What has to end before a person can be erased, in words for the office."""

kept_traces: dict[str, Words] = {}
"""Tables in which a name may stand after an erasure, as `app.Model`, each with its lawful reason."""

retention: list[RetentionRule] = []
"""What is not kept for ever."""
