"""Bodies that nobody could mean: refused as a problem in the language asked for, with nothing stored of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.test import Client

from asking import fault
from factories import UserFactory, calls
from factories.calls import member
from factories.consortium_work import team, won
from filiera.api.tokens import issue_token
from filiera.common.models import AuditEvent
from filiera.common.visibility import Role
from filiera.funding.models import Call, FundedProject
from filiera.funding.operations.projects import keep_project
from tests_clock import NOW

pytestmark = pytest.mark.django_db
DEEP = b"[" * 100_000
FORM = b'--x\r\nContent-Disposition: form-data; name="what"\r\n\r\nProve\r\n--x--\r\n'


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def call() -> Call:
    for name in ("Alfa", "Beta", "Gamma", "Delta"):
        member(name, code=name.lower())
    return team().row.call


def sent(method: str, address: str, body: bytes, *, lang: str = "it", media: str = "application/json") -> Any:
    """Send a body as it is, as the office."""
    headers = {
        "HTTP_AUTHORIZATION": f"Bearer {issue_token(UserFactory(role=Role.OFFICE))}",
        "HTTP_ACCEPT_LANGUAGE": lang,
    }
    return Client().generic(method, f"/api/v1{address}", body, content_type=media, **headers)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        b'{"inkind_pct": NaN}',
        b'{"inkind_pct": -Infinity}',
        b'{"summary": "\\ud800"}',
        b'{"summary": "\xed\xa0\x80"}',
        b'{"duration_months": 1' + b"0" * 5000 + b"}",
        DEEP,
        b'{"summary": "' + b"a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE + b'"}',
    ],
    ids=["cut", "bytes", "nan", "infinity", "half", "half-in-bytes", "digits", "deep", "large"],
)
def test_body_that_is_no_json_is_refused_in_both_languages(body: bytes, call: Call) -> None:
    before = AuditEvent.objects.count()
    said = [sent("PATCH", "/consortia/team-0", body, lang=lang) for lang in ("it", "en")]
    assert [fault(one) for one in said] == [(400, None)] * 2
    italian, english = (one.json()["detail"] for one in said)
    assert italian != english
    assert AuditEvent.objects.count() == before


def test_json_may_begin_with_the_mark_of_its_encoding(call: Call) -> None:
    assert sent("PATCH", "/consortia/team-0", b'\xef\xbb\xbf{"duration_months": 9}').status_code == 200


def test_form_where_json_is_taken_is_refused(call: Call) -> None:
    answer = sent("POST", "/consortia/team-0/tasks", FORM, media="multipart/form-data; boundary=x")
    assert fault(answer) == (400, None)


@pytest.mark.parametrize("body", [b"text=uno%00due", b"text=uno&text=due%00"])
def test_form_that_hides_what_no_text_has_is_refused(body: bytes, call: Call) -> None:
    assert fault(sent("POST", "/texts", body, media="application/x-www-form-urlencoded")) == (400, None)


@pytest.mark.parametrize(
    ("method", "address", "body", "pointer"),
    [
        ("PATCH", "/consortia/team-0", b'{"start_on": 86400}', "/start_on"),
        ("POST", "/consortia/team-0/tasks", b'{"what": "Prove", "due_on": 0}', "/due_on"),
        ("PATCH", "/consortia/team-0", b'{"name": "a\\u0000b"}', "/name"),
        ("PATCH", "/calls/esempio-1", b'{"url": "https://example.org/\\u0000"}', "/url"),
        ("PATCH", "/calls/esempio-1", b'{"opens": "0001-01-01T00:00"}', "/opens"),
        ("PATCH", "/calls/esempio-1", b'{"closes": "9999-12-31", "tz": "America/New_York"}', "/closes"),
        ("PUT", "/calls/esempio-1/rules/docs", b'{"value": ["a\\u0000"]}', "/value"),
        ("PUT", "/calls/esempio-1/rules/docs", b'{"value": {"a\\u0000": 1}}', "/value"),
        *(
            ("POST", "/consortia/team-0/invitations", b'{"organisation": "gamma", "email": "%s"}' % mail, "/email")
            for mail in (b"a@b.it\\u0000", b"<a@b.it>,x", b"a@b.it;c@d.it", b"a@b..it")
        ),
    ],
)
def test_value_that_nobody_means_is_refused_at_its_place(
    method: str, address: str, body: bytes, pointer: str, call: Call
) -> None:
    before = AuditEvent.objects.count()
    assert fault(sent(method, address, body)) == (422, pointer)
    assert AuditEvent.objects.count() == before


def test_rule_that_a_call_does_not_have_is_not_taken_out(call: Call) -> None:
    assert sent("DELETE", f"/calls/{call.code}/rules/duration_min", b"").status_code == 404
    for _twice in range(2):
        assert sent("DELETE", f"/calls/{call.code}/rules/docs", b"").status_code == 200


def while_another_takes_away(rows: QuerySet[Any], method: str, address: str, body: bytes) -> Any:
    """Send a body, while another takes rows away before it is written."""
    first: list[str] = []

    def another(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith("SAVEPOINT") and not first:
            first.append(sql)
            rows.delete()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(another):
        answer = sent(method, address, body)
    assert len(first) == 1
    return answer


def test_project_that_another_takes_back_meanwhile_is_told(call: Call) -> None:
    project = keep_project(said=won(), now=NOW)
    place = f"/projects/{project.code}/results"
    answer = while_another_takes_away(FundedProject.objects.all(), "POST", place, b'{"title": "Tappo"}')
    assert (fault(answer), answer.json()["detail"]) == (
        (422, None),
        "Intanto qualcun altro ha ritirato questo progetto.",
    )


def test_call_that_is_gone_meanwhile_is_not_there() -> None:
    row = calls.call()
    place = f"/calls/{row.code}"
    answer = while_another_takes_away(Call.objects.all(), "PATCH", place, b'{"programme": "FESR"}')
    assert fault(answer) == (404, None)
