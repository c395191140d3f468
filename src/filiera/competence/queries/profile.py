"""One organisation's page: what it can do, with what proof, what its sources disagree on, with whom it worked."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from filiera.common.in_words import long_date
from filiera.common.language import localised
from filiera.common.partial_date import PartialDate, precision_word
from filiera.competence.filters import current_organisations
from filiera.competence.models import EvidenceLink, Summary
from filiera.competence.queries.claims import ClaimLine, claims_of
from filiera.competence.queries.evidence import EvidencePoint, evidence_by_organisation, newest_first
from filiera.registry.enums import FactField, Kind, Size
from filiera.registry.logic import StatedFact, disagree, used_fact
from filiera.registry.models import Fact, Organisation
from filiera.registry.wording import number_words

if TYPE_CHECKING:
    from filiera.common.visibility import Audience

COMPARED = (
    FactField.EMPLOYEES,
    FactField.TURNOVER,
    FactField.FOUNDED,
    FactField.TOWN,
    FactField.SIZE,
    FactField.LEGAL_SEAT,
    FactField.FOUNDER,
    FactField.MIN_BATCH,
    FactField.GROUP,
    FactField.KIND,
    FactField.LEGAL_PERSONALITY,
    FactField.CTL_RECOGNITION,
    FactField.MEMBER,
    FactField.MEMBER_SINCE,
)
"""Fields of which one value is true at a time, so that two are a disagreement and not a list."""

SAID = {
    "yes": _("yes"),
    "not listed": _("not listed"),
    "pending": _("still to come"),
    "issued": _("said to be issued"),
    "recognised": _("recognised"),
}
"""What the values of the next fields are called by readers, where a source gives no words of its own."""

SAID_OF = frozenset({FactField.FOUNDER, FactField.LEGAL_PERSONALITY, FactField.CTL_RECOGNITION})

PARTNERS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact as a page shows it."""

    id: int
    field: str
    label: str
    raw: str
    value: str
    note: str
    certainty: str
    certainty_label: str
    source_name: str
    source_url: str
    source_on: date | None
    source_precision: str
    on: date | None
    on_precision: str
    used: bool

    @property
    def shown(self) -> str:
        """Give the value as a page writes it: figures with their thousands apart."""
        return number_words(self.field, self.value)

    @property
    def shown_raw(self) -> str:
        """Give what the source states as a page writes it."""
        return number_words(self.field, self.raw)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Facts of one field that do not agree; the one that is used comes first."""

    field: str
    label: str
    facts: tuple[FactLine, ...]


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation with evidence in common."""

    name: str
    url: str
    shared: int
    is_example: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything on an organisation's page, as its audience may see it."""

    claims: tuple[ClaimLine, ...]
    evidence: tuple[EvidencePoint, ...]
    disagreements: tuple[Disagreement, ...]
    facts: tuple[FactLine, ...]
    partners: tuple[Partner, ...]
    waits: bool = False
    """There is evidence, and the map has read none of it yet: what it can do is not known."""

    @property
    def evidence_key(self) -> str:
        """Give a key that changes whenever the evidence would be shown otherwise, so that what is drawn can be kept."""
        return hashlib.sha256(repr(self.evidence).encode()).hexdigest()[:24]

    @property
    def held(self) -> tuple[ClaimLine, ...]:
        """Give the competences that count as held."""
        return tuple(line for line in self.claims if line.held)

    @property
    def strongest(self) -> ClaimLine | None:
        """Give the best proved competence, the first of the list that the page shows."""
        return next(iter(self.held), None)

    def membership_precision(self, day: date | None) -> str:
        """Give how exactly a day of membership is known: as exactly as the fact that says it was a member then."""
        said = (fact.on_precision for fact in self.facts if fact.field == FactField.MEMBER and fact.on == day)
        return next(said, "day")

    def proofs_of(self, line: ClaimLine) -> list[EvidencePoint]:
        """Give the evidence behind a claim, with its weight in that claim."""
        return weighed(line, self.evidence)

    @property
    def traces(self) -> tuple[ClaimLine, ...]:
        """Give the competences whose proof is too weak to count, those refused left out."""
        return tuple(line for line in self.claims if not line.held and line.verdict != "REFUSED")

    @property
    def claims_with_proofs(self) -> list[tuple[ClaimLine, list[EvidencePoint]]]:
        """Pair each competence that counts, or that people refused, with the evidence behind it."""
        shown = [line for line in self.claims if line.held or line.verdict == "REFUSED"]
        return [(line, self.proofs_of(line)) for line in shown]


