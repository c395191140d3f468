"""Offers as an audience may know them: the list by words, competence, kind and maturity, one sheet, its answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from filiera.common.criteria import Criteria
from filiera.common.folding import fold
from filiera.common.language import localised
from filiera.competence.hooks import OfferShown
from filiera.competence.models import Evidence
from filiera.competence.models.evidence import owns
from filiera.exchange.enums import OfferKind, OfferState, ReplyState
from filiera.exchange.models import Offer, OfferReply, OfferTopic
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import QueryDict

    from filiera.common.visibility import Audience


SHOWN = 12
"""Offers on the page of a competence; the list under its filter has them all."""


@dataclass(frozen=True, slots=True)
class OfferFilter(Criteria):
    """What somebody looks for among the offers, as read from an address; `trl` is the least maturity, 0 for any."""

    q: str = ""
    kind: tuple[str, ...] = ()
    competence: str = ""
    trl: int = 0

    @classmethod
    def from_query(cls, query: QueryDict) -> OfferFilter:
        """Read a query string. What is not understood is left out: an old link still opens."""
        trl = query.get("trl", "")
        return cls(
            q=query.get("q", "").strip()[:200],
            kind=tuple(one for one in dict.fromkeys(query.getlist("kind")) if one in OfferKind.values),
            competence=query.get("competence", "")[:20],
            trl=int(trl) if trl in {str(level) for level in range(1, 10)} else 0,
        )

    def offers(self, audience: Audience) -> QuerySet[Offer]:
        """Give the published offers that the audience may read and that are asked for, the newest first."""
        rows = published_to(audience)
        for word in fold(self.q).split():
            rows = rows.filter(search_text__contains=word)
        if self.kind:
            rows = rows.filter(kind__in=self.kind)
        if self.trl:
            rows = rows.filter(trl__gte=self.trl)
        if self.competence:
            topic = Q(competence=self.competence) | Q(competence__parent=self.competence)
            brought = OfferTopic.objects.filter(topic, is_refused=False)
            rows = rows.filter(pk__in=brought.values("offer"))
        return rows.order_by("-published_at", "-pk")


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer as a line of a list; `waiting` counts the answers that wait, for whoever offers."""

    offer: Offer
    url: str
    on: date
    topics: tuple[str, ...]
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class OfferReplyLine:
    """An answer to an offer: of whom, in which words, when, what became of it."""

    reply: OfferReply
    name: str
    url: str
    on: date
    state: str
    is_open: bool


def published_to(audience: Audience) -> QuerySet[Offer]:
    """Give the published offers that an audience may read, of organisations that it may see."""
    known = Organisation.objects.visible_to(audience).filter(merged_into=None)
    rows: QuerySet[Offer] = Offer.objects.visible_to(audience).filter(state=OfferState.PUBLISHED)
    return rows.filter(organisation__in=known).select_related("organisation")


def own_offers(organisation_id: int) -> QuerySet[Offer]:
    """Give an organisation's own offers, whatever their state, the newest first."""
    rows: QuerySet[Offer] = Offer.objects.filter(organisation=organisation_id)
    return rows.select_related("organisation").order_by("-changed_at", "-pk")


def kept_offers() -> QuerySet[Offer]:
    """Give the offers that stand in no list, for the office: drafts, withdrawn and expired ones, what changed last first."""
    rows: QuerySet[Offer] = Offer.objects.exclude(state=OfferState.PUBLISHED)
    return rows.select_related("organisation").order_by("-changed_at", "-pk")


def offer_of(code: str) -> Offer | None:
    """Find an offer by its public id."""
    return Offer.objects.select_related("organisation", "evidence__source").filter(code=code).first()


def offer_reply_of(pk: int) -> OfferReply | None:
    """Find an answer by its number."""
    rows = OfferReply.objects.select_related("offer__organisation", "organisation")
    return rows.filter(pk=pk).first() if pk < 2**63 else None


def may_read_offer(offer: Offer, *, audience: Audience, organisation_id: int | None) -> bool:
    """Tell whether an offer may be read: published, by whoever it is for; else by its owner, who answered, the office.

    Of an organisation that is hidden no offer is read. For what is published it is the twin of `published_to`, for one.
    """
    if audience.is_office or (organisation_id is not None and offer.organisation_id == organisation_id):
        return True
    is_known = offer.organisation.is_visible_to(audience)
    if is_known and offer.is_visible_to(audience):
        return True
    return organisation_id is not None and has_answered(offer, organisation_id)


