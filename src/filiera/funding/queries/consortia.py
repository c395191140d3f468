"""The page of a consortium: the palette, the budget, the verdict rule by rule, who could stand in for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse

from filiera.common.in_words import euro
from filiera.funding.adapters_applicants import KINDS
from filiera.funding.enums import ConsortiumState, PartnerState
from filiera.funding.logic.steps import CONSORTIUM_STEPS, OPEN_STATES
from filiera.funding.logic.verdicts import Verdict
from filiera.funding.models import Call, CallRule, Consortium, Partner
from filiera.funding.models.consortia import OUT
from filiera.funding.queries.judged import grounds_told, judged_consortium, known_sum, partners_in, verdict_audience
from filiera.funding.queries.needs import labelled, needs_of_consortium, strengths_of
from filiera.funding.wording_rules import rule_in_words
from filiera.pictures.palette import Part, Share, budget, pan_radius
from filiera.registry.enums import RESEARCH_KINDS, Kind, Size

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.funding.logic.judging import Judgement


@dataclass(frozen=True, slots=True)
class Pan:
    """One pan of the palette: the strength in [0, 1], the radius of its fill, its hue, and whether its column goes or comes."""

    strength: float
    radius: float
    tone: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A partner as a column of the palette: its name, what it is there, cost, aid in percent; `change` is "out", "in" or ""."""

    key: str
    name: str
    role: str
    url: str
    is_example: bool
    cost_eur: Decimal | None
    aid_pct: Decimal | None
    tone: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A topic of the palette: a pan for each column; a gap where none holds it."""

    code: str
    label: str
    pans: tuple[Pan, ...]
    is_gap: bool


@dataclass(frozen=True, slots=True)
class Palette:
    """The palette of a consortium, with its budget drawn."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    budget: tuple[Part, ...]
    cost_eur: Decimal | None

    @property
    def covered(self) -> int:
        """Count the topics that somebody holds."""
        return sum(not row.is_gap for row in self.rows)


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A rule with its verdict, as the page says it: the clause that asks for it, and where that stands."""

    rule: str
    asks: str
    verdict: Verdict
    reason: str
    remedy: str
    clause: str
    article: str = ""


def consortia_open_to(audience: Audience) -> QuerySet[Consortium]:
    """Give the consortia that an audience sees whole."""
    return Consortium.objects.visible_to(audience)


def consortium_of(code: str) -> Consortium | None:
    """Find a consortium by its public id, with its partners."""
    return (
        Consortium.objects.select_related("call").prefetch_related("partners__organisation").filter(code=code).first()
    )


def palette_of(
    asked: Sequence[tuple[str, str]],
    partners: Sequence[Partner],
    aid: Mapping[str, Decimal | None],
    *,
    audience: Audience,
    changes: Mapping[str, str] | None = None,
) -> Palette:
    """Draw the palette: rows are the competences that are asked for, with their words; columns the partners.

    `changes` says which go or come.
    `aid` has the intensity in percent by partner, null where it is not known.
    """
    ids = [one.organisation_id for one in partners if one.organisation_id is not None]
    strengths = strengths_of(ids, [code for code, _label in asked], audience)
    columns = tuple(_column(one, aid, (changes or {}).get(one.key, "")) for one in partners)
    rows = []
    for code, label in asked:
        values = [strengths.get(one.organisation_id or 0, {}).get(code, 0.0) for one in partners]
        pans = tuple(
            Pan(value, pan_radius(value), column.tone, column.change)
            for value, column in zip(values, columns, strict=True)
        )
        staying = [value for value, column in zip(values, columns, strict=True) if column.change != "out"]
        rows.append(Row(code, label, pans, max(staying, default=0) <= 0))
    staying_columns = [one for one in columns if one.change != "out"]
    drawn = budget([_share(one) for one in staying_columns if one.cost_eur])
    return Palette(columns, tuple(rows), drawn, known_sum([one.cost_eur for one in staying_columns]))


def aid_by_partner(judgement: Judgement) -> dict[str, Decimal | None]:
    """Give the intensity of aid in percent by partner."""
    return {one.id: one.intensity_pct for one in judgement.aid.by_partner}


def _column(one: Partner, aid: Mapping[str, Decimal | None], change: str) -> Column:
    row = one.organisation
    role = str(PartnerState.LEADS.label) if one.state == PartnerState.LEADS else what_it_is(row)
    return Column(
        key=one.key,
        name=one.called,
        role=role,
        url=reverse("organisation", args=[row.code]) if row else "",
        is_example=bool(row and row.is_example),
        cost_eur=one.cost_eur,
        aid_pct=aid.get(one.key),
        tone=tone_of(row),
        change=change,
    )


def tone_of(row: Any) -> str:
    """Give the hue of a kind of organisation: companies plum, research sage, others gold."""
    if row is None:
        return "p"
    return "r" if row.kind in RESEARCH_KINDS else "" if KINDS.get(Kind(row.kind)) == "company" else "p"


def what_it_is(row: Any) -> str:
    """Say what an organisation is among partners: a company by its size, any other by its kind."""
    if row is None:
        return ""
    is_company = KINDS.get(Kind(row.kind)) == "company"
    return str(Size(row.size).label) if row.size and is_company else str(Kind(row.kind).label)


def _share(one: Column) -> Share:
    kind = {"": "company", "r": "research"}.get(one.tone, "other")
    pct = float(one.aid_pct) if one.aid_pct is not None else None
    return Share(f"{one.name.split()[0]} {euro(one.cost_eur)}", float(one.cost_eur or 0), pct, kind)


def check_lines(consortium: Consortium, judgement: Judgement, *, audience: Audience) -> tuple[CheckLine, ...]:
    """Say each rule with its verdict, those that fail first, then what is not known."""
    written = {one.name: one for one in consortium.call.rules.all()}
    order = {Verdict.FAIL: 0, Verdict.UNKNOWN: 1, Verdict.PASS: 2}
    lines = []
    for one in judgement.checks:
        why, change = grounds_told(one, with_figures=audience.is_office)
        row = written.get(one.rule)
        lines.append(
            CheckLine(
                rule=one.rule,
                asks=rule_in_words(one.rule, row.value if row else None),
                verdict=one.verdict,
                reason=why,
                remedy=change,
                clause=_clause(one.clause, row),
                article=row.article if row else "",
            )
        )
    return tuple(sorted(lines, key=lambda one: order[one.verdict]))


def _clause(judged: str, row: CallRule | None) -> str:
    """Give the words that ask for a rule: the call's own, else the law's; nothing where only the rule's name is known."""
    if row is not None and (row.clause or row.article):
        return row.clause
    return "" if judged.startswith(("rules.", "window")) else judged


