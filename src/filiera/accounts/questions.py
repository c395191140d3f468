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
    from filiera.common.given import Copy
    from filiera.common.letters import Letter


SHORT = 200
"""Characters of a note that is written in one line."""

FEW = 4
"""Answers that stand open on the page, one beneath the other; of more the main ones do, and what asks for words is folded."""


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

    @property
    def is_short(self) -> bool:
        """Tell whether what is written fits one line, as a name does."""
        return self.longest <= SHORT


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as its page shows it: heading, what it is about, lines that the addressee knows, and the answers.

    `body` is a text of several paragraphs that is to be read before answering; `files` are those that go with it, each by
    its number and its name: the kind gives them out. `terms` are lines that an answer accepts.
    """

    title: str
    text: str
    choices: Sequence[Choice]
    lines: Sequence[tuple[str, str]] = ()
    url: str = ""
    url_label: str = ""
    is_example: bool = False
    body: str = ""
    files: Sequence[tuple[int, str]] = ()
    terms: Sequence[str] = ()

    @property
    def are_few(self) -> bool:
        """Tell whether the answers are so few that all stand open."""
        return len(self.choices) <= FEW


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of an answer: the sentence, where to go on, and what undoing it would need.

    Where to go on stands in the receipt too, unless the receipt leads elsewhere (`mailed_url`, `mailed_label`): it may be
    passed on. `is_final` tells that this very answer cannot be taken back.
    """

    words: str
    next_url: str = ""
    next_label: str = ""
    kept: dict[str, Any] = field(default_factory=dict)
    is_final: bool = False
    mailed_url: str = ""
    mailed_label: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A kind: how it is asked, mailed, answered and taken back.

    `describe` gives None where it can no longer be asked; `letter` gives the paragraphs before the link. `takes_attention`
    tells that it asks something of a person that another could be asked as well: such questions share one budget. `file`
    gives out a file that goes with the question, by its number, as long as it can be asked; None where there is none. `hold`
    holds what an answer will hold: whoever lets a link fall away holds that first, and so does whoever answers.
    """

    describe: Callable[[AnswerLink], Asked | None]
    letter: Callable[[AnswerLink], Letter]
    answer: Callable[[AnswerLink, str, str, datetime], Answered]
    undo: Callable[[AnswerLink, datetime], bool] | None = None
    about: Callable[[AnswerLink], str] = lambda link: ""
    takes_attention: bool = False
    file: Callable[[AnswerLink, int, datetime], Copy | None] | None = None
    hold: Callable[[AnswerLink], object] = lambda link: None


UNDO = "undo"
"""The kind of the link in a receipt, which takes an answer back."""

UNDO_CHOICE = "UNDO"
UNDO_LABEL: _StrPromise = _("Take that answer back")

questions: dict[str, Question] = {}
"""The kinds, by name."""
