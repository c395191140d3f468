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
    if not arguments or (arguments[0] in HELP and len(arguments) == 1):
        print(overview())
        return
    from django.core.management import ManagementUtility

    utility = ManagementUtility(["filiera", *arguments])
    utility.prog_name = "filiera"
    utility.execute()


def overview() -> str:
    """List our own commands with a line each; Django's stand behind `filiera help --commands`."""
    import django
    from django.core.management import get_commands, load_command_class

    django.setup()
    own = sorted(name for name, app in get_commands().items() if str(app).startswith("filiera."))
    lines = [f"  {name:<14} {load_command_class(get_commands()[name], name).help}" for name in own]
    usage = "Filiera: who along the chain can do what, with the proof of it.\n\nfiliera COMMAND [options]\n"
    return "\n".join(
        [usage, *lines, "", "filiera COMMAND --help tells more; filiera help --commands lists Django's own too."]
    )
