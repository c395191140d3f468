"""Meet what the map knows already: a poorer table of the same project completes it and never impoverishes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from filiera.common.partial_date import PartialDate, Precision
from filiera.competence.drafts import EvidenceDraft, Mention
from filiera.competence.enums import EvidenceKind, LinkRole
from filiera.competence.models import Evidence, EvidenceLink

LABELS = ("Fields of science: ", "Topics: ", "Deliverables: ")
"""How the parts of a project's text begin, after its objective."""

FRAMEWORKS = ("FP7", "H2020", "HORIZON")


def known_uids(numbers: Sequence[str]) -> dict[str, str]:
    """Give, for numbers of EU projects, the uid under which they are recorded, whatever the framework."""
    wanted = [f"cordis:{framework}:{number}" for number in numbers for framework in FRAMEWORKS]
    found: dict[str, str] = {}
    for start in range(0, len(wanted), 900):
        for uid in Evidence.objects.filter(uid__in=wanted[start : start + 900]).values_list("uid", flat=True):
            found[uid.rsplit(":", 1)[1]] = uid
    return found


def keep_known(drafts: Sequence[EvidenceDraft]) -> list[EvidenceDraft]:
    """Complete drafts of projects with what was recorded of them before, where the new file says less. Two queries."""
    uids = [draft.uid for draft in drafts if draft.kind == EvidenceKind.PROJECT]
    known = {row.uid: row for row in Evidence.objects.filter(uid__in=uids)}
    poorer = [draft.uid for draft in drafts if draft.uid in known and not _is_identified(draft.mentions)]
    mentions = _recorded_mentions([known[uid] for uid in poorer])
    return [
        _completed(draft, known[draft.uid], mentions.get(draft.uid, ())) if draft.uid in known else draft
        for draft in drafts
    ]


def _is_identified(mentions: Sequence[Mention]) -> bool:
    return any(mention.ids.keys() - {"DOMAIN"} for mention in mentions)


def _recorded_mentions(rows: Sequence[Evidence]) -> dict[str, tuple[Mention, ...]]:
    found: dict[str, list[Mention]] = defaultdict(list)
    links = EvidenceLink.objects.filter(evidence__in=rows).select_related("evidence")
    for link in links.order_by("evidence_id", "role", "mention_key"):
        name = "" if link.mention == link.mention_key else link.mention
        found[link.evidence.uid].append(
            Mention(name, LinkRole(link.role), link.mention_ids, town=link.town, country=link.country)
        )
    return {uid: tuple(mentions) for uid, mentions in found.items()}


def _completed(draft: EvidenceDraft, old: Evidence, mentions: tuple[Mention, ...]) -> EvidenceDraft:
    title = draft.title_en
    if (
        not title
        or title.startswith("EU project ")
        or (title != old.title_en and title.lower() in old.title_en.lower())
    ):
        title = old.title_en
    return replace(
        draft,
        title_en=title,
        title_it=draft.title_it or old.title_it,
        text_en=_joined(draft.text_en, old.text_en),
        text_it=draft.text_it or old.text_it,
        on=draft.on or (PartialDate(old.on, Precision(old.on_precision)) if old.on else None),
        ended_on=draft.ended_on or old.ended_on,
        mentions=mentions if _is_identified(mentions) or not draft.mentions else draft.mentions,
        visibility=type(draft.visibility)(old.visibility),
    )


def _joined(new: str, old: str) -> str:
    said, recorded = _parts(new), _parts(old)
    return "\n\n".join(part for label in ("", *LABELS) if (part := said.get(label) or recorded.get(label, "")))


def _parts(text: str) -> dict[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    label = ""
    for paragraph in text.split("\n\n"):
        label = next((one for one in LABELS if paragraph.startswith(one)), label)
        found[label].append(paragraph)
    return {name: "\n\n".join(paragraphs).strip() for name, paragraphs in found.items()}
