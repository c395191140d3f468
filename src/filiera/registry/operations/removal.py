"""Organisations of which nothing is left go out of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.registry.models import ImportBatch, Organisation
from filiera.registry.queries.emptied import with_nothing_left

if TYPE_CHECKING:
    from collections.abc import Collection


class RemovalRefused(Exception):
    """Raised where something still hangs on an organisation; the message is for people."""


@transaction.atomic
def remove_empty_organisation(*, organisation: Organisation, actor: Any = None) -> None:
    """Take an organisation of which nothing is left out of the register. Raises RemovalRefused where something is."""
    held = Organisation.objects.select_for_update().filter(pk=organisation.pk).first()
    if held is None or not with_nothing_left([held.pk]):
        raise RemovalRefused(_("%(name)s stays: something hangs on it.") % {"name": organisation.name})
    audit.record(actor=actor, verb="remove-organisation", thing=held, values={"code": held.code, "name": held.name})
    held.delete()


def remove_left_by_sheets(*, among: Collection[int], actor: Any = None) -> int:
    """Take out those of some organisations that a sheet had entered, that its undo had to leave, and that nothing holds
    any more; give how many went.
    """
    undone = ImportBatch.objects.filter(kind=ImportBatch.Kind.ORGANISATIONS, state=ImportBatch.State.UNDONE)
    left = {one["id"] for report in undone.values_list("report", flat=True) for one in report.get("stays", [])}
    going = with_nothing_left(left.intersection(among))
    for organisation in going:
        remove_empty_organisation(organisation=organisation, actor=actor)
    return len(going)
