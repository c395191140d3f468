"""Applications that came to nothing are forgotten in time: what was written goes, with its papers; act and reasons stay."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from filiera.common import audit
from filiera.documents.models import Document
from filiera.governance.enums import ApplicationState
from filiera.governance.models import ApplicationCheck, MeetingPaper, MembershipApplication

if TYPE_CHECKING:
    from django.db.models import QuerySet

KEPT = timedelta(days=730)
"""How long what was written is kept of an application that was rejected or taken back. Source: domain brief, 2.5."""

DRAFT_KEPT = timedelta(days=180)
"""How long a draft that nobody takes up again is kept."""


def forgettable(now: datetime) -> tuple[QuerySet[MembershipApplication], QuerySet[MembershipApplication]]:
    """Give the applications whose words are to go: those decided or taken back long ago, and old drafts.

    The time runs from the decision, or from the day on which it was taken back.
    """
    written = ~Q(answers={}) | ~Q(asked="") | Q(checks__in=ApplicationCheck.objects.exclude(note=""))
    ended = MembershipApplication.objects.annotate(ended_at=Coalesce("decided_at", "saved_at")).filter(
        written, state__in=[ApplicationState.REJECTED, ApplicationState.WITHDRAWN], ended_at__lt=now - KEPT
    )
    drafts = MembershipApplication.objects.filter(state=ApplicationState.DRAFT, saved_at__lt=now - DRAFT_KEPT)
    return ended.distinct(), drafts


@transaction.atomic
def forget_applications(*, now: datetime, most: int | None = None) -> int:
    """Erase what was written in applications that came to nothing, once their time is over; give how many, `most` at once.

    Of those rejected or taken back the state, the days, the act and the reasons stay; drafts go whole.
    """
    ended, drafts = forgettable(now)
    pks = list(ended.order_by("pk").values_list("pk", flat=True)[:most])
    left = None if most is None else most - len(pks)
    begun = list(drafts.order_by("pk").values_list("pk", flat=True)[:left])
    delete_papers(MembershipApplication.objects.filter(pk__in=[*pks, *begun]))
    MembershipApplication.objects.filter(pk__in=pks).update(answers={}, asked="")
    ApplicationCheck.objects.filter(application__in=pks).update(note="")
    MembershipApplication.objects.filter(pk__in=begun).delete()
    if pks or begun:
        values = {"erased": pks, "drafts": len(begun)}
        audit.record(actor=None, verb="forget-applications", thing=MembershipApplication, values=values)
    return len(pks) + len(begun)


def delete_papers(rows: QuerySet[MembershipApplication]) -> int:
    """Delete the documents that came with applications, unless a meeting holds them; their files are swept away later."""
    pks = [pk for answers in rows.values_list("answers", flat=True) for pk in answers.get("documents", [])]
    held = MeetingPaper.objects.filter(document__in=pks).values("document")
    papers = Document.objects.filter(pk__in=pks).exclude(pk__in=held)
    number = papers.count()
    papers.delete()
    return number
