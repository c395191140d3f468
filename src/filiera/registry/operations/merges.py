"""Join two organisations, and part them again: every record that hangs on one moves to the other, in whatever feature.

What hangs on an organisation is found in the models (`queries.dependents`), so that a new feature is covered the day it
adds a foreign key. Where both already have the same record, the one that goes is set aside whole, and comes back on undo.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.refusals import Refused
from filiera.registry import hooks
from filiera.registry.enums import AliasKind
from filiera.registry.models import Alias, Merge, Organisation
from filiera.registry.operations.columns import changed, restore, snapshot
from filiera.registry.operations.organisations import add_alias
from filiera.registry.operations.refresh import refresh_columns
from filiera.registry.queries.dependents import LEFT, Dependent, dependents_of, in_chunks, organisation_dependents
from filiera.registry.queries.merges import joined_words


class MergeRefused(Refused):
    """Raised where two organisations cannot be joined or parted; the message is for people."""


def merge_refusal(kept: Organisation, gone: Organisation) -> str:
    """Say why two organisations cannot be joined; an empty text where they can."""
    if kept.pk == gone.pk:
        return _("These are one and the same: choose two organisations.")
    for one in (kept, gone):
        if one.merged_into_id:
            return joined_words(one)
    if kept.is_example != gone.is_example:
        return _("An invented example and a real organisation are never joined.")
    return next((words for bar in hooks.merge_bars if (words := bar(kept, gone))), "")


@transaction.atomic
def merge_organisations(*, kept: Organisation, gone: Organisation, reason: str = "", actor: Any = None) -> Merge:
    """Join `gone` to `kept` and move everything that hangs on it. Raises MergeRefused.

    The emptied row stays, for old links and for undo; its names become other names of the kept one.
    """
    locked = {row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk])}
    kept, gone = locked[kept.pk], locked[gone.pk]
    refusal = merge_refusal(kept, gone)
    if refusal:
        raise MergeRefused(refusal)
    before = snapshot(kept)
    moved: list[list[Any]] = []
    dropped: list[Any] = []
    for dependent in organisation_dependents():
        if dependent.label in LEFT:
            continue
        if dependent.model._meta.label in hooks.derived:
            dependent.rows([kept.pk, gone.pk]).delete()
        else:
            _move(dependent, gone.pk, kept.pk, moved, dropped)
    aliases = _take_names(kept, gone)
    Organisation.objects.filter(pk=gone.pk).update(merged_into=kept)
    merge = Merge.objects.create(
        kept=kept,
        gone=gone,
        reason=reason[:300],
        merged_by=actor if getattr(actor, "pk", None) else None,
        moved={"rows": moved, "dropped": dropped, "aliases": aliases, "columns": {}},
    )
    kept = Organisation.objects.get(pk=kept.pk)
    refresh_columns(organisations=[kept])  # by now told which facts came with the merge
    merge.moved["columns"] = changed(before, snapshot(kept))
    merge.save(update_fields=["moved"])
    values = {"kept": kept.code, "gone": gone.code, "moved": sum(len(ids) for _label, _field, ids in moved)}
    columns = merge.moved["columns"]
    audit.record(
        actor=actor,
        verb="merge",
        thing=merge,
        values=values,
        why=reason,
        before={name: was for name, (was, _now) in columns.items()},
        after={name: now for name, (_was, now) in columns.items()},
        about=kept.code,
    )
    _tell(kept)
    return merge


@transaction.atomic
def undo_merge(*, merge: Merge, actor: Any = None) -> list[str]:
    """Part two organisations again, as they were; give the labels of records that could not be put back.

    Raises MergeRefused.
    """
    merge = Merge.objects.select_for_update().select_related("kept", "gone").get(pk=merge.pk)
    if merge.undone_at:
        raise MergeRefused(_("This merge has been undone already."))
    if merge.kept.merged_into_id:
        raise MergeRefused(
            _("%(name)s has itself been joined to another since: undo that merge first.") % {"name": merge.kept.name}
        )
    _forget_derived(merge)
    Organisation.objects.filter(pk=merge.gone_id).update(merged_into=None)
    Alias.objects.filter(pk__in=merge.moved["aliases"], organisation=merge.kept).delete()
    lost = [stored["model"] for stored in reversed(merge.moved["dropped"]) if not _put_back(stored)]
    for label, field, changes in reversed(merge.moved["rows"]):
        _move_back(label, field, changes)
    restore(merge.kept, merge.moved["columns"])
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    values = {"kept": merge.kept.code, "gone": merge.gone.code, "lost": lost}
    audit.record(actor=actor, verb="undo-merge", thing=merge, values=values, about=merge.kept.code)
    _tell(merge.kept, merge.gone)
    return lost


def _tell(*organisations: Organisation) -> None:
    for callback in hooks.after_merge:
        callback(organisations)


def _forget_derived(merge: Merge) -> None:
    for dependent in organisation_dependents():
        if dependent.model._meta.label in hooks.derived:
            dependent.rows([merge.kept_id, merge.gone_id]).delete()


def _take_names(kept: Organisation, gone: Organisation) -> list[int]:
    """Let the kept one answer to the names of the one that goes; give the ids of the names added."""
    added = []
    for name, kind in ((gone.name, AliasKind.ALIAS), (gone.legal_name, AliasKind.LEGAL)):
        if name and name != kept.legal_name:
            alias = add_alias(organisation=kept, name=name, kind=kind)
            added += [alias.pk] if alias else []
    return added


def _move(dependent: Dependent, old: Any, new: Any, moved: list[list[Any]], dropped: list[Any]) -> None:
    """Move the rows that hang on one object to another; record what moved and what was set aside."""
    rows = dependent.rows([old])
    column = f"{dependent.field}_id"
    if not _guards(dependent.model, dependent.field):
        ids = list(rows.order_by("pk").values_list("pk", flat=True))
        if ids:
            rows.update(**{column: new})
            moved.append([dependent.model._meta.label, column, [[pk, old, new] for pk in ids]])
        return
    changes = []
    for row in rows.order_by("pk"):
        setattr(row, column, new)
        clash = _clash(row, dependent.field)
        if clash is None:
            dependent.model._base_manager.filter(pk=row.pk).update(**{column: new})
            changes.append([row.pk, old, new])
            continue
        setattr(row, column, old)
        _set_aside(row, clash, moved, dropped)
    if changes:
        moved.append([dependent.model._meta.label, column, changes])


def _guards(model: type[models.Model], field: str) -> list[UniqueConstraint]:
    """Give the rules of a table by which two rows of one object could clash."""
    return [
        rule for rule in model._meta.constraints if isinstance(rule, UniqueConstraint) and field in rule.fields
    ] + [
        UniqueConstraint(fields=list(group), name="together") for group in model._meta.unique_together if field in group
    ] + [
        UniqueConstraint(fields=[one.name], name="alone")
        for one in model._meta.concrete_fields
        if one.name == field and one.unique
    ]  # fmt: skip


def _clash(row: models.Model, field: str) -> models.Model | None:
    """Give the row that already stands where this one would come, if any."""
    for rule in _guards(type(row), field):
        try:
            rule.validate(type(row), row)
        except ValidationError:
            columns = [row._meta.get_field(name).attname for name in rule.fields]  # type: ignore[union-attr]
            found = type(row)._base_manager.filter(**{column: getattr(row, column) for column in columns})
            return found.exclude(pk=row.pk).first()
    return None


def _set_aside(row: models.Model, stands: models.Model, moved: list[list[Any]], dropped: list[Any]) -> None:
    """Keep a row whole in the record of the merge and delete it; what hangs on it goes to the one that stands."""
    for dependent in dependents_of(type(row)):
        _move(dependent, row.pk, stands.pk, moved, dropped)
    dropped.append({"model": row._meta.label, "values": snapshot(row, kept=frozenset())})
    type(row)._base_manager.filter(pk=row.pk).delete()


def _move_back(label: str, field: str, changes: Sequence[Sequence[Any]]) -> None:
    """Let rows that still hang where the merge put them hang again where they hung, if that is still there."""
    model = apps.get_model(label)
    target = next(one for one in model._meta.concrete_fields if one.attname == field).related_model
    standing = set(target._base_manager.filter(pk__in={old for _pk, old, _new in changes}).values_list("pk", flat=True))
    for old, new in {(old, new) for _pk, old, new in changes if old in standing}:
        ids = [pk for pk, was, _new in changes if was == old]
        for some in in_chunks(ids):
            model._base_manager.filter(pk__in=some, **{field: new}).update(**{field: old})


def _put_back(stored: dict[str, Any]) -> bool:
    """Put a row back that was set aside; False where what it hung on is gone, or another has taken its place.

    A column that came after the merge has its default, and what it would have been filled with is not sought again: an item
    of a shortlist set aside before items had a question comes back without one, though its list has it, and the sentence of
    its reason, a column that is gone, is lost. The page then says what the organisation is best known for.
    """
    model = apps.get_model(stored["model"])
    row = model()
    for field in model._meta.concrete_fields:
        if field.name in stored["values"]:
            value = stored["values"][field.name]
            setattr(row, field.attname, None if value is None else field.to_python(value))
    try:
        with transaction.atomic():
            row.save_base(raw=True, force_insert=True)  # raw: the days of making and changing are those that it had
    except IntegrityError:
        return False
    return True
