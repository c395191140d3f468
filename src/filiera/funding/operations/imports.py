"""Bring calls in from files or from their sources: tried first, taken in as a whole, and only then anything changes."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.funding.drafts import CallFault
from filiera.funding.importers.live import POLITE, Manners, eu_portal_answers, gathered, incentive_answers
from filiera.funding.importers.reading import ImportRead, read_calls
from filiera.funding.models import CallImport
from filiera.funding.operations.calls import record_calls
from filiera.funding.operations.drafts import sound_drafts
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.operations.sent_files import Sent, check_number, files_in, keep_files, place_for
from filiera.funding.operations.versions import Came, Recorded
from filiera.funding.wording_imports import call_fault_words
from filiera.funding.written_calls import readable_drafts_of

MOST_BYTES = 120 * 1024**2
"""Largest upload of calls: all topics of a programming period with their texts have some 30 MB."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What files of calls hold, and what would come of each call."""

    read: ImportRead
    recorded: tuple[Recorded, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Count the calls by what comes of them, and the faults."""
        found = Counter(str(one.came) for one in self.recorded)
        fatal = sum(one.is_fatal for one in self.read.faults)
        return {
            **{str(came): found[str(came)] for came in Came},
            "left_out": fatal,
            "remarks": len(self.read.faults) - fatal,
        }


def bring_files(*, files: Sequence[Sent], now: datetime, actor: Any = None) -> CallImport:
    """Keep files of calls, to be tried. Raises FundingRefused where there is none, too many, or they are too large."""
    check_number(files, field="call_files")
    row = _begun(", ".join(one.name for one in files)[:200], CallImport.Origin.FILE, now, actor)
    keep_files(files, folder_of(row), most_bytes=MOST_BYTES, field="call_files")
    row.save()
    return row


def ask_source(*, origin: str, now: datetime, actor: Any = None, manners: Manners = POLITE) -> CallImport:
    """Ask a source for its calls, and keep what it served as files. Raises FundingRefused where it does not answer."""
    today = timezone.localdate(now)
    if origin == CallImport.Origin.EU_PORTAL:
        answers, faults = gathered(eu_portal_answers(today=today, manners=manners))
    else:
        answers, faults = gathered(incentive_answers(today=today, manners=manners))
    if faults:  # half a list would say that the other half is gone
        raise FundingRefused(call_fault_words(faults[0]))
    row = _begun(str(CallImport.Origin(origin).label), origin, now, actor)
    for number, one in enumerate(answers):
        place_for(folder_of(row), one.name, number).write_bytes(one.body)
    row.save()
    return row


def try_import(*, row: CallImport, now: datetime) -> Trial:
    """Read the files and tell what would come of each call; nothing is changed. Raises FundingRefused."""
    _check_waiting(row)
    read = _read(files_in(folder_of(row)), timezone.localdate(row.brought_at))
    with transaction.atomic():
        recorded = tuple(record_calls(drafts=read.drafts, now=now))
        transaction.set_rollback(True)
    return Trial(read, recorded)


def take_in(*, row: CallImport, now: datetime, actor: Any = None) -> Trial:
    """Take the calls of files in, all or none. Raises FundingRefused where that was done, or the files are gone."""
    with transaction.atomic():
        row = CallImport.objects.select_for_update().get(pk=row.pk)
        _check_waiting(row)
        read = _read(files_in(folder_of(row)), timezone.localdate(row.brought_at))
        trial = Trial(read, tuple(record_calls(drafts=read.drafts, now=now, actor=actor)))
        row.state, row.counts, row.done_at = CallImport.State.DONE, trial.counts, now
        row.save()
        audit.record(actor=actor, verb="import-calls", thing=row, values={"name": row.name, **trial.counts})
    return trial


def import_paths(*, paths: Sequence[Path], now: datetime, is_trial: bool = False, actor: Any = None) -> Trial:
    """Bring calls in from files on disk, all or none; a trial changes nothing. Raises FundingRefused."""
    read = _read(paths, timezone.localdate(now))
    with transaction.atomic():
        recorded = tuple(record_calls(drafts=read.drafts, now=now, actor=actor))
        if is_trial:
            transaction.set_rollback(True)
    return Trial(read, recorded)


class UnreadableCall(FundingRefused):
    """A call that cannot be taken in, with every fault."""

    def __init__(self, faults: Sequence[CallFault]) -> None:
        super().__init__(" ".join(map(call_fault_words, faults)))
        self.faults = tuple(faults)


@transaction.atomic
def import_written(*, written: str, now: datetime, actor: Any = None) -> Trial:
    """Bring one call in as a file of our own kind has it (YAML, of which JSON is a part).

    Raises UnreadableCall where it cannot be read, FundingRefused of more than one; nothing is taken in then.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "call.yaml"
        path.write_text(written, encoding="utf-8")
        trial = import_paths(paths=[path], now=now, actor=actor)
    if any(one.is_fatal for one in trial.read.faults):
        raise UnreadableCall(trial.read.faults)
    if len(trial.recorded) != 1:
        raise FundingRefused(_("One call at a time, and there are %(n)s.") % {"n": len(trial.recorded)})
    return trial


def _read(paths: Sequence[Path], today: date) -> ImportRead:
    """Read files of sources, and files of our own kind (YAML): a call that cannot be read keeps no other out."""
    ours = [path for path in paths if path.suffix.lower() in (".yaml", ".yml") and not path.is_dir()]
    read = read_calls([path for path in paths if path not in ours], today=today)
    written = [readable_drafts_of(path, retrieved_on=today) for path in ours]
    drafts, faults = sound_drafts((*read.drafts, *(draft for found, _faults in written for draft in found)))
    of_ours = [fault for _found, told in written for fault in told]
    return replace(read, drafts=tuple(drafts), faults=(*read.faults, *of_ours, *faults))


@transaction.atomic
def discard(*, row: CallImport, actor: Any = None) -> None:
    """Throw files away of which nothing was taken in. Raises FundingRefused on any other."""
    row = CallImport.objects.select_for_update().get(pk=row.pk)
    _check_waiting(row)
    row.state = CallImport.State.DISCARDED
    row.save(update_fields=["state"])
    audit.record(actor=actor, verb="discard-calls", thing=row, values={"name": row.name})
    transaction.on_commit(lambda: _throw_away(row))


def _check_waiting(row: CallImport) -> None:
    if row.state == CallImport.State.DONE:
        raise FundingRefused(_("These calls have been taken in already."))
    if row.state == CallImport.State.DISCARDED or not folder_of(row).is_dir():
        raise FundingRefused(_("These files were thrown away: bring them again."))


def folder_of(row: CallImport) -> Path:
    """Give where the files of an import lie."""
    return Path(settings.VAR_DIR) / "imports" / "calls" / row.token


def _begun(name: str, origin: str, now: datetime, actor: Any) -> CallImport:
    row = CallImport(token=secrets.token_hex(12), name=name, origin=origin, brought_at=now, brought_by=actor)
    folder_of(row).mkdir(parents=True)
    return row


def _throw_away(row: CallImport) -> None:
    shutil.rmtree(folder_of(row), ignore_errors=True)
