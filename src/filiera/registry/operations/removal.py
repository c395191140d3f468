"""Organisations of which nothing is left go out of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.refusals import Refused
from filiera.registry.models import ImportBatch, Organisation
from filiera.registry.queries.dependents import in_chunks
from filiera.registry.queries.emptied import with_nothing_left

if TYPE_CHECKING:
    from collections.abc import Collection


class RemovalRefused(Refused):
    """Raised where something still hangs on an organisation; the message is for people."""


@transaction.atomic
def remove_empty_organisation(*, organisation: Organisation, actor: Any = None) -> None:
    """Take an organisation of which nothing is left out of the register. Raises RemovalRefused where something is."""
    if not _take_out([organisation.pk], actor=actor):
        raise RemovalRefused(_("%(name)s stays: something hangs on it.") % {"name": organisation.name})


@transaction.atomic
def remove_left_by_sheets(*, among: Collection[int], actor: Any = None) -> list[str]:
    """Take out those of some organisations that a sheet had entered, that its undo had to leave, and that nothing holds
    any more; give the names of those that went.
    """
    undone = ImportBatch.objects.filter(kind=ImportBatch.Kind.ORGANISATIONS, state=ImportBatch.State.UNDONE)
    left = {one["id"] for report in undone.values_list("report", flat=True) for one in report.get("stays", [])}
    return _take_out(left.intersection(among), actor=actor)


def _take_out(ids: Collection[int], *, actor: Any) -> list[str]:
    """Lock organisations, then look once which of them nothing holds, and take these out; give the names of those."""
    for some in in_chunks(ids):
        list(Organisation.objects.select_for_update().filter(pk__in=some).order_by("pk").values_list("pk"))
    going = with_nothing_left(ids)
    for one in going:
        values = {"code": one.code, "name": one.name}
        audit.record(actor=actor, verb="remove-organisation", thing=one, values=values)
    for some in in_chunks([one.pk for one in going]):
        Organisation.objects.filter(pk__in=some).delete()
    return [one.name for one in going]
