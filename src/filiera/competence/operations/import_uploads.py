"""Files that the office sends through the page: kept outside the web's reach, under a name of our own."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from filiera.common import audit
from filiera.competence.importers.recognising import LOOKS
from filiera.competence.operations.import_formats import KINDS
from filiera.competence.operations.import_trial import ask_for_trial, discard_batch
from filiera.competence.operations.imports import ImportRefused, hold, open_batch
from filiera.competence.operations.links import said_by
from filiera.competence.queries.failed_imports import failed_batches
from filiera.competence.queries.imports import is_all_outside
from filiera.registry.finding import Named
from filiera.registry.models import ImportBatch, ImportRow
from filiera.registry.operations.remembering import remember_pair

MOST_BYTES = 600 * 1024**2
"""Largest file that the page takes: the zip of Horizon 2020 has 100 MB, the ROR dump 70."""

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def keep_upload(*, name: str, chunks: Iterable[bytes]) -> Path:
    """Write an upload to disk under a safe name; give its place. Raises ImportRefused where it is too large."""
    folder = Path(settings.VAR_DIR) / "imports" / "uploads" / secrets.token_hex(8)
    folder.mkdir(parents=True)
    path = folder / (_UNSAFE.sub("-", Path(name).name)[-100:].lstrip(".-") or "file")
    size = 0
    with path.open("wb") as handle:
        for chunk in chunks:
            size += len(chunk)
            if size > MOST_BYTES:
                handle.close()
                _throw_away(path)
                raise ImportRefused("too-large", name[:120])
            handle.write(chunk)
    return path


def open_upload(*, word: str, name: str, chunks: Iterable[bytes], place: tuple[str, str], actor: Any) -> ImportBatch:
    """Keep an upload and begin its batch, to be tried first. Raises ImportRefused; the file is then thrown away."""
    path = keep_upload(name=name, chunks=chunks)
    try:
        batch = open_batch(kind=KINDS[word], path=path, place=place, file_name=name, actor=actor)
    except ImportRefused:
        _throw_away(path)
        raise
    return ask_for_trial(batch)


@transaction.atomic
def try_as_it_looks(*, batch: ImportBatch, actor: Any = None) -> ImportBatch:
    """Let a file that failed as another format be tried as the one it looks like. Raises ImportRefused on any other."""
    code = hold(batch).counts.get("failed", {}).get("code", "")
    kind = KINDS.get(code.removeprefix(LOOKS)) if code.startswith(LOOKS) else None
    if kind is None or batch.state != ImportBatch.State.FAILED or not is_all_outside(batch):
        raise ImportRefused("begun-already", batch.file_name)
    batch.rows.all().delete()
    batch.kind, batch.state, batch.counts = kind, ImportBatch.State.UPLOADED, {}
    batch.position = batch.total = 0
    batch.save()
    audit.record(actor=actor, verb="try-import-as", thing=batch, values={"file": batch.file_name, "kind": str(kind)})
    return ask_for_trial(batch)


def _throw_away(path: Path) -> None:
    """Remove a file that was sent, and its folder; one that is gone already, or holds something else, is let be."""
    path.unlink(missing_ok=True)
    with suppress(OSError):
        path.parent.rmdir()


def discard_upload(*, batch: ImportBatch, actor: Any = None) -> None:
    """Throw a batch away of which nothing has come in, with the file that was sent. Raises ImportRefused."""
    path, ours = Path(batch.mapping["path"]), Path(settings.VAR_DIR) / "imports" / "uploads"
    discard_batch(batch=batch, actor=actor)
    if path.is_relative_to(ours.resolve()):
        _throw_away(path)


def discard_failed(*, actor: Any = None) -> int:
    """Throw away all the imports that stopped before anything of them came in, with their files; give how many."""
    number = 0
    for batch in list(failed_batches()):
        with suppress(ImportRefused):  # thrown away, or begun again, by somebody else meanwhile
            discard_upload(batch=batch, actor=actor)
            number += 1
    return number


@transaction.atomic
def answer_institution(*, row: ImportRow, verdict: str, actor: Any = None) -> None:
    """Remember whether an institution in doubt is its candidate: the next import of the file follows the answer."""
    row = ImportRow.objects.select_for_update(of=("self",)).select_related("candidate").get(pk=row.pk)
    said = row.undo
    if row.candidate is None or row.fate != ImportRow.Fate.ASK:
        return
    names = [Named(name, said["ids"], town=said["town"], country=said["country"]) for name in said.get("names", [])]
    remember_pair(
        keys={named.fingerprint(): said_by(named) for named in names},
        organisation_id=row.candidate.pk,
        verdict=verdict,
        actor=actor,
    )
    row.fate = ImportRow.Fate.LATER
    row.save(update_fields=["fate"])
    values = {"names": said.get("names", []), "verdict": str(verdict), "batch": row.batch_id}
    audit.record(actor=actor, verb="answer-institution", thing=row.candidate, values=values)
