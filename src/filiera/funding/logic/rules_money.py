"""Rules about money: costs, shares, grants, de minimis."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from filiera.common.days import months_later
from filiera.funding.logic.aid import WHOLE
from filiera.funding.logic.asked import Answer, Asked, about
from filiera.funding.logic.call import ShareMost, Sums
from filiera.funding.logic.consortium import Partner
from filiera.funding.logic.verdicts import Euro, Percent, every, ground

DE_MINIMIS_EUR = Decimal(300_000)
"""Per single undertaking and Member State in three years. Source: Regulation (EU) 2023/2831, article 3(2)."""


def euro(amount: Decimal | None) -> str:
    """Write an amount for a sentence; nothing where there is none."""
    return "" if amount is None else Euro(f"{amount:.2f}")


def pct(share: Decimal) -> str:
    """Write a share for a sentence, with two decimals at most."""
    return Percent(f"{share:.2f}".rstrip("0").rstrip("."))


def cost_min(asked: Asked, rule: Sums) -> Answer:
    """The cost reaches what the call asks for: of the project, of each partner."""
    cost, least = asked.costs.total_cost, rule.project
    if cost is None and least is not None and asked.costs.known_cost >= least:
        cost = asked.costs.known_cost  # whatever the others bear, it is enough
    return _costs(asked, _compared(cost, at_least=least), rule, _at_least, "min")


def cost_max(asked: Asked, rule: Sums) -> Answer:
    """The cost does not go beyond what the call allows: of the project, of each partner."""
    cost, most = asked.costs.total_cost, rule.project
    if cost is None and most is not None and asked.costs.known_cost > most:
        cost = asked.costs.known_cost  # whatever the others bear, it is too much
    return _costs(asked, _compared(cost, at_most=most), rule, _at_most, "max")


def _costs(
    asked: Asked, of_project: Answer, rule: Sums, holds: Callable[[Decimal | None, Decimal], bool | None], end: str
) -> Answer:
    """Join what is said of the project's cost and of each partner's, as far as the rule speaks of them."""
    answers, limit = [of_project] if rule.project is not None else [], rule.partner
    if limit is not None:
        costs, code = asked.costs.costs, f"partner-cost-{end}"
        words = {"limit": euro(limit)}
        remedy = f"bear-{end}"
        answers.append(about(asked, "all", lambda one: holds(costs[one.id], limit), code=code, remedy=remedy, **words))
    return _joined(answers)


def budget_range(asked: Asked, bounds: tuple[Decimal | None, Decimal | None]) -> Answer:
    """The cost of the project lies between two amounts."""
    return _compared(asked.costs.total_cost, at_least=bounds[0], at_most=bounds[1])


def _at_least(amount: Decimal | None, least: Decimal) -> bool | None:
    return None if amount is None else amount >= least


def _at_most(amount: Decimal | None, most: Decimal) -> bool | None:
    return None if amount is None else amount <= most


def _compared(
    amount: Decimal | None,
    *,
    at_least: Decimal | None = None,
    at_most: Decimal | None = None,
    what: str = "cost",
) -> Answer:
    """Answer whether an amount lies within bounds, and by how much it does not."""
    if amount is None:
        return Answer(None, (ground(f"{what}-unknown"),), (ground(f"say-{what}"),))
    words = {"amount": euro(amount), "least": euro(at_least), "most": euro(at_most)}
    if at_least is not None and amount < at_least:
        remedy = ground(f"raise-{what}", by=euro(at_least - amount))
        return Answer(False, (ground(f"{what}-low", **words),), (remedy,))
    if at_most is not None and amount > at_most:
        remedy = ground(f"cut-{what}", by=euro(amount - at_most))
        return Answer(False, (ground(f"{what}-high", **words),), (remedy,))
    return Answer(True, (ground(f"{what}-fits", **words),))


def _joined(answers: list[Answer]) -> Answer:
    """Join what a rule asks of the project and of each partner."""
    holds = every(one.holds for one in answers)
    told = [one for one in answers if one.holds is holds] or answers
    return Answer(
        holds,
        tuple(ground for one in told for ground in one.grounds),
        tuple(remedy for one in answers if not one.holds for remedy in one.remedies),
    )


def share_max(asked: Asked, rule: ShareMost) -> Answer:
    """No partner, and no country, bears more of the cost than the call allows."""
    if not asked.case.knows_partners or not asked.case.partners:
        return Answer(None, (ground("no-partners"),), (ground("say-partners"),))
    parts: list[Answer] = []
    if rule.entity is not None:
        each = {one.id: [one] for one in asked.case.partners}
        parts.append(_shares(asked, each, rule.entity, code="entity-share", called=lambda one: one.called))
    if rule.country is not None:
        by_country: dict[str, list[Partner]] = {}
        for one in asked.case.partners:
            by_country.setdefault(one.country or "", []).append(one)
        parts.append(_shares(asked, by_country, rule.country, code="country-share"))
    return _joined(parts)


def _shares(
    asked: Asked,
    groups: dict[str, list[Partner]],
    most: Decimal,
    *,
    code: str,
    called: Callable[[Partner], str] | None = None,
) -> Answer:
    """Answer whether each group's part of the cost stays within a share; a group without a name may belong to any other."""
    least_of = {name: _sum_known(asked, members) for name, members in groups.items()}
    total, whole = asked.costs.whole_borne, asked.costs.whole
    if whole is None or not whole:
        return Answer(None, (ground("costs-unknown"),), (ground("say-costs"),))
    above = {name: cost for name, cost in least_of.items() if name and cost * WHOLE > whole * most}
    if above:
        said = {name: called(groups[name][0]) if called else name for name in above}
        names = ", ".join(f"{said[name]} ({pct(cost * WHOLE / whole)} %)" for name, cost in above.items())
        return Answer(
            False, (ground(f"{code}-no", names=names, most=pct(most)),), (ground("spread-costs", names=names),)
        )
    if total is None:
        return Answer(None, (ground("costs-unknown"),), (ground("say-costs"),))
    nameless = least_of.get("", Decimal(0)) if "" in groups else Decimal(0)
    highest = max((cost for name, cost in least_of.items() if name), default=Decimal(0)) + nameless
    if highest * WHOLE > whole * most:
        return Answer(None, (ground("countries-unknown"),), (ground("say-countries"),))
    words = {"share": pct(highest * WHOLE / whole), "most": pct(most)}
    return Answer(True, (ground(f"{code}-yes", **words),))


