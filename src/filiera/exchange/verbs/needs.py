"""Needs as a whole: list them, show one, read it through, end it, what became of the last hundred."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.in_words import long_date, moment, percent
from filiera.common.terminal import table
from filiera.common.verbs import Options, Told
from filiera.exchange.enums import ExitKind, MatchState, Refusal
from filiera.exchange.models import Need
from filiera.exchange.operations.need_ends import end_need
from filiera.exchange.operations.needs import read_need
from filiera.exchange.pages_outcome import funnel_words
from filiera.exchange.queries.funnel import funnel
from filiera.exchange.queries.matches import MatchLine, match_lines
from filiera.exchange.queries.needs import desk_needs, disclosures_of, need_lines, need_of, topic_lines
from filiera.exchange.queries.papers import OwnPaper, own_papers
from filiera.exchange.shapes import funnel_shape, need_line_shape, need_shape
from filiera.exchange.shapes_matches import desk_shape
from filiera.exchange.verbs.finding import need_named, text_in
from filiera.exchange.wording import FUNNEL_STEPS, step_in_words


def do_list(options: Options) -> Told:
    """List the needs of the desk."""
    lines = need_lines(desk_needs(state=options["state"]), with_counts=True, in_office=True)
    heads = [_("Public id"), _("State"), _("Secrecy"), _("Asked"), _("Yes"), _("Organisation"), _("Need")]
    rows = [
        [
            one.need.code,
            one.need.get_state_display(),
            one.need.get_secrecy_display(),
            str(one.asked),
            str(one.yes),
            one.need.organisation.name,
            one.need.title,
        ]
        for one in lines
    ]
    return Told([need_line_shape(one) for one in lines], [table(heads, rows)])


def do_show(options: Options) -> Told:
    """Show a need: its words, what it asks for, its matches step by step, who saw what."""
    return told_need(need_named(options["code"]))


def do_read(options: Options) -> Told:
    """Say that a need was read, and what solvers read of it."""
    found = need_named(options["code"])
    brief = text_in(options["brief_file"]) if options["brief_file"] else found.brief or found.words
    read_need(need=found, brief=brief, is_looked_at=options["looked"], now=timezone.now())
    return told_need(found)


def do_end(options: Options) -> Told:
    """End a need."""
    found, why = need_named(options["code"]), options["why"]
    solved = why == "SOLVED"
    end_need(need=found, solved=solved, why="" if solved else why, note=options["note"], now=timezone.now())
    return told_need(found)


def told_need(found: Need) -> Told:
    """Tell a need as it stands now, as the office knows it."""
    row, now = need_of(found.code) or found, timezone.now()
    shape: dict[str, Any] = {**need_shape(row, may_keep=True), "desk": desk_shape(row, now=now)}
    return Told(shape, list(_lines(row, now)))


def _lines(row: Need, now: datetime) -> Iterator[str]:
    yield f"{row.title} ({row.code})"
    yield f"{row.organisation.name}: {row.get_state_display()}, {row.get_secrecy_display()}, {row.get_help_display()}"
    if row.deadline_on:
        yield _("An answer is needed by %(day)s.") % {"day": long_date(row.deadline_on)}
    yield ""
    yield row.words
    if row.brief != row.words:
        yield ""
        yield _("What solvers read:")
        yield row.brief
    yield from _part(_("What it takes:"), (f"- {one.label} ({one.code})" for one in _topics(row)))
    yield from _part(_("Matches:"), (line for one in match_lines(row, now=now) for line in _match_lines(one)))
    yield from _part(_("Papers:"), (_paper_line(one) for one in own_papers(row, is_office=True)))
    seen = disclosures_of(row, named_only=False)
    said = (
        f"- {moment(one.at)}: {one.who}, {one.stage}{f', {one.name}' if one.name else ''}{f', {one.what}' if one.what else ''}"
        for one in seen
    )
    yield from _part(_("Who saw what:"), said)
    yield from _part(
        _("What else it became:"), (f"- {ExitKind(one.kind).label}: {one.note}" for one in row.exits.all())
    )


def _paper_line(one: OwnPaper) -> str:
    """Say a paper: its number and name, whether it goes out, what in it is to be looked at."""
    row = one.paper
    out = _("it goes out") if row.released_at else row.kept_back_why or _("nobody has looked at it yet")
    doubts = "; ".join(f"“{word.words}” ({word.why})" for word in one.doubtful[:8])
    return f"- {row.number}: {row.file_name}, {out}{f': {doubts}' if doubts else ''}"


def _topics(row: Need) -> Iterator[Any]:
    return (one for one in topic_lines(row) if not one.is_refused)


def _part(head: str, lines: Iterator[str]) -> Iterator[str]:
    """Give a part under its head, where it has any lines."""
    found = list(lines)
    if found:
        yield from ("", head, *found)


def _match_lines(line: MatchLine) -> Iterator[str]:
    row = line.match
    why = f", {Refusal(row.refusal).label}" if row.refusal else ""
    yield f"- {row.solver.name} ({row.code}): {MatchState(row.state).label}{why}"
    for name, at in line.steps:
        yield f"  {step_in_words(name)}: {moment(at)}"


def do_figures(_options: Options) -> Told:
    """Say what became of the last hundred needs."""
    found = funnel(now=timezone.now())
    rows = [[str(FUNNEL_STEPS[name]), str(number)] for name, number in found.steps]
    lines = [funnel_words(found), "", table([_("Step"), _("Needs")], rows)]
    if found.precision is not None:
        words = _("Of the solvers that have answered, %(share)s said yes.")
        lines.append(words % {"share": percent(found.precision * 100)})
    return Told(funnel_shape(found), lines)
