"""Answers of people about rows of a batch: they are the same, they are two, later; and values mended by hand."""

from __future__ import annotations

import secrets
from copy import copy
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.registry.models import DuplicateDecision, ImportRow
from filiera.registry.operations.import_fates import Fates, keys_of, named, names_the_same, read_into
from filiera.registry.operations.import_trial import WRITTEN, columns_of, file_index, refresh_counts, shape_in
from filiera.registry.operations.imports import ImportRefused, locked
from filiera.registry.operations.remembering import (
    carry_answers,
    forget_answers_about,
    remember_pair,
    remember_twins,
)
from filiera.registry.queries.stamp import register_stamp
from filiera.registry.queries.vocabulary import current_vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filiera.registry.models import ImportBatch

Fate = ImportRow.Fate
Verdict = DuplicateDecision.Verdict


def decide_row(*, row: ImportRow, verdict: str, actor: Any = None) -> ImportRow:
    """Answer whether a row and its candidate are the same, remember it, and settle the row's fate at once.

    Other rows of the batch that ask the very same are settled with it. Where the register has changed since the trial the
    row is looked for again first, and stays as that finds it. Raises ImportRefused where nothing, or another thing, is asked.
    """
    if not _still_asks(row):
        words = _("The register has changed: line %(line)s was looked for again, and this is not asked any more.")
        raise ImportRefused(words % {"line": row.line})
    return _decide(row=row, verdict=verdict, actor=actor)


@transaction.atomic
def _still_asks(row: ImportRow) -> bool:
    """Look for a row again where the register has changed, and tell whether it asks about the same one as before."""
    batch = locked(row.batch, "decide")
    row = ImportRow.objects.select_related("twin").get(pk=row.pk)
    if row.applied or row.fate not in (Fate.ASK, Fate.LATER) or batch.stamp == register_stamp():
        return True
    before, was_later = _meant(row), row.fate == Fate.LATER
    _settle_again(batch, [row])
    row = ImportRow.objects.select_related("twin").get(pk=row.pk)
    if was_later and row.fate == Fate.ASK:
        row.fate = Fate.LATER
        row.save(update_fields=["fate"])
        refresh_counts(batch)
    return row.fate in (Fate.ASK, Fate.LATER) and not before.isdisjoint(_meant(row))


def _meant(row: ImportRow) -> set[tuple[str, int]]:
    """Give whom a row asks about: an organisation, an earlier row, or the organisation which that row has become."""
    organisations = {row.candidate_id, row.twin.organisation_id if row.twin else None} - {None}
    return {("organisation", pk or 0) for pk in organisations} | ({("row", row.twin_id)} if row.twin_id else set())


@transaction.atomic
def _decide(*, row: ImportRow, verdict: str, actor: Any) -> ImportRow:
    batch = locked(row.batch, "decide")
    row = ImportRow.objects.select_related("twin").get(pk=row.pk)
    if row.applied or row.fate not in (Fate.ASK, Fate.LATER):
        raise ImportRefused(_("Line %(line)s asks nothing any more.") % {"line": row.line})
    keys = _keys(batch, row)
    if row.candidate_id:
        said = {"file": batch.file_name, "line": row.line, "name": named(row).name}
        remember_pair(keys=dict.fromkeys(keys, said), organisation_id=row.candidate_id, verdict=verdict, actor=actor)
    elif row.twin is not None:
        remember_twins(first=keys, second=_keys(batch, row.twin), verdict=verdict, actor=actor)
    same_question = batch.rows.filter(
        fate__in=[Fate.ASK, Fate.LATER], fingerprint=row.fingerprint, candidate=row.candidate_id, applied=False
    )
    values = {"batch": batch.pk, "line": row.line, "verdict": verdict, "candidate": row.candidate_id}
    audit.record(actor=actor, verb="decide-duplicate", thing=row, values=values)
    _settle_again(batch, list(same_question.order_by("line")))
    return ImportRow.objects.get(pk=row.pk)


def _keys(batch: ImportBatch, row: ImportRow) -> list[str]:
    return keys_of(row, batch.headers, columns_of(batch), current_vocabulary()) if row.fixes else [row.fingerprint]


@transaction.atomic
def leave_for_later(*, row: ImportRow) -> ImportRow:
    """Set a doubt aside: the row waits, the rest may come in."""
    batch = locked(row.batch, "decide")
    row = ImportRow.objects.get(pk=row.pk)
    if row.fate == Fate.ASK and not row.applied:
        row.fate = Fate.LATER
        row.save(update_fields=["fate"])
        refresh_counts(batch)
    return row


@transaction.atomic
def take_answer_back(*, row: ImportRow, actor: Any = None) -> ImportRow:
    """Forget what people answered about a row, so that it is asked again."""
    batch = locked(row.batch, "decide")
    row = ImportRow.objects.get(pk=row.pk)
    if row.applied:
        raise ImportRefused(_("Line %(line)s is in the register already.") % {"line": row.line})
    forget_answers_about(fingerprint=row.fingerprint)
    audit.record(actor=actor, verb="take-answer-back", thing=row, values={"batch": batch.pk, "line": row.line})
    _settle_again(batch, [row])
    return ImportRow.objects.get(pk=row.pk)


