"""Compile the translations (`.po` to `.mo`) without gettext's own tools, which a bare machine lacks."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parents[1] / "src" / "filiera"


def compile_all(root: Path = SOURCE) -> int:
    """Compile every catalogue that is newer than its compiled form; give how many."""
    done = 0
    for po in root.rglob("locale/*/LC_MESSAGES/django.po"):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parts[-3])
        with mo.open("wb") as target:
            write_mo(target, catalogue)
        done += 1
    return done


if __name__ == "__main__":
    compile_all()
