"""How much aid a consortium may get: intensity by size, kind and activity, bonuses, caps; by partner, to the cent.

Source of what is not in the call: Regulation (EU) 651/2014 (GBER) as amended by Regulation (EU) 2023/1315, article 25(5)
and (6): industrial research 50 %, experimental development 25 %, fundamental research 100 %, feasibility studies 50 %; 20
points more for small and 10 for medium enterprises, 15 for effective collaboration or wide dissemination, at most 80 %.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from filiera.funding.logic.call import Rates
from filiera.funding.logic.case import Case
from filiera.funding.logic.consortium import Partner
from filiera.funding.logic.kinds import said_by
from filiera.funding.logic.verdicts import every, some, tally

CENT = Decimal("0.01")
WHOLE = Decimal(100)
ACTIVITIES = ("industrial_research", "experimental_development", "fundamental_research", "feasibility")
GBER_RATES: Mapping[str, Decimal] = {
    "industrial_research": Decimal(50),
    "experimental_development": Decimal(25),
    "fundamental_research": Decimal(100),
    "feasibility": Decimal(50),
}
SIZE_BONUS = {"micro": Decimal(20), "small": Decimal(20), "medium": Decimal(10), "large": Decimal(0)}
COLLABORATION_BONUS = Decimal(15)
BONUS_CAP = Decimal(80)
MOST_OF_ONE = Decimal(70)
"""No single enterprise bears more, in percent, where collaboration is effective."""
LEAST_OF_RESEARCH = Decimal(10)
"""Research bodies bear at least so much, in percent, where collaboration with them is effective."""


def cents(amount: Decimal) -> Decimal:
    """Round to the cent, half up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class PartnerAid:
    """The aid of a partner: rate in percent and grant by it before caps, grant in euro after them; None is not known."""

    id: str
    intensity_pct: Decimal | None
    grant_eur: Decimal | None
    by_rate_eur: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Aid:
    """The aid of all: `uncapped_eur` is what the rates alone come to."""

    max_grant_eur: Decimal | None
    uncapped_eur: Decimal | None
    by_partner: tuple[PartnerAid, ...]

    def of(self, ids: Iterable[str]) -> Decimal | None:
        """Give the sum of some partners' grants; None where one is not known."""
        wanted = set(ids)
        found = [one.grant_eur for one in self.by_partner if one.id in wanted]
        known = [one for one in found if one is not None]
        return sum(known, Decimal(0)) if len(known) == len(found) else None


