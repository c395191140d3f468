"""For whom a document is: what narrows holds at once, what widens is its owner's to allow (`logic.is_wider`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from filiera.common import audit
from filiera.common.models import Circle
from filiera.common.visibility import CIRCLE_LEVELS, Visibility
from filiera.documents.content import MEDIA
from filiera.documents.files import path_of
from filiera.documents.logic import Standing, is_wider
from filiera.documents.models import Document, LevelProposal
from filiera.documents.operations.refusals import DocumentRefused
from filiera.documents.stamp import can_be_stamped
from filiera.registry.operations.circles import enrol, open_circle

if TYPE_CHECKING:
    from filiera.accounts.models import User
    from filiera.registry.models import Organisation


def check_circle(levels: Sequence[str], circle: Circle | None) -> Circle | None:
    """Give the circle that some levels need, None where they need none. Raises DocumentRefused where it does not fit."""
    needed = {level for level in levels if level in CIRCLE_LEVELS}
    if needed and circle is None:
        raise DocumentRefused("no-circle")
    if circle is None or not needed | ({Visibility.BILATERAL} & set(levels)):
        return None
    if len(needed) > 1 or (needed and circle.level not in needed):
        raise DocumentRefused("wrong-circle")
    if not needed and circle.level != Visibility.BILATERAL:
        return None
    if circle.closed_on is not None:
        raise DocumentRefused("closed-circle")
    return circle


@transaction.atomic
def set_levels(
    *,
    document: Document,
    levels: tuple[str, str],
    circle: Circle | None,
    is_owner: bool,
    now: datetime,
    reason: str = "",
    actor: Any = None,
) -> LevelProposal | None:
    """Change for whom title and file are; give the proposal where it waits for the owner, None where it holds already.

    `is_owner` says that the actor speaks for whoever owns the paper: its delegates, or the office for the cluster's own.
    Raises DocumentRefused.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    circle = check_circle(levels, circle)
    _check_files(document, levels[1])
    after = Standing(*levels, circle.pk if circle else None)
    wider = is_wider(_standing(document), after)
    if wider and not (is_owner and document.owner_id) and not reason.strip():
        raise DocumentRefused("no-reason")
    if wider and not is_owner:
        return _propose(document, after, reason, now, actor)
    _apply(document, after, reason, now, actor)
    return None


def _propose(document: Document, after: Standing, reason: str, now: datetime, actor: Any) -> LevelProposal:
    if document.proposals.filter(agreed=None).exists():
        raise DocumentRefused("waits")
    proposal = LevelProposal.objects.create(
        document=document,
        visibility=after.visibility,
        content_visibility=after.content_visibility,
        circle_id=after.circle_id,
        reason=reason.strip()[:300],
        proposed_by=actor,
        proposed_at=now,
    )
    values = {"proposal": proposal.pk, "levels": [after.visibility, after.content_visibility]}
    audit.record(actor=actor, verb="propose-level", thing=document, values=values, why=reason)
    return proposal


@transaction.atomic
def answer_proposal(*, proposal: LevelProposal, agrees: bool, now: datetime, actor: User) -> LevelProposal:
    """Take the owner's answer: agreed, the levels change at once; refused, nothing does. Raises DocumentRefused."""
    document = Document.objects.select_for_update().get(pk=proposal.document_id)
    proposal = LevelProposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.agreed is not None:
        raise DocumentRefused("decided")
    proposal.agreed, proposal.decided_by, proposal.decided_at = agrees, actor, now
    proposal.save(update_fields=["agreed", "decided_by", "decided_at"])
    verb = "consent-to-level" if agrees else "refuse-level"
    audit.record(actor=actor, verb=verb, thing=document, values={"proposal": proposal.pk})
    if agrees:
        levels = (proposal.visibility, proposal.content_visibility)
        circle = check_circle(levels, proposal.circle)
        _check_files(document, levels[1])
        _apply(document, Standing(*levels, circle.pk if circle else None), proposal.reason, now, actor)
    return proposal


@transaction.atomic
def name_organisation(*, document: Document, organisation: Organisation, today: date, actor: Any = None) -> Circle:
    """Let a document's owner name an organisation for it; the circle is the document's own, made with the first name.

    The level is not changed by it: whom the circle names sees what is bilateral of the document.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    circle = document.circle
    if circle is None:
        circle = open_circle(kind=Circle.Kind.BILATERAL, title=document.title[:160], today=today, actor=actor)
        Document.objects.filter(pk=document.pk).update(circle=circle)
    elif circle.kind != Circle.Kind.BILATERAL:
        raise DocumentRefused("wrong-circle")
    enrol(circle=circle, organisation=organisation, today=today, actor=actor)
    return circle


def _standing(document: Document) -> Standing:
    return Standing(document.visibility, document.content_visibility, document.circle_id)


def _apply(document: Document, after: Standing, reason: str, now: datetime, actor: Any) -> None:
    before = _standing(document)
    document.visibility, document.content_visibility = after.visibility, after.content_visibility
    document.circle_id, document.changed_at = after.circle_id, now
    document.save(update_fields=["visibility", "content_visibility", "circle", "changed_at"])
    # What waited was asked of the levels as they were: it is asked again, if it still matters.
    document.proposals.filter(agreed=None).update(agreed=False, decided_at=now)
    audit.record(
        actor=actor, verb="set-level", thing=document, why=reason, before=_fields(before), after=_fields(after)
    )


def _fields(standing: Standing) -> dict[str, Any]:
    return {
        "visibility": standing.visibility,
        "content_visibility": standing.content_visibility,
        "circle": standing.circle_id,
    }


def _check_files(document: Document, content_level: str) -> None:
    """See to it that every version can bear a name before the file goes under an agreement."""
    if content_level != Visibility.NDA or document.content_visibility == Visibility.NDA:
        return
    for version in document.versions.all():
        if version.media_type != MEDIA["pdf"]:
            raise DocumentRefused("not-pdf")
        if not can_be_stamped(path_of(version.digest)):
            raise DocumentRefused("locked-pdf")
