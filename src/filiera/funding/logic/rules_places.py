"""Rules about where partners are: countries, regions, seats and the area of a programme."""

from __future__ import annotations

from typing import Any

from filiera.funding.logic.asked import Answer, Asked, about
from filiera.funding.logic.call import Countries, RegionKinds, Regions, Seat
from filiera.funding.logic.consortium import Partner
from filiera.funding.logic.places import is_within
from filiera.funding.logic.verdicts import Tally, every, ground, some, tally

AREA = "PROGRAMME_AREA"


def _stands_in(asked: Asked, country: str | None, wanted: list[str]) -> bool | None:
    """Tell whether a country is one of the codes, or on one of the lists; a list that we do not have may hold it."""
    lists = asked.case.places.countries
    is_list = {one: one in lists or len(one) != 2 for one in wanted}
    codes = [one for one in wanted if not is_list[one]]
    answers = [asked.case.places.in_countries(country, one) for one in wanted if is_list[one]]
    return some([*answers, asked.case.places.in_countries(country, codes)] if codes or not answers else answers)


def min_countries(asked: Asked, rule: Countries) -> Answer:
    """Enough countries of a list, and one at least of another."""
    case = asked.case
    if not case.knows_partners:
        return Answer(None, (ground("no-partners"),), (ground("say-partners"),))
    found = _countries(asked, rule.of)
    enough = found.at_least(rule.n or 0)
    any_ = "any-" if rule.of is None else ""
    grounds = [ground(f"{any_}countries", n=_spoken(found), least=rule.n or 0, of=_name(rule.of))]
    remedies = []
    if enough is False:
        remedies.append(ground(f"add-{any_}countries", n=(rule.n or 0) - found.possible, of=_name(rule.of)))
    anchor: bool | None = True
    if rule.at_least_one is not None:
        anchor = some(_stands_in(asked, partner.country, rule.at_least_one) for partner in case.partners)
        code = {True: "one-there", False: "one-missing", None: "one-unknown"}[anchor]
        grounds.append(ground(code, of=_name(rule.at_least_one)))
        if anchor is False:
            remedies.append(ground("add-one-of", of=_name(rule.at_least_one)))
    holds = every((enough, anchor))
    if holds is None:
        remedies.append(ground("say-countries"))
    return Answer(holds, tuple(grounds), tuple(remedies))


def _countries(asked: Asked, of: list[str] | None) -> Tally:
    """Count the different countries of a list; whoever's country is not known may bring another."""
    certain, doubtful, nameless = set(), set(), 0
    for partner in asked.case.partners:
        answer = _counts(asked, partner, of)
        if partner.country is None:
            nameless += answer is not False
        elif answer:
            certain.add(partner.country)
        elif answer is None:
            doubtful.add(partner.country)
    return Tally(len(certain), len(certain | doubtful) + nameless)


def _counts(asked: Asked, partner: Partner, of: list[str] | None) -> bool | None:
    if of is None:
        return True if partner.country else None
    if of == [AREA]:
        return asked.case.in_area(partner, is_at_home=True)
    return _stands_in(asked, partner.country, of)


def countries(asked: Asked, of: list[str]) -> Answer:
    """Every partner is established in a country of the list."""
    return about(
        asked, "all", lambda one: _counts(asked, one, of), code="country", remedy="replace-abroad", of=_name(of)
    )


def min_regions(asked: Asked, rule: Regions) -> Answer:
    """Enough different regions, of level 2 of NUTS unless the call says another."""
    case, length = asked.case, 2 + rule.level
    if not case.knows_partners:
        return Answer(None, (ground("no-partners"),), (ground("say-partners"),))
    exact = {one.region[:length] for one in case.partners if one.region and len(one.region) >= length}
    vague = [one for one in case.partners if not one.region or len(one.region) < length]
    # A code too coarse to tell brings a region of its own where no exact one lies in it.
    coarse = {one.region for one in vague if one.region and not any(code.startswith(one.region) for code in exact)}
    apart = {one for one in coarse if not any(one != other and one.startswith(other) for other in coarse)}
    found = Tally(len(exact) + len(apart), len(exact) + len(vague))
    holds = found.at_least(rule.n or 0)
    remedy = (
        ground("add-regions", n=max((rule.n or 0) - found.possible, 0))
        if holds is False
        else ground("say-regions", names=asked.names(vague))
    )
    words = ground("regions", n=_spoken(found), least=rule.n or 0)
    return Answer(holds, (words,), () if holds else (remedy,))


