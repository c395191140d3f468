"""Shapes of consortia that are composed, as the API declares them; amounts in euro, null where not known."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Schema

from filiera.api.call_shapes import JudgementShape


class ComposedPartnerShape(Schema):
    """One of a composed consortium: what it covers best, what is lost without it, the rules that need it."""

    id: str
    name: str
    role: Literal["lead", "partner"]
    covers: list[str]
    marginal: float
    needed_for: list[str]
    cost_eur: float | None


class ComposedCoverShape(Schema):
    """How strongly, in [0, 1], a composed consortium holds a competence, and who."""

    competence: str
    label: str
    strength: float
    by: str | None


class ComposedGapShape(Schema):
    """A competence that nobody of it holds, and who outside would."""

    competence: str
    label: str
    outside: dict[str, Any] | None


class AlternativeShape(Schema):
    """Another consortium that keeps every rule and differs enough."""

    partners: list[str]
    objective: float
    differs_by: int
    best_of_those: bool


class ConflictShape(Schema):
    """Rules and wishes that nobody meets together, and the smallest changes that help."""

    rules: list[str]
    reason: str
    remedy: str


class CompositionShape(Schema):
    """A composed consortium. `certain`: all that its partners decide passes; else it fails nothing, some is not known.

    `breadth`: nothing was asked for by name, so the stages of the chain are covered.
    """

    status: Literal["optimal", "feasible", "infeasible", "unknown"]
    certain: bool
    breadth: bool
    objective: float | None
    bound: float | None
    seconds: float
    partners: list[ComposedPartnerShape]
    coverage: list[ComposedCoverShape]
    gaps: list[ComposedGapShape]
    alternatives: list[AlternativeShape]
    conflicts: list[ConflictShape]
    why_not_certain: list[ConflictShape]
    judgement: JudgementShape | None
