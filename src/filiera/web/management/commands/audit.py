"""The audit trail from the command line: verified entry by entry, and listed by thing, person, organisation and day."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from filiera.common.audit import broken_link
from filiera.common.in_words import moment
from filiera.common.models import AuditEvent
from filiera.common.terminal import OwnCommand, add_common, day_said, table
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.registry.queries.events import EventFilter, EventLine, event_lines, events


class Command(OwnCommand):
    """`filiera audit verify` says whether the trail stands and where it breaks; `filiera audit list` what was done."""

    help = gettext_noop("Verify the audit trail, or list what was done: who, as whom, when, on what, why.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", metavar=_("VERB"), required=True)
        add_common(verbs.add_parser("verify", help=_("verify every entry; ends with 1 where one does not stand")))
        listing = verbs.add_parser("list", help=_("list the newest entries"))
        thing = _("what it was done on, such as “registry.Organisation 12”, or the kind alone")
        listing.add_argument("--object", dest="thing", default="", metavar=_("THING"), help=thing)
        listing.add_argument("--actor", default="", metavar="EMAIL", help=_("address or name of who did it"))
        listing.add_argument(
            "--organisation", default="", metavar="ID", help=_("public id of the organisation concerned")
        )
        listing.add_argument("--act", default="", metavar=_("ACT"), help=_("name of the act, such as “merge”"))
        day = _("day as year-month-day")
        listing.add_argument("--since", type=day_said, default=None, metavar=_("DAY"), help=day)
        listing.add_argument("--until", type=day_said, default=None, metavar=_("DAY"), help=day)
        listing.add_argument("--most", type=int, default=50, metavar="N", help=_("how many at most"))
        add_common(listing)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the verb says."""
        if options["verb"] == "verify":
            self.verify(as_json=options["json"])
        else:
            self.list(options)

    def verify(self, *, as_json: bool) -> None:
        """Verify; an entry that does not verify ends the command with an error."""
        number, broken = AuditEvent.objects.count(), broken_link()
        if broken is not None:
            told = {"pk": broken.pk, "verb": broken.verb, "when": broken.at.isoformat()}
            raise CommandError(
                _("Entry %(pk)s (%(verb)s, %(when)s) is not as it was written, or does not follow the one before.")
                % told
            )
        if as_json:
            self.stdout.write(json.dumps({"entries": number, "first_broken": None}))
        else:
            words = ngettext("%(n)s entry, and it stands.", "%(n)s entries, and all stand.", number)
            self.stdout.write(words % {"n": number})

    def list(self, options: dict[str, Any]) -> None:
        """List the newest entries that are sought, the last first."""
        asked = EventFilter(
            thing=options["thing"],
            actor=options["actor"],
            organisation=options["organisation"],
            verb=options["act"],
            since_on=options["since"],
            until_on=options["until"],
        )
        rows = events(asked, audience=OFFICE_AUDIENCE)[: max(1, options["most"])]
        lines = event_lines(rows, audience=OFFICE_AUDIENCE)
        if options["json"]:
            self.stdout.write(json.dumps({"events": [_shape(line) for line in lines]}, ensure_ascii=False))
            return
        heads = [_("When"), _("Who"), _("As whom"), _("What"), _("On what"), _("Why")]
        self.stdout.write(table(heads, [_cells(line) for line in lines]))


def _cells(line: EventLine) -> list[str]:
    as_whom = _("on behalf of %(code)s") % {"code": line.as_whom_name} if line.on_behalf else line.as_whom_name
    return [moment(line.at), line.who or "–", as_whom or "–", line.words, line.thing_words, line.why or "–"]


def _shape(line: EventLine) -> dict[str, Any]:
    return {
        "id": line.pk,
        "at": line.at.isoformat(),
        "who": line.who,
        "as_whom": line.as_whom,
        "on_behalf": line.on_behalf,
        "act": line.verb,
        "object": line.thing,
        "why": line.why,
        "values": line.values,
        "changed": {change.name: {"before": change.before, "after": change.after} for change in line.changed},
    }
