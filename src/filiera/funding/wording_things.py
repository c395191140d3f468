"""What the words are called that calls write into their rules: documents, sections, results, costs, conditions."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as n_

THINGS: Mapping[str, str] = {
    # documents
    "application": n_("application form"),
    "project_agreement": n_("project agreement"),
    "masterplan": n_("masterplan"),
    "proposal_part_b": n_("Part B of the proposal"),
    "gender_equality_plan_public_bodies": n_("gender equality plan of public bodies"),
    # sections of a plan
    "vision": n_("vision"),
    "priorities": n_("priorities"),
    "actions": n_("actions"),
    "quantified_targets": n_("quantified targets"),
    "actors": n_("actors"),
    "timetable": n_("timetable"),
    # results
    "poc": n_("proof of concept"),
    "prototype": n_("prototype"),
    "mvp": n_("minimum viable product"),
    "strategy": n_("strategy"),
    "pilot": n_("pilot action"),
    "solution": n_("solution"),
    # costs
    "design": n_("design work"),
    "consultancy": n_("consultancy"),
    # what is the case
    "ctl_member": n_("member of the cluster"),
    "women_or_youth": n_("women’s or young people’s enterprise"),
    "in_difficulty": n_("undertaking in difficulty"),
    "cluster_partner_affiliate": n_("affiliate of a partner cluster"),
    "innovative": n_("innovative enterprise"),
}


def thing_name(code: str) -> str:
    """Say what a word of a call is called; one that is not known as the call writes it, without its underscores."""
    return _(THINGS[code]) if code in THINGS else code.replace("_", " ")
