"""Organisations of the register as those who would apply: what the audience may know of each, null where nobody knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from filiera.funding.logic.consortium import Consortium
from filiera.funding.models import ApplicantProfile, DeMinimisAward, Recognition, Shareholding
from filiera.governance.models import Member
from filiera.governance.queries.members import member_rows
from filiera.governance.queries.statutes import charter_on
from filiera.registry.enums import Kind, SiteKind
from filiera.registry.models import AtecoCode, Organisation, Site

if TYPE_CHECKING:
    from filiera.common.visibility import Audience

Values = dict[str, Any]

KINDS = {
    Kind.COMPANY: "company",
    Kind.UNIVERSITY: "university",
    Kind.RESEARCH_BODY: "research",
    Kind.ITS: "its",
    Kind.ASSOCIATION: "association",
    Kind.PUBLIC_BODY: "public_body",
}
"""What kinds of the register are for calls; of the others a call knows nothing."""

OWNED_BY_NOBODY = frozenset({Kind.UNIVERSITY, Kind.RESEARCH_BODY, Kind.ITS, Kind.ASSOCIATION, Kind.PUBLIC_BODY})
"""Kinds without capital that somebody could hold."""

SOMEBODY = "?"
"""Whoever may hold shares of those whose shareholders nobody has written down: one for all, as it may be one."""

WORKING_SITES = (SiteKind.OPERATING_SEAT, SiteKind.PLANT, SiteKind.LABORATORY)


@dataclass(frozen=True, slots=True)
class Applicants:
    """Organisations as partners, by id of the register, and the shares that tie them, as a consortium file has them."""

    partners: Mapping[int, Values]
    links: tuple[Values, ...]

    def consortium(
        self,
        organisation_ids: Sequence[int],
        *,
        lead: int | None = None,
        project: Values | None = None,
        more: Mapping[str, Values] | None = None,
    ) -> Consortium:
        """Give some of them as a consortium; `more` holds, by public id, what a partner brings besides."""
        partners = []
        for pk in organisation_ids:
            values = dict(self.partners[pk])
            if lead is not None:
                values["lead"] = pk == lead
            partners.append(values | (more or {}).get(values["id"], {}))
        return Consortium.model_validate({"project": project or {}, "partners": partners, "links": list(self.links)})


def applicants(organisations: Iterable[Organisation], *, audience: Audience, at: date) -> Applicants:
    """Give organisations as those who would apply on a day: a dozen queries, however many they are.

    Figures, shares, awards and recognitions are an organisation's own: of others than the audience's they are not known.
    """
    rows = list(organisations)
    ids = [row.pk for row in rows]
    own = _Own(ids, audience)
    facts = _Facts(ids, at)
    return Applicants(
        partners={row.pk: _partner(row, own, facts) for row in rows},
        links=tuple(own.links({row.pk: row for row in rows})),
    )


class _Facts:
    """What the public register says of many organisations."""

    def __init__(self, ids: Collection[int], at: date) -> None:
        self.codes: dict[int, list[str]] = defaultdict(list)
        for row in AtecoCode.objects.filter(organisation__in=ids).order_by("-edition", "code"):
            self.codes[row.organisation_id].append(f"{row.edition}:{row.code}")
        self.seats: dict[int, list[str]] = defaultdict(list)
        sites = Site.objects.filter(organisation__in=ids, kind__in=WORKING_SITES, municipality__isnull=False)
        for pk, nuts in sites.values_list("organisation_id", "municipality__province__nuts3"):
            if nuts and nuts not in self.seats[pk]:
                self.seats[pk].append(nuts)
        self.since = _members_since(ids, at)


def _members_since(ids: Collection[int], at: date) -> dict[int, date]:
    """Give since when each is a member, later by the days of suspension that the statute does not count."""
    found: dict[int, date] = {}
    members = Member.objects.filter(organisation__in=ids, admitted_on__lte=at)
    counts_all = charter_on(at).seniority.suspended_counts
    for row in member_rows(members, at, "it"):
        standing = row.standing
        if not standing.is_member or standing.admitted_on is None:
            continue
        lost = 0 if counts_all else sum(((one.end or at) - one.start).days for one in standing.suspensions)
        found[row.member.organisation_id] = standing.admitted_on + timedelta(days=lost)
    return found


class _Own:
    """What organisations say of themselves for calls, as far as the audience may know it."""

    def __init__(self, ids: Collection[int], audience: Audience) -> None:
        profiles = ApplicantProfile.objects.visible_to(audience).filter(organisation__in=ids)
        self.profiles = {row.organisation_id: row for row in profiles}
        self.awards: dict[int, list[Values]] = defaultdict(list)
        for one in DeMinimisAward.objects.visible_to(audience).filter(organisation__in=ids):
            said = {"granted_on": one.granted_on.isoformat(), "amount_eur": str(one.amount_eur)}
            self.awards[one.organisation_id].append(said)
        self.recognitions: dict[int, list[Values]] = defaultdict(list)
        for given in Recognition.objects.visible_to(audience).filter(organisation__in=ids):
            self.recognitions[given.organisation_id].append({"name": given.name, "state": given.state.lower()})
        self.shares = list(
            Shareholding.objects.visible_to(audience)
            .filter(Q(held__in=ids) | Q(holder__in=ids))
            .select_related("holder", "held")
        )

    def links(self, rows: Mapping[int, Organisation]) -> list[Values]:
        """Give the shares that are known, and one that is not for each whose shareholders nobody has written down."""
        found: list[Values] = [
            {
                "from": one.holder.code if one.holder else f"={one.holder_name}",
                "to": one.held.code,
                "share_pct": str(one.share_pct),
            }
            for one in self.shares
        ]
        for pk, row in rows.items():
            profile = self.profiles.get(pk)
            if row.kind not in OWNED_BY_NOBODY and (profile is None or not profile.shares_known):
                found.append({"from": SOMEBODY, "to": row.code, "share_pct": None})
        return found


def _partner(row: Organisation, own: _Own, facts: _Facts) -> Values:
    province = row.municipality.province if row.municipality else row.province
    since = facts.since.get(row.pk)
    profile = own.profiles.get(row.pk)
    values: Values = {
        "id": row.code,
        "name": row.name,
        "kind": KINDS.get(Kind(row.kind)),
        "size": row.size.lower() or None,
        "country": row.country or ("IT" if province else None),
        "region": (province.nuts3 or None) if province else None,
        "operating_seats": facts.seats.get(row.pk) or None,
        "ateco": facts.codes.get(row.pk) or None,
        "ctl_member_since": since.isoformat() if since else "never",
        "headcount": row.employees,
        "recognitions": own.recognitions.get(row.pk),
    }
    awards = own.awards.get(row.pk)
    if profile is None:
        return values
    values |= {
        "headcount": str(profile.headcount) if profile.headcount is not None else row.employees,
        "turnover_eur": _plain(profile.turnover_eur),
        "balance_sheet_eur": _plain(profile.balance_sheet_eur),
        "accounts_filed": profile.accounts_filed,
        "women_or_youth": profile.women_or_youth,
        "legal_personality": profile.legal_personality,
        "nonprofit": profile.is_nonprofit,
        "innovative": profile.is_innovative,
        "in_difficulty": profile.in_difficulty,
        "operating_seats": _joined(values["operating_seats"], profile.operating_seats),
        "other_applications": profile.other_applications,
        "de_minimis_awards": (awards or []) if profile.awards_known else None,
        "recognitions": own.recognitions.get(row.pk, [] if profile.recognitions_known else None),
    }
    return values


def _joined(found: list[str] | None, said: list[str] | None) -> list[str] | None:
    """Give the seats of the register with those that it says itself; none known where neither says any."""
    if said is None:
        return found
    return list(dict.fromkeys([*(found or []), *said]))


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)
