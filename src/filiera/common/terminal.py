"""Progress bars of the commands, on the error stream, so that output can be piped."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager


@contextmanager
def progress_bars(labels: Mapping[str, str]) -> Iterator[Callable[[str, int, int], None]]:
    """Give a hook (phase, done, total) that draws one bar for each phase; nothing is drawn where nobody looks."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def hook(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(labels[what])
            progress.update(tasks[what], completed=done, total=total)

        yield hook
