"""What features above the register hang on its acts; they add themselves when their application starts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from filiera.common.refusals import Refused

if TYPE_CHECKING:
    from datetime import date, datetime

    from filiera.registry.models import Organisation


@dataclass(frozen=True, slots=True)
class Chase:
    """A reminder that leaves by one click: where it is posted with which act, its text, and when it left before.

    With a `key`, which no other reminder of the page has, the text may be changed before it leaves: it is posted as `words`.
    """

    url: str
    act: str
    letter: str
    before: tuple[str, ...] = ()
    quiet_until: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Where a silence stands: how many days it has lasted, and on which of its days something is due, the last its end."""

    days: int
    due: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what it is, more about it, the state in a word with its tone, where to act and the word for it.

    `is_done_there` says that acting does the thing itself, with no page in between. `chase` is the reminder to whoever it
    waits for, where that is somebody else, and `rhythm` where its silence stands. `about_url` is the page of what it is about,
    where acting leads elsewhere. What is late has the tone "bad"; what `is_now` is happening, or begins at once.
    """

    title: str
    text: str
    tone: str
    word: str
    url: str
    act: str
    is_done_there: bool = False
    chase: Chase | None = None
    is_now: bool = False
    rhythm: Rhythm | None = None
    about_url: str = ""

    @property
    def is_late(self) -> bool:
        """Tell whether it should have been done already."""
        return self.tone == "bad" and not self.is_now


@dataclass(frozen=True, slots=True)
class DueLine:
    """What falls on a day soon: a meeting, a deadline; with its page and how it stands in a word."""

    on: date
    what: str
    url: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """What a feature shows beside what waits: a template of its own, and what that is given as `shown`."""

    template: str
    shown: Any


@dataclass(frozen=True, slots=True)
class NamedThing:
    """What the audit trail calls a thing, and where the office reads it."""

    name: str
    url: str = ""


thing_names: dict[str, Callable[[Collection[int]], dict[int, NamedThing]]] = {}
"""By the label of a kind of thing, what names those of some numbers as the office reads them: one query."""


def in_turn(things: Sequence[Waiting]) -> list[Waiting]:
    """Give what waits in the order in which it is done: what happens now, what is late, the rest; each as it came."""
    return sorted(things, key=lambda one: (not one.is_now, not one.is_late))


class ExamplesStay(Refused):
    """Raised where the examples cannot be taken out; its text is for the reader."""


before_examples_go: list[Callable[[], None]] = []
"""Called in the transaction that removes the examples, before the register's own go: what hangs on them goes first."""

merge_bars: list[Callable[[Organisation, Organisation], str]] = []
"""Why two organisations, the one kept and the one that goes, cannot be joined, with what to do first; empty where they can."""

after_merge: list[Callable[[Sequence[Organisation]], None]] = []
"""Called after a merge and after its undo, with the organisations whose records changed."""

derived: set[str] = set()
"""Labels of tables that are computed from others: a merge empties them for the two, and `after_merge` fills them again."""

letters_lost: list[Callable[[], Sequence[Waiting]]] = []
"""Letters that leave by another way than the outbox and did not arrive, for the page of letters."""

waiting: list[Callable[[], Sequence[Waiting]]] = []
"""More of what waits for the office."""

waiting_for: list[Callable[[Any, datetime], Sequence[Waiting]]] = []
"""What waits for one person, as they act now."""

falling_due: list[Callable[[datetime], Sequence[DueLine]]] = []
"""What falls due in the next days, for the office."""

panels: list[Callable[[datetime], Panel | None]] = []
"""What features show beside what waits for the office, where there is anything to show."""
