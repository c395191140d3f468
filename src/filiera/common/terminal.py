"""What the commands share: their language and refusals, progress bars, tables, faults of files in plain words."""

from __future__ import annotations

import json
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, _SubParsersAction
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from filiera.common.argument_words import argparse_in_our_words

NO_FILE = 2
"""How a command ends that cannot read the file it was given."""

WRONG_ARGUMENTS = 2
"""How a command ends whose arguments do not do, as argparse has it."""


class Faulty(CommandError):
    """A refusal with what is wrong one by one, for programs."""

    def __init__(self, words: str, faults: Sequence[Mapping[str, str | int]], *, returncode: int) -> None:
        super().__init__(words, returncode=returncode)
        self.faults = [dict(one) for one in faults]


NO_TABLE = re.compile(r"no such table|relation \S+ does not exist|no such column")
"""What SQLite and PostgreSQL say where the database was never made, or is of another state."""


HALF = re.compile("[\udc80-\udcff]")
"""How Python keeps a byte of an argument that is no UTF-8: nothing can store or print it."""


class OwnCommand(BaseCommand):
    """A command that speaks the language of `--lang`, its help and its refusals of arguments too.

    With `--json` an error is JSON as well, an object with `error`, for the programs that read the results. Django's checks
    of models and addresses are left to `filiera check`: they take longer than most commands do.
    """

    requires_system_checks: tuple[str, ...] = ()
    suppressed_base_arguments = {
        "--version",
        "--verbosity",
        "--settings",
        "--pythonpath",
        "--traceback",
        "--no-color",
        "--force-color",
    }

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Give the parser; the help speaks the active language, and leaves out what Django gives every command."""
        self.help = _(type(self).help) if type(self).help else ""
        with argparse_in_our_words():
            return super().create_parser(prog_name, subcommand, **kwargs)

    def print_help(self, prog_name: str, subcommand: str) -> None:
        """Print the help, as `filiera help COMMAND` does."""
        with argparse_in_our_words():
            super().print_help(prog_name, subcommand)

    def run_from_argv(self, argv: list[str]) -> None:
        """Run as the shell asks; arguments that do not do are refused with what is wrong and where help is."""
        with override(language_asked(argv)), argparse_in_our_words():
            parser = self.create_parser(argv[0], argv[1])
            try:
                parser.parse_args(argv[2:])
            except CommandError as error:
                told = _chosen_parser(parser, argv[2:])
                wrong = str(error).removeprefix("Error: ")
                help_words = _("“%(command)s --help” says what can be written.") % {"command": told.prog}
                if "--json" not in argv:
                    self.stderr.write(told.format_usage().rstrip())
                self.refuse(f"{wrong}. {help_words}", code=WRONG_ARGUMENTS, as_json="--json" in argv)
            super().run_from_argv(argv)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run in the language asked for; at the command line an error is printed in the form asked for."""
        try:
            with override(options.get("lang") or get_language()):
                return super().execute(*args, **options)
        except CommandError as error:
            if not getattr(self, "_called_from_command_line", False) or options.get("traceback"):
                raise
            faults = error.faults if isinstance(error, Faulty) else ()
            self.refuse(str(error), code=error.returncode, as_json=bool(options.get("json")), faults=faults)
        except UnicodeEncodeError as error:
            if not getattr(self, "_called_from_command_line", False) or not HALF.search(str(error.object)):
                raise
            with override(options.get("lang") or get_language()):
                words = _("What is written has letters that are not in UTF-8: write it again in this terminal.")
            self.refuse(words, code=WRONG_ARGUMENTS, as_json=bool(options.get("json")))
        except DatabaseError as error:
            if not getattr(self, "_called_from_command_line", False) or not NO_TABLE.search(str(error)):
                raise
            with override(options.get("lang") or get_language()):
                words = _("The database has not been made yet: run “filiera migrate”, then “filiera instance”.")
            self.refuse(words, code=1, as_json=bool(options.get("json")))

    def refuse(
        self, words: str, *, code: int, as_json: bool, faults: Sequence[Mapping[str, str | int]] = ()
    ) -> NoReturn:
        """Print what is wrong, for people or for programs, and end with a code; what a file has wrong, for both."""
        if as_json:
            told = {"error": words, "faults": list(faults)} if faults else {"error": words}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        if faults or not as_json:
            self.stderr.write(words)
        sys.exit(code)


def add_common(parser: ArgumentParser) -> None:
    """Take `--lang` and `--json`."""
    languages = [code for code, _name in settings.LANGUAGES]
    parser.add_argument("--lang", choices=languages, default="it", help=_("language of messages and errors"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))


def day_said(text: str) -> date:
    """Read a day among arguments, such as 2026-11-25. Raises ArgumentTypeError in the language asked for."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("“%(value)s” is no day: write 2027-04-15") % {"value": text}) from error


def language_asked(words: Sequence[str]) -> str:
    """Give the language that a command line asks for, `--lang en` or `--lang=en`; Italian where it asks for none."""
    asked = "it"
    for place, word in enumerate(words):
        if word == "--lang" and place + 1 < len(words):
            asked = words[place + 1]
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
    return asked if asked in {code for code, _name in settings.LANGUAGES} else "it"


def _chosen_parser(parser: ArgumentParser, words: Sequence[str]) -> ArgumentParser:
    """Give the parser of the verb that is written, where the command has verbs, and its verbs have verbs."""
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            place = next((at for at, word in enumerate(words) if word in action.choices), None)
            return parser if place is None else _chosen_parser(action.choices[words[place]], words[place + 1 :])
    return parser


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
