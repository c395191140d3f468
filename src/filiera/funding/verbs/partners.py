"""Partners of a consortium: brought in, taken out, exchanged, with what each bears; asked, and what they answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from filiera.common.in_words import score
from filiera.common.terminal import table
from filiera.common.verbs import Options, Told, cleaned, wrong
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.competence.named import organisation_named
from filiera.funding.forms_consortia import AddPartnerForm, InviteForm, PartnerForm
from filiera.funding.operations.consortia import (
    Place,
    add_partner,
    hand_lead,
    remove_partner,
    set_partner,
    swap_partner,
)
from filiera.funding.operations.invitations import invite_partner, note_answer
from filiera.funding.queries.swaps import Moved, SwapLine, swap_lines
from filiera.funding.shapes_workspace import swap_shape
from filiera.funding.verbs.consortia import told_consortium
from filiera.funding.verbs.finding import amount_said, consortium_named, partner_named
from filiera.funding.wording import verdict_words


def do_add(options: Options) -> Told:
    """Propose somebody more: of the register, or from outside by name."""
    found = consortium_named(options["code"])
    add_partner(consortium=found, place=_place(options), now=timezone.now())
    return told_consortium(found)


def _place(options: Options) -> Place:
    cost, tasks = amount_said("--cost", options["cost"]), options["tasks"] or ""
    if not options["outside"]:
        return Place(organisation_named(options["partner"]), cost_eur=cost, tasks=tasks)
    said = {"name": options["partner"], "country": options["country"], "kind": options["kind"]}
    form = cleaned(AddPartnerForm(said, audience=OFFICE_AUDIENCE))
    return Place(None, form["name"], form["country"], form["kind"], cost, tasks)


def do_remove(options: Options) -> Told:
    """Take a partner out."""
    found = consortium_named(options["code"])
    remove_partner(partner=partner_named(found, options["partner"]), now=timezone.now())
    return told_consortium(found)


def do_swap(options: Options) -> Told:
    """Put somebody in the place of a partner."""
    found = consortium_named(options["code"])
    out, into = partner_named(found, options["out"]), Place(organisation_named(options["into"]))
    swap_partner(partner=out, into=into, now=timezone.now())
    return told_consortium(found)


def do_swaps(options: Options) -> Told:
    """Say who could stand in for a partner, and what that changes."""
    found = consortium_named(options["code"])
    out = partner_named(found, options["out"])
    lines = swap_lines(found, out, audience=OFFICE_AUDIENCE, now=timezone.now(), members_only=not options["everybody"])
    shape = [swap_shape(one) for one in lines]
    if not lines:
        return Told(shape, [_("Nobody was found who could stand in for %(name)s.") % {"name": out.called}])
    heads = [_("Public id"), _("Name"), _("Points"), _("Grant, EUR"), _("Gained"), _("Lost"), _("Verdict")]
    return Told(shape, [table(heads, [_swap_cells(one) for one in lines])])


def _swap_cells(one: SwapLine) -> list[str]:
    verdict = verdict_words(one.verdict)
    verdict += f" ({', '.join(one.wrong)})" if one.wrong else ""
    return [one.code, one.name, _more(one.points), _more(one.grant_eur), _moves(one.gained), _moves(one.lost), verdict]


def _more(change: Decimal | None) -> str:
    if change is None:
        return "?"
    return f"{'+' if change >= 0 else ''}{formats.number_format(change, use_l10n=True, force_grouping=True)}"


def _moves(moved: tuple[Moved, ...]) -> str:
    return ", ".join(f"{one.label} {score(one.before)}→{score(one.after)}" for one in moved)


FIGURES = {
    "tasks": "tasks",
    "cost": "cost_eur",
    "industrial": "industrial_research_eur",
    "experimental": "experimental_development_eur",
}
"""What is written of a partner, by the option that says it."""


def do_partner(options: Options) -> Told:
    """Write what a partner does and bears, and let it lead; what is not said stays."""
    found = consortium_named(options["code"])
    partner, now = partner_named(found, options["partner"]), timezone.now()
    said = {field: options[option] for option, field in FIGURES.items() if options[option] is not None}
    if not said and not options["lead"]:
        raise wrong(_("Say what is to be written: --cost, --tasks, --industrial, --experimental or --lead."))
    options_of = {field: f"--{option}" for option, field in FIGURES.items()}
    values = cleaned(PartnerForm(said, initial={}), called=lambda field: options_of[field])
    with transaction.atomic():
        if said:
            set_partner(partner=partner, values={name: values[name] for name in said}, now=now)
        if options["lead"]:
            hand_lead(partner=partner, now=now)
    return told_consortium(found)


def do_invite(options: Options) -> Told:
    """Ask a partner by mail whether it takes part."""
    found = consortium_named(options["code"])
    email: Any = cleaned(InviteForm({"email": options["email"]}))["email"]
    invite_partner(partner=partner_named(found, options["partner"]), email=email, now=timezone.now())
    return told_consortium(found)


def do_answer(options: Options) -> Told:
    """Write down what a partner said elsewhere."""
    found = consortium_named(options["code"])
    partner, accepts = partner_named(found, options["partner"]), options["answer"] == "yes"
    note_answer(partner=partner, accepts=accepts, words=options["words"], now=timezone.now())
    return told_consortium(found)