@dataclass(frozen=True)
class AidOf:
    """Works out the aid of a case."""

    case: Case

    @cached_property
    def costs(self) -> dict[str, Decimal | None]:
        """Give the cost of each partner: its share of the project's where only that is known; who applies alone bears all."""
        whole = self.case.consortium.project.cost_eur

        def of(one: Partner) -> Decimal | None:
            share = WHOLE if len(self.case.partners) == 1 else one.share_pct
            if one.cost_eur is not None or share is None or whole is None:
                return one.cost_eur
            return cents(whole * share / WHOLE)

        return {one.id: of(one) for one in self.case.partners}

    @cached_property
    def borne(self) -> dict[str, Decimal | None]:
        """Give what part of the cost each partner bears: in euro where that is known of all, else in percent where it is."""
        shares = {one.id: one.share_pct for one in self.case.partners}
        is_by_share = self.sum_of_costs is None and any(share is not None for share in shares.values())
        return shares if is_by_share else self.costs

    @cached_property
    def whole_borne(self) -> Decimal | None:
        """Give what those parts come to; None where one is not known."""
        known = [part for part in self.borne.values() if part is not None]
        return sum(known, Decimal(0)) if self.case.partners and len(known) == len(self.borne) else None

    @property
    def whole(self) -> Decimal | None:
        """Give of what the parts are parts: what they come to, else all of the cost."""
        if self.whole_borne is not None:
            return self.whole_borne
        return self.case.consortium.project.cost_eur if self.borne is self.costs else WHOLE

    @cached_property
    def total_cost(self) -> Decimal | None:
        """Give the cost of the project: what is declared, else what the partners' come to."""
        declared = self.case.consortium.project.cost_eur
        return declared if declared is not None else self.sum_of_costs

    @cached_property
    def sum_of_costs(self) -> Decimal | None:
        """Give what the partners' costs come to; None where one is not known."""
        known = [cost for cost in self.costs.values() if cost is not None]
        return sum(known, Decimal(0)) if self.case.partners and len(known) == len(self.costs) else None

    @cached_property
    def known_cost(self) -> Decimal:
        """Give what the costs that are known come to."""
        return sum((cost for cost in self.costs.values() if cost is not None), Decimal(0))

    def aid(self) -> Aid:
        """Give the aid of the case."""
        raw = {one.id: self._of_partner(one) for one in self.case.partners}
        grants = {key: grant for key, (_rate, grant) in raw.items()}
        if not self.case.partners:
            return Aid(None, None, ())
        uncapped = self._sum_here(grants)
        total, grants = self._capped(self._with_fixed(grants))
        if uncapped is None:
            uncapped = self._at_one_rate({rate for rate, _grant in raw.values()})
            total = self._under_caps(uncapped)
        found = tuple(PartnerAid(key, rate, grants[key], grant) for key, (rate, grant) in raw.items())
        return Aid(total, uncapped, found)

    def _at_one_rate(self, rates: set[Decimal | None]) -> Decimal | None:
        """Give what one rate for all comes to on the cost of the project, whoever bears it; None where rates differ."""
        rules, cost = self.case.call.rules, self.case.consortium.project.cost_eur
        rate = rates.pop() if len(rates) == 1 else None
        is_by_share = rules.intensity is not None and not set(rules.intensity) & set(ACTIVITIES)
        if rate is None or cost is None or not is_by_share or rules.fixed_grant_max is not None:
            return None
        if any(one.other_aid_eur for one in self.case.partners) or (rules.grant_max and rules.grant_max.partner):
            return None
        return cents(cost * rate / WHOLE)

    def _of_partner(self, partner: Partner) -> tuple[Decimal | None, Decimal | None]:
        """Give rate and grant of a partner before the caps of the call."""
        rules, cost = self.case.call.rules, self.costs[partner.id]
        rates: Rates | None = rules.intensity
        if rates is None and rules.national_rates:
            rates = rules.national_rates.get(partner.country or "")
            if rates is None:
                return None, None
        if rates is None:
            rates = self._rates_in_default()
        if rates is None:
            gives_nothing = self.case.call.aid.casefold() == "none"
            return (None, cost) if self._pays() else (None, Decimal(0) if gives_nothing else None)
        if set(rates) & set(ACTIVITIES):
            return self._by_activity(partner, rates)
        rate = self._rate(partner, rates)
        return rate, None if rate is None or cost is None else self._less_other_aid(partner, cents(cost * rate / WHOLE))

    def _rates_in_default(self) -> Rates | None:
        rules = self.case.call.rules
        if rules.support_share_max is not None:
            return {"any": rules.support_share_max}
        is_gber = self.case.call.aid.casefold().startswith("gber25")
        return dict(GBER_RATES) if is_gber and rules.support_max is None and rules.grant_max is None else None

    def _pays(self) -> bool:
        rules = self.case.call.rules
        sums = (rules.grant_max, rules.support_max, rules.fixed_grant_max, rules.grant_range, rules.per_sme_total_max)
        return any(one is not None for one in sums)

    def _rate(self, partner: Partner, rates: Rates) -> Decimal | None:
        """Give the rate of a partner by size and kind: the most particular that the call has."""
        said = said_by(partner.kind)
        if said is None:
            return rates["any"] if set(rates) == {"any"} else None
        if said.is_company:
            first = ["nonprofit"] if partner.nonprofit else []
            found = {self._by_names(rates, [*first, *_names_of_size(size)]) for size in self.case.sizes(partner)}
            return found.pop() if len(found) == 1 else None
        names = [str(partner.kind), *(["research"] if said.is_research else [])]
        if self.case.is_kind(partner, "nonprofit"):
            names.append("nonprofit")
        return self._by_names(rates, [*names, "other", "any"])

    def _by_names(self, rates: Rates, names: Iterable[str]) -> Decimal | None:
        return next((rates[name] for name in names if rates.get(name) is not None), None)

    def _by_activity(self, partner: Partner, rates: Rates) -> tuple[Decimal | None, Decimal | None]:
        """Give rate and grant by what a partner's costs are for, with the bonuses where the aid is of GBER article 25."""
        bonus: Decimal | None = Decimal(0)
        if self.case.call.aid.casefold().startswith("gber25"):
            bonus = self._bonus(partner)
        activity, grant, cost = partner.activity, Decimal(0), Decimal(0)
        if activity is None or bonus is None:
            return None, None
        for name in ACTIVITIES:
            part: Decimal | None = getattr(activity, name)
            if part is None:
                if f"{name}_eur" in activity.model_fields_set or name in ACTIVITIES[:2]:
                    return None, None
                continue
            rate = rates.get(name)
            if rate is None:
                if part:
                    return None, None
                continue
            grant += part * (rate if rate >= BONUS_CAP else min(rate + bonus, BONUS_CAP)) / WHOLE
            cost += part
        rate = grant / cost * WHOLE if cost else Decimal(0)
        return rate, self._less_other_aid(partner, cents(grant))

    def _bonus(self, partner: Partner) -> Decimal | None:
        """Give the points that are added for size and collaboration."""
        said = said_by(partner.kind)
        collaboration = COLLABORATION_BONUS if self.is_effective else Decimal(0)
        if said is None:
            return None
        if not said.is_company:
            return collaboration
        found = {SIZE_BONUS[size] for size in self.case.sizes(partner)}
        return found.pop() + collaboration if len(found) == 1 else None

    @cached_property
    def is_effective(self) -> bool | None:
        """Tell whether collaboration is effective, or results are widely spread; what is not known adds nothing.

        Source: GBER, article 25(6)(b).
        """
        project = self.case.consortium.project
        return some((project.wide_dissemination, self._among_enterprises(), self._with_research()))

    def _among_enterprises(self) -> bool | None:
        """Tell whether independent enterprises work together, one an SME or in two countries, none above 70 % of the cost."""
        case = self.case
        firms = [one for one in case.partners if case.is_kind(one, "company")]
        total = self.whole_borne
        if len(firms) < 2 or not total:
            return False if len(firms) < 2 else None
        groups = {case.ties.most.undertaking_of(one.id) for one in firms}
        if not case.ties.is_known:
            return None
        countries = {one.country for one in firms if one.country}
        across = self._across(countries)
        by_group = [
            sum((self.borne[one.id] or Decimal(0) for one in firms if one.id in group), Decimal(0)) for group in groups
        ]
        return every(
            (
                len(groups) > 1,
                some((some(case.is_kind(one, "sme") for one in firms), across)),
                all(cost * WHOLE <= total * MOST_OF_ONE for cost in by_group),
            )
        )

    def _across(self, countries: set[str]) -> bool | None:
        """Tell whether it is done in two Member States, or in one and in another of the European Economic Area."""
        places = self.case.places
        inside = tally(some((places.in_countries(one, "MS"), places.in_countries(one, "EEA"))) for one in countries)
        return every((inside.at_least(2), some(places.in_countries(one, "MS") for one in countries)))

    def _with_research(self) -> bool | None:
        """Tell whether enterprises work with research bodies that bear 10 % of the cost and may publish what they find."""
        case, total = self.case, self.whole_borne
        firms = some(case.is_kind(one, "company") for one in case.partners)
        bodies = [one for one in case.partners if case.is_kind(one, "research")]
        if not bodies or firms is False:
            return False
        if not total:
            return None
        borne = sum((self.borne[one.id] or Decimal(0) for one in bodies), Decimal(0))
        may_publish = case.consortium.project.research_may_publish
        return every((firms, borne * WHOLE >= total * LEAST_OF_RESEARCH, may_publish))

    def _less_other_aid(self, partner: Partner, grant: Decimal) -> Decimal:
        """Take off what a partner gets for the same costs elsewhere. Source: GBER, article 8(3)."""
        return max(grant - (partner.other_aid_eur or Decimal(0)), Decimal(0))

    def _with_fixed(self, grants: dict[str, Decimal | None]) -> dict[str, Decimal | None]:
        """Add the fixed part to the lead's, never beyond the cost."""
        fixed, lead = self.case.call.rules.fixed_grant_max, self.case.lead
        if fixed is None or lead is None:
            return grants
        own, cost = grants[lead.id], self.costs[lead.id]
        with_it = None if own is None or cost is None else min(own + fixed, cost)
        return grants | {lead.id: with_it}

    def _capped(self, grants: dict[str, Decimal | None]) -> tuple[Decimal | None, dict[str, Decimal | None]]:
        """Apply the caps: of a partner, then of all, shared in proportion to the cent."""
        rules = self.case.call.rules
        own = rules.grant_max.partner if rules.grant_max else None
        if own is not None:
            grants = {key: None if one is None else min(one, own) for key, one in grants.items()}
        total = self._sum_here(grants)
        cap = self._under_caps(total)
        if cap is None or total is None or total <= cap:
            return total, grants
        shared = {key: None if one is None else cents(one * cap / total) for key, one in grants.items()}
        return cap, shared

    def _under_caps(self, total: Decimal | None) -> Decimal | None:
        """Cut what all get together to the most that the call gives; None stays not known."""
        rules = self.case.call.rules
        of_all = (
            rules.grant_max.project if rules.grant_max else None,
            rules.support_max,
            rules.grant_range[1] if rules.grant_range else None,
        )
        return None if total is None else min(one for one in (total, *of_all) if one is not None)

    def _sum_here(self, grants: Mapping[str, Decimal | None]) -> Decimal | None:
        """Add up what this call pays; partners whose own country pays them are left out. None where one is not known."""
        national, rates = self.case.call.rules.national_rates, self.case.call.rules.intensity
        countries = {one.id: one.country for one in self.case.partners}
        is_national = rates is None and bool(national)
        is_elsewhere = {
            key: is_national and country is not None and country not in national for key, country in countries.items()
        }
        found = [grant for key, grant in grants.items() if not is_elsewhere[key]]
        known = [one for one in found if one is not None]
        return sum(known, Decimal(0)) if len(known) == len(found) else None


def _names_of_size(size: str) -> list[str]:
    """Give the names under which a call may have the rate of a size, the most particular first."""
    names = {"micro": ["micro", "small", "sme"], "small": ["small", "sme"], "medium": ["medium", "sme"]}
    return [*names.get(size, ["large"]), "company", "any"]
