"""Shapes of calls, of judgements and of whom a call fits, as the API declares them."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Field, Schema

Verdict = Literal["pass", "fail", "unknown"]


class CallAskedShape(Schema):
    """A competence that a call asks for; `weight` in (0, 1]."""

    id: str
    label: str
    weight: float


class CallLineShape(Schema):
    """A call in a list. `closes_at` is the next closing, of a round or of the call; moments are UTC, amounts euro."""

    id: str
    title: str
    standing: Literal["OPEN", "FORTHCOMING", "CLOSED", "UNKNOWN"]
    closes_at: str | None
    closes_hour_known: bool | None
    days_left: int | None
    level: str
    programme: str
    budget_eur: float | None
    grant_max_eur: float | None
    competences: list[CallAskedShape]
    example: bool
    url: str


class CallPageShape(Schema):
    """A page of calls, those brought in last first."""

    items: list[CallLineShape]
    total: int
    next: str | None


class RuleShape(Schema):
    """A rule of a call: its name in the vocabulary, its value as a call file has it, its clause, who says so."""

    rule: str
    value: Any
    clause: str
    origin: Literal["SOURCE", "STANDARD", "READ", "OFFICE"]
    sure: bool


class VersionShape(Schema):
    """A version of a call: what changed since the one before."""

    number: int
    recorded_at: str
    amendment: bool
    changes: list[dict[str, Any]]
    licence: str


class CallShape(CallLineShape):
    """A call whole, with its rules and its versions, the newest first."""

    source: str
    source_id: str
    source_url: str
    language: str
    summary: str
    granted_by: str
    procedure: str
    aid: str
    time_zone: str
    opens_at: str | None
    until_spent: bool
    cut_offs: list[str]
    said: str
    retrieved_on: str | None
    rules: list[RuleShape]
    versions: list[VersionShape]


class TopicShape(Schema):
    """A competence that a call asks for, with the passage that says so, or that was refused."""

    id: str
    label: str
    passage: str
    refused: bool


class ProposalShape(Schema):
    """One thing that was read in the text of a call and waits for a person; `differs` says what stands there now."""

    id: int
    says: str
    sentence: str
    where: str
    note: str
    differs: str
    sure: bool


class CallOfficeShape(CallShape):
    """A call as the office keeps it: whether everybody sees it, its competences, what waits for a person."""

    shown: bool
    topics: list[TopicShape]
    proposals: list[ProposalShape]


class CallTakenShape(Schema):
    """What came of a call that was written, with remarks on what was left out of it."""

    came: Literal["new", "changed", "amended", "same"]
    remarks: list[str]
    call: CallOfficeShape


class GateShape(Schema):
    """A rule about each applicant that is not met, or of which it is not known."""

    rule: str
    verdict: Verdict
    reason: str
    remedy: str


class CoveredShape(Schema):
    """A competence with a strength in [0, 1]."""

    id: str
    label: str
    strength: float


class FitShape(Schema):
    """An organisation that a call may fit."""

    id: str
    name: str
    verdict: Verdict
    gates: list[GateShape]
    covers: list[CoveredShape]
    score: float


class CoverShape(Schema):
    """Who covers a competence that a call asks for: the best members, how many more, and where none, somebody outside."""

    id: str
    label: str
    weight: float
    strength: float
    by: list[str]
    others: int
    outside: str | None


class FitsShape(Schema):
    """Whom a call fits: how many members may take part by what it asks of each, the best ones, and the cover."""

    members: int
    passing: int
    unknown: int
    failing: int
    organisations: list[FitShape]
    coverage: list[CoverShape]


class OwnFitShape(Schema):
    """A call that may fit an organisation; `near` is the title of the evidence that comes nearest."""

    call: CallLineShape
    verdict: Verdict
    gates: list[GateShape]
    covers: list[CoveredShape]
    near: str
    score: float


class OwnFitsShape(Schema):
    """The calls that fit an organisation, best first."""

    items: list[OwnFitShape]


class CheckShape(Schema):
    """One rule judged: why, what would change it, and the clause that asks for it."""

    rule: str
    verdict: Verdict
    clause: str
    reason: str
    remedy: str


class PartnerAidShape(Schema):
    """The aid of one partner: rate in percent, grant in euro; null where it is not known."""

    id: str
    intensity_pct: float | None
    grant_eur: float | None


class PointsShape(Schema):
    """Points of the grid, and whether they are certain."""

    condition: str = Field(alias="if")
    points: float
    verdict: Verdict


class AidShape(Schema):
    """The aid of all together."""

    max_grant_eur: float | None
    by_partner: list[PartnerAidShape]
    points: list[PointsShape]


class JudgementShape(Schema):
    """A call judged for a consortium: fail if a check fails, else unknown if one is, else pass."""

    verdict: Verdict
    checks: list[CheckShape]
    aid: AidShape
