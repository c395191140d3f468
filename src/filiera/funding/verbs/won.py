"""Funded projects brought in from the files of CORDIS, and what was won."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.terminal import progress_bars, table
from filiera.common.verbs import Options, Told
from filiera.common.visibility import OFFICE_AUDIENCE, PUBLIC_AUDIENCE
from filiera.competence.operations.map import update_map
from filiera.funding.operations.project_imports import ImportedProjects, import_projects
from filiera.funding.pages_money import PARTS, comparison, perimeter_words, table_of
from filiera.funding.queries.money import Money, money_won
from filiera.funding.shapes_projects import imported_shape, money_shape
from filiera.funding.wording_projects import fault_words

SHOWN = 20
"""Doubts and faults that are told one by one."""


def do_import(options: Options) -> Told:
    """Bring projects in, or only try."""
    is_trial = options["dry_run"]
    done = import_projects(path=options["path"], now=timezone.now(), on=options["on"], is_trial=is_trial)
    if not is_trial and not options["no_map"] and done.touched:
        with progress_bars({"embedding": _("Map")}) as progress:
            update_map(today=timezone.localdate(), progress=lambda at, total: progress("embedding", at, total))
    lines = list(_imported_lines(done))
    if is_trial:
        lines.append(_("Nothing has been kept: without --dry-run it comes in."))
    return Told(imported_shape(done, is_trial=is_trial), lines)


def _imported_lines(done: ImportedProjects) -> Iterator[str]:
    new, changed, same = done.counts.values()
    words = {"new": new, "changed": changed, "same": same}
    yield _("Projects: %(new)s new, %(changed)s changed, %(same)s as they were.") % words
    if done.unknown_amounts:
        said = ngettext(
            "Of %(n)s grant the amount is not known.", "Of %(n)s grants the amount is not known.", done.unknown_amounts
        )
        yield said % {"n": done.unknown_amounts}
    for name, like in list(done.in_doubt.items())[:SHOWN]:
        yield _("In doubt: “%(name)s” is like %(like)s.") % {"name": name, "like": like}
    yield from (fault_words(fault) for fault in done.faults[:SHOWN])
    if done.fault_count > SHOWN:
        yield _("Faults in all: %(n)s.") % {"n": done.fault_count}


def do_money(options: Options) -> Told:
    """Say what was won."""
    audience = PUBLIC_AUDIENCE if options["public"] else OFFICE_AUDIENCE
    won = money_won(audience=audience, today=timezone.localdate())
    return Told(money_shape(won), list(_money_lines(won)))


def _money_lines(won: Money) -> Iterator[str]:
    yield comparison(won)
    for part in PARTS:
        heads, rows = table_of(won, part)
        yield ""
        yield table(heads, [["" if one is None else str(one) for one in row] for row in rows])
    yield ""
    yield from perimeter_words(won.perimeter)
