"""Limits: fixed windows that all processes share, by the address that our own proxies saw."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.test import RequestFactory

from factories import UserFactory
from filiera.common.limits import Window, address_of, asker_of
from filiera.common.models import LimitCount

pytestmark = pytest.mark.django_db


def test_window_lets_so_many_through() -> None:
    window = Window("test", times=2, seconds=10)
    assert [window.allows("a", 100.0), window.allows("a", 101.0), window.allows("a", 102.0)] == [True, True, False]
    assert (window.allows("b", 102.0), window.allows("a", 110.0), window.wait(102.5)) == (True, True, 8)
    assert (window.taken("a", 102.0), window.taken("b", 102.0)) == (2, 1)
    window.forget("a", 102.0)
    assert window.allows("a", 102.0)


def test_counts_outlive_the_caches_usual_time() -> None:
    long = Window("test-long", times=1, seconds=86_400)
    long.count("a", 0.0)
    key = caches["limits"].make_key(long.key("a", 0.0))
    if isinstance(caches["limits"], DatabaseCache):
        assert LimitCount.objects.filter(cache_key=key).exists()
    else:
        assert caches["limits"]._expire_info[key] > 86_400  # type: ignore[attr-defined]


def test_database_counts_in_our_own_table() -> None:
    cache = DatabaseCache(LimitCount._meta.db_table, {})
    cache.set("limit:x", 3, 60)
    assert (cache.get("limit:x"), LimitCount.objects.count()) == (3, 1)


@pytest.mark.parametrize(
    ("url", "backend"),
    [("postgres://a@b/c", "DatabaseCache"), ("postgresql://a@b/c", "DatabaseCache"), ("", "FileBased")],
)
def test_counts_stand_where_all_processes_see_them(monkeypatch: pytest.MonkeyPatch, url: str, backend: str) -> None:
    from filiera.settings import env

    monkeypatch.setattr(env, "DATABASE_URL", url)
    assert backend in str(env.limits_cache()["BACKEND"])


def test_two_processes_of_one_machine_count_together(tmp_path: Path) -> None:
    code = (
        "import django; django.setup();"
        "from filiera.common.limits import Window; print(Window('x', times=2, seconds=3600).allows('a', 0.0))"
    )
    environment = {"FILIERA_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "filiera.settings.dev", "PATH": "/usr/bin"}
    said = []
    for _time in range(3):
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
        said.append(done.stdout.strip() or done.stderr)
    assert said == ["True", "True", "False"]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.7", "10.0.0.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.9, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.9, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (2, "203.0.113.7", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "unknown", "10.0.0.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_address_is_the_one_that_our_proxies_saw(settings: Any, proxies: int, forwarded: str, address: str) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert address_of(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers=headers)) == address


def test_asker_is_the_account_or_the_address() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")
    request.user = AnonymousUser()
    assert (asker_of(request).key, asker_of(request).is_person) == ("address:192.0.2.1", False)
    request.user = UserFactory()
    assert asker_of(request).is_person


def test_sign_in_counts_by_the_address_behind_the_proxy(client: Any, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    wrong = {"login": "chi@example.org", "password": "sbagliata"}
    for _guess in range(9):
        page = client.post("/it/sign-in/", wrong, headers={"X-Forwarded-For": "203.0.113.7"})
    assert "quarto d’ora" in page.content.decode()
    other = client.post("/it/sign-in/", wrong, headers={"X-Forwarded-For": "203.0.113.8"})
    assert "quarto d’ora" not in other.content.decode()


def test_ipv4_address_inside_an_ipv6_one_is_itself() -> None:
    seen = [address_of(RequestFactory().get("/", REMOTE_ADDR=f"::ffff:192.0.2.{n}")) for n in (1, 2)]
    assert seen == ["192.0.2.1", "192.0.2.2"]
