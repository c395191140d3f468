"""Shapes of consortia at work, as the API declares them; amounts in euro, null where not known."""

from __future__ import annotations

from typing import Literal

from ninja import Schema

from filiera.api.call_shapes import JudgementShape, Verdict


class PartnerShape(Schema):
    """A partner of a consortium: `id` is its public id, or, of one that is not in the register, its number here.

    When it was asked and what it sent back is for whoever leads and the office; to others it is empty. Of those who
    declined or left all within read the answer; what they would have done and borne is empty to them.
    """

    id: str
    organisation: str | None
    name: str
    state: str
    tasks: str
    cost_eur: float | None
    industrial_research_eur: float | None
    experimental_development_eur: float | None
    invited_at: str | None
    answered_at: str | None
    answer: str


class ConsortiumLineShape(Schema):
    """A consortium in a list."""

    id: str
    name: str
    call: str
    state: str
    lead: str
    partners: int
    example: bool


class ConsortiumPageShape(Schema):
    """A page of consortia."""

    items: list[ConsortiumLineShape]
    next: str | None


class ProjectFiguresShape(Schema):
    """What the project of a consortium is; lists are words as the call's rules have them, null where nobody has said."""

    summary: str
    duration_months: int | None
    trl_start: int | None
    trl_end: int | None
    s3_priority: str
    start_on: str | None
    inkind_pct: float | None
    civil_only: bool | None
    research_may_publish: bool | None
    wide_dissemination: bool | None
    documents: list[str] | None
    plan_sections: list[str] | None
    outputs: list[str] | None
    supplier_name: str
    supplier_kind: str


class TaskShape(Schema):
    """A task; `owner` is the partner that does it, `late` whether its day has passed."""

    id: int
    what: str
    owner: str | None
    due_on: str | None
    done_at: str | None
    late: bool


class SignatureShape(Schema):
    """Whether a partner has signed a paper, and when."""

    partner: str
    name: str
    on: str | None


class ConsortiumPaperShape(Schema):
    """A paper; `document` is its number among the documents, `stands_for` the document of the call that it is.

    `waiting` counts the partners that have still to sign it.
    """

    id: int
    document: int
    title: str
    owner: str | None
    stands_for: str | None
    signed_by_all: bool
    waiting: int
    signatures: list[SignatureShape]


class AskedDocumentShape(Schema):
    """A document that the call asks for, as its rule names it, and whether it is ready."""

    id: str
    label: str
    ready: bool


class CriterionShape(Schema):
    """What the evaluators gave for a criterion, of how many points, and their words."""

    name: str
    points: float | None
    most_points: float | None
    comment: str


class OutcomeShape(Schema):
    """What the evaluators decided."""

    on: str | None
    total_points: float | None
    least_points: float | None
    note: str
    criteria: list[CriterionShape]


class EarlierShape(OutcomeShape):
    """What was said of an earlier proposal; `shares` is what the two have in common."""

    consortium: str
    shares: Literal["call", "programme", "lead"]


class ConsortiumShape(ConsortiumLineShape):
    """A consortium whole: judgement as the person who asks may know it, the work as far as it is open to them.

    `gone` are those who declined or left. `next_states` may follow. `verdict` is the one last kept, empty where what was
    judged has changed since.
    """

    project: ProjectFiguresShape
    members: list[PartnerShape]
    gone: list[PartnerShape]
    judgement: JudgementShape
    verdict: str
    checked_at: str | None
    next_states: list[str]
    tasks: list[TaskShape]
    papers: list[ConsortiumPaperShape]
    documents_asked: list[AskedDocumentShape]
    outcome: OutcomeShape | None
    earlier: list[EarlierShape]
    funded_project: str | None


class MovedShape(Schema):
    """A competence whose strength in [0, 1] is another after a swap."""

    label: str
    before: float
    after: float


class SwapShape(Schema):
    """Who could stand in for a partner: the change in coverage, in points of the grid and in euro of grant.

    `wrong` names the rules for which the verdict would not be a pass.
    """

    id: str
    name: str
    where: str
    example: bool
    coverage: float
    points: float | None
    grant_eur: float | None
    gained: list[MovedShape]
    lost: list[MovedShape]
    verdict: Verdict
    wrong: list[str]


class SwapsShape(Schema):
    """Who could stand in for a partner, who breaks nothing first."""

    items: list[SwapShape]


class InvitationShape(Schema):
    """An invitation that waits for the answer of the organisation that you act for: what it would do and bear."""

    id: int
    name: str
    call: str
    call_title: str
    tasks: str
    cost_eur: float | None
    invited_at: str | None


class InvitationsShape(Schema):
    """The invitations that wait, the oldest first."""

    items: list[InvitationShape]


class AnsweredShape(Schema):
    """An invitation as it was answered; `consortium` is its public id for whoever takes part."""

    id: int
    state: Literal["ACCEPTED", "DECLINED"]
    consortium: str | None
