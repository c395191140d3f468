"""The demo's letters lead to the demo, whatever its port."""

from __future__ import annotations

import multiprocessing
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


def test_the_worker_is_no_copy_of_the_process_that_typeset_the_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    # A copy has the compiler's state and none of its threads: every PDF of a first demo waited for ever.
    methods: list[str] = []

    class Server:
        def __init__(self, *_args: object, **_options: object) -> None:
            methods.append(multiprocessing.get_start_method())

        def serve(self) -> None:
            pass

    monkeypatch.setattr("granian.Granian", Server)
    before = multiprocessing.get_start_method()
    try:
        demo.Command().serve("127.0.0.1", 8123)
    finally:
        multiprocessing.set_start_method(before, force=True)

    assert methods == ["spawn"]
