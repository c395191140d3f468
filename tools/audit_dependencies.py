"""Ask OSV, the open database of vulnerabilities, about every package of the locks; say plainly where it could not be asked.

`make audit` ends with 0 where nothing is known against them, with 1 where something is, with 2 where the database did not
answer; `--offline-ok` makes the last a warning, for machines without a network. `--answers FILE` reads a recorded answer.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SERVICE = "https://api.osv.dev/v1/querybatch"
SECONDS = 20
AT_ONCE = 500
"""Packages asked about together; the service takes a thousand."""

CLEAN, FOUND, NOT_ASKED = 0, 1, 2

PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.M)

Ask = Any
"""What asks: from the queries to the answer of the service, both as its JSON has them."""


class NotAsked(Exception):
    """Raised where the database gave no answer that can be read."""


@dataclass(frozen=True, order=True)
class Package:
    """One package of a lock, as OSV names it."""

    ecosystem: str
    name: str
    version: str


def pinned(text: str) -> set[Package]:
    """Read the packages of a requirements lock."""
    return {Package("PyPI", name.lower().replace("_", "-"), version) for name, version in PINNED.findall(text)}


def pinned_front_end(text: str) -> set[Package]:
    """Read the packages of package-lock.json."""
    rows = json.loads(text).get("packages", {})
    named = {(path.rpartition("node_modules/")[2], row.get("version", "")) for path, row in rows.items() if path}
    return {Package("npm", name, version) for name, version in named if name and version}


def packages(root: Path = ROOT) -> list[Package]:
    """Give every package of every lock, once, in order."""
    found: set[Package] = set()
    for path in sorted((root / "requirements").glob("*.lock")):
        found |= pinned(path.read_text(encoding="utf-8"))
    lock = root / "package-lock.json"
    return sorted(found | (pinned_front_end(lock.read_text(encoding="utf-8")) if lock.exists() else set()))


def ask_service(body: dict[str, Any]) -> dict[str, Any]:
    """Ask the service. Raises NotAsked where it does not answer as it should."""
    request = urllib.request.Request(
        SERVICE, json.dumps(body).encode(), {"Content-Type": "application/json", "User-Agent": "filiera-audit"}
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            told: dict[str, Any] = json.load(answer)
    except (urllib.error.URLError, TimeoutError, OSError, ValueError) as error:
        raise NotAsked(str(getattr(error, "reason", error))) from error
    return told


def recorded(path: Path) -> Ask:
    """Give what answers from a recorded file, in the service's own form."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return lambda body: told


def audit(asked: Sequence[Package], ask: Ask) -> dict[Package, list[str]]:
    """Give the names of known vulnerabilities by package. Raises NotAsked where answers and questions do not pair."""
    found: dict[Package, list[str]] = {}
    for start in range(0, len(asked), AT_ONCE):
        some = asked[start : start + AT_ONCE]
        queries = [{"package": {"ecosystem": one.ecosystem, "name": one.name}, "version": one.version} for one in some]
        results = ask({"queries": queries}).get("results")
        if not isinstance(results, list) or len(results) != len(some):
            raise NotAsked("the answer does not pair with the questions")
        for package, result in zip(some, results, strict=True):
            names = sorted(row["id"] for row in (result or {}).get("vulns", []) if not row.get("withdrawn"))
            if names:
                found[package] = names
    return found


def main(arguments: Iterable[str] | None = None, *, ask: Ask = ask_service, root: Path = ROOT) -> int:
    """Audit, say what was found, and give how to end."""
    parser = argparse.ArgumentParser(description="Ask OSV about every package of the locks.")
    parser.add_argument("--offline-ok", action="store_true", help="end well where the database cannot be asked")
    parser.add_argument("--answers", type=Path, metavar="FILE", help="a recorded answer instead of the service")
    options = parser.parse_args(None if arguments is None else list(arguments))
    asked = packages(root)
    try:
        found = audit(asked, recorded(options.answers) if options.answers else ask)
    except NotAsked as error:
        print(f"audit: NOT DONE, {len(asked)} packages not asked about: the database did not answer ({error}).")
        return CLEAN if options.offline_ok else NOT_ASKED
    for package, names in sorted(found.items()):
        print(
            f"{package.name} {package.version} ({package.ecosystem}): "
            + ", ".join(f"https://osv.dev/vulnerability/{name}" for name in names)
        )
    print(f"audit: {len(asked)} packages asked about, {len(found)} with known vulnerabilities.")
    return FOUND if found else CLEAN


if __name__ == "__main__":
    sys.exit(main())