def weighed(line: ClaimLine, points: Sequence[EvidencePoint]) -> list[EvidencePoint]:
    """Give the evidence behind a claim, with its weight in that claim, heaviest first."""
    by_id = {point.id: point for point in points}
    return [replace(by_id[pk], weight=weight) for pk, weight in line.proofs if pk in by_id]


def profile(organisation: Organisation, *, audience: Audience, today: date) -> Profile:
    """Read an organisation's page: six queries, however much evidence there is, one more where the map says nothing of it."""
    evidence = evidence_by_organisation([organisation.pk], audience=audience, today=today)
    facts = fact_lines(organisation, audience=audience)
    claims = tuple(claims_of([organisation.pk], audience=audience, with_proofs=True).get(organisation.pk, ()))
    unread = bool(evidence) and not claims
    return Profile(
        claims=claims,
        evidence=tuple(newest_first(evidence.get(organisation.pk, []))),
        disagreements=disagreements(facts),
        facts=tuple(facts),
        partners=tuple(partners_of(organisation, audience=audience)),
        waits=unread and not Summary.objects.visible_to(audience).filter(organisation=organisation).exists(),
    )


def fact_lines(organisation: Organisation, *, audience: Audience) -> list[FactLine]:
    """Give the facts that the audience may see, by field, the used one of each first."""
    rows = list(
        Fact.objects.visible_to(audience).filter(organisation=organisation).select_related("source").order_by("pk")
    )
    by_field: dict[str, list[Fact]] = defaultdict(list)
    for row in rows:
        by_field[row.field].append(row)
    lines = []
    for field, facts in by_field.items():
        stated = [StatedFact(row.pk, row.value, row.certainty, row.on, row.source.on) for row in facts]
        used = used_fact(field, stated)
        group = [_line(row, FactField(field), used is not None and used.key == row.pk) for row in facts]
        lines += sorted(group, key=lambda line: not line.used)
    return lines


def _raw(row: Fact, field: FactField) -> str:
    """Give the stated value; the codes of closed lists, and dates, are said in words."""
    if field == FactField.MEMBER_SINCE:
        with suppress(ValueError):
            since = PartialDate.parse(row.value)
            return long_date(since.day, precision_word(since.precision)) if since else row.value
    if field in SAID_OF:
        return str(SAID.get(row.value, row.value))
    choices = {FactField.KIND: Kind, FactField.SIZE: Size}.get(field)
    if choices is not None and row.value in choices.values:
        return str(choices(row.value).label)
    return row.value


def _line(row: Fact, field: FactField, used: bool) -> FactLine:
    return FactLine(
        id=row.pk,
        field=field,
        label=str(field.label),
        raw=_raw(row, field),
        value=localised(row, "value") or _raw(row, field),
        note=localised(row, "note"),
        certainty=row.certainty,
        certainty_label=row.certainty_words,
        source_name=row.source.title,
        source_url=row.source.url,
        source_on=row.source.on,
        source_precision=precision_word(row.source.on_precision),
        on=row.on,
        on_precision=precision_word(row.on_precision),
        used=used,
    )


def disagreements(facts: Sequence[FactLine]) -> tuple[Disagreement, ...]:
    """Find the fields on which sources do not agree; all values are kept and shown, none is corrected."""
    found = []
    for field in COMPARED:
        group = [fact for fact in facts if fact.field == field]
        if field == FactField.MEMBER:
            group = _of_one_day(group)
        if len(group) > 1 and disagree(fact.raw for fact in group):
            found.append(Disagreement(field, str(field.label), tuple(group)))
    return tuple(found)


def _of_one_day(group: Sequence[FactLine]) -> list[FactLine]:
    """Keep what is said of the day that counts: a yes and a later no do not disagree, the membership ended."""
    return [fact for fact in group if (fact.on or fact.source_on) == (group[0].on or group[0].source_on)]


def partners_of(organisation: Organisation, *, audience: Audience) -> list[Partner]:
    """Give the organisations with which evidence is shared, most shared first, all roles counted: one query."""
    shared = EvidenceLink.objects.visible_to(audience).filter(organisation=organisation).values("evidence")
    known = current_organisations(audience).filter(pk=OuterRef("organisation_id")).exclude(pk=organisation.pk)
    of_partner = ("organisation__search_name", "organisation__code", "organisation__name", "organisation__is_example")
    ties = EvidenceLink.objects.filter(Exists(known), evidence__in=shared).values_list("evidence", *of_partner)
    pieces = Counter(tie[1:] for tie in set(ties))
    most = sorted(pieces, key=lambda partner: (-pieces[partner], partner))[:PARTNERS_SHOWN]
    return [
        Partner(name, reverse("organisation", args=[code]), pieces[folded, code, name, is_example], is_example)
        for folded, code, name, is_example in most
    ]
