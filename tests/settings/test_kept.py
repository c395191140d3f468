"""Secrets that the installation makes for itself: the same after a restart, and nobody else's to read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from filiera.settings.kept import kept_secret


def test_secret_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret"
    before = os.umask(0)
    try:
        made = kept_secret(path, lambda: "first")
    finally:
        os.umask(before)
    assert (made, kept_secret(path, lambda: "second")) == ("first", "first")
    assert path.stat().st_mode & 0o777 == 0o600


def test_empty_file_is_filled(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.touch()
    assert kept_secret(path, lambda: "made") == "made"


def test_who_comes_second_reads_what_the_first_made(tmp_path: Path) -> None:
    path = tmp_path / "secret"

    def while_another_makes_it() -> str:
        path.write_text("theirs")
        return "ours"

    assert kept_secret(path, while_another_makes_it) == "theirs"
    assert [one.name for one in tmp_path.iterdir()] == ["secret"]


def key_of(settings: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Read the key as a new process finds it."""
    values = {"PATH": os.environ["PATH"], "FILIERA_VAR": str(folder), **environment}
    values["DJANGO_SETTINGS_MODULE"] = f"filiera.settings.{settings}"
    code = "from django.conf import settings; print(settings.SECRET_KEY)"
    return subprocess.run([sys.executable, "-c", code], env=values, capture_output=True, text=True)


def test_restarted_demo_has_the_same_key(tmp_path: Path) -> None:
    first, second = key_of("dev", tmp_path), key_of("dev", tmp_path)
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    assert len(first.stdout.strip()) >= 50


@pytest.mark.parametrize("environment", [{}, {"ALLOWED_HOSTS": "filiera.example"}])
def test_production_takes_its_key_from_the_environment_alone(tmp_path: Path, environment: dict[str, str]) -> None:
    kept_secret(tmp_path / "secret_key", lambda: "x" * 50)
    assert "ImproperlyConfigured" in key_of("production", tmp_path, **environment).stderr
