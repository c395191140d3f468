"""A consortium of the database as the judge takes it, and what may be said of its judgement to whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from filiera.common.visibility import OFFICE_AUDIENCE, PUBLIC_AUDIENCE, Audience, Visibility
from filiera.funding.adapters import judged_call
from filiera.funding.adapters_applicants import applicants
from filiera.funding.enums import PartnerState
from filiera.funding.files import places
from filiera.funding.logic.consortium import Consortium as Written
from filiera.funding.logic.judging import Judgement, judge
from filiera.funding.models.consortia import OUT
from filiera.funding.wording import reason, remedy
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from filiera.funding.logic.verdicts import Check
    from filiera.funding.models import Consortium, Partner

Values = dict[str, Any]

FIGURES_OF_ONE = frozenset({"deminimis_headroom"})
"""Rules whose reason and remedy say an organisation's own figures: those within are told only what comes of them."""

RELATED = ("organisation__stage", "organisation__municipality__province", "organisation__province")


def partners_in(consortium: Consortium) -> list[Partner]:
    """Give who counts: all but those who declined or left, who leads first."""
    rows = consortium.partners.exclude(state__in=OUT).select_related("organisation", *RELATED)
    return sorted(rows, key=lambda one: (one.state != PartnerState.LEADS, one.ordinal, one.pk))


def verdict_audience(consortium: Consortium, audience: Audience) -> Audience:
    """Give by whose knowledge a consortium is judged for a reader: the partners' who accepted, who are asked for it."""
    if audience.is_office:
        return OFFICE_AUDIENCE
    own = frozenset(audience.organisation_ids) | frozenset(consortium.owner_ids())
    return replace(
        audience, organisation_ids=own, owned_levels=frozenset({Visibility.BILATERAL}) | audience.owned_levels
    )


def common_audience(consortium: Consortium) -> Audience:
    """Give what all within may know together: what is kept or sent to all of them rests on it, and on nothing else."""
    return verdict_audience(consortium, PUBLIC_AUDIENCE)


def grounds_told(check: Check, *, with_figures: bool) -> tuple[str, str]:
    """Say why a check came out so and what would change it; nothing of it where that says the figures of one alone."""
    if check.rule in FIGURES_OF_ONE and not with_figures:
        return "", ""
    return reason(check.grounds), remedy(check.remedies)


def judged_consortium(consortium: Consortium, *, now: datetime, audience: Audience) -> Judgement:
    """Judge a consortium against its call, with what the audience may know of its partners."""
    partners = partners_in(consortium)
    written = written_consortium(consortium, partners, now=now, audience=audience)
    return judge(judged_call(consortium.call, consortium.call.rules.all()), written, places())


def written_consortium(
    consortium: Consortium, partners: Collection[Partner], *, now: datetime, audience: Audience
) -> Written:
    """Give a consortium as its file would write it."""
    day = now.astimezone(consortium.call.zone).date()
    rows = [one.organisation for one in partners if one.organisation is not None]
    known = applicants(rows, audience=audience, at=day)
    written = [_partner(one, known.partners) for one in partners]
    return Written.model_validate(
        {"project": project_of(consortium, partners), "partners": written, "links": list(known.links)}
    )


def _partner(one: Partner, known: Any) -> Values:
    """Give a partner: what the register knows of it, and what it bears here."""
    if one.organisation_id is None:
        values: Values = {
            "id": one.key,
            "name": one.name,
            "country": one.country or None,
            "kind": one.kind or None,
        }
    else:
        values = dict(known[one.organisation_id])
    activity = {
        "industrial_research_eur": _amount(one.industrial_research_eur),
        "experimental_development_eur": _amount(one.experimental_development_eur),
    }
    return values | {
        "lead": one.state == PartnerState.LEADS,
        "cost_eur": _amount(one.cost_eur),
        "activity": activity if any(value is not None for value in activity.values()) else None,
    }


def project_of(consortium: Consortium, partners: Collection[Partner]) -> Values:
    """Give the project: its cost is the sum of what partners bear, where that is known of all."""
    has_trl = consortium.trl_start is not None or consortium.trl_end is not None
    return {
        "cost_eur": _amount(known_sum([one.cost_eur for one in partners])),
        "duration_months": consortium.duration_months,
        "trl": {"start": consortium.trl_start, "end": consortium.trl_end} if has_trl else None,
        "s3_priority": consortium.s3_priority or None,
        "start_on": consortium.start_on.isoformat() if consortium.start_on else None,
        "submitted_at": consortium.submitted_at.isoformat() if consortium.submitted_at else None,
        "documents": consortium.documents,
        "plan_sections": consortium.plan_sections,
        "outputs": consortium.outputs,
        "inkind_pct": _amount(consortium.inkind_pct),
        "civil_only": consortium.civil_only,
        "research_may_publish": consortium.research_may_publish,
        "wide_dissemination": consortium.wide_dissemination,
        "supplier": _supplier(consortium),
    }


def _supplier(consortium: Consortium) -> Values | None:
    if not consortium.supplier_name:
        return None
    found = Organisation.objects.filter(name__iexact=consortium.supplier_name, merged_into=None).order_by("pk").first()
    return {"id": found.code if found else consortium.supplier_name, "kind": consortium.supplier_kind or None}


def known_sum(amounts: Collection[Decimal | None]) -> Decimal | None:
    """Add amounts up; None where one is not known, or there is none."""
    known = [one for one in amounts if one is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None


def _amount(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
