"""List from the command line what is remembered of people's answers, and forget some of it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.in_words import moment
from filiera.common.terminal import OwnCommand, add_common
from filiera.registry.operations.forgetting import NotRemembered, forget_answer
from filiera.registry.queries.answers import Answer, answers, remembered_keys


class Command(OwnCommand):
    """List remembered answers; with `--forget`, forget one."""

    help = gettext_noop(
        "Answers about duplicates and columns that are not asked again: list them, or forget one with --forget."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the answer to forget."""
        parser.add_argument("--forget", metavar=_("KEY"), help=_("the key that the list shows, for instance pair-12"))
        parser.add_argument("--top", type=int, default=100, metavar="N", help=_("list so many, the newest first"))
        add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """List or forget."""
        if options["forget"]:
            self._forget(options["forget"], as_json=options["json"])
            return
        keys = remembered_keys()
        shown = answers(keys[: options["top"]])
        if options["json"]:
            result = {"total": len(keys), "answers": [_stored(one) for one in shown]}
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        for one in shown:
            self.stdout.write(_line(one))
        if not keys:
            self.stdout.write(_("No answer is remembered yet."))

    def _forget(self, key: str, *, as_json: bool) -> None:
        kind, _dash, number = key.partition("-")
        try:
            forget_answer(kind=kind, pk=int(number) if number.isdecimal() and len(number) < 18 else 0)
        except NotRemembered as error:
            raise CommandError(f"{key}: {error}") from error
        done = _("Forgotten: it will be asked again.")
        self.stdout.write(json.dumps({"forgotten": key}) if as_json else done)


def _stored(one: Answer) -> dict[str, str]:
    code = one.organisation.code if one.organisation else ""
    values = {"key": one.key, "about": one.about, "place": one.place, "beside": one.beside, "organisation": code}
    return {**values, "answer": one.verdict, "by": one.by, "at": one.at.isoformat()}


def _line(one: Answer) -> str:
    place = f" ({one.place})" if one.place else ""
    return f"{one.key}  {one.about}{place} / {one.beside}: {one.verdict}. {moment(one.at)} {one.by}".rstrip()
