"""Count a request for an assembly: the statute's share of all members, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filiera.governance.logic.standing import Bar

if TYPE_CHECKING:
    from filiera.governance.logic.case import MeetingCase
    from filiera.governance.logic.standing import Standing


@dataclass(frozen=True, slots=True)
class PetitionCount:
    """How many of `base` signed, how many are needed, who signed without being a member."""

    base: int
    signatories: int
    needed: int
    has_reasons: bool
    refused: tuple[tuple[str, Bar], ...]

    @property
    def is_due(self) -> bool:
        """Tell whether the assembly must be called. Source: art. 20 c. 2 c.c."""
        return self.has_reasons and self.base > 0 and self.signatories >= self.needed


def count_petition(case: MeetingCase, standing: Standing) -> PetitionCount:
    """Count a petition; members without a vote sign it too, and nobody signs twice."""
    petition = case.item.petition
    assert petition is not None  # noqa: S101 - checked with the file
    signed = list(dict.fromkeys(petition.signatories))
    barred = [(one, bar) for one in signed if (bar := standing.register_bar(one)) is not None]
    reasons = petition.reasons or ""
    return PetitionCount(
        base=len(standing.register),
        signatories=len(signed) - len(barred),
        needed=max(1, case.statute.petition.share.needed(len(standing.register))),
        has_reasons=any(one.strip() for one in ([reasons] if isinstance(reasons, str) else reasons)),
        refused=tuple(barred),
    )
