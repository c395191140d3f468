"""Consortia at the command line: which there are, how one stands, its steps and what the evaluators decided."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.terminal import NO_FILE, WRONG_ARGUMENTS, OwnCommand, add_common, table

if TYPE_CHECKING:
    from filiera.funding.models import Consortium

STEPS = ("DRAFT", "READY", "SUBMITTED", "ABANDONED")
DECISIONS = ("FUNDED", "RESERVE", "REJECTED")


class Command(OwnCommand):
    """List consortia, show one with its verdict, move it on, write down what the evaluators decided."""

    help = gettext_noop("Consortia: list them, show one with its verdict, move it on, write down what was decided.")
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", metavar=_("VERB"), required=True)
        every = verbs.add_parser("list", help=_("list the consortia, the newest first"))
        show = verbs.add_parser("show", help=_("show a consortium with its partners and its verdict"))
        move = verbs.add_parser("move", help=_("move a consortium on"))
        move.add_argument("to", choices=STEPS, metavar=_("STATE"), help=_("DRAFT, READY, SUBMITTED or ABANDONED"))
        outcome = verbs.add_parser("outcome", help=_("write down what the evaluators decided, or correct it"))
        outcome.add_argument("to", choices=DECISIONS, metavar=_("DECISION"), help=_("FUNDED, RESERVE or REJECTED"))
        outcome.add_argument("--on", type=date.fromisoformat, required=True, metavar=_("DAY"), help=_("when"))
        outcome.add_argument("--points", type=_points, metavar="N", help=_("points in all"))
        outcome.add_argument("--least", type=_points, metavar="N", help=_("points that were needed"))
        outcome.add_argument("--note", default="", metavar=_("TEXT"), help=_("a word about it"))
        for verb in (show, move, outcome):
            verb.add_argument("code", metavar=_("CONSORTIUM"), help=_("public id of a consortium"))
        for verb in (every, show, move, outcome):
            add_common(verb)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the verb says. Raises CommandError with the words of a refusal."""
        from filiera.common.refusals import Refused

        try:
            getattr(self, f"do_{options['verb']}")(options)
        except Refused as error:
            raise CommandError(str(error), returncode=WRONG_ARGUMENTS) from error

    def do_list(self, options: dict[str, Any]) -> None:
        """List consortia."""
        from filiera.common.visibility import OFFICE_AUDIENCE
        from filiera.funding.enums import ConsortiumState
        from filiera.funding.queries.consortia import consortia_open_to
        from filiera.funding.shapes_consortia import consortium_line_shape

        rows = consortia_open_to(OFFICE_AUDIENCE).select_related("call").prefetch_related("partners__organisation")
        lines = [consortium_line_shape(row) for row in rows.order_by("-changed_at", "pk")]
        if options["json"]:
            self.stdout.write(json.dumps(lines, ensure_ascii=False))
            return
        heads = [_("Public id"), _("State"), _("Lead"), _("Partners"), _("Call")]
        said = [
            [one["id"], str(ConsortiumState(one["state"]).label), one["lead"], str(one["partners"]), one["call"]]
            for one in lines
        ]
        self.stdout.write(table(heads, said))

    def do_show(self, options: dict[str, Any]) -> None:
        """Show a consortium."""
        self.tell(self.found(options["code"]), options)

    def do_move(self, options: dict[str, Any]) -> None:
        """Move a consortium on."""
        from django.utils import timezone

        from filiera.funding.operations.consortia import Step, move_consortium

        found = self.found(options["code"])
        move_consortium(consortium=found, step=Step(options["to"]), now=timezone.now())
        self.tell(self.found(options["code"]), options)

    def do_outcome(self, options: dict[str, Any]) -> None:
        """Write a decision down."""
        from django.utils import timezone

        from filiera.funding.operations.outcomes import OutcomeSaid, write_outcome

        said = OutcomeSaid(options["to"], options["on"], options["points"], options["least"], options["note"])
        write_outcome(consortium=self.found(options["code"]), outcome=said, now=timezone.now())
        self.tell(self.found(options["code"]), options)

    def found(self, code: str) -> Consortium:
        """Find a consortium. Raises CommandError."""
        from filiera.funding.queries.consortia import consortium_of

        found = consortium_of(code)
        if found is None:
            raise CommandError(_("There is no consortium “%(code)s”.") % {"code": code}, returncode=NO_FILE)
        return found

    def tell(self, found: Consortium, options: dict[str, Any]) -> None:
        """Print a consortium as it stands, as the office knows it."""
        from django.utils import timezone

        from filiera.common.visibility import OFFICE_AUDIENCE
        from filiera.funding.enums import ConsortiumState, PartnerState
        from filiera.funding.queries.consortia import consortium_page
        from filiera.funding.shapes_consortia import consortium_shape

        page = consortium_page(found, audience=OFFICE_AUDIENCE, now=timezone.now())
        shape = consortium_shape(page, OFFICE_AUDIENCE)
        if options["json"]:
            self.stdout.write(json.dumps(shape, ensure_ascii=False))
            return
        self.stdout.write(f"{shape['name']} ({shape['id']}): {ConsortiumState(shape['state']).label}")
        for one in shape["members"]:
            cost = "?" if one["cost_eur"] is None else one["cost_eur"]
            self.stdout.write(f"- {one['name']}: {PartnerState(one['state']).label}, {cost} EUR")
        for check in shape["judgement"]["checks"]:
            self.stdout.write(f"{check['verdict']:8}{check['rule']}: {check['reason']}")


def _points(text: str) -> Decimal:
    """Read points as they are written at the command line."""
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