def seat_region(asked: Asked, rule: Seat) -> Answer:
    """Whoever must has an operating seat in the region: at application, or by acceptance."""
    code = rule.code or ""

    def has(partner: Partner) -> bool | None:
        seats = partner.operating_seats
        here = None if seats is None else some(is_within(seat, code) for seat in seats)
        if here or rule.when == "application":
            return here
        planned = some(is_within(seat, code) for seat in partner.planned_seats or ())
        return True if planned else None  # until acceptance there is time

    if rule.who in ("any", "one", "at_least_one"):
        return _somebody(asked, has, code)
    key = "seat" if rule.when == "application" else "later-seat"
    return about(asked, rule.who, has, code=key, remedy="open-seat", region=code)


def _somebody(asked: Asked, has: Any, code: str) -> Answer:
    holds = some(has(one) for one in asked.case.partners) if asked.case.partners else None
    key = {True: "one-seat-yes", False: "one-seat-no", None: "one-seat-unknown"}[holds]
    return Answer(holds, (ground(key, region=code),), () if holds else (ground("open-one-seat", region=code),))


def seat_in_programme_area(asked: Asked, _rule: Any) -> Answer:
    """Every partner sits in the area of the programme."""
    areas = ", ".join(asked.case.areas)
    if not areas:
        return Answer(None, (ground("no-area"),), (ground("say-area"),))
    return about(asked, "all", asked.case.in_area, code="area", remedy="replace-outside", area=areas)


def must_include_region_kind(asked: Asked, rule: RegionKinds) -> Answer:
    """Enough partners come from regions of some categories."""
    case = asked.case
    if not case.knows_partners:
        return Answer(None, (ground("no-partners"),), (ground("say-partners"),))
    wanted = [_category(one) for one in rule.any or ()]
    found = tally(some(_is_of(asked, one, category) for category in wanted) for one in case.partners)
    holds, names = found.at_least(rule.n or 1), ", ".join(wanted)
    remedy = ground("say-some-regions") if holds is None else ground("add-region-kind", kinds=names)
    words = ground("region-kinds", n=_spoken(found), least=rule.n or 1, kinds=names)
    return Answer(holds, (words,), () if holds else (remedy,))


def lead_region_kind(asked: Asked, kinds: list[str]) -> Answer:
    """The lead comes from a region of a category."""
    case, names = asked.case, ", ".join(kinds)
    leads = [case.lead] if case.lead is not None else [one for one in case.partners if one.lead]

    def fits(one: Partner) -> bool | None:
        return some(_is_of(asked, one, _category(kind)) for kind in kinds)

    if not leads:
        may = [fits(one) for one in case.partners if one.lead is None]
        is_denied = case.knows_partners and bool(case.partners) and not any(answer is not False for answer in may)
        return Answer(False if is_denied else None, (ground("no-lead"),), (ground("choose-lead"),))
    holds = every(fits(one) for one in leads)
    code = {True: "lead-region-yes", False: "lead-region-no", None: "lead-region-unknown"}[holds]
    remedy = ground("say-some-regions") if holds is None else ground("choose-lead-region", kinds=names)
    return Answer(holds, (ground(code, name=asked.names(leads), kinds=names),), () if holds else (remedy,))


def _category(name: str) -> str:
    return {"more_developed_region": "more_developed", "less_developed_region": "less_developed"}.get(name, name)


def _is_of(asked: Asked, partner: Partner, category: str) -> bool | None:
    """Tell whether a partner's region is of a category of the cohesion policy, or outermost."""
    places = asked.case.places
    if partner.region is None:
        return None
    if category == "outermost":
        return some(is_within(partner.region, one) for one in places.categories["outermost"].members)
    found = places.categories_of(partner.region) - {"outermost"}
    if not places.is_certain(partner.region):
        return None
    return False if category not in found else True if len(found) == 1 else None


def _spoken(found: Tally) -> str:
    return str(found.certain) if found.certain == found.possible else f"{found.certain}-{found.possible}"


def _name(of: list[str] | None) -> str:
    return ", ".join(of or ())
