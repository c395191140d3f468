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
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from factories import LinkFactory
from filiera.api.entry import api
from filiera.competence.operations.map import update_map
from tests_clock import TODAY

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
def _content(db: None) -> Iterator[None]:
    """Make something to find, and keep the test's connection open after a request, as Django's own client does."""
    LinkFactory(organisation__code="ditta", evidence__uid="test")
    update_map(today=TODAY)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_content")
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