@dataclass(frozen=True, slots=True)
class ConsortiumPage:
    """What the page of a consortium shows; `opens_on` is the day on which its call opens, None where it is open or unknown."""

    consortium: Consortium
    partners: tuple[Partner, ...]
    gone: tuple[Partner, ...]
    palette: Palette
    judgement: Judgement
    checks: tuple[CheckLine, ...]
    next_states: tuple[ConsortiumState, ...]
    is_open: bool
    opens_on: date | None

    @property
    def lead(self) -> Partner | None:
        """Give who leads."""
        return next((one for one in self.partners if one.state == PartnerState.LEADS), None)

    @property
    def counts(self) -> dict[str, int]:
        """Count the rules by verdict."""
        found = {str(one): 0 for one in Verdict}
        for line in self.checks:
            found[str(line.verdict)] += 1
        return found


def consortium_page(consortium: Consortium, *, audience: Audience, now: datetime) -> ConsortiumPage:
    """Read what the page of a consortium shows. The verdict is by all that the office knows of those who accepted.

    Of those who were only proposed it rests on what the reader may know: nobody learns from it what they keep to themselves.
    """
    partners = partners_in(consortium)
    asked = labelled(needs_of_consortium(consortium).weights)
    judgement = judged_consortium(consortium, now=now, audience=verdict_audience(consortium, audience))
    return ConsortiumPage(
        consortium=consortium,
        partners=tuple(partners),
        gone=tuple(consortium.partners.filter(state__in=OUT).order_by("ordinal", "pk")),
        palette=palette_of(asked, partners, aid_by_partner(judgement), audience=audience),
        judgement=judgement,
        checks=check_lines(consortium, judgement, audience=audience),
        next_states=tuple(CONSORTIUM_STEPS.after(consortium.state)),
        is_open=consortium.state in OPEN_STATES,
        opens_on=_still_to_open(consortium.call, now),
    )


def _still_to_open(call: Call, now: datetime) -> date | None:
    opens = call.opens_at
    return None if opens is None or opens <= now else call.here(opens).date()
