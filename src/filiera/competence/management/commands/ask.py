"""Ask who can do it, from the command line: the same engine, filters and privacy as the page."""

from __future__ import annotations

import json
import shlex
from argparse import ArgumentParser
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.terminal import OwnCommand
from filiera.common.visibility import OFFICE_AUDIENCE, PUBLIC_AUDIENCE
from filiera.competence.adapters import current_index
from filiera.competence.filters import PROOFS, filter_from_pairs, unknown_values
from filiera.competence.logic import lang_of
from filiera.competence.queries.answer_types import Answer, PlaceAsked
from filiera.competence.queries.answers import answer
from filiera.competence.shapes import answer_shape
from filiera.competence.wording import gaps_heading, gaps_in_words, unknown_value_sentence
from filiera.competence.wording_question import notes, with_somebody
from filiera.registry.enums import Kind, Size

if TYPE_CHECKING:
    from rich.console import Console

FILTERS = ("near", "km", "kind", "size", "stage", "province", "proof", "members", "place")


class Command(OwnCommand):
    """Rank the organisations of the register for a need written in plain words."""

    help = gettext_noop("Ask who can do it: organisations ranked with their reasons and evidence.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the question, the filters and the form of the answer."""
        many: dict[str, Any] = {"action": "append", "default": []}
        parser.add_argument("text", metavar=_("TEXT"), help=_("what is needed, in Italian or English"))
        parser.add_argument("--lang", choices=("it", "en"), help=_("language of the question (guessed otherwise)"))
        parser.add_argument("--top", type=int, default=10, metavar="N", help=_("how many answers (10)"))
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))
        parser.add_argument("--near", default="", metavar=_("TOWN"), help=_("only near this town"))
        parser.add_argument(
            "--km", type=int, default=0, metavar="N", help=_("radius around --near, in kilometres (30)")
        )
        parser.add_argument("--kind", choices=Kind.values, type=str.upper, help=_("only this kind"), **many)
        parser.add_argument("--size", choices=Size.values, type=str.upper, help=_("only this size"), **many)
        parser.add_argument("--stage", metavar=_("STAGE"), help=_("only this stage of the chain"), **many)
        parser.add_argument("--province", metavar="XX", help=_("only this province"), **many)
        parser.add_argument(
            "--place",
            metavar=_("PLACE"),
            help=_("only here, or in any other --place: near:Crema:20, province:CR, region:Veneto, country:FR, abroad"),
            **many,
        )
        parser.add_argument("--proof", choices=PROOFS, help=_("only with this proof"), **many)
        parser.add_argument("--members", action="store_true", help=_("only members of the cluster"))
        parser.add_argument(
            "--ignore",
            metavar=_("COMPETENCE"),
            help=_("a competence that the question does not mean, by its id"),
            **many,
        )
        parser.add_argument(
            "--private", action="store_true", help=_("answer as to the office, private evidence included")
        )

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
            asked = filter_from_pairs({name: options[name] for name in FILTERS})
            for name, value in unknown_values(asked):
                raise CommandError(unknown_value_sentence(name, value))
            found = answer(
                options["text"],
                audience=OFFICE_AUDIENCE if options["private"] else PUBLIC_AUDIENCE,
                today=timezone.localdate(),
                asked=asked,
                lang=lang,
                top=options["top"],
                ignored=tuple(dict.fromkeys(options["ignore"])),
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
        for sentence in notes(found):
            console.print(f"[dim]{escape(sentence)}[/dim]")
        if options := [_option(one) for one in with_somebody(found)]:
            hint = _("Only there: %(option)s") % {"option": " ".join(options)}
            console.print(f"[dim]{escape(hint)}[/dim]")
        if found.is_filtered:
            said = _("asked of %(n)s of %(all)s organisations") % {"n": found.within, "all": found.everybody}
            console.print(f"[dim]{escape(said)}[/dim]")
        if found.no_evidence:
            console.print(_("Nobody, as far as we know."))
        self._tell_lines(console, found)
        missing = gaps_heading(found)
        for gap in gaps_in_words(found.uncovered):
            more = f" ({gap.text})" if gap.text else ""
            console.print(f"[yellow]{escape(missing)}: {escape(gap.label)}[/yellow][dim]{escape(more)}[/dim]")

    def _tell_lines(self, console: Console, found: Answer) -> None:
        """Print who answers, or who comes nearest."""
        from rich.markup import escape

        from filiera.common.in_words import score

        invented = _("example")
        if found.nearest:
            console.print(_("The nearest, without proof enough") + ":")
        for line in found.lines or found.nearest:
            mark = f" [dim]({invented})[/dim]" if line.entry.is_example else ""
            console.print(f"[bold]{line.rank}. {escape(line.entry.name)}[/bold]{mark}  {score(line.score)}")
            console.print(f"   {escape(line.reason)}")
            for proof in line.proofs[:1]:
                console.print(f"   [italic]«{escape(proof.passage)}»[/italic] [dim]{escape(proof.source_name)}[/dim]")


def _option(one: PlaceAsked) -> str:
    """Give the option that keeps the question to a place."""
    return f"--place {shlex.quote(str(one.place))}"