def _sum_known(asked: Asked, members: Iterable[Partner]) -> Decimal:
    return sum((asked.costs.borne[one.id] or Decimal(0) for one in members), Decimal(0))


def share_min(asked: Asked, rule: dict[str, Decimal | None]) -> Answer:
    """Partners of a kind bear together at least a share of the cost."""
    case, total = asked.case, asked.costs.whole_borne
    if not case.knows_partners:
        return Answer(None, (ground("no-partners"),), (ground("say-partners"),))
    answers: list[Answer] = []
    for kind, least in rule.items():
        wanted = least or Decimal(0)
        sure = [one for one in case.partners if case.is_kind(one, kind) is True]
        maybe = [one for one in case.partners if case.is_kind(one, kind) is not False]
        if not maybe and case.partners and wanted:
            answers.append(
                Answer(False, (ground("kind-share-none", kind=kind),), (ground("add-kind", kind=kind, n=1),))
            )
        elif not total:
            answers.append(Answer(None, (ground("costs-unknown"),), (ground("say-costs"),)))
        else:
            low, high = (_sum_known(asked, group) * WHOLE for group in (sure, maybe))
            holds = True if low >= total * wanted else False if high < total * wanted else None
            words = {"kind": kind, "share": pct(low / total), "least": pct(wanted)}
            remedy = ground("say-kind-size", names=asked.names(maybe), kind=kind) if holds is None else None
            remedy = remedy or ground("raise-kind-share", kind=kind, by=euro((total * wanted - high) / WHOLE))
            code = "kind-share" if holds is not None else "kind-share-unknown"
            answers.append(Answer(holds, (ground(code, **words),), () if holds else (remedy,)))
    return _joined(answers)


