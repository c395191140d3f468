"""Who could solve a need, best first: with the reason, what each lacks, and what bars it or speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q
from django.utils import timezone

from filiera.common.language import current_language
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.competence.filters import current_organisations
from filiera.competence.queries.answers import answer_to
from filiera.competence.queries.ranking import PROVED_FIRST
from filiera.engine.routing.routers import router
from filiera.engine.routing.types import Batch, Solver
from filiera.engine.types import AskedCompetence
from filiera.exchange.adapters import Known, asking_of, demand_of, known_of, parameters, party
from filiera.exchange.logic.disclosure import NOT_ASKED
from filiera.exchange.logic.gates import OVERRIDDEN_BY_HAND, Gate, Wishes, bars, cautions
from filiera.exchange.models import Match, Need
from filiera.exchange.queries.twins import twins_for
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from filiera.competence.queries.answer_types import Answer, AnswerLine

LOOKED_AT = 40
"""Solvers that are looked at for one need: after them nobody reads."""

YEAR = timedelta(days=365)
ROUTER = "fair-v1"
"""The router in use: gates and budgets, the ledger of fairness, a place for new members (docs/need-year.md)."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What one solver was given in a year: how often suggested, asked, chosen (introduced)."""

    suggested: int = 0
    asked: int = 0
    chosen: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A solver for a need: the line of the answer with its reason, parts and proofs, and what keeps it from being asked.

    `email` is whom the request would go to. `match` is the row that there is already. `is_new` tells a member of less than
    a year. `is_chosen` tells that the router would ask it now, `routed` why, or why not: a code of the engine's. `twins` are
    others that the need has to do with and that may be the same organisation.
    """

    organisation: Organisation
    line: AnswerLine
    email: str
    bars: tuple[Gate, ...]
    cautions: tuple[Gate, ...]
    of_person: int
    ledger: Ledger
    is_new: bool
    match: Match | None = None
    routed: str = ""
    is_chosen: bool = False
    twins: tuple[Organisation, ...] = ()

    @property
    def key(self) -> int:
        """Give the organisation's id."""
        return self.organisation.pk

    @property
    def is_askable(self) -> bool:
        """Tell whether nothing bars it and it was not asked yet."""
        return not self.bars and (self.match is None or self.match.asked_at is None)

    @property
    def can_be_looked_at(self) -> bool:
        """Tell whether all that bars it is a doubt that a person may settle."""
        return (
            bool(self.bars) and set(self.bars) <= OVERRIDDEN_BY_HAND and (self.match is None or not self.match.asked_at)
        )

    @property
    def features(self) -> dict[str, float]:
        """Give what the suggestion rests on, by name: the score and the strength of each competence sought, in [0, 1]."""
        found = {"score": round(self.line.score, 4)}
        for part in self.line.parts:
            found[part.asked.code] = round(part.claim.strength, 4) if part.claim else 0.0
        return found


@dataclass(frozen=True, slots=True)
class Candidates:
    """Who could solve a need, best first; `nobody` tells that they only come near; `matcher` names what ranked them."""

    lines: tuple[Candidate, ...]
    nobody: bool
    matcher: str
    router: str = ""
    uncovered: tuple[str, ...] = ()
    everybody: int = field(default=0)


def candidates_for(need: Need, *, now: datetime, top: int = LOOKED_AT, said_in: str = "", by: str = "") -> Candidates:
    """Rank who could solve a need, as the office knows them; reasons in a language, by default the reader's.

    `by` names another matcher than the one in use. Raises UnknownMatcher.
    """
    allowed = frozenset(current_organisations(OFFICE_AUDIENCE).values_list("pk", flat=True)) - {need.organisation_id}
    answer = _answer(need, allowed, timezone.localdate(now), top=top, said_in=said_in, by=by)
    lines = answer.lines or answer.nearest
    known = known_of([line.entry.id for line in lines], now=now)
    found = _dressed(need, lines, known, now)
    batch = _routed(need, found, known, now)
    return Candidates(
        lines=_told(found, batch),
        nobody=answer.no_evidence,
        matcher=answer.matcher,
        router=batch.router,
        uncovered=tuple(one.label for one in answer.uncovered),
        everybody=len(allowed),
    )


