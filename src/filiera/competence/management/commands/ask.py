"""Ask who can do it, from the command line: the same engine, filters and privacy as the page."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from filiera.common.visibility import OFFICE_AUDIENCE, PUBLIC_AUDIENCE
from filiera.competence.adapters import current_index
from filiera.competence.filters import PROOFS, filter_from_pairs, unknown_values
from filiera.competence.logic import lang_of
from filiera.competence.queries.answer_types import Answer
from filiera.competence.queries.answers import answer
from filiera.competence.shapes import answer_shape
from filiera.competence.wording import gaps_heading, gaps_in_words, unknown_value_sentence
from filiera.registry.enums import Kind, Size


class Command(BaseCommand):
    """Rank the organisations of the register for a need written in plain words."""

    help = "Ask who can do it: organisations ranked with their reasons and evidence."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the question, the filters and the form of the answer."""
        parser.add_argument("text", metavar="TEXT", help="what is needed, in Italian or English")
        parser.add_argument("--lang", choices=("it", "en"), help="language of the question (guessed otherwise)")
        parser.add_argument("--top", type=int, default=10, metavar="N", help="how many answers (10)")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--near", default="", metavar="TOWN", help="only near this town")
        parser.add_argument("--km", type=int, default=0, metavar="N", help="radius around --near, in kilometres (30)")
        parser.add_argument("--kind", action="append", default=[], choices=Kind.values, type=str.upper)
        parser.add_argument("--size", action="append", default=[], choices=Size.values, type=str.upper)
        parser.add_argument("--stage", action="append", default=[], metavar="STAGE", help="stage of the chain")
        parser.add_argument("--province", action="append", default=[], metavar="XX")
        parser.add_argument("--proof", action="append", default=[], choices=PROOFS)
        parser.add_argument("--members", action="store_true", help="only members of the cluster")
        parser.add_argument("--private", action="store_true", help="answer as to the office, private evidence included")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer; without an index say which command builds it."""
        lang = options["lang"] or lang_of(options["text"])
        with translation.override(lang):
            if options["top"] < 1:
                raise CommandError(_("--top must be 1 or more."))
            if not options["text"].strip():
                raise CommandError(_("The question is empty: write what you need."))
            if current_index() is None:
                raise CommandError(_("There is no index yet: run `filiera instance` or `filiera map` first."))
            names = ("near", "km", "kind", "size", "stage", "province", "proof", "members")
            asked = filter_from_pairs({name: options[name] for name in names})
            for name, value in unknown_values(asked):
                raise CommandError(unknown_value_sentence(name, value))
            found = answer(
                options["text"],
                audience=OFFICE_AUDIENCE if options["private"] else PUBLIC_AUDIENCE,
                today=timezone.localdate(),
                asked=asked,
                lang=lang,
                top=options["top"],
            )
            if options["json"]:
                self.stdout.write(json.dumps(answer_shape(found), ensure_ascii=False))
            else:
                self.tell(found)

    def tell(self, found: Answer) -> None:
        """Print the answer for people."""
        from rich.console import Console
        from rich.markup import escape

        console = Console(highlight=False)
        if found.asked:
            words = ", ".join(f"{one.label} ({one.holders})" for one in found.asked)
            heading = _("How we read it")
            console.print(f"[dim]{heading}: {escape(words)}[/dim]")
        if found.named:
            heading, names = _("In the register:"), ", ".join(f"{one.name} ({one.code})" for one in found.named)
            console.print(f"[dim]{heading} {escape(names)}[/dim]")
        if found.no_evidence:
            console.print(_("Nobody, as far as we know."))
        invented, missing = _("example"), gaps_heading(found)
        for line in found.lines:
            mark = f" [dim]({invented})[/dim]" if line.entry.is_example else ""
            console.print(f"[bold]{line.rank}. {escape(line.entry.name)}[/bold]{mark}  {line.score:.2f}")
            console.print(f"   {escape(line.reason)}")
            for proof in line.proofs[:1]:
                console.print(f"   [italic]«{escape(proof.passage)}»[/italic] [dim]{escape(proof.source_name)}[/dim]")
        if found.place:
            near = f'--near "{found.place.near}" --km {found.place.km}'
            option = f"--province {found.place.province}" if found.place.province else near
            place = {"place": found.place.name, "option": option}
            hint = _("You wrote %(place)s: the answers are from everywhere. Only there: %(option)s") % place
            console.print(f"[dim]{escape(hint)}[/dim]")
        for gap in gaps_in_words(found.uncovered):
            more = f" ({gap.text})" if gap.text else ""
            console.print(f"[yellow]{escape(missing)}: {escape(gap.label)}[/yellow][dim]{escape(more)}[/dim]")
