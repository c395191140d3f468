"""Which solvers may be the same organisation as another that a need has to do with, so that nobody is asked twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from filiera.registry.models import Organisation
from filiera.registry.queries.twins import twins_among

if TYPE_CHECKING:
    from filiera.exchange.models import Need


def twins_for(need: Need, ids: Sequence[int]) -> dict[int, tuple[Organisation, ...]]:
    """Give, of some solvers by id in their order, the organisations that each may be the same as.

    Those are whoever asks, whom it keeps out, who was asked already, and the solvers before it.
    """
    asked = need.matches.filter(asked_at__isnull=False).values_list("solver_id", flat=True)
    kept_out = need.exclusions.values_list("organisation_id", flat=True)
    standing = {need.organisation_id, *asked, *kept_out}
    twins = twins_among({*standing, *ids})
    rows = Organisation.objects.in_bulk({pk for found in twins.values() for pk in found})
    given: dict[int, tuple[Organisation, ...]] = {}
    before = set(standing)
    for pk in ids:
        given[pk] = tuple(rows[one] for one in sorted(twins.get(pk, set()) & before))
        before.add(pk)
    return given
