"""Settle from the command line who is meant by the names in the evidence."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.terminal import OwnCommand, add_common
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.competence.operations.links import (
    DIFFERENT,
    SAME,
    LinkError,
    Tied,
    find_again,
    register_mention,
    settle_mention,
)
from filiera.competence.queries.unknown import doubtful_names, doubtful_rows, unknown_names, unknown_rows
from filiera.competence.wording_imports import tied_words
from filiera.registry.enums import Kind
from filiera.registry.models import Organisation


class Command(OwnCommand):
    """List the names that nobody of the register answers to; register one, or say who it is."""

    help = gettext_noop(
        "Names in the evidence that are not in the register: list them, register one, say who one is, look again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", metavar=_("VERB"), required=True)
        listing = verbs.add_parser("list", help=_("list unknown names, or with --doubts those in doubt"))
        listing.add_argument("--doubts", action="store_true", help=_("those who may be somebody of the register"))
        listing.add_argument("--text", default="", metavar=_("TEXT"), help=_("only names with this text"))
        listing.add_argument("--country", default="", metavar=_("COUNTRY"), help=_("only this country"))
        listing.add_argument(
            "--top", type=int, default=30, metavar="N", help=_("list so many, those with most evidence first")
        )
        register = verbs.add_parser("register", help=_("enter a name in the register and tie its evidence"))
        register.add_argument("key", metavar=_("KEY"), help=_("the key that the list shows"))
        register.add_argument(
            "--name", default="", metavar=_("NAME"), help=_("the name to give it, where the source's is not good")
        )
        register.add_argument(
            "--kind",
            choices=[kind.value for kind in Kind],
            default=Kind.OTHER.value,
            help=_("what kind of organisation it is"),
        )
        for verb, words in (
            ("same", _("the name is this organisation")),
            ("two", _("the name is not this organisation")),
        ):
            settle = verbs.add_parser(verb, help=words)
            settle.add_argument("key", metavar=_("KEY"), help=_("the key that the list shows"))
            settle.add_argument("organisation", metavar=_("ORGANISATION"), help=_("the organisation's id"))
        verbs.add_parser("find", help=_("look again for all of them, after the register changed"))
        for sub in verbs.choices.values():
            add_common(sub)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the verb says."""
        try:
            getattr(self, f"do_{options['verb']}")(options)
        except LinkError as error:
            raise CommandError(str(error)) from error

    def do_list(self, options: dict[str, Any]) -> None:
        """List names with their evidence."""
        if options["top"] < 1:
            raise CommandError(_("--top must be 1 or more."))
        rows_of, asked = (doubtful_rows if options["doubts"] else unknown_rows), options["top"]
        rows = rows_of(audience=OFFICE_AUDIENCE, text=options["text"], country=options["country"])[:asked]
        values: list[dict[str, Any]] = []
        if options["doubts"]:
            for one in doubtful_names(rows):
                candidate = {"id": one.candidate.code, "name": one.candidate.name}
                values.append({**_said(one.said), "candidate": candidate, "reasons": list(one.reasons)})
        else:
            values = [_said(one) for one in unknown_names(rows)]
        if options["json"]:
            self.stdout.write(json.dumps(values, ensure_ascii=False))
            return
        for value in values:
            place = ", ".join(part for part in (value["town"], value["country"]) if part)
            guess = f"  ? {value['candidate']['id']}" if "candidate" in value else ""
            self.stdout.write(f"{value['evidence']:>6}  {value['name']} ({place})  [{value['key']}]{guess}")

    def do_register(self, options: dict[str, Any]) -> None:
        """Enter a name in the register."""
        today = timezone.localdate()
        tied = register_mention(key=options["key"], today=today, name=options["name"], kind=Kind(options["kind"]))
        self.tell(tied, options)

    def do_same(self, options: dict[str, Any]) -> None:
        """Keep the answer that a name is an organisation."""
        self.settle(options, SAME)

    def do_two(self, options: dict[str, Any]) -> None:
        """Keep the answer that a name is not an organisation."""
        self.settle(options, DIFFERENT)

    def settle(self, options: dict[str, Any], verdict: str) -> None:
        """Keep an answer."""
        organisation = Organisation.objects.filter(code=options["organisation"], merged_into=None).first()
        if organisation is None:
            raise CommandError(_("There is no organisation %(code)s.") % {"code": options["organisation"]})
        today = timezone.localdate()
        tied = settle_mention(key=options["key"], organisation=organisation, verdict=verdict, today=today)
        self.tell(tied, options, is_refused=verdict == DIFFERENT)

    def do_find(self, options: dict[str, Any]) -> None:
        """Look again for every open name."""
        self.tell(Tied(None, find_again(), False), options)

    def tell(self, tied: Tied, options: dict[str, Any], *, is_refused: bool = False) -> None:
        """Say what was done."""
        code = tied.organisation.code if tied.organisation else ""
        if options["json"]:
            self.stdout.write(json.dumps({"organisation": code, "links": tied.links, "map": tied.is_map_fresh}))
            return
        self.stdout.write(tied_words(links=tied.links, organisation=code, is_refused=is_refused))
        if not tied.is_map_fresh:
            self.stdout.write(_("The map has not been computed again: run an import with its map, or the instance."))


def _said(one: Any) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.name,
        "town": one.town,
        "country": one.country,
        "ids": dict(one.ids),
        "evidence": one.evidence,
    }
