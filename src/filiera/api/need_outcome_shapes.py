"""Shapes of what came of needs: collaborations, how content the two are; a solver's rules, what refusals propose."""

from __future__ import annotations

from ninja import Schema

from filiera.api.need_shapes import NeedExitShape


class NeedExitOfShape(NeedExitShape):
    """What a need became besides, with the need."""

    need: str
    title: str
    organisation: str


class NeedExitPageShape(Schema):
    """A page of what needs became, the newest first."""

    items: list[NeedExitOfShape]
    next: str | None


class CollaborationStepShape(Schema):
    """When a collaboration reached a state."""

    state: str
    at: str


class ContentShape(Schema):
    """How content one side is, from 1 to 5, so many days after the introduction."""

    side: str
    after_days: int
    mark: int | None
    note: str
    said_at: str | None


class CollaborationShape(Schema):
    """Two that were introduced, and how far they are together; `state` is null before anything began.

    `id` is that of the match. `side` is yours, REQUESTER or SOLVER, empty for the office; `next` are the states that may
    follow. `agrees`: what your side says of letting a completed one be evidence. `contents` are for the office alone.
    """

    id: str
    need: str
    title: str
    requester: str
    requester_name: str
    solver: str
    solver_name: str
    side: str
    introduced_at: str | None
    met_at: str | None
    state: str | None
    state_at: str | None
    next: list[str]
    steps: list[CollaborationStepShape]
    stopped_why: str
    result: str
    value_eur: float | None
    public_title: str
    agrees: bool | None
    evidence: bool
    contents: list[ContentShape]
    example: bool


class CollaborationPageShape(Schema):
    """A page of collaborations, the newest match first."""

    items: list[CollaborationShape]
    next: str | None


class SolverRulesShape(Schema):
    """Which requests an organisation wants: empty lists mean all, `a_month` null means no limit of its own."""

    wanted: list[str]
    unwanted: list[str]
    sizes: list[str]
    provinces: list[str]
    a_month: int | None
    paused_until_on: str | None
    changed_at: str | None


class CorrectionShape(Schema):
    """What refusals say: an organisation does not do, so many times, a competence that the map gives it.

    `said` is how often whoever refused named this very competence.
    """

    organisation: str
    organisation_name: str
    competence: str
    label: str
    times: int
    said: int
    urgent: bool


class CorrectionsShape(Schema):
    """What refusals propose for profiles, the most often refused first."""

    items: list[CorrectionShape]


class SimilarNeedShape(Schema):
    """A need that is like another, in [0, 1]."""

    title: str
    url: str
    who: str
    state: str
    on: str
    likeness: float


class SimilarNeedsShape(Schema):
    """Needs like a need, of those that you may see, the likest first."""

    items: list[SimilarNeedShape]
