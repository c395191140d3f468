"""What the commands share: progress bars on the error stream, tables, and faults of files in plain words."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

NO_FILE = 2
"""How a command ends that cannot read the file it was given."""


class OwnCommand(BaseCommand):
    """A command whose programs' readers get errors as they get results: with `--json`, an object with `error`."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run; at the command line an error is printed in the form asked for."""
        try:
            return super().execute(*args, **options)
        except CommandError as error:
            if not (options.get("json") and getattr(self, "_called_from_command_line", False)):
                raise
            self.stdout.write(json.dumps({"error": str(error)}, ensure_ascii=False))
            sys.exit(error.returncode)


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


def file_problem(error: OSError, path: Path | str = "") -> str:
    """Say what is wrong with a file and what to do, in the active language; `path` where the error names none."""
    words = {"path": error.filename or path, "why": error.strerror or str(error)}
    if isinstance(error, FileNotFoundError):
        return _("There is no file “%(path)s”. Check its name and its folder.") % words
    if isinstance(error, IsADirectoryError):
        return _("“%(path)s” is a folder. Name a file in it.") % words
    if isinstance(error, NotADirectoryError):
        return _("“%(path)s” is not in a folder. Check the path.") % words
    if isinstance(error, PermissionError):
        return _("“%(path)s” is closed to whoever runs this command. Change its permissions, or copy it.") % words
    return _("“%(path)s” cannot be read or written: %(why)s. Check the disk, then try again.") % words


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out rows under a header, in columns as wide as their widest value; plain text, so that it can be piped."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = [heads, *rows]
    return "\n".join(
        "  ".join(f"{value:<{width}}" for value, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
