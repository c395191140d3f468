"""Shapes that several features share: a source, a reference to an organisation or a competence, labels."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from ninja import Field, Schema

from filiera.api.problems import Problem
from filiera.common.language import localised
from filiera.common.partial_date import precision_word

if TYPE_CHECKING:
    from django.http import HttpRequest

    from filiera.competence.models import Competence
    from filiera.registry.models import Source


class SourceShape(Schema):
    """Where something was read; `precision` is day, month or year."""

    name: str
    url: str
    date: date | None
    precision: str
    licence: str


class OrganisationRef(Schema):
    """An organisation, by id and name; `page` is its page for people."""

    id: str
    name: str
    is_example: bool
    page: str


class CompetenceRef(Schema):
    """A competence of the taxonomy, by id and label in the language of the answer."""

    id: str
    label: str


def responses(shape: type[Schema], *more: int) -> dict[int, type[Schema]]:
    """Declare what an operation answers with: its shape, and the problems that any operation may meet."""
    return {200: shape} | dict.fromkeys((401, 404, 422, *more), Problem)


def source_shape(row: Source) -> SourceShape:
    """Give a source."""
    return SourceShape(
        name=row.name, url=row.url, date=row.on, precision=precision_word(row.on_precision), licence=row.licence
    )


def page_of(request: HttpRequest, name: str, *args: str) -> str:
    """Give the absolute address of a page for people, in the language of the answer."""
    return request.build_absolute_uri(reverse(name, args=args))


def competence_ref(row: Competence) -> CompetenceRef:
    """Give a reference to a competence."""
    return CompetenceRef(id=row.code, label=localised(row, "label"))


class Labels(Schema):
    """A label in the four languages of the taxonomy; empty where a language lacks it."""

    it: str
    en: str
    fr: str = Field("")
    es: str = Field("")
