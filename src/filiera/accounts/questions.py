"""The kinds of questions that a link in a mail may ask; features add theirs when their application starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from filiera.accounts.models import AnswerLink
    from filiera.common.letters import Letter


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: its code and its word; `asks_why` opens the room for a note, which it then needs.

    `why` is what stands above the room; `longest` how many characters it takes, which are all kept.
    """

    code: str
    label: str
    asks_why: bool = False
    is_main: bool = False
    why: str = ""
    longest: int = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as its page shows it: heading, what it is about, lines that the addressee knows, and the answers."""

    title: str
    text: str
    choices: Sequence[Choice]
    lines: Sequence[tuple[str, str]] = ()
    url: str = ""
    url_label: str = ""
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of an answer: the sentence, where to go on, and what undoing it would need."""

    words: str
    next_url: str = ""
    next_label: str = ""
    kept: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """A kind: how it is asked, mailed, answered and taken back.

    `describe` gives None where it can no longer be asked; `letter` gives the paragraphs before the link.
    """

    describe: Callable[[AnswerLink], Asked | None]
    letter: Callable[[AnswerLink], Letter]
    answer: Callable[[AnswerLink, str, str, datetime], Answered]
    undo: Callable[[AnswerLink, datetime], bool] | None = None
    about: Callable[[AnswerLink], str] = lambda link: ""


UNDO = "undo"
"""The kind of the link in a receipt, which takes an answer back."""

UNDO_CHOICE = "UNDO"
UNDO_LABEL: _StrPromise = _("Take that answer back")

questions: dict[str, Question] = {}
"""The kinds, by name."""