def has_answered(offer: Offer, organisation_id: int) -> bool:
    """Tell whether an organisation has answered an offer."""
    return offer.replies.filter(organisation=organisation_id).exists()


def offers_shown_of(organisation: Organisation, *, audience: Audience) -> tuple[OfferShown, ...]:
    """Give what an organisation offers, as its page names it to an audience: what is published, the newest first."""
    rows = published_to(audience).filter(organisation=organisation)
    return tuple(map(_shown, rows.order_by("-published_at", "-pk")))


def offers_shown_for(competence: str, *, audience: Audience) -> tuple[OfferShown, ...]:
    """Give the published offers that bring a competence, or one below it, as its page names them: the newest."""
    return tuple(map(_shown, OfferFilter(competence=competence).offers(audience)[:SHOWN]))


def _shown(row: Offer) -> OfferShown:
    return OfferShown(
        title=row.title,
        language=row.language,
        url=reverse("offer", args=[row.code]),
        owner=row.organisation.name,
        owner_url=reverse("organisation", args=[row.organisation.code]),
        kind=row.get_kind_display(),
        on=timezone.localdate(row.published_at or row.created_at),
        trl=row.trl,
        for_members=row.for_members,
        is_example=row.is_example,
    )


def offer_lines(offers: Iterable[Offer], *, own_id: int | None = None) -> tuple[OfferLine, ...]:
    """Dress offers for a list: two queries, however many they are."""
    rows = list(offers)
    ids = [row.pk for row in rows]
    topics: dict[int, list[str]] = {pk: [] for pk in ids}
    for topic in (
        OfferTopic.objects.filter(offer__in=ids, is_refused=False)
        .select_related("competence")
        .order_by("-weight", "pk")
    ):
        topics[topic.offer_id].append(localised(topic.competence, "label"))
    own = [row.pk for row in rows if row.organisation_id == own_id]
    replies = OfferReply.objects.filter(offer__in=own, state=ReplyState.OPEN).order_by()
    waiting = dict(replies.values_list("offer").annotate(n=Count("pk"))) if own else {}
    return tuple(
        OfferLine(
            offer=row,
            url=reverse("offer", args=[row.code]),
            on=timezone.localdate(row.published_at or row.created_at),
            topics=tuple(topics[row.pk][:3]),
            waiting=waiting.get(row.pk, 0),
        )
        for row in rows
    )


def replies_to(offer: Offer, *, audience: Audience, organisation_id: int | None) -> tuple[OfferReplyLine, ...]:
    """Give the answers to an offer: all of them to who offers and to the office, to others their own."""
    rows = offer.replies.select_related("organisation").order_by("said_at", "pk")
    if not audience.is_office and offer.organisation_id != organisation_id:
        if organisation_id is None:
            return ()
        rows = rows.filter(organisation=organisation_id)
    return tuple(
        OfferReplyLine(
            reply=row,
            name=row.organisation.name,
            url=reverse("organisation", args=[row.organisation.code]),
            on=timezone.localdate(row.said_at),
            state=row.get_state_display(),
            is_open=row.state == ReplyState.OPEN,
        )
        for row in rows
    )


def own_evidence(organisation_id: int, *, audience: Audience) -> QuerySet[Evidence]:
    """Give the evidence of an organisation that may stand as proof on a sheet, as the audience may see it, the newest first.

    Only what everybody or all members may see: a sheet is read by others.
    """
    rows = Evidence.objects.visible_to(audience).filter(visibility__in=["PUBLIC", "MEMBERS"])
    paths = {path: sorted(values) for path, values in Evidence.OWNER_CONDITIONS.items()}
    tied = Evidence.objects.filter(
        links__organisation=organisation_id, **{f"{path}__in": values for path, values in paths.items()}
    )
    found: QuerySet[Evidence] = rows.filter(pk__in=tied.values("pk")).order_by("-on", "-pk")
    return found


def owns_evidence(organisation: Organisation, evidence: Evidence) -> bool:
    """Tell whether a piece of evidence is an organisation's own: it did the thing, and is surely the one meant."""
    links = evidence.links.filter(organisation=organisation)
    return any(owns(link.role, link.band) for link in links)