def _answer(need: Need, allowed: frozenset[int], today: date, *, top: int, said_in: str, by: str) -> Answer:
    """Ask the engine who could solve a need, as it answers everybody, with what it asks for read already."""
    topics = need.topics.filter(is_refused=False).order_by("-weight", "competence")
    return answer_to(
        f"{need.title}. {need.words}",
        tuple(AskedCompetence(row.competence_id, row.weight, 0, 0) for row in topics),
        allowed=allowed,
        audience=OFFICE_AUDIENCE,
        today=today,
        said_in=said_in or current_language(),
        top=top,
        by=by,
    )


def _dressed(need: Need, lines: Sequence[AnswerLine], known: Known, now: datetime) -> tuple[Candidate, ...]:
    """Put beside each line of the answer what bars it or speaks against it, and what it was given lately."""
    ids = [line.entry.id for line in lines]
    rows = Organisation.objects.select_related("stage", "group", "province").in_bulk(ids)
    asking, ledgers = asking_of(need, now=now), ledgers_of(ids, now=now)
    matches, twins = {row.solver_id: row for row in need.matches.filter(solver__in=ids)}, twins_for(need, ids)
    year_ago = timezone.localdate(now) - YEAR
    return tuple(
        Candidate(
            organisation=(row := rows[line.entry.id]),
            line=line,
            email=contact.email if (contact := known.contacts.get(row.pk)) else "",
            bars=bars(
                asking,
                party(row),
                known.wishes.get(row.pk, Wishes()),
                known.load(row.pk),
                has_twin=bool(twins[row.pk]),
            ),
            cautions=cautions(asking, party(row)),
            of_person=known.load(row.pk).of_person,
            ledger=ledgers.get(row.pk, Ledger()),
            is_new=row.member_since_on is not None and row.member_since_on > year_ago,
            match=matches.get(row.pk),
            twins=twins[row.pk],
        )
        for line in lines
    )


def _routed(need: Need, lines: Sequence[Candidate], known: Known, now: datetime) -> Batch:
    """Let the engine's router choose whom to ask now, of those that were not asked or set aside."""
    surest = need.topics.filter(is_refused=False).aggregate(most=Max("weight"))["most"] or 0.0
    is_sure = surest >= PROVED_FIRST
    asked = [one for one in lines if one.match is None or one.match.state in NOT_ASKED]
    solvers = [solver_of(one, known, is_sure=is_sure) for one in asked]
    return router(ROUTER).route(solvers, demand_of(need, now=now), parameters())


def solver_of(one: Candidate, known: Known, *, is_sure: bool) -> Solver:
    """Give a candidate as the router asks about it; `is_sure` tells that something is surely sought, so that proof counts."""
    return Solver(
        key=str(one.key),
        score=min(1.0, max(0.0, one.line.score)),
        person=one.email,
        asked_lately=one.of_person,
        asked_of_owner=one.ledger.asked,
        suggested=one.ledger.suggested,
        chosen=one.ledger.chosen,
        this_month=known.load(one.key).this_month,
        monthly_limit=known.wishes[one.key].a_month if one.key in known.wishes else None,
        is_new=one.is_new,
        has_proof=is_sure and any(part.is_held for part in one.line.parts),
        barred=tuple(str(gate) for gate in (*one.bars, *one.cautions)),
    )


def _told(lines: Sequence[Candidate], batch: Batch) -> tuple[Candidate, ...]:
    """Write on each candidate what the router says of it."""
    why = {one.key: str(one.reason) for one in batch.left}
    chosen = {one.key: str(one.reason) for one in batch.chosen}
    return tuple(
        replace(
            one,
            routed=chosen.get(str(one.key), why.get(str(one.key), "")),
            is_chosen=str(one.key) in chosen,
        )
        for one in lines
    )


def ledgers_of(ids: list[int], *, now: datetime) -> dict[int, Ledger]:
    """Give what solvers were given in the last twelve months: one query."""
    rows = Match.objects.filter(solver__in=ids, suggested_at__gte=now - YEAR).order_by("solver").values("solver")
    counted = rows.annotate(
        suggested=Count("pk"),
        asked=Count("pk", filter=Q(asked_at__isnull=False)),
        chosen=Count("pk", filter=Q(introduced_at__isnull=False)),
    )
    return {row["solver"]: Ledger(row["suggested"], row["asked"], row["chosen"]) for row in counted}
