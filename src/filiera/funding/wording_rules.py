"""What each rule of a call asks, in a few words: the heading under which its verdict stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as n_
from django.utils.translation import ngettext

from filiera.common.in_words import euro, percent
from filiera.funding.logic.call import Rules, Sums
from filiera.funding.wording import LISTS, NAMES
from filiera.funding.wording_regions import region_name
from filiera.funding.wording_things import thing_name

LABELS: Mapping[str, str] = {
    "window": n_("When applications are taken"),
    "incentive_effect": n_("Work begins after the application"),
    "partners": n_("Number of partners"),
    "count_kind": n_("Partners that count"),
    "independent": n_("Partners independent of each other"),
    "min_by_kind": n_("Partners of each kind"),
    "min_countries": n_("Different countries"),
    "min_regions": n_("Different regions"),
    "countries": n_("Countries admitted"),
    "lead_required": n_("A lead"),
    "lead_kind": n_("Who may lead"),
    "lead_region_kind": n_("Region of the lead"),
    "seat_region": n_("Operating seat"),
    "seat_in_programme_area": n_("Seat in the area of the programme"),
    "must_include_region_kind": n_("Kind of region among the partners"),
    "categories_all": n_("Categories that must be there"),
    "kind_in": n_("Who may apply"),
    "size_in": n_("Sizes admitted"),
    "share_max": n_("Largest share of the cost"),
    "share_min": n_("Least share of the cost"),
    "cost_min": n_("Least cost"),
    "cost_max": n_("Largest cost"),
    "budget_range": n_("Cost of the project"),
    "grant_range": n_("Grant"),
    "grant_max": n_("Largest grant"),
    "support_max": n_("Largest support"),
    "support_share_max": n_("Largest share of support"),
    "fixed_grant_max": n_("Fixed part of the grant"),
    "per_sme_total_max": n_("Most for one enterprise from the scheme"),
    "intensity": n_("Intensity of aid"),
    "intensity_it": n_("Intensity of aid in Italy"),
    "inkind_min_pct": n_("Contribution in kind"),
    "duration_max": n_("Duration"),
    "trl": n_("Technology readiness"),
    "ateco_in": n_("Activities admitted (ATECO)"),
    "ateco_out": n_("Activities left out (ATECO)"),
    "deminimis_headroom": n_("Room under de minimis"),
    "one_application_per_entity": n_("One application each"),
    "s3_priority_required": n_("A priority of the S3"),
    "smart_specialisation_shared": n_("A shared priority of smart specialisation"),
    "recognised_as": n_("Recognition"),
    "legal_personality": n_("Legal personality"),
    "membership_min": n_("Length of membership"),
    "accounts_filed_min": n_("Filed accounts"),
    "plan_sections": n_("Sections of the plan"),
    "docs": n_("Documents"),
    "output_any": n_("Result"),
    "outputs_any": n_("Results"),
    "eligible_cost": n_("Costs admitted"),
    "civil_only": n_("Civil purposes alone"),
    "supplier_kind": n_("Supplier"),
    "supplier_independent": n_("Supplier independent of who applies"),
    "certificates": n_("Certificates"),
    "exclude": n_("Who is left out"),
    "bonus": n_("Points"),
}
"""What each rule is called where its value is not read."""

GROUPS = {
    "any": n_("everybody"),
    "industrial_research": n_("industrial research"),
    "experimental_development": n_("experimental development"),
}
"""Whose, or for what, a rate is, besides the kinds and sizes."""


def rule_label(name: str) -> str:
    """Say what a rule is called; one that is not known by its own name."""
    return _(LABELS[name]) if name in LABELS else name


def rule_in_words(name: str, value: Any) -> str:
    """Say what a rule asks: "From 3 to 8 partners"; what cannot be read by its name alone."""
    say = SAYINGS.get(name)
    if say is None:
        return rule_label(name)
    try:
        rules = Rules.model_validate({name: value})
        read = rules.national_rates.get("IT") if name == "intensity_it" else getattr(rules, name)
        said = say(read) if read is not None else ""
    except (ValueError, TypeError, AttributeError, KeyError):
        said = ""
    return said or rule_label(name)


def _partners(read: Any) -> str:
    if read.min is not None and read.max is not None:
        if read.min == read.max:
            return ngettext("%(n)s applicant", "%(n)s partners exactly", read.min) % {"n": read.min}
        return _("From %(least)s to %(most)s partners") % {"least": read.min, "most": read.max}
    if read.min is not None:
        return ngettext("At least %(n)s partner", "At least %(n)s partners", read.min) % {"n": read.min}
    if read.max is None:
        return ""
    return ngettext("At most %(n)s partner", "At most %(n)s partners", read.max) % {"n": read.max}


def _by_kind(read: Mapping[str, int | None]) -> str:
    parts = [
        _("%(kind)s: at least %(n)s") % {"kind": _name(kind), "n": number} for kind, number in read.items() if number
    ]
    return capfirst("; ".join(parts))


def _countries(read: Any) -> str:
    if not read.n:
        return ""
    words = {"n": read.n, "of": _list(read.of)}
    said = _("%(n)s different countries (%(of)s)") % words if words["of"] else _("%(n)s different countries") % words
    least = _list(read.at_least_one)
    return _("%(countries)s, one at least of: %(of)s") % {"countries": said, "of": least} if least else said


def _seat(read: Any) -> str:
    where = {"region": region_name(read.code)}
    if read.when == "acceptance":
        return _("Operating seat in %(region)s by acceptance") % where
    return _("Operating seat in %(region)s") % where


def _sums(low: str, project: str) -> Callable[[Sums], str]:
    def say(read: Sums) -> str:
        if read.partner is not None and read.project is None:
            return _(low) % {"amount": euro(read.partner)}
        return _(project) % {"amount": euro(read.project)} if read.project is not None else ""

    return say


def _amount(sentence: str) -> Callable[[Decimal], str]:
    return lambda read: _(sentence) % {"amount": euro(read)}


def _share(sentence: str) -> Callable[[Decimal], str]:
    return lambda read: _(sentence) % {"share": percent(read)}


def _range(sentence: str) -> Callable[[Sequence[Decimal]], str]:
    return lambda read: _(sentence) % {"least": euro(read[0]), "most": euro(read[1])}


def _rates(read: Mapping[str, Decimal | None], alone: str, several: str) -> str:
    rates = {group: rate for group, rate in read.items() if rate is not None}
    if set(rates) == {"any"}:
        return _(alone) % {"share": percent(rates["any"])}
    parts = [f"{_group(name)} {percent(rate)}" for name, rate in rates.items()]
    return _(several) % {"parts": ", ".join(parts)} if parts else ""


def _group(name: str) -> str:
    return _(GROUPS[name]) if name in GROUPS else _name(name)


def _shares(read: Mapping[str, Decimal | None]) -> str:
    parts = [f"{_name(kind)} {percent(share)}" for kind, share in read.items() if share is not None]
    return _("Of the cost, at least: %(parts)s") % {"parts": ", ".join(parts)}


def _share_max(read: Any) -> str:
    if read.entity is not None and read.country is not None:
        words = {"share": percent(read.entity), "other": percent(read.country)}
        return _("At most %(share)s of the cost on one partner, %(other)s on one country") % words
    if read.entity is not None:
        return _("At most %(share)s of the cost on one partner") % {"share": percent(read.entity)}
    return (
        ""
        if read.country is None
        else _("At most %(share)s of the cost in one country") % {"share": percent(read.country)}
    )


def _membership(read: Any) -> str:
    return _("Member of %(of)s for %(months)s months") % {"of": read.of, "months": read.months}


def _listed(sentence: str) -> Callable[[Sequence[str]], str]:
    return lambda read: _(sentence) % {"names": ", ".join(_name(one) for one in read)}


def _name(code: str) -> str:
    return _(NAMES[code]) if code in NAMES else thing_name(str(code))


def _left_out(read: Mapping[str, bool | None]) -> str:
    names = [thing_name(name) for name, applies in read.items() if applies]
    return _("Left out: %(names)s") % {"names": ", ".join(names)} if names else ""


def _points(read: Sequence[Any]) -> str:
    parts = [f"{thing_name(one.condition)} {one.points:g}" for one in read]
    return _("Points: %(parts)s") % {"parts": ", ".join(parts)}


def _region_kinds(read: Any) -> str:
    if not read.any:
        return ""
    number = int(read.n or 1)
    words = {"n": number, "kinds": ", ".join(_name(one) for one in read.any)}
    return ngettext("%(n)s partner from a region: %(kinds)s", "%(n)s partners from regions: %(kinds)s", number) % words


def _months(read: Any) -> str:
    return ngettext("Within %(n)s month", "Within %(n)s months", int(read)) % {"n": f"{read:g}"}


def _list(code: Any) -> str:
    if code is None:
        return ""
    names = [code] if isinstance(code, str) else list(code)
    return ", ".join(_(LISTS[one]) if one in LISTS else one for one in names)


SAYINGS: Mapping[str, Callable[[Any], str]] = {
    "partners": _partners,
    "min_by_kind": _by_kind,
    "min_countries": _countries,
    "min_regions": lambda read: _("%(n)s different regions") % {"n": read.n} if read.n else "",
    "countries": lambda read: _("Only from: %(of)s") % {"of": _list(read)},
    "lead_kind": _listed(n_("Led by: %(names)s")),
    "seat_region": _seat,
    "categories_all": _listed(n_("With: %(names)s")),
    "kind_in": _listed(n_("Only for: %(names)s")),
    "size_in": _listed(n_("Only for: %(names)s")),
    "share_max": _share_max,
    "share_min": _shares,
    "cost_min": _sums(n_("Each partner bears at least %(amount)s"), n_("Cost of at least %(amount)s")),
    "cost_max": _sums(n_("Each partner bears at most %(amount)s"), n_("Cost of at most %(amount)s")),
    "budget_range": _range(n_("Cost from %(least)s to %(most)s")),
    "grant_range": _range(n_("Grant from %(least)s to %(most)s")),
    "grant_max": _sums(n_("At most %(amount)s to each partner"), n_("Grant of at most %(amount)s")),
    "support_max": _amount(n_("Support of at most %(amount)s")),
    "support_share_max": _share(n_("Support of at most %(share)s of the cost")),
    "fixed_grant_max": _amount(n_("Fixed part of at most %(amount)s")),
    "per_sme_total_max": _amount(n_("At most %(amount)s to one enterprise from the scheme")),
    "intensity": lambda read: _rates(read, n_("Aid of %(share)s"), n_("Aid: %(parts)s")),
    "intensity_it": lambda read: _rates(read, n_("Aid in Italy of %(share)s"), n_("Aid in Italy: %(parts)s")),
    "inkind_min_pct": _share(n_("At least %(share)s in kind")),
    "duration_max": _months,
    "exclude": _left_out,
    "bonus": _points,
    "must_include_region_kind": _region_kinds,
    "count_kind": lambda read: _("Only these count as partners: %(names)s") % {"names": _name(read)},
    "lead_region_kind": _listed(n_("Led from a region: %(names)s")),
    "trl": lambda read: _("From TRL %(start)s to TRL %(end)s") % {"start": read.start, "end": read.end},
    "ateco_in": _listed(n_("ATECO among: %(names)s")),
    "ateco_out": _listed(n_("ATECO not among: %(names)s")),
    "recognised_as": lambda read: _("Recognised as %(name)s") % {"name": ", ".join(read.name)},
    "membership_min": _membership,
    "accounts_filed_min": lambda read: (
        ngettext("Accounts filed for %(n)s year", "Accounts filed for %(n)s years", int(read)) % {"n": read}
    ),
    "plan_sections": _listed(n_("Plan with: %(names)s")),
    "docs": _listed(n_("Documents: %(names)s")),
    "output_any": _listed(n_("A result among: %(names)s")),
    "outputs_any": _listed(n_("A result among: %(names)s")),
    "eligible_cost": _listed(n_("Costs admitted: %(names)s")),
    "supplier_kind": _listed(n_("Supplier: %(names)s")),
    "certificates": lambda read: _("Certificates: %(names)s") % {"names": ", ".join(read)},
}
