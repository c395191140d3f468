"""Measure a matcher: on a test collection, as the map does, or on the history of the need desk."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.competence.management.commands import evaluate

if TYPE_CHECKING:
    from filiera.exchange.logic.replay import Worth
    from filiera.exchange.queries.replay import Replay


class Command(evaluate.Command):
    """Rank a test collection, or the needs of the past, with the engine that answers users."""

    help = gettext_noop("Rank a test collection, or the needs of the past, and measure the ranking.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what the map's own command does, and the history instead of a folder."""
        super().add_arguments(parser)
        folder = next(action for action in parser._actions if action.dest == "dir")
        folder.nargs, folder.required = "?", False
        text = _("rank the needs of the past again, by what those that were asked have said; instead of DIR")
        parser.add_argument("--history", action="store_true", help=text)

    def handle(self, *args: Any, **options: Any) -> None:
        """Evaluate and print."""
        if not options["history"]:
            if options["dir"] is None:
                raise CommandError(_("Name the folder of a collection, or --history."))
            super().handle(*args, **options)
            return
        from filiera.engine.matching import UnknownMatcher
        from filiera.exchange.queries.replay import replay

        try:
            found = replay(matcher=options["matcher"], now=timezone.now())
        except UnknownMatcher as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(asdict(found)) if options["json"] else _told(found))


def _told(found: Replay) -> str:
    """Say the replay as a table."""
    if not found.needs:
        return _("Nobody has answered a need yet: there is no history to rank again.")
    head = _("Needs that somebody judged: %(needs)s; yes: %(yes)s; not for us: %(no)s")
    rows = [
        (_("as it was ranked then"), found.kept),
        (_("%(matcher)s, today’s evidence") % {"matcher": found.in_use}, found.now),
        (_("%(matcher)s, today’s evidence") % {"matcher": found.matcher}, found.other),
    ]
    names = (_("yes before no"), _("yes among three"), _("first yes (MRR)"))
    width = max(len(label) for label, _worth in rows)
    lines = [head % {"needs": found.needs, "yes": found.yes, "no": found.no}]
    lines.append(" " * width + "".join(f"  {name:>18}" for name in names))
    lines += [f"{label:<{width}}" + "".join(f"  {value:>18}" for value in _figures(one)) for label, one in rows]
    return "\n".join(lines)


def _figures(one: Worth) -> list[str]:
    return ["–" if value is None else f"{value:.4f}" for value in (one.pairs, one.among_first, one.first_yes)]
