"""The best consortium for a call, at the command line: proved, with alternatives, or with the rules that clash."""

from __future__ import annotations

import json
import math
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.terminal import NO_FILE, WRONG_ARGUMENTS, Faulty, OwnCommand, add_common, file_problem


class Command(OwnCommand):
    """Compose the best consortium for a call that keeps all its rules."""

    help = gettext_noop(
        "Compose the best consortium for a call: proved, with alternatives, or with the rules that clash."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the call, the lead and the wishes."""
        parser.add_argument("call", metavar=_("CALL"), help=_("public id of a call, or a call in YAML or JSON"))
        parser.add_argument("--lead", metavar=_("ORGANISATION"), help=_("public id of who leads"))
        parser.add_argument("--must", action="append", default=[], metavar=_("ORGANISATION"), help=_("who must be in"))
        parser.add_argument(
            "--not",
            dest="must_not",
            action="append",
            default=[],
            metavar=_("ORGANISATION"),
            help=_("who must not be in"),
        )
        parser.add_argument("--idea", default="", metavar=_("TEXT"), help=_("what the project is to do, in words"))
        parser.add_argument("--most", type=int, metavar="N", help=_("partners at most"))
        parser.add_argument("--budget", type=float, metavar="EUR", help=_("cost of the whole at most, in euro"))
        parser.add_argument("--time", type=float, default=5.0, metavar="S", help=_("seconds at most"))
        parser.add_argument("--everybody", action="store_true", help=_("look beyond the members"))
        add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Compose and print."""
        from django.utils import timezone

        from filiera.common.refusals import Refused
        from filiera.common.visibility import OFFICE_AUDIENCE
        from filiera.funding.adapters_composing import Wanted
        from filiera.funding.operations.compose import compose_consortium
        from filiera.funding.queries.composing import asked_of
        from filiera.funding.shapes_consortia import composition_shape

        self.refuse_odd(options)
        now = timezone.now()
        call, written, weights = self.asked_call(options["call"])
        wanted = Wanted(
            lead=options["lead"],
            must=frozenset(options["must"]),
            must_not=frozenset(options["must_not"]),
            most=options["most"],
            budget_eur=options["budget"],
        )
        asked = asked_of(
            written,
            weights,
            wanted=wanted,
            at=timezone.localdate(now),
            idea=options["idea"],
            members_only=not options["everybody"],
            seconds=options["time"],
        )
        try:
            found, _run = compose_consortium(asked=asked, call=call, audience=OFFICE_AUDIENCE, now=now)
        except Refused as error:
            raise CommandError(str(error), returncode=NO_FILE) from error
        shape = composition_shape(found)
        if options["json"]:
            self.stdout.write(json.dumps(shape, ensure_ascii=False))
        else:
            self.print(shape)

    def refuse_odd(self, options: dict[str, Any]) -> None:
        """Refuse numbers that nobody can mean. Raises CommandError."""
        for name in ("most", "budget", "time"):
            value = options[name]
            if value is not None and not (math.isfinite(value) and value > 0):
                words = _("--%(name)s %(value)s: write a number above 0.") % {"name": name, "value": value}
                raise CommandError(words, returncode=WRONG_ARGUMENTS)

    def asked_call(self, name: str) -> tuple[Any, Any, dict[str, float]]:
        """Find a call by its id, else read it from a file; give it, as the judge reads it, and what it asks for."""
        from filiera.funding.adapters import judged_call
        from filiera.funding.files import UnreadableFile
        from filiera.funding.models import Call
        from filiera.funding.operations.topics import read_topics
        from filiera.funding.queries.calls import call_of
        from filiera.funding.queries.needs import weights_of
        from filiera.funding.queries.written import read_written
        from filiera.funding.wording_files import fault_shape, fault_words

        call = call_of(name) or Call.objects.filter(ref=name).first()
        if call is not None:
            read_topics(calls=[call])
            return call, judged_call(call, call.rules.all()), weights_of(call.topics.all())
        path = Path(name)
        try:
            written, weights = read_written(path)
        except FileNotFoundError as error:
            words = _("There is no call “%(code)s”, and no such file.")
            raise CommandError(words % {"code": name}, returncode=NO_FILE) from error
        except OSError as error:
            raise CommandError(file_problem(error, path), returncode=NO_FILE) from error
        except UnreadableFile as error:
            words = "\n".join(fault_words(fault) for fault in error.faults)
            raise Faulty(words, [fault_shape(fault) for fault in error.faults], returncode=NO_FILE) from error
        return None, written, weights

    def print(self, shape: dict[str, Any]) -> None:
        """Print a composition for people."""
        words = {
            "optimal": _("The best there is, %(objective)s: proved in %(s)s seconds."),
            "feasible": _("The best found in %(s)s seconds, %(objective)s; none can cover more than %(bound)s."),
            "infeasible": _("There is none that keeps every rule."),
            "unknown": _("Nothing was found in %(s)s seconds."),
        }
        figures = {"s": shape["seconds"], "objective": shape["objective"], "bound": shape["bound"]}
        said = {name: _thousandths(value or 0) for name, value in figures.items()}
        self.stdout.write(words[shape["status"]] % said)
        if shape["partners"] and not shape["certain"]:
            self.stdout.write(_("It fails no rule, but of some it is not known."))
        if shape["breadth"]:
            self.stdout.write(_("The call names no competence: the stages of the chain are covered. --idea says more."))
        labels = {one["competence"]: one["label"] for one in shape["coverage"]}
        roles = {"lead": _("lead"), "partner": _("partner")}
        for one in shape["partners"]:
            covers = ", ".join(labels.get(code, code) for code in one["covers"])
            self.stdout.write(f"  {one['name']} ({roles[one['role']]})  {_more(one['marginal'])}  {covers}")
        for gap in shape["gaps"]:
            beyond = f" → {gap['outside']['id']}" if gap["outside"] else ""
            self.stdout.write(f"  ∅ {gap['label']}{beyond}")
        for one in shape["alternatives"]:
            said = {"partners": ", ".join(one["partners"]), "objective": _thousandths(one["objective"])}
            self.stdout.write(_("Or else, %(objective)s: %(partners)s") % said)
        for one in shape["conflicts"]:
            self.stdout.write(f"  {one['reason']} {one['remedy']}")


def _thousandths(value: float) -> str:
    """Write seconds, or a part of the coverage, to three decimals in the language asked for."""
    return str(formats.number_format(round(value, 3), decimal_pos=3, use_l10n=True))


def _more(value: float) -> str:
    return f"{'+' if value >= 0 else ''}{_thousandths(value)}"
