"""The API keeps its own word: requests made up from its description get what the description says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from hypothesis import HealthCheck, Phase, settings
from ninja import Schema
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from filiera.api.entry import api

# Left out: positive data (a cursor, an id or a code can be well formed and mean nothing: 422 and 404 are right).
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
if connection.vendor != "sqlite":  # what a description allows at its bounds is the same on every database
    schema.config.phases.coverage.enabled = False


@pytest.fixture
def _open(something_to_find: None, db: None) -> Iterator[None]:
    """Keep the test's connection open after a request, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_open")
@schema.parametrize()
@settings(
    max_examples=5 if connection.vendor == "sqlite" else 3,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_operation_keeps_its_word(case: schemathesis.Case) -> None:
    caches["limits"].clear()
    case.call_and_validate(checks=CHECKS)


def test_every_operation_declares_its_refusals() -> None:
    for path, operations in api.get_openapi_schema()["paths"].items():
        for operation in operations.values():
            for status in (401, 404, 422):
                assert list(operation["responses"][status]["content"]) == ["application/problem+json"], path


def _shapes_under(shape: type[Schema]) -> Iterator[str]:
    for one in shape.__subclasses__():
        if one.__module__.startswith("filiera.api"):
            yield one.__name__
        yield from _shapes_under(one)


def test_no_two_shapes_share_a_name() -> None:
    """The description knows them by their names alone: of two it would give one in the place of the other."""
    names = sorted(_shapes_under(Schema))
    assert [one for place, one in enumerate(names) if one in names[:place]] == []
