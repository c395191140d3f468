"""What is said of the cluster, with who says it; figures that disagree stand together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from filiera.common.language import localised
from filiera.common.partial_date import precision_word
from filiera.competence.filters import current_organisations
from filiera.competence.hooks import RuleLine
from filiera.observatory.models import ClusterEvent, ClusterFunction, Figure, RegulatoryDeadline
from filiera.registry.enums import FactField
from filiera.registry.models import Fact

if TYPE_CHECKING:
    from filiera.common.instance import Instance
    from filiera.common.visibility import Audience
    from filiera.competence.models import Competence


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source as a page cites it; without an address it is no link."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure with its perimeter and source; `question` is what its group answers, `rows` are pairs of label and text."""

    group: str
    question: str
    value: str
    what: str
    rows: tuple[tuple[str, str], ...]
    source_url: str


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """A dated rule with the competences that it asks for: pairs of code and label."""

    on: date
    precision: str
    title: str
    applies: str
    regulation: str
    certainty: str
    certainty_label: str
    source_name: str
    source_url: str
    competences: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EventLine:
    """Something that happened to the cluster."""

    on: date
    precision: str
    what: str
    source: CitedSource


def figures_of(group: str) -> list[FigureLine]:
    """Give the figures that answer one question, in the order of the register."""
    return [_line(row) for row in Figure.objects.filter(group=group).select_related("source").order_by("ordinal")]


def figure_groups() -> dict[str, list[FigureLine]]:
    """Give every group of figures, in the order of the register."""
    groups: dict[str, list[FigureLine]] = {}
    for row in Figure.objects.select_related("source").order_by("ordinal"):
        groups.setdefault(row.group, []).append(_line(row))
    return groups


def _line(row: Figure) -> FigureLine:
    rows = [
        (_("year"), localised(row, "year") or _("not stated")),
        (_("source"), row.source.title),
        (_("perimeter"), localised(row, "perimeter") or _("not stated")),
    ]
    return FigureLine(
        row.group,
        localised(row, "question"),
        localised(row, "value"),
        localised(row, "what"),
        tuple(rows),
        row.source.url,
    )


def next_deadlines(*, today: date, limit: int = 3) -> list[DeadlineLine]:
    """Give the next dated rules from a day on; a rule dated to a year alone counts until that year ends."""
    ahead = Q(on__gte=today) | Q(on_precision="Y", on__year=today.year)
    rows = RegulatoryDeadline.objects.filter(ahead).select_related("source").prefetch_related("competences")
    return [_deadline(row) for row in rows.order_by("on", "code")[:limit]]


def _deadline(row: RegulatoryDeadline) -> DeadlineLine:
    return DeadlineLine(
        on=row.on,
        precision=precision_word(row.on_precision),
        title=localised(row, "title"),
        applies=localised(row, "applies"),
        regulation=row.regulation,
        certainty=row.certainty,
        certainty_label=str(row.get_certainty_display()),
        source_name=row.source.title,
        source_url=row.source.url,
        competences=tuple((one.code, localised(one, "label")) for one in row.competences.all()),
    )


def rules_that_ask(competence: Competence) -> list[RuleLine]:
    """Give the dated rules that ask for a competence, oldest first: one query."""
    rows = RegulatoryDeadline.objects.filter(competences=competence).order_by("on", "code")
    return [RuleLine(localised(row, "title"), row.on, precision_word(row.on_precision), row.regulation) for row in rows]


def cluster_events() -> list[EventLine]:
    """Give what happened to the cluster, oldest first."""
    rows = ClusterEvent.objects.select_related("source").order_by("on", "code")
    return [
        EventLine(
            row.on,
            precision_word(row.on_precision),
            localised(row, "what"),
            CitedSource(row.source.title, row.source.url),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class FunctionLine:
    """A declared function of the cluster, with who declares it."""

    label: str
    sources: tuple[CitedSource, ...]


@dataclass(frozen=True, slots=True)
class TerritoryLine:
    """What one source calls the territory of the cluster."""

    names: str
    perimeter: str
    source: CitedSource


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says of a founder; `words` are empty where nobody says otherwise."""

    words: str
    source: CitedSource
    certainty_label: str


@dataclass(frozen=True, slots=True)
class FounderLine:
    """An organisation that at least one source counts among the founders."""

    code: str
    name: str
    said: tuple[Said, ...]


def cluster_functions(instance: Instance) -> list[FunctionLine]:
    """Give the declared functions, in the order of the register."""
    return [
        FunctionLine(localised(row, "label"), tuple(_cited(instance, one) for one in row.sources.split(", ") if one))
        for row in ClusterFunction.objects.order_by("ordinal")
    ]


def cluster_territories(instance: Instance) -> list[TerritoryLine]:
    """Give the territories that the sources name."""
    return [
        TerritoryLine(", ".join(one.names), str(one.perimeter), _cited(instance, one.source))
        for one in instance.territories
    ]


def _cited(instance: Instance, code: str) -> CitedSource:
    """Give the source that the files of the instance cite by a code; the code itself where they do not name it."""
    found = next((one for one in instance.sources if one.id == code), None)
    return CitedSource(str(found.name), found.url) if found else CitedSource(code, "")


def founders(*, audience: Audience) -> list[FounderLine]:
    """Give the founders by name, each once, with all that the sources say where they do not agree: one query."""
    rows = Fact.objects.visible_to(audience).filter(
        field=FactField.FOUNDER, organisation__in=current_organisations(audience)
    )
    by_founder: dict[tuple[str, str], list[Fact]] = {}
    for row in rows.select_related("organisation", "source").order_by("organisation__search_name", "pk"):
        by_founder.setdefault((row.organisation.code, row.organisation.name), []).append(row)
    return [FounderLine(code, name, _said(facts)) for (code, name), facts in by_founder.items()]


def _said(facts: Sequence[Fact]) -> tuple[Said, ...]:
    is_disputed = len({fact.value for fact in facts}) > 1
    return tuple(
        Said(
            (localised(fact, "value") or fact.value) if is_disputed else "",
            CitedSource(fact.source.title, fact.source.url),
            str(fact.get_certainty_display()),
        )
        for fact in facts
    )
