"""Tie evidence to organisations: what a person answers about a name holds for all its evidence, present and future."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from filiera.common import audit
from filiera.common.folding import fold
from filiera.common.refusals import Refused
from filiera.competence.enums import LinkBand
from filiera.competence.models import EvidenceLink
from filiera.competence.operations.evidence import is_independent_of
from filiera.competence.operations.map import update_claims_of
from filiera.competence.operations.readings import stale_evidence
from filiera.registry.enums import AliasKind, Band, FactField, Kind, Scheme
from filiera.registry.finding import Found, Named, OrganisationFinder
from filiera.registry.models import DuplicateDecision, Organisation, Source
from filiera.registry.operations.organisations import add_alias, add_identifier, register_organisation
from filiera.registry.operations.remembering import remember_pair
from filiera.registry.operations.sources import FactDraft, record_facts
from filiera.registry.queries.voices import OwnVoices

if TYPE_CHECKING:
    from django.db.models import QuerySet

OPEN = (LinkBand.UNKNOWN, LinkBand.ASK)
SAME, DIFFERENT = DuplicateDecision.Verdict.SAME, DuplicateDecision.Verdict.DIFFERENT
CHUNK = 2_000
UNREAD_LIMIT = 2_000
"""Pieces of an organisation's evidence to be read beyond which the map is left for later: a person should not wait so long."""


class LinkError(Refused):
    """Raised when a name cannot be settled so; the message is for the person."""


@dataclass(frozen=True, slots=True)
class Tied:
    """What an answer did: the organisation, the links that are now its own, and whether its competences are up to date."""

    organisation: Organisation | None
    links: int
    is_map_fresh: bool


def open_links(key: str) -> QuerySet[EvidenceLink]:
    """Give the links of a name that nobody, or nobody surely, answers to."""
    return EvidenceLink.objects.filter(mention_key=key, band__in=OPEN).select_related("evidence__source").order_by("pk")


def named_by(link: EvidenceLink) -> Named:
    """Give the organisation that a link names, as it was looked for when the evidence came in."""
    code = link.mention_key.removeprefix("code:") if link.mention_key.startswith("code:") else ""
    name = "" if link.mention == link.mention_key else link.mention
    return Named(name, link.mention_ids, code, link.town, link.country)


def settle_mention(*, key: str, organisation: Organisation, verdict: str, today: date, actor: Any = None) -> Tied:
    """Keep a person's answer: the name is this organisation, or is not. Raises LinkError where nothing waits for it."""
    with transaction.atomic():
        links = list(open_links(key))
        if not links:
            raise LinkError(_("Nothing waits for an answer about this name any more."))
        names = {named_by(link).fingerprint(): named_by(link) for link in links}
        remember_pair(
            keys={key: said_by(named) for key, named in names.items()},
            organisation_id=organisation.pk,
            verdict=verdict,
            actor=actor,
        )
        if verdict == SAME:
            _learn_names(organisation, links)
            tied = _tie(links, organisation, LinkBand.CONFIRMED)
        else:
            tied = 0
            find_again(links=links)
        values = {"name": links[0].mention, "verdict": str(verdict), "links": tied}
        audit.record(actor=actor, verb="settle-name", thing=organisation, values=values)
    fresh = refresh_claims([organisation], today) if tied else True
    return Tied(organisation, tied, fresh)


def register_mention(*, key: str, today: date, actor: Any = None, name: str = "", kind: Kind = Kind.OTHER) -> Tied:
    """Enter an unknown name in the register with what its sources say, and tie all its evidence. Raises LinkError."""
    with transaction.atomic():
        links = list(open_links(key))
        if not links:
            raise LinkError(_("Nothing waits for an answer about this name any more."))
        chosen = (name or _common([link.mention for link in links if link.mention != key])).strip()
        if not chosen:
            raise LinkError(_("The sources give no name: write one."))
        organisation = register_organisation(name=chosen, actor=actor)
        source = links[0].evidence.source
        drafts = [
            FactDraft(FactField.KIND, kind),
            FactDraft(FactField.COUNTRY, _common([link.country for link in links])),
            FactDraft(FactField.TOWN, _common([link.town for link in links])),
        ]
        record_facts(organisation=organisation, source=source, drafts=drafts)
        _learn_names(organisation, links)
        band = LinkBand.IDENTIFIER if links[0].mention_ids.keys() - {"DOMAIN"} else LinkBand.CONFIRMED
        tied = _tie(links, organisation, band)
        tied += find_again(links=_perhaps_the_same(links))
    return Tied(organisation, tied, refresh_claims([organisation], today))


