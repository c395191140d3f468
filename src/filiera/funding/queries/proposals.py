"""What was read in the text of a call and waits for a person, in lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from filiera.funding.logic.amendments import Change
from filiera.funding.models import CallProposal
from filiera.funding.wording_changes import field_label, value_in_words
from filiera.funding.wording_readings import reading_note
from filiera.funding.wording_rules import rule_in_words, rule_label

if TYPE_CHECKING:
    from filiera.funding.models import Call


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One thing that was read: what it says, the sentence, where that stands, what stands there now where it differs."""

    pk: int
    says: str
    sentence: str
    where: str
    note: str
    differs: str
    is_sure: bool


def proposal_lines(call: Call) -> list[ProposalLine]:
    """Give what waits for a person, in the order of the text."""
    rows = call.proposals.filter(state=CallProposal.State.OPEN).order_by("pk")
    rules = {one.name: one.value for one in call.rules.all() if not one.is_dropped}
    return [
        ProposalLine(
            pk=row.pk,
            says=_says(row.field, row.value),
            sentence=row.sentence,
            where=_where(row),
            note=reading_note(row.note),
            differs=_differs(row, call, rules),
            is_sure=row.is_sure,
        )
        for row in rows
    ]


def _says(field: str, value: Any) -> str:
    change = Change(field, None, value)
    if change.rule:
        said, label = rule_in_words(change.rule, value), rule_label(change.rule)
        return said if said != label else label
    return _("%(what)s: %(value)s") % {"what": field_label(field), "value": value_in_words(field, value)}


def _where(row: CallProposal) -> str:
    page = _("page %(n)s") % {"n": row.page} if row.page else ""
    return ", ".join(part for part in (row.article, page) if part)


def _differs(row: CallProposal, call: Call, rules: dict[str, Any]) -> str:
    """Say what stands there now, where it is something else."""
    change = Change(row.field, None, row.value)
    if change.rule:
        held = rules.get(change.rule)
        return "" if held is None or held == row.value else rule_in_words(change.rule, held)
    held = getattr(call, row.field, None)
    return "" if held in (None, "") or str(held) == str(row.value) else value_in_words(row.field, held)
