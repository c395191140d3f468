"""Rules about who applies: how many, of which kind, who leads, and whether they are independent."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from filiera.funding.logic.asked import Answer, Asked, about, counted
from filiera.funding.logic.call import Bounds, Independent, Recognised
from filiera.funding.logic.consortium import Partner
from filiera.funding.logic.kinds import said_by
from filiera.funding.logic.verdicts import every, ground, some, tally

MOST_STEPS = 20_000
"""Choices that are looked at among partners who own each other in every direction; beyond, it is not known."""


def partners(asked: Asked, bounds: Bounds) -> Answer:
    """Enough partners, and not too many; of one kind alone where the call counts so."""
    case = asked.case
    if not case.knows_partners:
        return Answer(None, (ground("no-partners"),), (ground("say-partners"),))
    found = tally(case.is_concerned(one, "counted") for one in case.partners)
    least, most = bounds.min or 0, bounds.max
    holds = every((found.at_least(least), True if most is None else found.at_most(most)))
    words = counted(found, least=least, most=most if most is not None else 0)
    code = "partners-range" if most is not None else "partners-min"
    remedies = []
    if found.at_least(least) is False:
        remedies.append(ground("add-partners", n=least - found.possible))
    if most is not None and found.at_most(most) is False:
        remedies.append(ground("drop-partners", n=found.certain - most))
    if holds is None:
        remedies.append(ground("say-kinds", names=asked.names(asked.unsure("counted"))))
    return Answer(holds, (ground(code, **words),), tuple(remedies))


def independent(asked: Asked, rule: Independent) -> Answer:
    """No partner owns 25 % or more of another, alone or through what it controls, nor has the same owner in control."""
    case, ids = asked.case, [one.id for one in asked.case.partners]
    if not case.knows_partners:
        return Answer(None, (ground("no-partners"),), (ground("say-partners"),))
    tied = [
        pair for pair in combinations(case.partners, 2) if case.ties.are_independent(pair[0].id, pair[1].id) is False
    ]
    if rule.min is not None:
        return _so_many_independent(asked, rule.min)
    holds = True if len(ids) < 2 else case.ties.all_independent(ids)
    if tied:
        pairs = "; ".join(f"{a.called} - {b.called}" for a, b in tied)
        return Answer(False, (ground("tied", pairs=pairs),), (ground("replace-tied", pairs=pairs),))
    if holds is None:
        code = "links-unknown" if not case.ties.is_known else "shares-unknown"
        return Answer(None, (ground(code),), (ground("say-links"),))
    return Answer(True, (ground("independent"),))


def _so_many_independent(asked: Asked, least: int) -> Answer:
    """Tell whether so many partners can be chosen that are independent of each other."""
    case, ids = asked.case, [one.id for one in asked.case.partners]
    certain, _is_all = _largest(ids, lambda a, b: case.ties.are_independent(a, b) is True, least)
    possible, is_all = _largest(ids, lambda a, b: case.ties.are_independent(a, b) is not False, least)
    is_short = possible < least and (is_all or len(ids) < least)
    holds = True if certain >= least else False if is_short else None
    words = (ground("independent-count", n=certain if holds else possible, least=least),)
    remedy = ground("say-links") if holds is None else ground("add-independent", n=max(least - possible, 0))
    return Answer(holds, words, () if holds else (remedy,))


def _largest(ids: list[str], are_apart: Callable[[str, str], bool], least: int) -> tuple[int, bool]:
    """Give how many can be chosen of which all pairs are apart, up to `least`; and whether every choice was looked at.

    Those with fewest ties are tried first, so that groups of companies as there are end at once; the number of steps has
    an end for those that are not.
    """
    ties: dict[str, set[str]] = {one: set() for one in ids}
    for one, other in combinations(ids, 2):
        if not are_apart(one, other):
            ties[one].add(other)
            ties[other].add(one)
    best, steps, waiting = 0, 0, [(0, set(ids))]
    while waiting and best < least and steps <= MOST_STEPS:
        chosen, rest = waiting.pop()
        steps += 1
        best = max(best, chosen)
        if chosen + len(rest) <= best:
            continue
        one = min(rest, key=lambda each: (len(ties[each] & rest), each))
        if len(ties[one] & rest) > 1:  # with one tie or none, the best choice has it
            waiting.append((chosen, rest - {one}))
        waiting.append((chosen + 1, rest - ties[one] - {one}))
    return min(best, least), steps <= MOST_STEPS


def min_by_kind(asked: Asked, least: dict[str, int | None]) -> Answer:
    """Enough partners of each kind that the call asks for."""
    case = asked.case
    if not case.knows_partners:
        return Answer(None, (ground("no-partners"),), (ground("say-partners"),))
    answers, grounds, remedies = [], [], []
    for kind, wanted in least.items():
        found = tally(case.is_kind(one, _kind(kind)) for one in case.partners)
        holds = found.at_least(wanted or 0)
        answers.append(holds)
        grounds.append(ground("kind-count", kind=kind, **counted(found, least=wanted or 0, most=0)))
        if holds is False:
            remedies.append(ground("add-kind", kind=kind, n=(wanted or 0) - found.possible))
        if holds is None:
            unsure = [one for one in case.partners if case.is_kind(one, _kind(kind)) is None]
            remedies.append(ground("say-kind-size", names=asked.names(unsure), kind=kind))
    return Answer(every(answers), tuple(grounds), tuple(remedies))


def _kind(name: str) -> str:
    """Give the kind that a call counts, under whatever name."""
    folded = name.casefold()
    return {"enterprise": "company", "odr": "research", "pmi": "sme"}.get(folded, folded)


def kind_in(asked: Asked, kinds: list[str]) -> Answer:
    """Every partner is of a kind that may apply."""
    case = asked.case

    def holds(partner: Partner) -> bool | None:
        return some(case.is_kind(partner, _kind(kind)) for kind in kinds)

    return about(asked, "all", holds, code="kind-in", remedy="replace-kind", kinds=", ".join(kinds))


def size_in(asked: Asked, sizes: list[str]) -> Answer:
    """Every enterprise is of a size that may apply."""
    case = asked.case

    def holds(partner: Partner) -> bool | None:
        return some(case.is_kind(partner, _kind(size)) for size in sizes)

    return about(asked, "company", holds, code="size-in", remedy="replace-kind", kinds=", ".join(sizes))


def lead_required(asked: Asked, is_required: bool) -> Answer:
    """One partner leads."""
    case = asked.case
    leads = [one for one in case.partners if one.lead]
    if len(leads) > 1:
        return Answer(False, (ground("two-leads", names=asked.names(leads)),), (ground("choose-lead"),))
    if case.lead is not None:
        return Answer(True, (ground("lead-is", name=case.lead.called),))
    is_denied = case.knows_partners and all(one.lead is False for one in case.partners)
    return Answer(False if is_denied else None, (ground("no-lead"),), (ground("choose-lead"),))


def lead_kind(asked: Asked, kinds: list[str]) -> Answer:
    """The lead is of a kind that may lead."""
    case, words = asked.case, ", ".join(kinds)
    leads = [case.lead] if case.lead is not None else [one for one in case.partners if one.lead]
    if not leads:
        may = [some(case.is_kind(one, kind) for kind in kinds) for one in case.partners if one.lead is None]
        is_denied = case.knows_partners and bool(case.partners) and not any(answer is not False for answer in may)
        return Answer(False if is_denied else None, (ground("no-lead"),), (ground("choose-lead-of", kinds=words),))
    holds = every(some(case.is_kind(one, kind) for kind in kinds) for one in leads)
    code = {True: "lead-fits", False: "lead-does-not", None: "lead-unknown"}[holds]
    remedy = ground("say-lead" if holds is None else "choose-lead-of", kinds=words, name=asked.names(leads))
    return Answer(holds, (ground(code, name=asked.names(leads), kinds=words),), () if holds else (remedy,))


def categories_all(asked: Asked, wanted: list[str]) -> Answer:
    """Each category of society is there."""
    case = asked.case
    if not case.knows_partners:
        return Answer(None, (ground("no-partners"),), (ground("say-partners"),))
    answers = {category: some(_is_of(one, category) for one in case.partners) for category in wanted}
    missing = [category for category, answer in answers.items() if answer is False]
    open_ = [category for category, answer in answers.items() if answer is None]
    if missing:
        names = ", ".join(missing)
        return Answer(False, (ground("categories-missing", kinds=names),), (ground("add-categories", kinds=names),))
    if open_:
        return Answer(None, (ground("categories-unknown", kinds=", ".join(open_)),), (ground("say-all-kinds"),))
    return Answer(True, (ground("categories-there"),))


def _is_of(partner: Partner, category: str) -> bool | None:
    """Tell whether a partner is of a category: those it names, else the one of its kind."""
    if partner.categories is not None:
        return category in partner.categories
    said = said_by(partner.kind)
    return None if said is None else said.category == category


def recognised_as(asked: Asked, rule: Recognised) -> Answer:
    """Whoever applies holds the recognition, given and not only asked for."""
    wanted, names = {one.casefold() for one in rule.name}, ", ".join(rule.name)

    def holds(partner: Partner) -> bool | None:
        found = partner.recognitions
        if found is None:
            return None
        return some(one.is_held for one in found if one.name.strip().casefold() in wanted)

    who = "all" if rule.who == "lead" and asked.case.lead is None else rule.who
    return about(asked, who, holds, code="recognised", remedy="get-recognition", wanted=names)


def legal_personality(asked: Asked, is_required: bool) -> Answer:
    """Whoever applies has legal personality; public bodies and universities have it by law."""

    def holds(partner: Partner) -> bool | None:
        own = partner.legal_personality
        is_by_law = partner.kind in {"university", "public_body", "chamber", "municipality", "region", "province"}
        return own if own is not None else True if is_by_law else None

    return about(asked, "all", holds, code="legal-personality", remedy="get-personality")
