"""Commands with verbs, each a function of a feature's `verbs`: how they are declared, how what they tell is printed."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from filiera.common.terminal import NO_FILE, WRONG_ARGUMENTS, OwnCommand, add_common, file_problem

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from django import forms

    Verbs = _SubParsersAction[Any]


Options = dict[str, Any]
"""The arguments of a verb by their names."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a verb tells: its shape for programs, its lines for people, and what went wrong without ending it."""

    shape: Any
    lines: Sequence[str] = ()
    faults: Sequence[str] = ()


def begin_verbs(parser: ArgumentParser) -> Verbs:
    """Let a command, or one of its verbs, have verbs."""
    return parser.add_subparsers(dest="verb", metavar=_("VERB"), required=True)


def add_verb(verbs: Verbs, name: str, does: str, words: str) -> ArgumentParser:
    """Declare a verb with its help; `does` is what does it: "partners.do_add" is that function of `verbs.partners`."""
    parser: ArgumentParser = verbs.add_parser(name, help=words)
    parser.set_defaults(does=does)
    return parser


def add_common_to(verbs: Verbs) -> None:
    """Take `--lang` and `--json` after each verb that does something."""
    for parser in verbs.choices.values():
        if parser.get_default("does"):
            add_common(parser)


@contextmanager
def on_disk(path: Path) -> Iterator[None]:
    """Read or write a file. Raises CommandError in plain words where that cannot be done."""
    try:
        yield
    except OSError as error:
        raise CommandError(file_problem(error, path), returncode=NO_FILE) from error


def missing(words: str) -> CommandError:
    """Give the error of what is not there: it ends the command as a file does that is missing."""
    return CommandError(words, returncode=NO_FILE)


def wrong(words: str) -> CommandError:
    """Give the error of arguments that do not do."""
    return CommandError(words, returncode=WRONG_ARGUMENTS)


def cleaned(
    form: forms.BaseForm, called: Callable[[str], str] = lambda name: f"--{name.replace('_', '-')}"
) -> Mapping[str, Any]:
    """Give what a form was filled in with. Raises CommandError with each fault, after what its field is `called`."""
    if form.is_valid():
        return form.cleaned_data
    said = [("" if name == "__all__" else f"{called(name)}: ", errors) for name, errors in form.errors.items()]
    raise wrong("\n".join(f"{place}{' '.join(map(str, errors))}" for place, errors in said))


class VerbCommand(OwnCommand):
    """A command whose verbs are functions of modules of `package`: each takes the options and gives what is told."""

    requires_migrations_checks = False
    package: ClassVar[str]

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the verb says, and print it. Raises CommandError with the words of a refusal."""
        told = self.told(options)
        for line in told.faults:
            self.stderr.write(line)
        for line in [json.dumps(told.shape, ensure_ascii=False)] if options["json"] else told.lines:
            self.stdout.write(line)

    def told(self, options: Options) -> Told:
        """Do what the verb says. Raises CommandError with the words of a refusal."""
        from filiera.common.refusals import Refused

        module, _dot, name = options["does"].partition(".")
        try:
            told: Told = getattr(import_module(f"{self.package}.{module}"), name)(options)
        except Refused as error:
            raise CommandError(str(error), returncode=WRONG_ARGUMENTS) from error
        return told
