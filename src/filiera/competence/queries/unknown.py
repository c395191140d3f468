"""Names in the evidence that nobody of the register answers to, and those that somebody perhaps does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from filiera.common.folding import fold
from filiera.common.language import localised
from filiera.common.partial_date import precision_word
from filiera.competence.enums import LinkBand
from filiera.competence.models import EvidenceLink
from filiera.registry.finding import Named, OrganisationFinder
from filiera.registry.models import Organisation
from filiera.registry.sheets.capitals import proper_name
from filiera.registry.sheets.kinds import kind_in_name
from filiera.registry.sheets.reasons import feature_reasons
from filiera.registry.wording import reason_words, scheme_label, sentence

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.engine.names import NameMatch

EXAMPLES = 3
CANDIDATES = 8
PASSAGE = 300
"""Characters of a piece of evidence that are shown around a name."""


@dataclass(frozen=True, slots=True)
class NamedIn:
    """A piece of evidence that bears a name, to be read before one answers: its passage, and where it may be opened."""

    title: str
    url: str
    passage: str
    source: str
    on: date | None
    on_precision: str


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name with the evidence that bears it; `key` is the link's key, `ids` pairs of scheme and value."""

    key: str
    name: str
    town: str
    country: str
    ids: tuple[tuple[str, str], ...]
    evidence: int
    titles: tuple[str, ...]
    pieces: tuple[NamedIn, ...] = ()
    """As many of the evidence as have titles here, the newest first."""

    @property
    def more(self) -> int:
        """Count the evidence that is not shown."""
        return max(0, self.evidence - len(self.pieces))

    @property
    def proposed_name(self) -> str:
        """Give the name as it would enter the register: one that is all in capitals, as people write it."""
        return proper_name(self.name)

    @property
    def kind(self) -> str:
        """Give the kind that the name gives away, or an empty text."""
        return kind_in_name(self.name)

    @property
    def labelled_ids(self) -> list[tuple[str, str]]:
        """Give the identifiers under the names by which people know the registers that give them."""
        return [(capfirst(scheme_label(scheme)), value) for scheme, value in self.ids]


@dataclass(frozen=True, slots=True)
class DoubtfulName:
    """A name beside the organisation that it perhaps is; `rows` are what, what the name says, what the register says, same."""

    said: UnknownName
    candidate: Organisation
    score: float
    reasons: tuple[str, ...]
    rows: tuple[tuple[str, str, str, bool], ...]


def unknown_rows(*, audience: Audience, text: str = "", country: str = "") -> QuerySet[EvidenceLink, dict[str, Any]]:
    """Group the links to nobody by name, most evidence first; each row is what `unknown_names` puts in words."""
    return _grouped(LinkBand.UNKNOWN, audience, text, country)


def doubtful_rows(*, audience: Audience, text: str = "", country: str = "") -> QuerySet[EvidenceLink, dict[str, Any]]:
    """Group the links in doubt by name and candidate, most evidence first."""
    return _grouped(LinkBand.ASK, audience, text, country)


def _grouped(band: LinkBand, audience: Audience, text: str, country: str) -> QuerySet[EvidenceLink, dict[str, Any]]:
    links = EvidenceLink.objects.filter(band=band)
    if not audience.is_office:
        links = links.visible_to(audience)
    if text:
        links = links.filter(mention__icontains=text)
    if country:
        links = links.filter(country=country.upper())
    fields = ("mention_key", "candidate_id") if band == LinkBand.ASK else ("mention_key",)
    found = links.values(*fields).annotate(
        evidence=Count("evidence", distinct=True),
        name=Max("mention"),
        town=Max("town"),
        country=Max("country"),
        score=Max("score"),
    )
    ordered: QuerySet[EvidenceLink, dict[str, Any]] = found.order_by("-evidence", "mention_key")
    return ordered


def unknown_names(rows: Iterable[dict[str, Any]]) -> list[UnknownName]:
    """Put grouped links in words, with some titles of their evidence: two queries."""
    rows = list(rows)
    keys = [row["mention_key"] for row in rows]
    ids: dict[str, dict[str, str]] = defaultdict(dict)
    pieces: dict[str, dict[int, NamedIn]] = defaultdict(dict)
    links = EvidenceLink.objects.filter(mention_key__in=keys, band__in=(LinkBand.UNKNOWN, LinkBand.ASK))
    for link in links.select_related("evidence__source").order_by("-evidence__on", "pk")[: 40 * len(keys)]:
        ids[link.mention_key].update(link.mention_ids)
        if len(pieces[link.mention_key]) < EXAMPLES and link.evidence_id not in pieces[link.mention_key]:
            pieces[link.mention_key][link.evidence_id] = _named_in(link)
    return [
        UnknownName(
            key=row["mention_key"],
            name=row["name"],
            town=row["town"],
            country=row["country"],
            ids=tuple(sorted(ids[row["mention_key"]].items())),
            evidence=row["evidence"],
            titles=tuple(dict.fromkeys(one.title for one in pieces[row["mention_key"]].values())),
            pieces=tuple(pieces[row["mention_key"]].values()),
        )
        for row in rows
    ]


