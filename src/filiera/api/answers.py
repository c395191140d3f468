"""The question: exactly the answer of `filiera ask --json`, under the same filters and privacy."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import override
from ninja import Body, Field, Query, Router, Schema
from pydantic import StrictInt, StringConstraints

from filiera.api.filters import CONTROL, MANY, Code, FilterBody, Filters, Language
from filiera.api.limits import AnswersThrottle
from filiera.api.problems import not_ready
from filiera.api.shapes import responses
from filiera.common.visibility import audience_of
from filiera.competence.adapters import current_index
from filiera.competence.filters import DirectoryFilter
from filiera.competence.filters_places import PlaceKind
from filiera.competence.logic import lang_of
from filiera.competence.queries.answers import answer
from filiera.competence.shapes import answer_shape

router = Router(tags=["Question"])
MOST_ANSWERS = 100

Text = Annotated[str, StringConstraints(max_length=1000, pattern=rf"^[^{CONTROL}]*[^\s{CONTROL}][^{CONTROL}]*$")]
"""A question with at least one sign that can be read."""


class QuestionQuery(Filters):
    """A need in plain words, and the filter."""

    q: Text = Field(description="What is needed, in Italian or English.")
    lang: Language | None = Field(None, description="Language of the question and of the answer; guessed if absent.")
    top: int = Field(10, ge=1, le=MOST_ANSWERS, description="How many organisations.")
    ignore: list[Code] = Field([], max_length=MANY, description="Competences that the question does not mean.")


class QuestionBody(Schema, extra="forbid"):
    """A need in plain words, as a body."""

    query: Text
    lang: Language | None = None
    top: StrictInt = Field(10, ge=1, le=MOST_ANSWERS)
    ignore: list[Code] = Field([], max_length=MANY)
    filters: FilterBody = Field(default_factory=lambda: FilterBody.model_validate({}))


class AskedShape(Schema):
    """A competence that the question asks for; `span` is [start, end) of the words that ask.

    Of those asked `holders` hold it and `traces` have proof too weak to count; `outside` hold it and are left out.
    Where the question names a whole `group`, any competence of it will do.
    """

    id: str
    label: str
    score: float
    span: list[int] = Field(min_length=2, max_length=2)
    holders: int
    traces: int
    outside: int
    group: str | None


class PlaceShape(Schema):
    """A place that the question names. It leaves nobody out: `filter`, given as `place`, keeps the question to it.

    `organisations` are known to be there; of `unknown` it cannot be said.
    """

    name: str
    kind: PlaceKind
    filter: str
    organisations: int
    unknown: int


class RefusedShape(Schema):
    """Words of the question that refuse something; `left_out` counts whom they leave out, null where they mean nobody."""

    words: str
    left_out: int | None


class NamedShape(Schema):
    """An organisation that the question names."""

    id: str
    name: str


class HintShape(Schema):
    """Words of the question that are nearly the name of an organisation."""

    words: str
    organisation: NamedShape


class ShortOrganisation(Schema):
    """Id and name, and whether it is invented: an example of the platform."""

    id: str
    name: str
    is_example: bool


class ShortSource(Schema):
    """Name and address."""

    name: str
    url: str


class PassageShape(Schema):
    """A piece of evidence with the passage that counts."""

    id: str
    title: str
    kind: str
    date: str | None
    source: ShortSource
    passage: str


class ResultShape(Schema):
    """An organisation that answers; of those asked it holds `competences`, and has `traces` too weak to count.

    `distance_km` is counted from the town of the filter.
    """

    organisation: ShortOrganisation
    score: float
    reason: str
    competences: list[str]
    traces: list[str]
    distance_km: float | None
    evidence: list[PassageShape]


class AnswerShape(Schema):
    """An answer, best first; `uncovered` are the competences asked that nobody within the filter holds.

    A trace, proof too weak to count, does not cover one. `places`, `refused`, `named` and `hints` are what else was
    understood; `placed` tells that the filter says where already. `nearest` come near without proof enough. `notes` say
    in words what was understood and what is not known: it counts against nobody.
    """

    query: str
    lang: str
    competences: list[AskedShape]
    ignored: list[str]
    places: list[PlaceShape]
    placed: bool
    refused: list[RefusedShape]
    named: list[NamedShape]
    hints: list[HintShape]
    asked_of: int = Field(description="Organisations that pass the filter and are not refused.")
    register_size: int = Field(description="Organisations of the register.")
    results: list[ResultShape]
    nearest: list[ResultShape]
    uncovered: list[str]
    no_evidence: bool = Field(
        description="Nobody has evidence enough of it; false where the question is only a name, of `named` or of `hints`."
    )
    unknown: dict[str, int] = Field(description="By criterion, organisations of which what is asked is not known.")
    unknown_batch: int = Field(description="Answers whose smallest batch is not known, where the question needs it.")
    unmet: list[str] = Field(description="Words of the question that no evidence uses.")
    notes: list[str]


def _answer(
    request: HttpRequest, asked: QuestionQuery | QuestionBody, text: str, filters: DirectoryFilter
) -> dict[str, Any]:
    """Answer in the language of the question, as the command does; without an index say so (503)."""
    if current_index() is None:
        raise not_ready()
    lang = asked.lang or lang_of(text)
    with override(lang):
        found = answer(
            text,
            audience=audience_of(request.user),
            today=timezone.localdate(),
            asked=filters,
            lang=lang,
            top=asked.top,
            ignored=tuple(dict.fromkeys(asked.ignore)),
        )
        return answer_shape(found)


DECLARED = responses(AnswerShape, 429, 503)


@router.get("/answers", response=DECLARED, throttle=AnswersThrottle(), operation_id="ask", url_name="ask")
def ask(request: HttpRequest, asked: Query[QuestionQuery]) -> dict[str, Any]:
    """Say who can do what is needed, with reasons and evidence."""
    return _answer(request, asked, asked.q, asked.as_filter())


@router.post(
    "/answers", response=DECLARED | responses(AnswerShape, 400), throttle=AnswersThrottle(), operation_id="askByBody"
)
def ask_by_body(request: HttpRequest, asked: Body[QuestionBody]) -> dict[str, Any]:
    """Say who can do what is needed; the question in a body. Nothing is stored."""
    return _answer(request, asked, asked.query, asked.filters.as_filter())
