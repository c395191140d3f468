"""Compose a consortium and keep what was computed, so that it can be explained later; and make a draft of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.common.digests import sha256_of
from filiera.engine.composing.faults import BadProblem
from filiera.funding.models import ComposingRun
from filiera.funding.operations.consortia import Place, begin_consortium
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.queries.composing import Asked, Composition, composition
from filiera.funding.queries.runs import said_of_run
from filiera.funding.shapes_consortia import composition_shape
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.funding.models import Call, Consortium

SOLVER = "highs-v1"
"""Name and version of how a consortium is composed; a change of the problem's making changes the version."""


def compose_consortium(
    *, asked: Asked, call: Call | None, audience: Audience, now: datetime, actor: Any = None
) -> tuple[Composition, ComposingRun]:
    """Compose the best consortium for a call and keep the run. Raises FundingRefused where it cannot be meant."""
    try:
        found = composition(asked, audience=audience)
    except BadProblem as error:
        raise FundingRefused(_bad_words(str(error))) from error
    wanted = asked.wanted
    values = {
        "lead": wanted.lead,
        "must": sorted(wanted.must),
        "must_not": sorted(wanted.must_not),
        "most": wanted.most,
        "budget_eur": wanted.budget_eur,
        "members_only": asked.members_only,
        "seconds": asked.seconds,
        "breadth": asked.is_breadth,
        "idea": asked.idea,
    }
    written = json.dumps([values, sorted(asked.weights.items()), repr(found.problem)], sort_keys=True, default=str)
    run = ComposingRun.objects.create(
        call=call,
        lead=found.gathered.organisations.get(wanted.lead or ""),
        solver=SOLVER,
        asked=values,
        digest=sha256_of(written),
        status=str(found.solution.status),
        is_strict=found.is_strict,
        objective=found.solution.objective,
        bound=found.solution.bound,
        seconds=found.solution.seconds,
        codes=[one.id for one in found.solution.chosen],
        needs=dict(asked.weights),
        result=_said(found),
        made_at=now,
        made_by=actor,
    )
    return found, run


def _said(found: Composition) -> dict[str, Any]:
    """Say a composition in each language: whoever reads it later reads their own."""
    result = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            result[code] = composition_shape(found)
    return result


def _bad_words(said: str) -> str:
    """Say in words what contradicts itself."""
    if said.startswith("no organisation: "):
        return _("There is no organisation “%(code)s” among those that you may see.") % {
            "code": said.partition(": ")[2]
        }
    return _("What you ask for contradicts itself: somebody is wanted and not wanted, or twice.")


@transaction.atomic
def draft_of_run(*, run: ComposingRun, codes: Sequence[str], name: str, now: datetime, actor: Any = None) -> Consortium:
    """Make a draft of a composition, or of one of its alternatives: `codes` are the partners.

    It leads who was to lead, else whom the composition let lead, else the first. Raises FundingRefused.
    """
    if run.call is None:
        raise FundingRefused(_("This was composed for a call on file: bring the call in first."))
    rows = {row.code: row for row in Organisation.objects.filter(code__in=list(codes), merged_into=None)}
    said = said_of_run(run).get("partners", [])
    costs = {one["id"]: one["cost_eur"] for one in said}
    led_by = [one["id"] for one in said if one["role"] == "lead" and one["id"] in codes]
    lead = run.lead or rows.get(next(iter([*led_by, *codes]), ""))
    if lead is None:
        raise FundingRefused(_("Choose who leads."), field="lead")
    places = tuple(
        Place(rows[code], cost_eur=Decimal(str(costs[code])) if costs.get(code) is not None else None)
        for code in codes
        if code in rows
    )
    made = begin_consortium(call=run.call, name=name, lead=lead, places=places, now=now, actor=actor)
    made.needs, made.summary = run.needs, str(run.asked.get("idea", ""))
    made.save(update_fields=["needs", "summary"])
    return made
