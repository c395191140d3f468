"""Everything that hangs on an organisation, in whatever feature: found in the models, not listed by hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from filiera.registry.models import DuplicateDecision, ImportRow, Organisation

LEFT = frozenset({"registry.Merge.kept", "registry.Merge.gone"})
"""Foreign keys that a merge does not move: they tell the history of merges."""

GOES_ALONG = frozenset({DuplicateDecision._meta.label, ImportRow._meta.label})
"""What hangs on an organisation without being a reason to keep it: answers about it, and rows that only point at it."""


@dataclass(frozen=True, slots=True)
class Dependent:
    """A foreign key: the model that holds it and the field's name."""

    model: type[models.Model]
    field: str

    @property
    def label(self) -> str:
        """Give its name, as `app.Model.field`."""
        return f"{self.model._meta.label}.{self.field}"

    def rows(self, ids: Collection[Any]) -> models.QuerySet[Any]:
        """Give the rows that hang on any of the objects."""
        return self.model._base_manager.filter(**{f"{self.field}__in": list(ids)})


def dependents_of(model: type[models.Model]) -> tuple[Dependent, ...]:
    """List the foreign keys to a model, hidden ones too, in a stable order."""
    found = [
        Dependent(relation.related_model, relation.field.name)  # type: ignore[union-attr, arg-type]
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
    ]
    return tuple(sorted(found, key=lambda one: one.label))


def organisation_dependents() -> tuple[Dependent, ...]:
    """List the foreign keys to an organisation."""
    return dependents_of(Organisation)


def in_chunks(ids: Collection[int], size: int = 500) -> Iterator[list[int]]:
    """Cut ids into lists that a query can take."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def held_by(
    organisation_ids: Collection[int], *, but: Mapping[str, Collection[int]], without: Collection[str]
) -> dict[int, Counter[str]]:
    """Count what hangs on organisations, by model label; an organisation on which nothing hangs is left out.

    Rows in `but` (ids by label) and whole models in `without` do not count. A few queries for each foreign key.
    """
    held: dict[int, Counter[str]] = defaultdict(Counter)
    for dependent in organisation_dependents():
        label = dependent.model._meta.label
        if label in without:
            continue
        own = but.get(label, ())
        for ids in in_chunks(organisation_ids):
            for pk, owner in dependent.rows(ids).values_list("pk", f"{dependent.field}_id"):
                if pk not in own:
                    held[owner][label] += 1
    return dict(held)
