"""Which papers of a need a solver gets at its stage, and in which form."""

from __future__ import annotations

from dataclasses import dataclass

from filiera.exchange.enums import Disclosed
from filiera.exchange.logic.disclosure import shows


@dataclass(frozen=True, slots=True)
class Standing:
    """How a paper stands: from which stage it is given, whether the office let it out, whether there is a clean copy."""

    stage: Disclosed
    is_released: bool
    has_clean_copy: bool


def is_given(paper: Standing, reached: Disclosed | None) -> bool:
    """Tell whether a solver at a stage gets a paper: let out by the office, at its stage, clean before the names."""
    if not paper.is_released or not shows(reached, Disclosed.PROBLEM) or not shows(reached, paper.stage):
        return False
    return paper.has_clean_copy or gets_file_itself(reached)


def gets_file_itself(reached: Disclosed | None) -> bool:
    """Tell whether a paper is given as it was sent, under its own name: only to whoever knows who asks."""
    return shows(reached, Disclosed.NAMES)
