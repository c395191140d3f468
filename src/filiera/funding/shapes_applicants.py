"""What an organisation says of itself for calls, for programs: amounts in euro, null where nobody has said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filiera.funding.shapes import number

if TYPE_CHECKING:
    from filiera.funding.models import ApplicantProfile, DeMinimisAward, Recognition, Shareholding
    from filiera.funding.queries.applicants import Said

Shape = dict[str, Any]
AS_SAID = (
    *("figures_year", "accounts_filed", "women_or_youth", "legal_personality", "is_nonprofit", "is_innovative"),
    *("in_difficulty", "operating_seats", "other_applications", "shares_known", "awards_known", "recognitions_known"),
)
AMOUNTS = ("headcount", "turnover_eur", "balance_sheet_eur")


def applicant_shape(profile: ApplicantProfile, said: Said) -> Shape:
    """Give what an organisation says of itself, with the numbers by which a line of it is taken away."""
    return {
        "organisation": profile.organisation.code,
        **{name: number(getattr(profile, name)) for name in AMOUNTS},
        **{name: getattr(profile, name) for name in AS_SAID},
        "shares": [_share(one) for one in said.shares],
        "awards": [_award(one) for one in said.awards],
        "recognitions": [_recognition(one) for one in said.recognitions],
        "de_minimis_counted_eur": number(said.counted_eur),
        "de_minimis_left_eur": number(said.left_eur),
    }


def _share(one: Shareholding) -> Shape:
    return {
        "id": one.pk,
        "holder": one.holder.code if one.holder else None,
        "name": one.holder.name if one.holder else one.holder_name,
        "share_pct": float(one.share_pct),
    }


def _award(one: DeMinimisAward) -> Shape:
    return {
        "id": one.pk,
        "granted_on": one.granted_on.isoformat(),
        "amount_eur": number(one.amount_eur),
        "measure": one.measure,
    }


def _recognition(one: Recognition) -> Shape:
    since = one.since_on.isoformat() if one.since_on else None
    return {"id": one.pk, "name": one.name, "state": one.state, "since_on": since}
