"""Consortia as a whole: list them, show one, begin one, write what its project is, judge it anew, move it on."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.terminal import table
from filiera.common.verbs import Options, Told, cleaned, wrong
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.competence.named import organisation_named
from filiera.funding.enums import ConsortiumState, PartnerState
from filiera.funding.forms_consortia import ProjectForm
from filiera.funding.logic.values import NO, YES
from filiera.funding.models import Consortium
from filiera.funding.operations.consortia import (
    Place,
    Step,
    begin_consortium,
    check_consortium,
    move_consortium,
    set_project,
)
from filiera.funding.queries.consortia import ConsortiumPage, consortia_open_to, consortium_page
from filiera.funding.shapes_consortia import consortium_line_shape, consortium_shape
from filiera.funding.verbs.finding import call_named, consortium_named

PROJECT_NAMES = (
    *(name for name in ProjectForm.base_fields if name != "seen"),
    *(name for name, _label in ProjectForm.FLAGS),
)
"""What is written of a project, as its form and the API call it."""


def do_list(_options: Options) -> Told:
    """List consortia."""
    rows = consortia_open_to(OFFICE_AUDIENCE).select_related("call").prefetch_related("partners__organisation")
    lines = [consortium_line_shape(row) for row in rows.order_by("-changed_at", "pk")]
    heads = [_("Public id"), _("State"), _("Lead"), _("Partners"), _("Call")]
    said = [
        [one["id"], str(ConsortiumState(one["state"]).label), one["lead"], str(one["partners"]), one["call"]]
        for one in lines
    ]
    return Told(lines, [table(heads, said)])


def do_show(options: Options) -> Told:
    """Show a consortium."""
    return told_consortium(consortium_named(options["code"]))


def do_begin(options: Options) -> Told:
    """Begin a consortium for a call."""
    places = tuple(Place(organisation_named(name)) for name in options["partner"])
    made = begin_consortium(
        call=call_named(options["call"]),
        name=options["name"],
        lead=organisation_named(options["lead"]),
        places=places,
        now=timezone.now(),
    )
    return told_consortium(made)


def do_project(options: Options) -> Told:
    """Write what the project is, name by name; without any say what is written."""
    found = consortium_named(options["code"])
    said = dict(_pair(text) for text in options["values"])
    if said:
        form = ProjectForm({"name": found.name, **said}, initial={})
        values = cleaned(form, called=str)
        found = set_project(consortium=found, values={name: values[name] for name in said}, now=timezone.now())
    form = ProjectForm(initial={})
    rows = [[name, str(form.fields[name].label), _written(getattr(found, name))] for name in PROJECT_NAMES]
    shape = {name: getattr(found, name) for name in PROJECT_NAMES}
    shape["start_on"] = found.start_on.isoformat() if found.start_on else None
    shape["inkind_pct"] = float(found.inkind_pct) if found.inkind_pct is not None else None
    return Told({"id": found.code, **shape}, [table([_("Name"), _("What it is"), _("Value")], rows)])


def _pair(text: str) -> tuple[str, str]:
    """Read NAME=VALUE; yes and no as its form has them. Raises CommandError."""
    name, mark, value = text.partition("=")
    name = name.strip()
    if not mark:
        raise wrong(_("“%(text)s”: write a name, “=” and a value, such as duration_months=24.") % {"text": text})
    if name not in PROJECT_NAMES:
        words = _("“%(name)s” is not written of a project; these are: %(names)s.")
        raise wrong(words % {"name": name, "names": ", ".join(PROJECT_NAMES)})
    if name in dict(ProjectForm.FLAGS):
        said = value.strip().casefold()
        value = "1" if said in YES else "0" if said in NO else value.strip()
    return name, value


def _written(value: Any) -> str:
    """Say a value in a word; what nobody has said is empty."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def do_check(options: Options) -> Told:
    """Judge a consortium anew."""
    found = consortium_named(options["code"])
    check_consortium(consortium=found, now=timezone.now())
    return told_consortium(found)


def do_move(options: Options) -> Told:
    """Move a consortium on."""
    found = consortium_named(options["code"])
    move_consortium(consortium=found, step=Step(options["to"]), now=timezone.now())
    return told_consortium(found)


def page_of(code: str) -> ConsortiumPage:
    """Read a consortium as it stands now, as the office knows it."""
    return consortium_page(consortium_named(code), audience=OFFICE_AUDIENCE, now=timezone.now())


def told_consortium(found: Consortium) -> Told:
    """Tell a consortium as it stands now, with its partners and each rule of its call."""
    page = page_of(found.code)
    shape = consortium_shape(page, OFFICE_AUDIENCE)
    lines = [f"{shape['name']} ({shape['id']}): {ConsortiumState(shape['state']).label}"]
    for one in page.partners:
        cost = "?" if one.cost_eur is None else one.cost_eur
        lines.append(f"- {one.called} ({one.key}): {PartnerState(one.state).label}, {cost} EUR")
    lines += [f"{one['verdict']:8}{one['rule']}: {one['reason']}" for one in shape["judgement"]["checks"]]
    return Told(shape, lines)
