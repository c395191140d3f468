"""Who is interested in a call and who looks for partners, as the audience may know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from filiera.common.language import localised
from filiera.competence.models import Competence
from filiera.funding.filters import CallFilter
from filiera.funding.logic.steps import OPEN_STATES
from filiera.funding.models import Call, Consortium, ExpressionOfInterest, PartnerWanted, WantedReply
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

    from filiera.common.visibility import Audience


@dataclass(frozen=True, slots=True)
class InterestLine:
    """An organisation that is interested: its page, what it says and offers, since when, whether members see it."""

    code: str
    name: str
    url: str
    note: str
    offers: str
    on: date
    for_members: bool
    is_example: bool


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as a line of a list; `replies` counts those that wait, for whoever wrote it."""

    notice: PartnerWanted
    url: str
    organisation: str
    organisation_url: str
    call: str
    call_url: str
    competences: tuple[tuple[str, str], ...]
    opened_on: date
    is_example: bool
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class CallInterest:
    """What stands beside a call: who is interested, how many in all (for the office alone), one's own, the open notices."""

    lines: tuple[InterestLine, ...]
    total: int | None
    own: ExpressionOfInterest | None
    notices: tuple[NoticeLine, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to show."""
        return not (self.lines or self.notices or self.total)


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """An answer to a notice: of whom, in which words, when, what became of it."""

    reply: WantedReply
    name: str
    url: str
    on: date
    state: str
    is_open: bool


def call_interest(call: Call, *, audience: Audience, organisation_id: int | None) -> CallInterest:
    """Read what stands beside a call: four queries. `organisation_id` is the organisation acted for."""
    standing = ExpressionOfInterest.objects.filter(call=call, withdrawn_at=None)
    known = standing.filter(organisation__in=Organisation.objects.visible_to(audience))
    rows = list(known.visible_to(audience).select_related("call", "organisation").order_by("-said_at", "-pk"))
    return CallInterest(
        lines=tuple(_interest(row) for row in rows if row.organisation_id != organisation_id),
        total=standing.count() if audience.is_office else None,
        own=next((row for row in rows if row.organisation_id == organisation_id), None),
        notices=notice_lines(notices_open_to(audience).filter(call=call), organisation_id=organisation_id),
    )


def _interest(row: ExpressionOfInterest) -> InterestLine:
    return InterestLine(
        code=row.organisation.code,
        name=row.organisation.name,
        url=reverse("organisation", args=[row.organisation.code]),
        note=row.note,
        offers=row.offers,
        on=timezone.localdate(row.said_at),
        for_members=row.visibility == "MEMBERS",
        is_example=row.organisation.is_example,
    )


def notices_open_to(audience: Audience) -> QuerySet[PartnerWanted]:
    """Give the open notices that an audience may read, of calls and organisations that it may see."""
    rows: QuerySet[PartnerWanted] = PartnerWanted.objects.visible_to(audience).filter(closed_at=None)
    calls, known = Call.objects.visible_to(audience), Organisation.objects.visible_to(audience)
    return rows.filter(call__in=calls, organisation__in=known)


def notices_of_live_calls(*, audience: Audience, now: datetime, competence: str = "") -> QuerySet[PartnerWanted]:
    """Give the open notices for calls that are not over, of a competence where one is asked for, the newest first."""
    live = CallFilter().calls(audience=audience, now=now).values("pk")
    rows = notices_open_to(audience).filter(call__in=live)
    if competence:
        wanted = [
            pk for pk, codes in rows.values_list("pk", "competences") if any(_is_of(code, competence) for code in codes)
        ]
        rows = rows.filter(pk__in=wanted)
    return rows.select_related("call", "organisation").order_by("-opened_at", "-pk")


def _is_of(code: str, competence: str) -> bool:
    return code == competence or code.startswith(f"{competence}.")


def notice_lines(
    rows: QuerySet[PartnerWanted] | Iterable[PartnerWanted], *, organisation_id: int | None = None
) -> tuple[NoticeLine, ...]:
    """Dress notices for a list: three queries, however many they are."""
    notices = list(rows.select_related("call", "organisation")) if hasattr(rows, "select_related") else list(rows)
    own = [row.pk for row in notices if row.organisation_id == organisation_id]
    replies = WantedReply.objects.filter(notice__in=own, state=WantedReply.State.OPEN).order_by()
    waiting = dict(replies.values_list("notice").annotate(n=Count("pk"))) if own else {}
    labels = _labels({code for row in notices for code in row.competences})
    return tuple(_line(row, labels, waiting.get(row.pk, 0)) for row in notices)


def _labels(codes: Collection[str]) -> dict[str, str]:
    if not codes:
        return {}
    return {row.code: localised(row, "label") for row in Competence.objects.filter(code__in=codes)}


def _line(row: PartnerWanted, labels: dict[str, str], waiting: int) -> NoticeLine:
    asked = [(labels[code], reverse("competence", args=[code])) for code in row.competences if code in labels]
    return NoticeLine(
        notice=row,
        url=reverse("wanted-notice", args=[row.pk]),
        organisation=row.organisation.name,
        organisation_url=reverse("organisation", args=[row.organisation.code]),
        call=localised(row.call, "title"),
        call_url=reverse("call", args=[row.call.code]),
        competences=tuple(asked),
        opened_on=timezone.localdate(row.opened_at),
        is_example=row.is_example or row.organisation.is_example,
        waiting=waiting,
    )


def notice_of(pk: int) -> PartnerWanted | None:
    """Find a notice by its number."""
    rows = PartnerWanted.objects.select_related("call", "organisation", "consortium")
    return rows.filter(pk=pk).first() if pk < 2**63 else None


def reply_of(pk: int) -> WantedReply | None:
    """Find an answer by its number."""
    rows = WantedReply.objects.select_related("notice__call", "notice__organisation", "organisation")
    return rows.filter(pk=pk).first() if pk < 2**63 else None


def replies_for(notice: PartnerWanted, *, audience: Audience, organisation_id: int | None) -> tuple[ReplyLine, ...]:
    """Give the answers to a notice: all of them to who wrote it and to the office, to others their own."""
    rows = notice.replies.select_related("organisation").order_by("said_at", "pk")
    if not audience.is_office and notice.organisation_id != organisation_id:
        rows = rows.filter(organisation=organisation_id)
    return tuple(
        ReplyLine(
            reply=row,
            name=row.organisation.name,
            url=reverse("organisation", args=[row.organisation.code]),
            on=timezone.localdate(row.said_at),
            state=row.get_state_display(),
            is_open=row.state == WantedReply.State.OPEN,
        )
        for row in rows
    )


def has_replied(notice: PartnerWanted, organisation_id: int) -> bool:
    """Tell whether an organisation has answered a notice."""
    return notice.replies.filter(organisation=organisation_id).exists()


def may_read(notice: PartnerWanted, *, audience: Audience, organisation_id: int | None) -> bool:
    """Tell whether a notice may be read: open, by whoever it is for; closed, by who wrote or answered it and the office.

    Of a call or an organisation that is hidden no notice is read. The twin of `notices_open_to`, for one.
    """
    if not notice.call.is_visible_to(audience):
        return False
    if audience.is_office or (organisation_id is not None and notice.organisation_id == organisation_id):
        return True
    if organisation_id is not None and has_replied(notice, organisation_id):
        return True
    is_known = notice.organisation.is_visible_to(audience)
    return bool(notice.closed_at is None and is_known and notice.is_visible_to(audience))


def own_drafts(call: Call, organisation_id: int) -> list[Consortium]:
    """Give the open drafts for a call that an organisation leads."""
    lead = Q(partners__organisation=organisation_id, partners__state="LEADS")
    return list(Consortium.objects.filter(lead, call=call, state__in=OPEN_STATES).order_by("pk"))


def draft_sought(call: Call, organisation_id: int, title: str) -> Consortium | None:
    """Give the draft that an organisation's open notice of a title is for, while it is one that the organisation leads."""
    held = PartnerWanted.objects.filter(call=call, organisation=organisation_id, title=title, closed_at=None).first()
    return next((one for one in own_drafts(call, organisation_id) if held and one.pk == held.consortium_id), None)


def organisation_acted_for(code: str) -> Organisation | None:
    """Find the organisation that somebody acts for."""
    return Organisation.objects.filter(code=code).first()
