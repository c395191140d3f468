"""Evidence that an organisation's people propose becomes evidence, by a person of the office who has read and corrected it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.common import audit
from filiera.common.partial_date import PartialDate, Precision
from filiera.competence.drafts import EvidenceDraft, Mention, SourceDraft
from filiera.competence.enums import EvidenceKind
from filiera.competence.models import Evidence, Suggestion
from filiera.competence.operations.evidence import new_recorder
from filiera.competence.operations.links import refresh_claims
from filiera.competence.operations.suggestions import ANSWER_LETTERS, SuggestionError, close_suggestion, send_answer
from filiera.registry.enums import Certainty, SourceKind
from filiera.registry.operations.sources import record_source

if TYPE_CHECKING:
    from filiera.accounts.models import User
    from filiera.registry.models import Organisation


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the office makes of a proposal, in the language in which it was written."""

    kind: EvidenceKind
    title: str
    text: str = ""
    url: str = ""
    on: PartialDate | None = None
    valid_until_on: date | None = None


def accept_proposal(*, suggestion: Suggestion, proposed: Proposed, answer: str, actor: User, today: date) -> Evidence:
    """Record a proposal as evidence declared by its organisation, and answer it; the same proposal makes one piece.

    Raises SuggestionError as answering does. Where the mail server does not take the answer, the evidence is in and the
    message waits: to try again changes the same piece.
    """
    said = answer.strip()[:ANSWER_LETTERS]
    if not said:
        raise SuggestionError(_("Write what was done: whoever wrote gets these words by mail."))
    with transaction.atomic():
        row = close_suggestion(suggestion, actor, said)
        evidence, organisation = _record(row, proposed, actor)
    try:
        send_answer(row, actor)
    finally:
        refresh_claims([organisation], today)
    return evidence


def _record(row: Suggestion, proposed: Proposed, actor: User) -> tuple[Evidence, Organisation]:
    organisation = _standing(row)
    source = _source(row, organisation)
    uid, is_english = f"told:{row.pk}", row.lang == "en"
    draft = EvidenceDraft(
        uid=uid,
        kind=proposed.kind,
        source=source,
        mentions=(Mention(organisation.name, code=organisation.code),),
        on=proposed.on,
        valid_until_on=proposed.valid_until_on,
        certainty=Certainty.DECLARED,
        url=proposed.url,
        is_example=organisation.is_example,
        title_it="" if is_english else proposed.title,
        text_it="" if is_english else proposed.text,
        title_en=proposed.title if is_english else "",
        text_en=proposed.text if is_english else "",
    )
    new_recorder().record([draft])
    evidence: Evidence = Evidence.objects.get(uid=uid)
    row.became = evidence
    row.save(update_fields=["became"])
    audit.record(actor=actor, verb="accept-proposal", thing=evidence, values={"suggestion": row.pk})
    return evidence, organisation


def _standing(row: Suggestion) -> Organisation:
    """Give the organisation whose people propose, or the one that it was joined to since. Raises SuggestionError."""
    found = row.organisation if row.by_its_people and row.kind == Suggestion.Kind.OWN else None
    while found is not None and found.merged_into is not None:
        found = found.merged_into
    if found is None:
        raise SuggestionError(_("Only what an organisation's own people propose becomes evidence from here."))
    return found


def _source(row: Suggestion, organisation: Organisation) -> SourceDraft:
    """Record the declaration as a source, with its day and who declares: it is not independent of the organisation."""
    words = {}
    for lang in ("it", "en"):
        with override(lang):
            words[lang] = (_("Declared by %(name)s") % {"name": organisation.name})[:200]
    said = PartialDate(timezone.localdate(row.sent_at), Precision.DAY)
    record_source(
        name=words["it"],
        name_it=words["it"],
        name_en=words["en"],
        on=said,
        kind=SourceKind.ORGANISATION,
        publisher=organisation,
        is_example=organisation.is_example,
    )
    return SourceDraft(words["it"], on=said, kind=SourceKind.ORGANISATION)
