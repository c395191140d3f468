"""What argparse says of itself, in this house's words and the reader's language.

It asks the machine's gettext, which knows none of our languages for certain; while `argparse_in_our_words` lasts,
it asks ours.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def argparse_words() -> dict[str, str]:
    """Give, for each sentence of argparse that a person may read, ours in the active language."""
    return {
        "usage: ": _("Usage: "),
        "positional arguments": _("arguments"),
        "options": _("options"),
        "subcommands": _("what it does"),
        "show this help message and exit": _("show this help and stop"),
        "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
        "the following arguments are required: %s": _("Something is missing: %s"),
        "one of the arguments %s is required": _("One of these is missing: %s"),
        "unrecognized arguments: %s": _("This command does not know: %s"),
        "ambiguous option: %(option)s could match %(matches)s": _("%(option)s may mean several: %(matches)s"),
        "invalid choice: %(value)r (choose from %(choices)s)": _(
            "“%(value)s” is not a choice; write one of %(choices)s"
        ),
        "invalid %(type)s value: %(value)r": _("“%(value)s” is not a whole number"),
        "unknown parser %(parser_name)r (choices: %(choices)s)": _(
            "“%(parser_name)s” is not a choice; write one of %(choices)s"
        ),
        "expected one argument": _("a value is missing after it"),
        "expected at most one argument": _("one value at most comes after it"),
        "expected at least one argument": _("one value at least comes after it"),
        "not allowed with argument %s": _("it does not go together with %s"),
        "ignored explicit argument %r": _("it takes no value: %r is too much"),
    }


def _sentence(text: str) -> str:
    return argparse_words().get(text, text)


def _counted(one: str, several: str, number: int) -> str:
    if one == "expected %s argument":
        return ngettext("%s value is missing after it", "%s values are missing after it", number)
    return one if number == 1 else several


@contextmanager
def argparse_in_our_words() -> Iterator[None]:
    """Let argparse speak the active language, and give it back its own words afterwards."""
    own: dict[str, Callable[..., str]] = {name: getattr(argparse, name) for name in ("_", "ngettext")}
    vars(argparse).update({"_": _sentence, "ngettext": _counted})
    try:
        yield
    finally:
        vars(argparse).update(own)