def find_again(*, links: Iterable[EvidenceLink] | None = None) -> int:
    """Look again for the organisations of open links (all of them by default), after the register or an answer changed.

    Gives how many found theirs.
    """
    finder, voices = OrganisationFinder(), OwnVoices()
    if links is not None:
        return _look_again(links, finder, voices)
    tied = last = 0
    waiting = EvidenceLink.objects.filter(band__in=OPEN).select_related("evidence__source").order_by("pk")
    waiting = waiting.defer("evidence__text_it", "evidence__text_en")
    while chunk := list(waiting.filter(pk__gt=last)[:CHUNK]):
        tied += _look_again(chunk, finder, voices)
        last = chunk[-1].pk
    return tied


@transaction.atomic
def _look_again(links: Iterable[EvidenceLink], finder: OrganisationFinder, voices: OwnVoices) -> int:
    changed: list[EvidenceLink] = []
    tied = 0
    for link in links:
        found = _found(finder, named_by(link))
        band = _band(found)
        if (band, found.organisation_id, found.candidate_id) == (link.band, link.organisation_id, link.candidate_id):
            continue
        link.band, link.score = band, found.score or None
        link.organisation_id, link.candidate_id = found.organisation_id, found.candidate_id
        if found.organisation_id:
            link.independent = is_independent_of(link.evidence.source, found.organisation_id, voices)
            tied += 1
        changed.append(link)
    EvidenceLink.objects.bulk_update(
        changed, ["band", "score", "organisation", "candidate", "independent"], batch_size=300
    )
    return tied


def refresh_claims(organisations: Sequence[Organisation], today: date) -> bool:
    """Compute some organisations' competences again; False, and nothing done, where too much of theirs waits to be read."""
    if len(stale_evidence(organisation_ids=[organisation.pk for organisation in organisations])) > UNREAD_LIMIT:
        return False
    update_claims_of(organisations=organisations, today=today)
    return True


def _found(finder: OrganisationFinder, named: Named) -> Found:
    found = finder.find(named)
    if len(finder.holders(named.ids)) > 1 and found.by != "person":
        return Found(Band.ASK, candidate_id=found.organisation_id, score=found.score, by=found.by)
    return found


def _band(found: Found) -> str:
    if found.band == Band.ASK:
        return LinkBand.ASK
    if found.band == Band.NEW:
        return LinkBand.UNKNOWN
    return {"person": LinkBand.CONFIRMED, "name": LinkBand.SAME}.get(found.by, LinkBand.IDENTIFIER)


def said_by(named: Named) -> dict[str, Any]:
    """Give what an answer about a name keeps of it, to be shown."""
    return {"name": named.name, "town": named.town, "country": named.country, "ids": named.ids}


def _learn_names(organisation: Organisation, links: Sequence[EvidenceLink]) -> None:
    """Teach an organisation the spellings and identifiers under which sources name it, so that they find it alone."""
    for link in links:
        if link.mention and link.mention != link.mention_key:
            source: Source = link.evidence.source
            add_alias(organisation=organisation, name=link.mention, kind=AliasKind.SPELLING, source=source)
        for scheme, value in link.mention_ids.items():
            if scheme in Scheme.values:
                add_identifier(
                    organisation=organisation, scheme=Scheme(scheme), value=value, source=link.evidence.source
                )


def _tie(links: Sequence[EvidenceLink], organisation: Organisation, band: LinkBand) -> int:
    voices = OwnVoices()
    for link in links:
        link.organisation, link.candidate, link.band, link.score = organisation, None, band, 1.0
        link.independent = is_independent_of(link.evidence.source, organisation.pk, voices)
    EvidenceLink.objects.bulk_update(
        links, ["organisation", "candidate", "band", "score", "independent"], batch_size=300
    )
    return len(links)


def _perhaps_the_same(links: Sequence[EvidenceLink]) -> QuerySet[EvidenceLink]:
    """Give open links of other keys that bear the same identifier or the same name."""
    keys = {f"{fold(link.mention)}|{country}"[:64] for link in links for country in ("", link.country)}
    keys |= {f"{scheme}:{value}"[:64] for link in links for scheme, value in link.mention_ids.items()}
    return EvidenceLink.objects.filter(mention_key__in=keys, band__in=OPEN).select_related("evidence__source")


def _common(values: Sequence[str]) -> str:
    """Give the value that comes most often, the first of equals; empty where there is none."""
    numbers: dict[str, int] = defaultdict(int)
    for value in values:
        if value:
            numbers[value] += 1
    return max(numbers, key=lambda value: numbers[value]) if numbers else ""
