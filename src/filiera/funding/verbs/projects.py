"""Funded projects: listed, shown, written from a file or made of a consortium that won, with what came of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.language import localised
from filiera.common.terminal import table
from filiera.common.verbs import Options, Told, cleaned, missing, on_disk
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.competence.named import organisation_named
from filiera.funding.drafts_projects import PartnerSaid, ProjectSaid, SourceSaid
from filiera.funding.enums import CallLevel, PartnerRole
from filiera.funding.files import FileFault, ReadFile, UnreadableFile, read_file
from filiera.funding.forms_projects import ResultForm
from filiera.funding.logic.project_file import PartnerWritten, ProjectWritten
from filiera.funding.models import Call, FundedProject
from filiera.funding.operations.projects import ResultSaid, add_result, drop_result, keep_project, take_back_project
from filiera.funding.queries.calls import call_of
from filiera.funding.queries.projects import (
    ProjectFilter,
    draft_of_consortium,
    partners_seen,
    project_of,
    project_page,
    said_of,
)
from filiera.funding.shapes_projects import project_line_shape, project_shape, result_shape
from filiera.funding.verbs.consortia import page_of
from filiera.funding.verbs.finding import numbered

AS_WRITTEN = frozenset(ProjectWritten.model_fields) - {"level", "call", "source", "partners"}
"""Fields that a file says as they are stored."""


def do_list(options: Options) -> Told:
    """List the funded projects under a filter, the last to begin first."""
    asked = ProjectFilter(
        q=options["query"],
        programme=options["programme"],
        year=options["year"],
        province=options["province"].upper(),
        organisation=organisation_named(options["organisation"]).code if options["organisation"] else "",
    )
    rows = list(asked.projects(OFFICE_AUDIENCE).order_by("-starts_on", "-pk"))
    partners = partners_seen(rows, audience=OFFICE_AUDIENCE)
    heads = [_("Public id"), _("Title"), _("Programme"), _("Begins on"), _("Grant, EUR"), _("Partners")]
    cells = [
        [
            row.code,
            localised(row, "title"),
            row.programme,
            *map(_cell, (row.starts_on, row.grant_eur, len(partners[row.pk]))),
        ]
        for row in rows
    ]
    return Told([project_line_shape(row, partners[row.pk]) for row in rows], [table(heads, cells)])


def _cell(value: object) -> str:
    return "?" if value is None else str(value)


def do_show(options: Options) -> Told:
    """Show a project."""
    return _told(_named(options["code"]))


def do_write(options: Options) -> Told:
    """Write a project from a file, or correct one: what the file does not say stays."""
    project = _named(options["project"]) if options["project"] else None
    said = _said(options["file"], said_of(project) if project is not None else ProjectSaid())
    return _told(keep_project(said=said, project=project, now=timezone.now()))


def do_from(options: Options) -> Told:
    """Make the project of a consortium that won: as it was worked out, but for what a file says was granted."""
    page = page_of(options["code"])
    said = draft_of_consortium(page.consortium, page.partners, page.judgement)
    if options["file"] is not None:
        said = _said(options["file"], said)
    return _told(keep_project(said=said, consortium=page.consortium, now=timezone.now()))


def do_result_list(options: Options) -> Told:
    """List what came of a project."""
    return _told_results(_named(options["code"]))


def do_result_add(options: Options) -> Told:
    """Write down what came of a project."""
    found = _named(options["code"])
    said = cleaned(ResultForm({name: options[name] for name in ("title", "kind", "on", "url")}))
    add_result(project=found, result=ResultSaid(**said), now=timezone.now())
    return _told_results(found)


def do_result_drop(options: Options) -> Told:
    """Take a result away again."""
    found = _named(options["code"])
    words = _("This project has no result %(n)s: “result list” says which it has.")
    drop_result(result=numbered(found.results.all(), options["result"], words), now=timezone.now())
    return _told_results(found)


def do_take_back(options: Options) -> Told:
    """Take a project back."""
    found = _named(options["code"])
    take_back_project(project=found, now=timezone.now(), why=options["why"])
    return Told({"taken_back": options["code"]}, [_("Taken back: it is no evidence of anybody any more.")])


def _named(code: str) -> FundedProject:
    found = project_of(code)
    if found is None:
        raise missing(_("There is no project “%(code)s”.") % {"code": code})
    return found


def _told(row: FundedProject) -> Told:
    """Tell a project as it stands now."""
    shape = project_shape(project_page(_named(row.code), audience=OFFICE_AUDIENCE), audience=OFFICE_AUDIENCE)
    lines = [
        f"{shape['title']} ({shape['id']})",
        f"{shape['programme'] or '?'}, {shape['starts_on'] or '?'} – {shape['ends_on'] or '?'}",
        _("Grant: %(grant)s EUR of %(cost)s EUR.")
        % {"grant": _cell(shape["grant_eur"]), "cost": _cell(shape["total_cost_eur"])},
    ]
    for one in shape["partners"]:
        role = str(PartnerRole(one["role"]).label) if one["role"] else "?"
        lines.append(f"- {one['name']}: {role}, {_cell(one['grant_eur'])} EUR")
    if shape["results"]:
        titles = "; ".join(one["title"] for one in shape["results"])
        lines.append(_("What came of it: %(titles)s.") % {"titles": titles})
    return Told(shape, lines)


def _told_results(found: FundedProject) -> Told:
    rows = list(found.results.order_by("on", "pk"))
    heads = [_("Number"), _("What came of it"), _("Kind"), _("Day"), _("Address")]
    cells = [[str(one.pk), one.title, one.kind, one.on.isoformat() if one.on else "", one.url] for one in rows]
    return Told([{"id": one.pk, **result_shape(one)} for one in rows], [table(heads, cells)])


def _said(path: Any, before: ProjectSaid) -> ProjectSaid:
    """Read what a file says of a project; the rest stays as it was `before`. Raises UnreadableFile with each place."""
    with on_disk(path):
        read = read_file(path, ProjectWritten, under="project")
    written, faults = read.written, list[FileFault]()
    names = written.model_fields_set
    values: dict[str, Any] = {name: getattr(written, name) for name in names & AS_WRITTEN}
    if "level" in names:
        values["level"] = CallLevel(written.level)
    if "call" in names:
        values["call"] = _call(read, faults)
    if "source" in names:
        source = written.source
        values["source"] = source and SourceSaid(source.name, source.url, source.on).after(before.source)
        values["source_ref"] = before.source_ref if source else ""
    if "partners" in names:
        values["partners"] = tuple(_partners(read, faults))
    if faults:
        raise UnreadableFile(faults)
    return replace(before, **values)


def _call(read: ReadFile[ProjectWritten], faults: list[FileFault]) -> Call | None:
    found = call_of(read.written.call) if read.written.call else None
    if read.written.call and found is None:
        faults.append(read.fault(("call",), "no-call", read.written.call))
    return found


def _partners(read: ReadFile[ProjectWritten], faults: list[FileFault]) -> Iterable[PartnerSaid]:
    for at, one in enumerate(read.written.partners):
        try:
            yield _partner(one)
        except CommandError:
            faults.append(read.fault(("partners", at, "organisation"), "no-organisation", one.organisation))


def _partner(one: PartnerWritten) -> PartnerSaid:
    return PartnerSaid(
        organisation=organisation_named(one.organisation) if one.organisation else None,
        name=one.name,
        country=one.country or "",
        role=PartnerRole.LEAD if one.leads else PartnerRole.PARTNER,
        cost_eur=one.cost_eur,
        grant_eur=one.grant_eur,
    )
