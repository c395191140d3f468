"""Organisations of which nothing is left but the way in which they were entered: what brought them was taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filiera.registry.enums import FactField
from filiera.registry.models import Alias, Fact, Identifier, ImportBatch, ImportRow, Organisation
from filiera.registry.queries.dependents import GOES_ALONG, held_by, in_chunks

if TYPE_CHECKING:
    from collections.abc import Collection

SAID_ON_ENTRY = (FactField.KIND, FactField.COUNTRY, FactField.TOWN)
"""What an organisation entered by its name in the evidence is said to be: by itself no reason to keep it."""

NAMES_ALONE = frozenset({Fact._meta.label, Alias._meta.label, Identifier._meta.label})


def is_left_with_nothing(organisation: Organisation) -> bool:
    """Tell whether an organisation may be taken out of the register."""
    return bool(with_nothing_left([organisation.pk]))


def with_nothing_left(ids: Collection[int]) -> list[Organisation]:
    """Give, by name, those of some organisations of which nothing is left: no evidence, nobody, no merge, no file in the
    register that speaks of them, no fact but those of their entry. A few queries for each foreign key.
    """
    bare: set[int] = set()
    for some in in_chunks(ids):
        found = Organisation.objects.filter(pk__in=some, merged_into=None)
        told = Fact.objects.filter(organisation__in=some).exclude(field__in=SAID_ON_ENTRY)
        rows = ImportRow.objects.filter(applied=True, organisation__in=some).exclude(
            batch__state=ImportBatch.State.UNDONE
        )
        known = told.values_list("organisation_id", flat=True).union(rows.values_list("organisation_id", flat=True))
        bare |= set(found.values_list("pk", flat=True)) - {pk for pk in known if pk is not None}
    bare -= held_by(bare, but={}, without=GOES_ALONG | NAMES_ALONE).keys()
    return list(Organisation.objects.filter(pk__in=bare).order_by("search_name", "pk"))
