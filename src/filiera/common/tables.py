"""The shape of a table beside a picture, as pages draw it: what is in its cells is the features' own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; `number` columns stand on the right."""

    text: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `head` makes it the head of its row, `url` a link."""

    text: str
    url: str = ""
    number: bool = False
    head: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A whole twin: what the closed line says, the caption, heads and rows."""

    summary: str
    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
