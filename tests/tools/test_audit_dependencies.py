"""The audit asks about every package, tells what is known, and says plainly when it could not ask."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tools.audit_dependencies import NotAsked, Package, audit, main, packages, pinned, pinned_front_end

LOCK = """\
# made by hand
Django==5.2.1 \\
    --hash=sha256:00
argon2_cffi[dev]==23.1.0 ; python_version > "3" \\
    --hash=sha256:00
    # via filiera
"""
ANSWER = Path(__file__).parents[1] / "fixtures" / "osv_answer.json"


def test_lock_is_read_by_name_and_version() -> None:
    assert sorted(pinned(LOCK)) == [Package("PyPI", "argon2-cffi", "23.1.0"), Package("PyPI", "django", "5.2.1")]


def test_front_end_lock_is_read() -> None:
    text = json.dumps({"packages": {"": {"version": "1"}, "node_modules/htmx.org": {"version": "2.0.4"}}})
    assert pinned_front_end(text) == {Package("npm", "htmx.org", "2.0.4")}


def test_our_locks_hold_what_we_run() -> None:
    names = {one.name for one in packages()}
    assert {"django", "django-allauth", "htmx.org"} <= names


def in_folder(folder: Path) -> Path:
    (folder / "requirements").mkdir()
    (folder / "requirements" / "runtime.lock").write_text(LOCK, encoding="utf-8")
    return folder


def test_recorded_answer_names_what_is_vulnerable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--answers", str(ANSWER)], root=in_folder(tmp_path)) == 1
    assert capsys.readouterr().out.splitlines() == [
        "django 5.2.1 (PyPI): https://osv.dev/vulnerability/EXAMPLE-0001, https://osv.dev/vulnerability/EXAMPLE-0002",
        "audit: 2 packages asked about, 1 with known vulnerabilities.",
    ]


def test_nothing_known_ends_well(tmp_path: Path) -> None:
    assert main([], ask=lambda body: {"results": [{}] * len(body["queries"])}, root=in_folder(tmp_path)) == 0


def silent(body: dict[str, Any]) -> dict[str, Any]:
    raise NotAsked("no route")


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["--offline-ok"], 0)])
def test_silence_is_said_and_never_taken_for_health(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int
) -> None:
    assert main(arguments, ask=silent, root=in_folder(tmp_path)) == code
    assert "NOT DONE, 2 packages not asked about" in capsys.readouterr().out


@pytest.mark.parametrize("answer", [{}, {"results": []}, {"results": "x"}])
def test_answer_that_does_not_pair_is_no_answer(answer: dict[str, Any]) -> None:
    with pytest.raises(NotAsked):
        audit([Package("PyPI", "django", "5.2.1")], lambda body: answer)


def test_many_packages_are_asked_in_parts() -> None:
    asked = [Package("PyPI", f"p{number}", "1") for number in range(1201)]
    sizes: list[int] = []

    def ask(body: dict[str, Any]) -> dict[str, Any]:
        sizes.append(len(body["queries"]))
        return {"results": [{}] * len(body["queries"])}

    assert audit(asked, ask) == {}
    assert sizes == [500, 500, 201]
