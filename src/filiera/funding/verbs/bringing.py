"""Calls brought in: from files, from the sources themselves; and what they ask for, read."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.terminal import NO_FILE, progress_bars
from filiera.common.verbs import Options, Told, on_disk
from filiera.funding.operations.imports import Trial, ask_source, discard, import_paths, take_in, try_import
from filiera.funding.operations.topics import read_topics
from filiera.funding.queries.reading import calls_unread
from filiera.funding.wording_imports import call_fault_words


def do_import(options: Options) -> Told:
    """Bring files in, all or none; faults are told with file, line and field."""
    for path in options["paths"]:
        with on_disk(path):
            path.stat()
    is_trial = options["dry_run"]
    return _told(import_paths(paths=options["paths"], now=timezone.now(), is_trial=is_trial), is_trial=is_trial)


def do_fetch(options: Options) -> Told:
    """Ask a source and bring in what it serves."""
    now, is_trial = timezone.now(), options["dry_run"]
    row = ask_source(origin=options["origin"].replace("-", "_").upper(), now=now)
    if not is_trial:
        return _told(take_in(row=row, now=now), is_trial=False)
    trial = try_import(row=row, now=now)
    discard(row=row)
    return _told(trial, is_trial=True)


def _told(trial: Trial, *, is_trial: bool) -> Told:
    """Say what came of files of calls. Raises CommandError where none could be read."""
    faults = [call_fault_words(fault) for fault in trial.read.faults]
    if trial.counts["left_out"] and not trial.recorded:
        raise CommandError("\n".join(faults), returncode=NO_FILE)
    words = _(
        "New: %(new)s. Amended: %(amended)s. Changed: %(changed)s. As they were: %(same)s. Left out: %(left_out)s."
    )
    lines = [words % trial.counts]
    if is_trial:
        lines.append(_("Nothing has changed yet: this is what would happen."))
    return Told({"format": trial.read.format, **trial.counts}, lines, faults)


def do_read(_options: Options) -> Told:
    """Read what calls ask for."""
    with progress_bars({"calls": _("Calls")}) as progress:
        number = read_topics(calls=list(calls_unread()), told=lambda at, of: progress("calls", at, of))
    return Told({"read": number}, [_("Calls read: %(n)s.") % {"n": number}])