def grant_max(asked: Asked, rule: Sums) -> Answer:
    """The grant that is asked for stays within the most that the call gives; unless one is asked for, it is cut to that."""
    return _cap(asked, rule.project, rule.partner)


def support_max(asked: Asked, most: Decimal) -> Answer:
    """The support that is asked for stays within the most that the call gives."""
    return _cap(asked, most, None)


def _cap(asked: Asked, most: Decimal | None, each: Decimal | None) -> Answer:
    answers: list[Answer] = []
    wanted = asked.wanted
    if most is not None and wanted is not None:
        answers.append(_compared(wanted, at_most=most, what="grant"))
    if each is not None and any(one.grant_eur is not None for one in asked.case.partners):
        limit = each
        answers.append(
            about(
                asked,
                "all",
                lambda one: True if one.grant_eur is None else one.grant_eur <= limit,
                code="partner-grant",
                remedy="cut-partner-grant",
                most=euro(each),
            )
        )
    if answers:
        return _joined(answers)
    limit = most if most is not None else each or Decimal(0)
    return Answer(True, (ground("grant-cut", most=euro(limit)),))


def support_share_max(asked: Asked, most: Decimal) -> Answer:
    """The support that is asked for stays within a share of the cost."""
    wanted, cost = asked.wanted, asked.costs.total_cost
    if wanted is None:
        return Answer(True, (ground("support-share-cut", most=pct(most)),))
    if cost is None:
        return Answer(None, (ground("cost-unknown"),), (ground("say-cost"),))
    return _compared(wanted, at_most=cost * most / WHOLE, what="grant")


def intensity(asked: Asked, _rates: object) -> Answer | None:
    """Nobody asks for more than the rates give; the rule says nothing where nothing is asked for."""
    wanted = asked.project.grant_eur
    asking = [one for one in asked.case.partners if one.grant_eur is not None]
    answers: list[Answer] = []
    if wanted is not None:
        most = asked.aid.uncapped_eur
        answers.append(
            Answer(None, (ground("aid-unknown"),), (ground("say-aid"),))
            if most is None
            else _compared(wanted, at_most=most, what="grant")
        )
    if asking:
        found = {one.id: one.by_rate_eur for one in asked.aid.by_partner}

        def fits(one: Partner) -> bool | None:
            most = found[one.id]
            return True if one.grant_eur is None else None if most is None else one.grant_eur <= most

        answers.append(about(asked, "all", fits, code="partner-rate", remedy="cut-partner-rate"))
    return _joined(answers) if answers else None


def grant_range(asked: Asked, bounds: tuple[Decimal | None, Decimal | None]) -> Answer:
    """The grant lies between two amounts: the one asked for, else what the rates come to."""
    wanted = asked.wanted
    grant = wanted if wanted is not None else asked.aid.uncapped_eur
    return _compared(grant, at_least=bounds[0], at_most=bounds[1], what="grant")


def fixed_grant_max(asked: Asked, most: Decimal) -> Answer:
    """The fixed part of the grant is counted up to its most."""
    return Answer(True, (ground("fixed-grant", most=euro(most)),))


def per_sme_total_max(asked: Asked, most: Decimal) -> Answer:
    """What each SME gets from the scheme, with what it had before, stays within the most of the scheme."""
    grants = {one.id: one.grant_eur for one in asked.aid.by_partner}
    alone = len(asked.case.partners) == 1

    def fits(partner: Partner) -> bool | None:
        wanted = partner.grant_eur if partner.grant_eur is not None else asked.project.grant_eur if alone else None
        grant = wanted if wanted is not None else grants[partner.id]
        before = partner.scheme_received_eur
        if before is not None and before > most:
            return False
        return None if before is None or grant is None else before + grant <= most

    return about(asked, "sme", fits, code="scheme-total", remedy="ask-less", most=euro(most))


def inkind_min_pct(asked: Asked, least: Decimal) -> Answer:
    """The contribution in kind reaches a share of the cost."""
    share = asked.project.inkind_pct
    if share is None:
        return Answer(None, (ground("inkind-unknown", least=pct(least)),), (ground("say-inkind"),))
    words = {"share": pct(share), "least": pct(least)}
    if share >= least:
        return Answer(True, (ground("inkind-yes", **words),))
    return Answer(False, (ground("inkind-no", **words),), (ground("raise-inkind", by=pct(least - share)),))


