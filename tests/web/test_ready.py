"""What a load balancer asks: whether the database answers."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError, connection
from django.test import Client


def test_database_that_is_away_is_said(db: None, client: Client) -> None:
    def away(*_words: Any) -> None:
        raise OperationalError("could not connect")

    with connection.execute_wrapper(away):
        response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"database": False, "index": False})
