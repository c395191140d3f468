"""A letter: a subject and its paragraphs, plain text, an address on a line of its own, signed by the cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from filiera.common.in_words import elided
from filiera.common.instance import current_instance


@dataclass(frozen=True, slots=True)
class Letter:
    """A subject and its paragraphs, in the language that was active when it was written; `signed` is the cluster's name.

    `gist` is what stands of it under its subject in a letter with others, all lines where it is empty. `foot` stands under
    the signature: how the addressee changes what is written to them.
    """

    subject: str
    lines: Sequence[str]
    signed: str = field(default_factory=lambda: current_instance().name)
    gist: Sequence[str] = ()
    foot: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Put right the articles before days in subject and paragraphs."""
        object.__setattr__(self, "subject", elided(self.subject))
        object.__setattr__(self, "lines", tuple(elided(line) for line in self.lines))
        object.__setattr__(self, "gist", tuple(elided(line) for line in self.gist))

    @property
    def body(self) -> str:
        """Give the text as it leaves, signed by the cluster, the foot under it."""
        return "\n\n".join([*self.lines, self.signed, *self.foot])


def paragraphs(words: str) -> list[str]:
    """Give the paragraphs of a text, each on one line."""
    blocks = words.replace("\r\n", "\n").split("\n\n")
    return [said for block in blocks if (said := " ".join(block.split()))]
