"""What waits for the office: files half brought in, doubts, rows to correct, and what other features add."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.in_words import moment
from filiera.registry import hooks
from filiera.registry.hooks import Waiting
from filiera.registry.models import ImportBatch
from filiera.registry.queries.duplicates import pairs_waiting
from filiera.registry.queries.imports import sheet_batches, tally

if TYPE_CHECKING:
    from datetime import datetime

State = ImportBatch.State
MOST = 50
"""Imports that are looked at, of those done and of those not."""


def waiting_things(*, now: datetime) -> list[Waiting]:
    """List what waits: imports not yet done, then what those that are done left open; then the register and the rest."""
    batches = sheet_batches().exclude(state=State.UNDONE)
    seen = [*batches.exclude(state=State.DONE)[:MOST], *batches.filter(state=State.DONE)[:MOST]]
    out = [found for batch in seen if (found := _of_batch(batch, now))]
    out.extend(_duplicates())
    for source in hooks.waiting:
        out.extend(source())
    return out


def _duplicates() -> list[Waiting]:
    """Say how many pairs of the register look alike; where they are still to be looked for, say that."""
    number, url = pairs_waiting(), reverse("duplicates")
    if number is None:
        title, text = _("Duplicates"), _("The register has changed: look whether any two are alike.")
        return [Waiting(title, text, "unknown", _("to look for"), url, _("Look for duplicates"))]
    if not number:
        return []
    title = ngettext("%(n)s pair looks alike", "%(n)s pairs look alike", number) % {"n": number}
    text = _("They may be one organisation registered twice, or two: you decide.")
    return [Waiting(title, text, "unknown", _("asks you"), url, _("Decide"))]


def _of_batch(batch: ImportBatch, now: datetime) -> Waiting | None:
    counts = tally(batch)
    if batch.state == State.RUNNING:
        url = reverse("import-run", args=[batch.pk])
        if not batch.is_still(now):
            return Waiting(batch.file_name, _("It is coming in now."), "partial", _("coming in"), url, _("Look"))
        text = _("It stopped half-way (%(when)s): it goes on where it is.") % {"when": moment(batch.moved_at)}
        return Waiting(batch.file_name, text, "warn", _("half in"), url, _("Go on"))
    if batch.state in (State.UPLOADED, State.MAPPED):
        text = _("The columns are to be chosen, nothing is in the register.")
        url = reverse("import-columns", args=[batch.pk])
        return Waiting(batch.file_name, text, "unknown", _("begun"), url, _("Go on"))
    if counts.doubts:
        title = ngettext(
            "%(n)s doubtful duplicate in “%(file)s”", "%(n)s doubtful duplicates in “%(file)s”", counts.doubts
        )
        url = reverse("import-duplicates", args=[batch.pk])
        words = {"n": counts.doubts, "file": batch.file_name}
        return Waiting(title % words, _rest(batch, counts.error), "unknown", _("asks you"), url, _("Decide"))
    if batch.state == State.TRIED:
        text = ngettext("%(n)s row can come in.", "%(n)s rows can come in.", counts.ready) % {"n": counts.ready}
        return Waiting(
            batch.file_name, text, "ok", _("tried"), reverse("import-confirm", args=[batch.pk]), _("Confirm")
        )
    if counts.error:
        title = ngettext("%(n)s row to correct in “%(file)s”", "%(n)s rows to correct in “%(file)s”", counts.error)
        url = reverse("import-trial", args=[batch.pk])
        words = {"n": counts.error, "file": batch.file_name}
        return Waiting(title % words, _rest(batch, 0), "warn", _("left out"), url, _("Correct"))
    return None


def _rest(batch: ImportBatch, errors: int) -> str:
    state = _("The rest is in the register.") if batch.state == State.DONE else _("Nothing is in the register yet.")
    if not errors:
        return state
    more = ngettext("%(n)s row has an error.", "%(n)s rows have errors.", errors) % {"n": errors}
    return f"{state} {more}"
