"""Make the static fonts that documents need from the variable web fonts: once, at set-up, under `var/fonts/`."""

from __future__ import annotations

from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from filiera.settings import env

VENDOR = env.ROOT / "src" / "filiera" / "web" / "static" / "vendor" / "fonts"
WANTED = (
    ("fraunces-latin-full-normal.woff2", "Fraunces-Regular.ttf", {"wght": 400, "opsz": 24, "SOFT": 60, "WONK": 0}),
    ("figtree-latin-wght-normal.woff2", "Figtree-Regular.ttf", {"wght": 400}),
    ("figtree-latin-wght-normal.woff2", "Figtree-SemiBold.ttf", {"wght": 600}),
    ("figtree-latin-wght-italic.woff2", "Figtree-Italic.ttf", {"wght": 400}),
)


def build(source: Path, target: Path, axes: dict[str, float]) -> None:
    """Fix the axes of a variable font and write it as TrueType."""
    font = instantiateVariableFont(TTFont(source), axes, inplace=False, updateFontNames=False)
    family = target.stem.split("-")[0]
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = family
    font.flavor = None
    font.save(target)


def main() -> None:
    """Write the fonts that are not there yet."""
    folder = env.VAR_DIR / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    for source, target, axes in WANTED:
        if not (folder / target).exists():
            build(VENDOR / source, folder / target, axes)


if __name__ == "__main__":
    main()
