"""Those who could apply to a call, as the optimiser takes them: organisations, what each can do, as the audience knows it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from filiera.competence.enums import Verdict
from filiera.competence.filters import current_organisations
from filiera.competence.models import Claim
from filiera.competence.models.claims import HELD_AT
from filiera.funding.adapters_applicants import applicants
from filiera.funding.adapters_composing import Pool
from filiera.funding.queries.needs import strengths_of
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.funding.adapters_applicants import Applicants

RELATED = ("stage", "municipality__province", "province")


@dataclass(frozen=True, slots=True)
class Gathered:
    """Organisations that could apply, by public id, as applicants and as the optimiser's pool."""

    organisations: Mapping[str, Organisation]
    applicants: Applicants
    pool: Pool


def gather(
    weights: Mapping[str, float],
    *,
    audience: Audience,
    at: date,
    members_only: bool = True,
    also: Collection[str] = (),
) -> Gathered:
    """Gather the members, and those who are named, with their strength in each competence that is asked for."""
    rows = current_organisations(audience)
    if members_only:
        rows = rows.filter(Q(member_since_on__lte=at) | Q(code__in=list(also)))
    found = list(rows.select_related(*RELATED).order_by("code"))
    known = applicants(found, audience=audience, at=at)
    consortium = known.consortium([row.pk for row in found])
    held = strengths_of([row.pk for row in found], list(weights), audience)
    strengths = {row.code: held[row.pk] for row in found if row.pk in held}
    pool = Pool(
        partners=tuple(consortium.partners or ()),
        links=tuple(consortium.links or ()),
        strengths=strengths,
        weights=weights,
    )
    return Gathered({row.code: row for row in found}, known, pool)


def outside(
    competences: Collection[str], *, audience: Audience, besides: Collection[str]
) -> dict[str, tuple[Organisation, float]]:
    """Give, by competence, who holds it most strongly among all others; nothing where nobody does."""
    rows = current_organisations(audience).exclude(code__in=list(besides))
    claims = Claim.objects.visible_to(audience).exclude(verdict=Verdict.REFUSED)
    held = claims.filter(organisation__in=rows, competence__in=list(competences), strength__gte=HELD_AT)
    found: dict[str, tuple[Organisation, float]] = {}
    for claim in held.select_related("organisation").order_by("-strength", "organisation__code"):
        found.setdefault(claim.competence_id, (claim.organisation, claim.strength))
    return found