def _named_in(link: EvidenceLink) -> NamedIn:
    evidence = link.evidence
    return NamedIn(
        title=localised(evidence, "title"),
        url=evidence.url or evidence.source.url,
        passage=passage_naming(localised(evidence, "text"), link.mention),
        source=evidence.source.title,
        on=evidence.on,
        on_precision=precision_word(evidence.on_precision),
    )


def passage_naming(text: str, name: str) -> str:
    """Give the part of a text around a name, or its beginning where the name is not in it, cut at words."""
    at = text.casefold().find(name.casefold()) if name else -1
    start = max(0, at - PASSAGE // 3) if at >= 0 else 0
    part = text[start : start + PASSAGE]
    if start and " " in part:
        part = "…" + part.split(" ", 1)[1]
    return part if start + PASSAGE >= len(text) else part.rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def doubtful_names(rows: Iterable[dict[str, Any]]) -> list[DoubtfulName]:
    """Put doubts in words, each beside its candidate, with the comparisons that speak for and against."""
    rows = list(rows)
    names = unknown_names(rows)
    wanted = [row["candidate_id"] for row in rows]
    candidates = Organisation.objects.prefetch_related("identifiers", "aliases").in_bulk([pk for pk in wanted if pk])
    finder = OrganisationFinder() if rows else None
    found = []
    for row, said in zip(rows, names, strict=True):
        candidate = candidates.get(row["candidate_id"])
        if candidate is None or finder is None:
            continue
        match = finder.find(Named(said.name, dict(said.ids), town=said.town, country=said.country)).match
        reasons = [] if match is None or match.known_id != str(candidate.pk) else match_reasons(match)
        if len(finder.holders(dict(said.ids))) > 1:
            reasons = [_("Its identifiers belong to different organisations of the register.")]
        found.append(DoubtfulName(said, candidate, row["score"] or 0.0, tuple(reasons), _beside(said, candidate)))
    return found


def _beside(said: UnknownName, candidate: Organisation) -> tuple[tuple[str, str, str, bool], ...]:
    held: dict[str, list[str]] = defaultdict(list)
    for identifier in candidate.identifiers.all():
        held[identifier.scheme].append(identifier.value)
    names = {candidate.name, candidate.legal_name, *(alias.name for alias in candidate.aliases.all())}
    rows = [
        (_("Name"), said.name, candidate.name, fold(said.name) in {fold(name) for name in names}),
        (_("Town"), said.town, candidate.town, _alike(said.town, candidate.town)),
        (_("Country"), said.country, candidate.country, _alike(said.country, candidate.country)),
    ]
    for scheme, value in said.ids:
        rows.append((capfirst(scheme_label(scheme)), value, ", ".join(held[scheme]), value in held[scheme]))
    return tuple(rows)


def _alike(one: str, other: str) -> bool:
    return bool(one) and fold(one) == fold(other)


def match_reasons(match: NameMatch) -> list[str]:
    """Say which comparisons speak for and which against, in the reader's language, as the register says it of rows."""
    return [words for one in feature_reasons(match) if (words := sentence([reason_words(one)]))]


def register_candidates(text: str) -> list[Organisation]:
    """Give the organisations of the register that a code or words of a name may mean, the nearest first: two queries.

    Those with a word in common are given; none is taken for the answer, even where it is alone.
    """
    words = [word for word in fold(text).split() if len(word) > 1]
    if not words:
        return []
    condition = Q(code=text.strip().lower())
    for word in words:
        condition |= Q(search_name__contains=word) | Q(aliases__search_name__contains=word)
    rows = Organisation.objects.filter(condition, merged_into=None).values_list(
        "pk", "code", "search_name", "aliases__search_name"
    )
    scores: dict[int, tuple[bool, int, int, int, int]] = {}
    for pk, code, *names in rows:
        for name in (name for name in names if name):
            held = name.split()
            whole, partly = sum(word in held for word in words), sum(word in name for word in words)
            score = (code == text.strip().lower(), whole, partly, -len(held), -pk)
            scores[pk] = max(scores.get(pk, score), score)
    nearest = sorted(scores, key=lambda pk: scores[pk], reverse=True)[:CANDIDATES]
    found = Organisation.objects.in_bulk(nearest)
    return [found[pk] for pk in nearest]


def open_counts(audience: Audience, *, text: str = "", country: str = "") -> tuple[int, int]:
    """Count the names that nobody answers to, and those in doubt; with a text or a country, those that it finds."""
    asked: dict[str, Any] = {"audience": audience, "text": text, "country": country}
    return unknown_rows(**asked).count(), doubtful_rows(**asked).count()
