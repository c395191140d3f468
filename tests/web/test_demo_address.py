"""The demo's letters lead to the demo, whatever its port."""

from __future__ import annotations

import os

import pytest
from django.conf import settings

from filiera.settings import env
from filiera.web.management.commands import demo


@pytest.mark.parametrize(
    ("named", "expected"), [(None, "http://127.0.0.1:8123"), ("https://a.example", "https://a.example")]
)
def test_the_demo_is_where_it_is_served(named: str | None, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "") if named is None else monkeypatch.setenv("SITE_URL", named)
    if named is None:
        monkeypatch.delenv("SITE_URL")

    assert env.served_at("http://127.0.0.1:8123") == expected
    assert os.environ["SITE_URL"] == expected


def test_the_command_says_its_address_before_it_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "")
    monkeypatch.delenv("SITE_URL")
    monkeypatch.setattr(settings, "DEMO", True, raising=False)
    monkeypatch.setattr(settings, "SITE_URL", "http://127.0.0.1:8000")
    monkeypatch.setattr(demo.Command, "prepare", lambda self, console: None)
    monkeypatch.setattr(demo.Command, "tell", lambda self, console, address: None)
    demo.Command().handle(host="127.0.0.1", port=8123, no_serve=True)

    assert (settings.SITE_URL, os.environ["SITE_URL"]) == ("http://127.0.0.1:8123",) * 2
