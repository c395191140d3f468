"""What the office's desk of calls shows, and what its forms look up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.digests import sha256_of
from filiera.common.folding import fold
from filiera.common.language import localised
from filiera.common.refusals import Refused
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.competence.models import Competence
from filiera.funding.drafts import CallDraft, WindowDraft
from filiera.funding.enums import CallSource
from filiera.funding.models import Call, CallProposal, CallRule
from filiera.funding.queries.calls import in_order
from filiera.funding.queries.reading import calls_unread
from filiera.funding.queries.standing import with_until

if TYPE_CHECKING:
    from filiera.funding.enums import CallLevel


WAITING: Mapping[str, Q] = {
    "hidden": Q(visibility="OFFICE"),
    "proposals": Q(Exists(CallProposal.objects.filter(call=OuterRef("pk"), state=CallProposal.State.OPEN))),
    "differing": Q(Exists(CallRule.objects.filter(call=OuterRef("pk"), is_dropped=False, source_value__isnull=False))),
}
"""Which calls wait for a person, by why."""


def waiting_for(word: str) -> str:
    """Give why calls wait that an address asks for; empty of a word that means nothing."""
    return word if word in WAITING else ""


def calls_kept(*, text: str, waiting: str = "", now: datetime) -> QuerySet[Call]:
    """Give the calls that the office keeps: what waits for a person first, then as people act on them."""
    rows = with_until(Call.objects.visible_to(OFFICE_AUDIENCE), now)
    for word in fold(text).split():
        rows = rows.filter(search_text__contains=word)
    if waiting:
        rows = rows.filter(WAITING[waiting])
    unsure = CallRule.objects.filter(call=OuterRef("pk"), is_sure=False, is_dropped=False, origin=CallRule.Origin.READ)
    open_ = CallProposal.objects.filter(call=OuterRef("pk"), state=CallProposal.State.OPEN)
    return in_order(rows.annotate(waits=Exists(unsure) | Exists(open_)), now, "-waits")


def waiting_counts() -> dict[str, int]:
    """Count the calls that wait for a person, by why, and those not read yet."""
    found: dict[str, int] = Call.objects.aggregate(
        **{name: Count("pk", filter=condition) for name, condition in WAITING.items()}
    )
    return {**found, "unread": calls_unread().count()}


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A competence that a call asks for, or that somebody said it does not."""

    code: str
    label: str
    passage: str
    is_refused: bool


def topic_lines(call: Call) -> list[TopicLine]:
    """Give the competences of a call, those that were refused last."""
    rows = call.topics.select_related("competence").order_by("is_refused", "-weight", "competence")
    return [
        TopicLine(row.competence_id, localised(row.competence, "label"), row.passage, row.is_refused) for row in rows
    ]


def hand_draft(values: dict[str, Any], *, now: datetime) -> CallDraft:
    """Give what a form says of a new call as a draft; the same words of the same day bear the same reference."""
    said = sha256_of(repr(sorted(values.items())))
    language = "it" if values["title_it"] else "en"
    other = "en" if language == "it" else "it"
    level: CallLevel = values["level"]
    return CallDraft(
        source=CallSource.HAND,
        ref=f"{timezone.localdate(now):%Y%m%d}-{said[:8]}",
        language=language,
        title=values[f"title_{language}"],
        title_other=values[f"title_{other}"],
        summary=values[f"summary_{language}"],
        summary_other=values[f"summary_{other}"],
        window=WindowDraft(
            opens=values["opens"],
            closes=values["closes"],
            tz=values["tz"],
            until_spent=values["until_spent"],
            status=values["source_status"] or None,
        ),
        programme=values["programme"],
        level=level,
        procedure=values["procedure"] or None,
        aid=values["aid"],
        granted_by=values["granted_by"],
        url=values["url"],
        budget_eur=values["budget_eur"],
        grant_min_eur=values["grant_min_eur"],
        grant_max_eur=values["grant_max_eur"],
    )


def competence_called(words: str) -> Competence:
    """Find a leaf of the taxonomy by its code or its name. Raises Refused where there is none, or more than one."""
    leaves = Competence.objects.filter(level=3, successor=None)
    exact = leaves.filter(Q(code__iexact=words) | Q(label_it__iexact=words) | Q(label_en__iexact=words)).first()
    if exact is not None:
        return exact
    near = list(leaves.filter(Q(label_it__icontains=words) | Q(label_en__icontains=words)).order_by("code")[:6])
    if len(near) == 1:
        return near[0]
    if near:
        names = "; ".join(f"{one.label_it} ({one.code})" for one in near)
        raise Refused(
            _("More than one competence is called like this: %(names)s.") % {"names": names}, field="competence"
        )
    raise Refused(_("No competence is called like this. Look for it in the chain."), field="competence")