def deminimis_headroom(asked: Asked, _is_asked: bool) -> Answer:
    """With this grant no single undertaking has more than 300,000 euro of de minimis aid in three years.

    Source: Regulation (EU) 2023/2831, article 3(2).
    """
    case = asked.case
    if not case.knows_partners or not case.partners:
        return Answer(None, (ground("no-partners"),), (ground("say-partners"),))
    groups = {case.ties.least.undertaking_of(one.id) for one in case.partners}
    parts = [_headroom(asked, sorted(group)) for group in sorted(groups, key=sorted)]
    return _joined(parts)


def _headroom(asked: Asked, group: list[str]) -> Answer:
    """Answer for one single undertaking; of those in it that do not apply nothing is known."""
    case = asked.case
    members = [one for one in case.partners if one.id in group]
    found = [_received(one, asked.project.grant_on) for one in members]
    grants = _grant_of(asked, members)
    low = sum((least for least, _most in found), Decimal(0))
    high: Decimal | None = None if any(most is None for _least, most in found) else Decimal(0)
    if high is not None:
        high = sum((most for _least, most in found if most is not None), Decimal(0))
    whole = frozenset(group)
    is_whole = len(members) == len(group) and all(case.ties.most.undertaking_of(one) == whole for one in group)
    names = asked.names(members)
    left = DE_MINIMIS_EUR - low
    words = {"names": names, "received": euro(low), "grant": euro(grants), "left": euro(max(left, Decimal(0)))}
    if low + (grants or Decimal(0)) > DE_MINIMIS_EUR:
        code = "de-minimis-over" if low > DE_MINIMIS_EUR or grants is None else "de-minimis-no"
        remedy = ground("de-minimis-less", **words) if left > 0 else ground("de-minimis-wait")
        return Answer(False, (ground(code, **words),), (remedy,))
    if high is None or grants is None or not is_whole or (len(case.partners) > 1 and not case.ties.is_known):
        code = "de-minimis-unknown" if is_whole else "de-minimis-others"
        return Answer(None, (ground(code, **words),), (ground("say-de-minimis", names=names),))
    if high + grants > DE_MINIMIS_EUR:
        return Answer(None, (ground("de-minimis-days", **words),), (ground("say-grant-day"),))
    return Answer(True, (ground("de-minimis-yes", **{**words, "received": euro(high)}),))


def _grant_of(asked: Asked, members: list[Partner]) -> Decimal | None:
    """Give the grant of an undertaking: what is asked for, else what the rates and caps come to."""
    wanted = [one.grant_eur for one in members]
    if all(one is not None for one in wanted):
        return sum((one for one in wanted if one is not None), Decimal(0))
    if asked.project.grant_eur is not None and len(members) == len(asked.case.partners):
        return asked.project.grant_eur
    return asked.aid.of(one.id for one in members)


def _received(partner: Partner, grant_on: date | None) -> tuple[Decimal, Decimal | None]:
    """Give the least and the most de minimis aid of the last three years; None where there is no bound.

    Awards with their days say it exactly where the day of the grant is known; without it, all may count or none. The three
    years end with the day of the grant: an award of the same day three years before has left them.
    """
    awards = partner.de_minimis_awards
    if awards is None:
        return partner.de_minimis_3y_eur or Decimal(0), partner.de_minimis_3y_eur
    low, high = Decimal(0), Decimal(0)
    for one in awards:
        if one.amount_eur is None:
            return low, None
        inside = None if one.granted_on is None or grant_on is None else _within_three_years(one.granted_on, grant_on)
        low += one.amount_eur if inside else Decimal(0)
        high += one.amount_eur if inside is not False else Decimal(0)
    if grant_on is None and partner.de_minimis_3y_eur is not None:
        return partner.de_minimis_3y_eur, partner.de_minimis_3y_eur
    return low, high


def _within_three_years(granted_on: date, grant_on: date) -> bool:
    return months_later(grant_on, -36) < granted_on <= grant_on
