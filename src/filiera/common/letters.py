"""A letter: a subject and its paragraphs, plain text, an address on a line of its own, signed by the cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from filiera.common.instance import current_instance


@dataclass(frozen=True, slots=True)
class Letter:
    """A subject and its paragraphs, in the language that was active when it was written."""

    subject: str
    lines: Sequence[str]

    @property
    def body(self) -> str:
        """Give the text as it leaves, signed by the cluster."""
        return "\n\n".join([*self.lines, current_instance().name])
