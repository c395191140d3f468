"""Bring a spreadsheet in, up to the dry run: the file as it was sent, the table chosen in it, its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.digests import sha256_of
from filiera.common.folding import fold
from filiera.common.refusals import Refused
from filiera.registry.models import ImportBatch, ImportFile, ImportRow, RememberedColumns
from filiera.registry.queries.imports import begun_batches
from filiera.registry.queries.vocabulary import current_vocabulary
from filiera.registry.sheets.fields import REPEATABLE, SheetField
from filiera.registry.sheets.guessing import CHOSEN, Guess, guess_columns
from filiera.registry.sheets.headers import signature_of
from filiera.registry.sheets.process import is_allowed
from filiera.registry.sheets.reading import list_sheets, read_table

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.registry.sheets.reading import Table

ROWS_AT_ONCE = 1000


class ImportRefused(Refused):
    """Raised where an act does not fit the state of the batch, or a choice does not hold; the message is for people."""


def locked(batch: ImportBatch, act: str) -> ImportBatch:
    """Give the batch as it stands now, locked until the transaction ends. Raises ImportRefused where the act is too late."""
    fresh = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not is_allowed(act, fresh.state):
        raise ImportRefused(_refusal(fresh))
    return fresh


def _refusal(batch: ImportBatch) -> str:
    if batch.state == ImportBatch.State.UNDONE:
        return _("This batch has been undone already: bring the file in again to start afresh.")
    if batch.state == ImportBatch.State.RUNNING:
        return _("This batch is coming in at this moment.")
    if batch.state == ImportBatch.State.DONE:
        return _("This batch is in the register already: undo it to start afresh.")
    return _("First choose the columns and try the batch.")


@transaction.atomic
def upload_sheet(*, name: str, content: bytes, actor: Any = None, sheet: str = "") -> ImportBatch:
    """Keep a file and read the sheet that is named, or the one that is best understood and fullest. Raises SheetError.

    Nothing is written to the register. Every row of the sheet is kept, empty ones too.
    """
    sheets = list_sheets(name=name, content=content)
    shown = [one for one in sheets if not one.hidden] or sheets
    chosen = sheet or max(shown, key=lambda one: (min(one.known, 8), one.rows)).name
    table = read_table(name=name, content=content, sheet=chosen)
    file, _new = ImportFile.objects.get_or_create(
        digest=sha256_of(content), defaults={"name": name[:200], "content": content}
    )
    batch = ImportBatch.objects.create(
        kind=ImportBatch.Kind.ORGANISATIONS,
        file=file,
        file_name=name[:200],
        digest=file.digest,
        created_by=actor if getattr(actor, "pk", None) else None,
        report={"sheets": [[one.name, one.rows] for one in sheets]},
    )
    _take(batch, table)
    audit.record(
        actor=actor, verb="upload", thing=batch, values={"file": name, "sheet": table.sheet, "rows": batch.total}
    )
    return batch


@transaction.atomic
def choose_table(
    *, batch: ImportBatch, sheet: str = "", header_line: int | None = None, actor: Any = None
) -> ImportBatch:
    """Read another sheet of the file, or the same with its header on another line (0: none). Raises SheetError."""
    batch = locked(batch, "choose_table")
    if batch.file is None:
        raise ImportRefused(_("The file of this batch is not kept any more."))
    table = read_table(
        name=batch.file_name, content=bytes(batch.file.content), sheet=sheet or batch.sheet, header_line=header_line
    )
    batch.rows.all().delete()
    _take(batch, table)
    values = {"sheet": batch.sheet, "header_line": batch.header_line, "rows": batch.total}
    audit.record(actor=actor, verb="choose-table", thing=batch, values=values)
    return batch


def _take(batch: ImportBatch, table: Table) -> None:
    """Make the rows of a batch from a table, and guess its columns."""
    batch.sheet, batch.header_line = table.sheet[:120], table.header_line
    batch.headers, batch.total = list(table.headers), len(table.rows)
    guesses = remembered(table, guess_columns(table, current_vocabulary()))
    batch.guesses = [_stored(guess) for guess in guesses]
    batch.mapping = {str(guess.column): str(guess.field) for guess in guesses}
    batch.state, batch.counts, batch.position = ImportBatch.State.UPLOADED, {}, 0
    batch.save()
    rows = [ImportRow(batch=batch, line=line, raw=list(cells)) for line, cells in table.rows]
    ImportRow.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def _stored(guess: Guess) -> dict[str, Any]:
    return {name: getattr(guess, name) for name in Guess.__dataclass_fields__}


def _memory(headers: Sequence[str]) -> RememberedColumns | None:
    """Find what people chose for these headings, else the newest choice for some of them, as for rows that were corrected."""
    exact = RememberedColumns.objects.filter(signature=signature_of(headers)).first()
    if exact is not None:
        return exact
    here = {fold(header) for header in headers}
    others = RememberedColumns.objects.order_by("-decided_at", "-pk")
    return next((one for one in others if len(one.choices) > 1 and here.issuperset(one.choices)), None)


def remembered(table: Table, guesses: tuple[Guess, ...]) -> tuple[Guess, ...]:
    """Put what people chose for the same headings in place of the guesses that it differs from."""
    memory = _memory(table.headers)
    if memory is None:
        return guesses
    out = []
    for guess in guesses:
        field = memory.choices.get(fold(guess.header))
        if field is None or field == guess.field:
            out.append(guess)
        else:
            out.append(Guess(guess.column, guess.header, guess.example, field, CHOSEN, guess.filled, guess.filled))
    return tuple(out)


@transaction.atomic
def choose_columns(
    *, batch: ImportBatch, choices: Mapping[int, str], actor: Any = None, remember: bool = True
) -> ImportBatch:
    """Settle what each column becomes (an empty text: it stays out); where a guess was corrected, remember it.

    With `remember` off the choice holds for this batch alone, as for a mere trial.
    Raises ImportRefused where no column is the name, or two are the same field.
    """
    batch = locked(batch, "choose_columns")
    mapping = {index: choices.get(index, "") for index in range(len(batch.headers))}
    _check_columns(mapping)
    if remember:
        _remember(batch, mapping, actor)
    batch.mapping = {str(index): field for index, field in mapping.items()}
    batch.state = ImportBatch.State.MAPPED
    batch.save()
    audit.record(actor=actor, verb="choose-columns", thing=batch, values={"columns": batch.mapping})
    return batch


def _remember(batch: ImportBatch, mapping: Mapping[int, str], actor: Any) -> None:
    """Keep a choice that corrects the guesses, or what was remembered; the same again leaves who chose it, and when."""
    signature = signature_of(batch.headers)
    choices = {fold(batch.headers[index]): field for index, field in mapping.items()}
    memory = RememberedColumns.objects.filter(signature=signature).first()
    corrected = any(str(guess["field"]) != mapping[guess["column"]] for guess in batch.guesses)
    if memory.choices == choices if memory else not corrected:
        return
    who = actor if getattr(actor, "pk", None) else None
    RememberedColumns.objects.update_or_create(signature=signature, defaults={"choices": choices, "decided_by": who})


def _check_columns(mapping: Mapping[int, str]) -> None:
    fields = [field for field in mapping.values() if field]
    unknown = sorted(set(fields) - set(SheetField.values))
    if unknown:
        raise ImportRefused(_("There is no field “%(field)s”.") % {"field": unknown[0]})
    if SheetField.NAME not in fields:
        raise ImportRefused(_("One column must be the name of the organisation."))
    for field in sorted(set(fields)):
        if fields.count(field) > 1 and field not in REPEATABLE:
            raise ImportRefused(_("Two columns cannot both be “%(field)s”.") % {"field": SheetField(field).label})


@transaction.atomic
def discard_batch(*, batch: ImportBatch, actor: Any = None) -> None:
    """Throw a batch away that is not in the register, with its rows, and its file where no other batch is of it."""
    _discard(locked(batch, "discard"), actor)


@transaction.atomic
def discard_begun(*, now: datetime, actor: Any = None) -> int:
    """Throw away in one act the sheets that were begun and never tried, the actor's own and those that nobody has touched
    for a day; give how many. What was tried or is in stays, be it tried at this very moment.
    """
    number = 0
    for pk in begun_batches(actor=actor, now=now).order_by("pk").values_list("pk", flat=True):
        batch = begun_batches(actor=actor, now=now).select_for_update().filter(pk=pk).first()
        if batch is not None:
            _discard(batch, actor)
            number += 1
    return number


def _discard(batch: ImportBatch, actor: Any) -> None:
    audit.record(actor=actor, verb="discard", thing=batch, values={"file": batch.file_name})
    file = batch.file
    batch.delete()
    if file is not None and not file.batches.exists():
        file.delete()
