"""The `filiera` command: Django's commands under one name, with the demo's settings where none are chosen."""

from __future__ import annotations

import os
import sys

HELP = frozenset({"help", "-h", "--help"})
VERSION = frozenset({"version", "--version"})

ENDED_BY_READER = 141
"""What a shell gives for a command whose reader went away: 128 and the number of SIGPIPE."""


def main() -> None:
    """Run one command of Filiera; alone, or with `help`, list them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filiera.settings.dev")
    # Several threads of linear algebra fight over busy cores and gain nothing on products as small as ours.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        _run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our words has read enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ENDED_BY_READER)


def _run(arguments: list[str]) -> None:
    if arguments and arguments[0] in VERSION:
        from filiera import __version__

        print(f"filiera {__version__}")
        return
    import django
    from django.core.management import ManagementUtility, get_commands
    from django.utils.translation import override

    from filiera.common.terminal import language_asked

    django.setup()
    word, rest = _first(arguments)
    with override(language_asked(arguments)):
        if not word or (word in HELP and not rest):
            print(overview())
            return
        if word not in get_commands() and word not in HELP:
            print(_unknown(word, list(get_commands())), file=sys.stderr)
            sys.exit(1)
        utility = ManagementUtility(["filiera", *(arguments if word not in HELP else [word, *rest])])
        utility.prog_name = "filiera"
        utility.execute()


def _first(arguments: list[str]) -> tuple[str, list[str]]:
    """Give the first word and what follows it; the language that `help` is asked for stands in neither."""
    if arguments[:1] and arguments[0] not in HELP and not arguments[0].startswith("--lang"):
        return arguments[0], arguments[1:]
    words = list(arguments)
    while "--lang" in words:
        place = words.index("--lang")
        del words[place : place + 2]
    words = [word for word in words if not word.startswith("--lang=")]
    return (words[0], words[1:]) if words else ("", [])


def _unknown(word: str, known: list[str]) -> str:
    """Say that there is no such command, which one may have been meant, and where they are listed."""
    from difflib import get_close_matches

    from django.utils.translation import gettext as _

    wrong = _("There is no command “%(word)s”.") % {"word": word}
    near = get_close_matches(word, known, 1)
    meant = [_("Did you mean “%(word)s”?") % {"word": near[0]}] if near else []
    return " ".join([wrong, *meant, _("“filiera help” lists them all.")])


def overview() -> str:
    """List our own commands with a line each, in the active language; Django's stand behind `help --commands`."""
    from django.core.management import get_commands, load_command_class
    from django.utils.translation import gettext as _

    own = sorted(name for name, app in get_commands().items() if str(app).startswith("filiera."))
    helps = {name: load_command_class(get_commands()[name], name).help for name in own}
    lines = [f"  {name:<14} {words}" for name, words in ((name, _(words)) for name, words in helps.items())]
    lead = _("Filiera: who along the chain can do what, with the proof of it.")
    usage = _("filiera COMMAND [options]")
    more = _("filiera COMMAND --help tells more; filiera help --commands lists Django's own too.")
    return "\n".join([lead, "", usage, "", *lines, "", more])
