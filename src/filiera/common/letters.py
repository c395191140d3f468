"""A letter: a subject and its paragraphs, plain text, an address on a line of its own, signed by the cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from filiera.common.in_words import elided
from filiera.common.instance import current_instance


@dataclass(frozen=True, slots=True)
class Letter:
    """A subject and its paragraphs, in the language that was active when it was written; `signed` is the cluster's name."""

    subject: str
    lines: Sequence[str]
    signed: str = field(default_factory=lambda: current_instance().name)

    def __post_init__(self) -> None:
        """Put right the articles before days in subject and paragraphs."""
        object.__setattr__(self, "subject", elided(self.subject))
        object.__setattr__(self, "lines", tuple(elided(line) for line in self.lines))

    @property
    def body(self) -> str:
        """Give the text as it leaves, signed by the cluster."""
        return "\n\n".join([*self.lines, self.signed])
