"""The question: exactly the answer of `filiera ask --json`, under the same filters and privacy."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import override
from ninja import Body, Field, Query, Router, Schema
from pydantic import StrictInt, StringConstraints

from filiera.api.filters import CONTROL, FilterBody, Filters, Language
from filiera.api.limits import AnswersThrottle
from filiera.api.problems import not_ready
from filiera.api.shapes import responses
from filiera.common.visibility import audience_of
from filiera.competence.adapters import current_index
from filiera.competence.filters import DirectoryFilter
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


class QuestionBody(Schema, extra="forbid"):
    """A need in plain words, as a body."""

    query: Text
    lang: Language | None = None
    top: StrictInt = Field(10, ge=1, le=MOST_ANSWERS)
    filters: FilterBody = Field(default_factory=lambda: FilterBody.model_validate({}))


class AskedShape(Schema):
    """A competence that the question asks for; `span` is [start, end) of the words that ask."""

    id: str
    label: str
    score: float
    span: list[int] = Field(min_length=2, max_length=2)


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
    """An organisation that answers; `competences` are those asked that it holds."""

    organisation: ShortOrganisation
    score: float
    reason: str
    competences: list[str]
    evidence: list[PassageShape]


class AnswerShape(Schema):
    """An answer, best first; `uncovered` are the competences asked that nobody within the filter holds.

    A trace, proof too weak to count, does not cover one. Whether others hold it, the competence's own address tells.
    """

    query: str
    lang: str
    competences: list[AskedShape]
    results: list[ResultShape]
    uncovered: list[str]
    no_evidence: bool


def _answer(request: HttpRequest, text: str, lang: str | None, top: int, asked: DirectoryFilter) -> dict[str, Any]:
    """Answer in the language of the question, as the command does; without an index say so (503)."""
    if current_index() is None:
        raise not_ready()
    lang = lang or lang_of(text)
    with override(lang):
        found = answer(
            text, audience=audience_of(request.user), today=timezone.localdate(), asked=asked, lang=lang, top=top
        )
        return answer_shape(found)


DECLARED = responses(AnswerShape, 429, 503)


@router.get("/answers", response=DECLARED, throttle=AnswersThrottle(), operation_id="ask", url_name="ask")
def ask(request: HttpRequest, asked: Query[QuestionQuery]) -> dict[str, Any]:
    """Say who can do what is needed, with reasons and evidence."""
    return _answer(request, asked.q, asked.lang, asked.top, asked.as_filter())


@router.post(
    "/answers", response=DECLARED | responses(AnswerShape, 400), throttle=AnswersThrottle(), operation_id="askByBody"
)
def ask_by_body(request: HttpRequest, asked: Body[QuestionBody]) -> dict[str, Any]:
    """Say who can do what is needed; the question in a body. Nothing is stored."""
    return _answer(request, asked.query, asked.lang, asked.top, asked.filters.as_filter())
