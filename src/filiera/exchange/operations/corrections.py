"""Decide what refusals propose for a profile: a competence is taken away, or kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from filiera.competence.enums import Verdict
from filiera.competence.operations.claims import decide_claim

if TYPE_CHECKING:
    from filiera.exchange.queries.refusals import Correction


def decide_correction(*, correction: Correction, takes: bool, today: date, actor: Any) -> None:
    """Take a competence away from a profile after refusals, or keep it: then it is proposed no more. Raises Refused."""
    decide_claim(
        organisation=correction.organisation,
        competence=correction.competence,
        verdict=Verdict.REFUSED if takes else Verdict.CONFIRMED,
        actor=actor,
        today=today,
        note=_note(correction),
    )


def _note(correction: Correction) -> str:
    if correction.said:
        return _("Said by whoever answered a request.")
    return _("After %(n)s refusals of needs.") % {"n": correction.times}
