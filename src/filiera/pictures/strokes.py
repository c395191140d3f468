"""How numbers become SVG: one rounding and one way of writing paths, so that a picture is the same byte for byte."""

from __future__ import annotations

from collections.abc import Iterable


def r1(value: float) -> float:
    """Round to 0.1, without a negative zero."""
    return round(value, 1) + 0.0


def num(value: float) -> str:
    """Write a length as SVG does: rounded to 0.1, no trailing zero, a full stop in every language."""
    text = f"{r1(value):.1f}"
    return text[:-2] if text.endswith(".0") else text


def path(*steps: str | float) -> str:
    """Join commands and numbers into path data: `path("M", 1, 2, "h", 3)` is `M1 2h3`."""
    out: list[str] = []
    previous_number = False
    for step in steps:
        if isinstance(step, str):
            out.append(step)
            previous_number = False
        else:
            out.append((" " if previous_number else "") + num(step))
            previous_number = True
    return "".join(out)


def disc(x: float, y: float, radius: float) -> str:
    """Draw a full circle as path data, so that circles join other shapes in one path."""
    radius = r1(radius)  # rounded first, so that both arcs are exact halves
    return path(
        "M",
        x - radius,
        y,
        "a",
        radius,
        radius,
        0,
        1,
        0,
        2 * radius,
        0,
        "a",
        radius,
        radius,
        0,
        1,
        0,
        -2 * radius,
        0,
        "z",
    )


def joined(parts: Iterable[str]) -> str:
    """Put several paths into one, in their order."""
    return "".join(parts)
