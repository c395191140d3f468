"""Join two organisations from the command line, or part them again."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.terminal import OwnCommand, add_common
from filiera.registry.models import Merge, Organisation
from filiera.registry.operations.merges import MergeRefused, merge_organisations, merge_refusal, undo_merge
from filiera.registry.queries.merges import identifier_clashes


class Command(OwnCommand):
    """Join GONE to KEEP; with `--undo`, part them again."""

    help = gettext_noop("Join two organisations: everything of GONE moves to KEEP. With --undo they are parted again.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the public ids of the two."""
        parser.add_argument("keep", metavar=_("KEEP"), help=_("public id of the one that stays"))
        parser.add_argument("gone", metavar=_("GONE"), help=_("public id of the one that goes into it"))
        parser.add_argument("--undo", action="store_true", help=_("part them again"))
        parser.add_argument("--anyway", action="store_true", help=_("join them though their identifiers differ"))
        parser.add_argument("--reason", default="", metavar=_("REASON"), help=_("why they are one"))
        add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Join or part, and say what moved."""
        kept, gone = self._one(options["keep"]), self._one(options["gone"])
        try:
            if not options["undo"] and not options["anyway"]:
                _warn(kept, gone)
            result = _part(kept, gone) if options["undo"] else _join(kept, gone, options["reason"])
        except MergeRefused as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps({"kept": kept.code, "gone": gone.code, **result}, ensure_ascii=False))
        elif options["undo"]:
            self.stdout.write(_("%(name)s stands by itself again.") % {"name": gone.name})
        else:
            words = _("%(gone)s is part of %(kept)s now: %(n)s records moved.")
            self.stdout.write(words % {"gone": gone.name, "kept": kept.name, "n": result["moved"]})

    def _one(self, code: str) -> Organisation:
        found: Organisation | None = Organisation.objects.filter(code=code).first()
        if found is None:
            raise CommandError(_("There is no organisation “%(code)s”.") % {"code": code})
        return found


def _warn(kept: Organisation, gone: Organisation) -> None:
    clashes = "" if merge_refusal(kept, gone) else "; ".join(identifier_clashes(kept, gone))
    if clashes:
        words = _("Their identifiers differ (%(clashes)s). If they are one all the same, repeat with --anyway.")
        raise MergeRefused(words % {"clashes": clashes})


def _join(kept: Organisation, gone: Organisation, reason: str) -> dict[str, Any]:
    merge = merge_organisations(kept=kept, gone=gone, reason=reason)
    moved = sum(len(changes) for _label, _field, changes in merge.moved["rows"])
    return {"merge": merge.pk, "moved": moved, "set_aside": len(merge.moved["dropped"])}


def _part(kept: Organisation, gone: Organisation) -> dict[str, Any]:
    merge = Merge.objects.filter(kept=kept, gone=gone).order_by("-pk").first()
    if merge is None:
        raise MergeRefused(_("These two were never joined."))
    return {"merge": merge.pk, "lost": undo_merge(merge=merge)}
