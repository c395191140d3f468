"""Asking the API as somebody: with a token, with a session alone, or as a visitor."""

from __future__ import annotations

from typing import Any

from django.test import Client

from filiera.accounts.models import User
from filiera.api.tokens import issue_token


def asked(method: str, address: str, body: Any = None, user: User | None = None, **more: Any) -> Any:
    """Ask with a token of the person, as a visitor without one; `body` is sent as JSON unless `more` says otherwise."""
    headers = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(user)}"} if user else {}
    more = more or {"content_type": "application/json"}
    return getattr(Client(), method)(f"/api/v1{address}", body, **more, **headers)


def in_session(method: str, address: str, body: Any, user: User) -> int:
    """Ask with a session alone; give the status."""
    client = Client()
    client.force_login(user)
    answer = getattr(client, method)(f"/api/v1{address}", body, content_type="application/json")
    return int(answer.status_code)


def fault(answer: Any) -> tuple[int, str | None]:
    """Give the status of a refusal and the place that it names; it always has words."""
    first = (answer.json().get("errors") or [{}])[0]
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]
    return answer.status_code, first.get("pointer")
