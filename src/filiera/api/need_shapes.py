"""Shapes of the need desk, as the API declares them; moments in ISO 8601, shares in [0, 1]."""

from __future__ import annotations

from ninja import Schema


class NeedLineShape(Schema):
    """A need in a list; how many were asked, said yes, have not answered: null for whoever may not know."""

    id: str
    title: str
    organisation: str
    organisation_name: str
    state: str
    secrecy: str
    help: str
    topics: list[str]
    on: str | None
    deadline_on: str | None
    asked: int | None
    yes: int | None
    waiting: int | None
    example: bool
    url: str


class NeedPageShape(Schema):
    """A page of needs, the newest first."""

    items: list[NeedLineShape]
    next: str | None


class SectorShape(Schema):
    """What may be said of a need that betrays nobody: stages of the chain and groups of the competences sought."""

    stages: list[str]
    groups: list[str]


class NeedTopicShape(Schema):
    """A competence that a need asks for, with the passage that says so; `refused` where a person took it away."""

    id: str
    label: str
    passage: str
    weight: float
    refused: bool


class NeedQuestionShape(Schema):
    """A question that is asked of a need by what it seeks."""

    id: str
    question: str


class NeedAnswerShape(NeedQuestionShape):
    """A question of a need's topics, answered."""

    answer: str


class NeedProposalShape(Schema):
    """What was read in the words of a need for one of its fields, with the sentence; it waits to be taken or left."""

    id: int
    about: str
    value: str
    sentence: str
    sure: bool


class NeedSolverShape(Schema):
    """A solver that has said yes; `id` is that of the match."""

    id: str
    organisation: str
    name: str
    state: str
    yes_at: str | None
    introduced_at: str | None


class SeenShape(Schema):
    """That somebody was shown a stage of a need, under whose signature."""

    who: str
    stage: str
    at: str
    name: str
    what: str


class OwnPaperShape(Schema):
    """A paper of a need; `stage` is from which stage solvers read it.

    `copy_for_solvers`: there is a copy that holds what one sees and nothing else.
    """

    number: int
    name: str
    stage: str
    size: int
    pages: int
    copy_for_solvers: bool
    sent_at: str
    released_at: str | None
    kept_back_why: str


class RequestPaperShape(Schema):
    """A paper that goes with what you were asked, by its number; `name` is the file's own once you know who asks."""

    number: int
    name: str
    pages: int


class OwnNeedShape(Schema):
    """What of a need its own people and the office alone read."""

    words: str
    contact_name: str
    contact_email: str
    enough: int
    allows_competitors: bool
    excluded: list[str]
    created_at: str
    published_at: str | None
    read_at: str | None
    returned_why: str
    expires_on: str | None
    ended_at: str | None
    closed_why: str
    closed_note: str
    questions: list[NeedQuestionShape]
    proposals: list[NeedProposalShape]
    asked: int
    solvers: list[NeedSolverShape]
    seen: list[SeenShape]
    papers: list[OwnPaperShape]


class MatchStepShape(Schema):
    """A step of a match and when it was taken."""

    step: str
    label: str
    at: str


class MatchShape(Schema):
    """A match as the office reads it; `due` is what is to be done while its answer is still to come."""

    id: str
    organisation: str
    name: str
    state: str
    email: str
    rank: int | None
    score: float | None
    reason: str
    steps: list[MatchStepShape]
    due: str | None
    later_on: str | None
    refusal: str
    note: str
    passed_to: str
    terms_name: str


class NeedExitShape(Schema):
    """What a need became besides being asked of solvers: LAB, TRAINING, CALL_IDEA or TABLE."""

    id: int
    kind: str
    note: str
    made_at: str
    done_note: str
    done_at: str | None


class DeskNeedShape(Schema):
    """What of a need the office alone reads."""

    channel: str
    source_text: str
    matches: list[MatchShape]
    exits: list[NeedExitShape]
    shown: list[SeenShape]


class NeedShape(Schema):
    """A need; `own` is for its own people and the office, `desk` for the office, null to others."""

    id: str
    title: str
    organisation: str
    organisation_name: str
    state: str
    secrecy: str
    help: str
    language: str
    brief: str
    trl_start: int | None
    trl_end: int | None
    place: str
    deadline_on: str | None
    sector: SectorShape
    topics: list[NeedTopicShape]
    answers: list[NeedAnswerShape]
    example: bool
    own: OwnNeedShape | None
    desk: DeskNeedShape | None


class GateReasonShape(Schema):
    """What keeps a solver from being asked, or speaks against it, in words."""

    id: str
    label: str


class TwinShape(Schema):
    """An organisation that may be the same as a solver."""

    id: str
    name: str


class CandidateShape(Schema):
    """A solver for a need with its reason; `features` are the score and the strength of each competence sought.

    `twins` are others that the need has to do with and that may be the same organisation: asked, kept out, ranked before it.
    `chosen`: the router would ask it now, and `why`. `state` is that of the match that there is already.
    """

    organisation: str
    name: str
    rank: int
    score: float
    reason: str
    features: dict[str, float]
    email: str
    bars: list[GateReasonShape]
    cautions: list[GateReasonShape]
    twins: list[TwinShape]
    may_be_looked_at: bool
    asked_in_30_days: int
    asked_in_a_year: int
    new: bool
    chosen: bool
    routed: str
    why: str
    state: str | None
    example: bool


class CandidatesShape(Schema):
    """Who could solve a need, best first; `nobody`: they only come near."""

    nobody: bool
    matcher: str
    router: str
    everybody: int
    items: list[CandidateShape]


class AnsweredQuestionShape(Schema):
    """A question on the problem, answered."""

    question: str
    answer: str


class RequestShape(Schema):
    """What your organisation was asked, as far as it may know: what it may not know yet is empty.

    `stage` is SECTOR, PROBLEM or NAMES; `terms` are the lines to be accepted before the problem is read.
    `doubtable`: after a refusal for want of the competence, those of its own page that it may say are not its own.
    `passed` says where the question is once somebody else of your organisation is to answer it.
    """

    id: str
    solver: str
    stage: str
    state: str
    open: bool
    secrecy: str
    help: str
    sector: SectorShape
    asked_on: str
    terms: list[str]
    brief: str
    answers: list[AnsweredQuestionShape]
    deadline_on: str | None
    place: str
    trl: str
    title: str
    requester: str
    contact: str
    papers: list[RequestPaperShape]
    doubtable: list[GateReasonShape]
    passed: str
    example: bool


class RequestsShape(Schema):
    """What your organisation was asked: what waits for its answer first."""

    items: list[RequestShape]


class NeedFiguresShape(Schema):
    """What became of the last hundred needs that were handed in: counts, days as medians, shares in [0, 1]."""

    entered: int
    read: int
    asked: int
    answered: int
    introduced: int
    collaborating: int
    completed: int
    solved: int
    given_up: int
    days_to_ask: float | None
    days_to_answer: float | None
    in_five: float | None
    precision: float | None
    contributors: int
    may_be_public: bool