@transaction.atomic
def mend_value(*, row: ImportRow, column: int, text: str, actor: Any = None) -> ImportRow:
    """Write another text in place of a value of the file, and settle the row again; the file's own value stays known."""
    batch = locked(row.batch, "mend")
    row = ImportRow.objects.get(pk=row.pk)
    if row.applied:
        raise ImportRefused(_("Line %(line)s is in the register already.") % {"line": row.line})
    if not 0 <= column < len(batch.headers):
        raise ImportRefused(_("The sheet has no such column."))
    before = copy(row)
    row.fixes = {**row.fixes, str(column): text.strip()[:600]}
    row.save(update_fields=["fixes"])
    read_into(row, batch.headers, columns_of(batch), current_vocabulary(), shape_in(batch))
    if before.fingerprint and row.fingerprint not in ("", before.fingerprint) and names_the_same(before, row):
        carry_answers(before=before.fingerprint, after=row.fingerprint)
    batch.trial = secrets.token_hex(8)  # the rows of the file are compared by what they say now
    batch.save(update_fields=["trial"])
    values = {"batch": batch.pk, "line": row.line, "column": batch.headers[column]}
    audit.record(actor=actor, verb="mend", thing=row, values=values)
    _settle_again(batch, [row])
    return ImportRow.objects.get(pk=row.pk)


@transaction.atomic
def take_row(*, row: ImportRow, actor: Any = None) -> ImportRow:
    """Take a row for an organisation that looked like none, or that was left out. Raises ImportRefused where it was not."""
    batch = locked(row.batch, "mend")
    row = ImportRow.objects.get(pk=row.pk)
    if row.fate != Fate.EMPTY or not row.reasons:
        raise ImportRefused(_("Line %(line)s is not set aside.") % {"line": row.line})
    row.is_taken, row.is_left = row.is_taken or not row.is_left, False
    return _moved(batch, row, "take-row", actor)


@transaction.atomic
def leave_row_out(*, row: ImportRow, actor: Any = None) -> ImportRow:
    """Leave a row out, until it is taken in again. Raises ImportRefused where it is in the register, or is out already."""
    batch = locked(row.batch, "mend")
    row = ImportRow.objects.get(pk=row.pk)
    if not row.can_be_left:
        is_in, aside = _("Line %(line)s is in the register already."), _("Line %(line)s is set aside already.")
        raise ImportRefused((is_in if row.applied else aside) % {"line": row.line})
    row.is_left = True
    return _moved(batch, row, "leave-row-out", actor)


def _moved(batch: ImportBatch, row: ImportRow, verb: str, actor: Any) -> ImportRow:
    """Save that a row was taken in or left out, write it down, and settle it and what hangs on it."""
    row.save(update_fields=["is_taken", "is_left"])
    batch.trial = secrets.token_hex(8)
    batch.save(update_fields=["trial"])
    audit.record(actor=actor, verb=verb, thing=row, values={"batch": batch.pk, "line": row.line})
    _settle_again(batch, [row])
    return ImportRow.objects.get(pk=row.pk)


def _settle_again(batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    """Read and look for some rows again, and for those that hang on them, against the register and the file as they are."""
    vocabulary, columns, shape = current_vocabulary(), columns_of(batch), shape_in(batch)
    followers = _followers(batch, rows)
    set_aside = {row.pk for row in followers if row.fate == Fate.LATER}
    again = sorted([*rows, *followers], key=lambda row: row.line)
    for row in again:
        read_into(row, batch.headers, columns, vocabulary, shape)
        row.save(update_fields=WRITTEN)
    fates = Fates(file_index(batch.pk, batch.trial), batch=batch)
    fates.settle(again, any_line=True)
    for row in again:
        if row.pk in set_aside and row.fate == Fate.ASK:
            row.fate = Fate.LATER
        row.save(update_fields=WRITTEN)
    refresh_counts(batch)


def _followers(batch: ImportBatch, rows: Sequence[ImportRow]) -> list[ImportRow]:
    """Give the rows that are not in yet and hang on some others: by twins, or because they ask about the same candidate."""
    out: dict[int, ImportRow] = {}
    reached = {row.pk for row in rows}
    candidates = {row.candidate_id for row in rows if row.candidate_id}
    waits = batch.rows.filter(applied=False)
    found = list(waits.filter(fate__in=[Fate.ASK, Fate.LATER], candidate__in=candidates).exclude(pk__in=reached))
    while True:
        out.update((row.pk, row) for row in found)
        reached.update(out)
        found = list(waits.filter(twin__in=reached).exclude(pk__in=reached))
        if not found:
            return list(out.values())
