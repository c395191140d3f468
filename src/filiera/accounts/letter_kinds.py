"""The kinds of letters that leave by the rhythm an address has chosen; features add theirs when their application starts.

What is not here leaves at once, whatever was chosen: `docs/letters.md` says which letters, and why.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from django.db import models

    from filiera.accounts.models import User
    from filiera.common.letters import Letter

Arguments = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Heading:
    """Under what blocks stand in a letter that gathers several: `counted` says how many there are, `order` from above."""

    order: int
    counted: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Block:
    """One thing that a letter says: as it would say it alone. Blocks of the same `key` are about one object, `about`.

    `path` leads to its answer or to its page, where the letter's own lines do not; newest first goes by `at`.
    """

    heading: Heading
    key: Hashable
    at: datetime
    letter: Letter
    path: str = ""
    about: str = ""
    is_question: bool = False


@dataclass(frozen=True, slots=True)
class Object:
    """What a letter is about: by which key it is known again, and its name, which is said once."""

    key: Hashable
    name: str = ""


def _note_nothing(_said: Arguments, _now: datetime) -> None:
    """Write nothing down when a word is put before somebody."""


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter. `write` gives None where there is nothing to say any more.

    `question` names the kind of link that it bears, empty of a letter that asks nothing, and `lasts` until when that can be
    answered; `counts_as` is the question under which one that is held takes attention already. `put` is called within the
    transaction in which it leaves, or comes to stand on the site. `thing` is what it is about in the list of letters.
    """

    heading: Heading
    write: Callable[[Arguments], Letter | None]
    of: Callable[[Arguments], Object]
    thing: Callable[[Arguments], models.Model | None]
    verb: str = "send-answer-link"
    question: Callable[[Arguments], str] = lambda _said: ""
    lasts: Callable[[Arguments, datetime], datetime] = lambda _said, now: now
    put: Callable[[Arguments, datetime], None] = _note_nothing
    counts_as: str = ""

    @property
    def is_noted(self) -> bool:
        """Tell whether `put` writes on `thing`, which is then held before."""
        return self.put is not _note_nothing


letter_kinds: dict[str, LetterKind] = {}
"""The kinds, by name."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a source has to say to a person: as blocks among others, with the lines at the end, and as a letter of its own."""

    blocks: Sequence[Block]
    alone: Letter
    tail: Sequence[str]
    verb: str
    thing: models.Model


Gather = Callable[["User", str], "Gathered | None"]


@dataclass(frozen=True, slots=True)
class Source:
    """What is worked out anew for each letter, as news of calls: for which addresses, and how a run begins.

    `begin` gives what gathers for a person by a rhythm; what it gives is written down as told. `catch_up` takes for known
    what came while a person had no letters.
    """

    emails: Callable[[], set[str]]
    begin: Callable[[datetime], Gather]
    catch_up: Callable[[User, str, datetime], None]


sources: dict[str, Source] = {}
"""The sources, by name."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for a person's answer, on the page of what waits: what matters of it, and where it is done."""

    heading: Heading
    title: str
    text: str
    url: str
    label: str
    at: datetime
    about: str = ""
    is_example: bool = False


baskets: list[Callable[[Any], Sequence[Waiting]]] = []
"""What features say of what waits for a person, as whom they act now."""
