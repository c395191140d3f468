"""Copy the front-end files that pages need out of node_modules, because the browser must load only from our own origin.

Reads `node_modules/`, writes `src/filiera/web/static/vendor/` (which git ignores). Standard library only: it runs
before anything else is installed. Running it twice changes nothing.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
TARGET = ROOT / "src" / "filiera" / "web" / "static" / "vendor"

FRAUNCES = "@fontsource-variable/fraunces"
FIGTREE = "@fontsource-variable/figtree"

SOURCE_MAP = re.compile(rb"\n?(?://[#@]\s*sourceMappingURL=[^\n]*|/\*[#@]\s*sourceMappingURL=.*?\*/)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Vendored:
    """One file to copy: the package it belongs to, its path there, and its path below the target folder."""

    package: str
    source: str
    target: str


def _font(package: str, name: str) -> Vendored:
    return Vendored(package, f"files/{name}", f"fonts/{name}")


FILES = (
    *(
        _font(FRAUNCES, f"fraunces-{subset}-full-{style}.woff2")
        for subset in ("latin", "latin-ext")
        for style in ("normal", "italic")
    ),
    *(
        _font(FIGTREE, f"figtree-{subset}-wght-{style}.woff2")
        for subset in ("latin", "latin-ext")
        for style in ("normal", "italic")
    ),
    Vendored("htmx.org", "dist/htmx.min.js", "htmx.min.js"),
)


def strip_source_map(content: bytes, name: str) -> bytes:
    """Take the source map's address out of a script or a style sheet, because the map itself is not served."""
    return SOURCE_MAP.sub(b"", content) if name.endswith((".js", ".css")) else content


def notice(modules: Path) -> str:
    """Write the NOTICE text: name, version and licence of every package that a copied file comes from."""
    lines = ["This folder holds files of other people's work, each under its own licence.", ""]
    for package in sorted({entry.package for entry in FILES}):
        about = json.loads((modules / package / "package.json").read_text(encoding="utf-8"))
        lines.append(f"{about['name']} {about['version']}, licence {about.get('license', 'not stated')}")
    return "\n".join(lines) + "\n"


def write_if_changed(path: Path, content: bytes) -> bool:
    """Write the file only where its content differs, and say whether it did."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True


def vendor(modules: Path = MODULES, target: Path = TARGET) -> int:
    """Copy every file of `FILES` and return how many changed. Raises FileNotFoundError where a package is missing."""
    changed = 0
    for entry in FILES:
        source = modules / entry.package / entry.source
        if not source.is_file():
            raise FileNotFoundError(source)
        content = strip_source_map(source.read_bytes(), entry.source)
        changed += write_if_changed(target / entry.target, content)
    changed += write_if_changed(target / "NOTICE", notice(modules).encode())
    return changed


def main() -> int:
    """Copy the files and print one line; the exit code is 1 where the packages are not installed."""
    if not MODULES.is_dir():
        print(
            "node_modules is missing: run `npm ci --ignore-scripts` in the project folder, then try again.",
            file=sys.stderr,
        )
        return 1
    try:
        changed = vendor()
    except FileNotFoundError as error:
        print(f"{error} is missing: run `npm ci --ignore-scripts` again.", file=sys.stderr)
        return 1
    print(f"Front-end files: {len(FILES)} in place, {changed} changed.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
