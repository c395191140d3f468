"""What the register's commands share: progress bars, errors with their place."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filiera.common.in_words import shortened

if TYPE_CHECKING:
    from filiera.registry.queries.imports import Mistake


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Give a hook that draws a bar on the error stream; nothing is drawn where nobody looks."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as progress:
        task = progress.add_task(label, total=None)

        def hook(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield hook


def mistake_line(one: Mistake) -> str:
    """Write a wrong value on one line: file, sheet, line, column, value, what is wrong, what to do."""
    return f"{one.file}, {one.where}: {shortened(one.value)!r}. {one.message} {one.remedy}"
