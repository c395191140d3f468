"""What comes of introductions: listed and shown, begun, moved on, with its result."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.in_words import long_date
from filiera.common.terminal import table
from filiera.common.verbs import Options, Told, cleaned, missing
from filiera.exchange.enums import CollaborationState
from filiera.exchange.forms_outcome import ResultForm
from filiera.exchange.models import Collaboration, Match
from filiera.exchange.operations.collaborations import Result, begin_collaboration, move_collaboration, name_result
from filiera.exchange.queries.collaborations import (
    CollaborationLine,
    collaboration_line,
    collaboration_lines,
    introduced,
)
from filiera.exchange.queries.contents import contents_of
from filiera.exchange.shapes_outcome import collaboration_shape
from filiera.exchange.verbs.finding import match_named, need_named


def do_collaborations(options: Options) -> Told:
    """List who was introduced to whom and how far they are, the newest first."""
    rows = introduced(None).order_by("-introduced_at", "-pk")
    if options["code"]:
        rows = rows.filter(need=need_named(options["code"]))
    lines = collaboration_lines(rows, organisation_id=None)
    heads = [_("Match"), _("State"), _("Who asks"), _("Who answers"), _("Need")]
    cells = [
        [
            one.match.code,
            _state(one),
            one.match.need.organisation.name,
            one.match.solver.name,
            one.match.need.title,
        ]
        for one in lines
    ]
    return Told([collaboration_shape(one) for one in lines], [table(heads, cells)])


def _state(line: CollaborationLine) -> str:
    return line.row.get_state_display() if line.row is not None else _("introduced")


def do_collaboration(options: Options) -> Told:
    """Show what came of an introduction."""
    return _told(_introduced(options["match"]))


def do_begin(options: Options) -> Told:
    """Say that the two of a match work together."""
    found = match_named(options["match"])
    begin_collaboration(match=found, now=timezone.now())
    return _told(found)


def do_move(options: Options) -> Told:
    """Move a collaboration on: completed it says what came of it, stopped it says why."""
    found, to = _introduced(options["match"]), options["state"]
    result = _result(options) if to == CollaborationState.COMPLETED else None
    move_collaboration(collaboration=_begun(found), to=to, why=options["why"], result=result, now=timezone.now())
    return _told(found)


def do_result(options: Options) -> Told:
    """Correct what came of a collaboration, as long as it is no evidence."""
    found = _introduced(options["match"])
    name_result(collaboration=_begun(found), result=_result(options))
    return _told(found)


def _result(options: Options) -> Result:
    said = cleaned(ResultForm({name: options[name] for name in ("result", "value_eur", "public_title")}), _called)
    return Result(said["result"], said["value_eur"], said["public_title"])


def _called(name: str) -> str:
    return {"value_eur": "--value", "public_title": "--title"}.get(name, f"--{name}")


def _introduced(code: str) -> Match:
    """Find a match whose two were introduced. Raises CommandError."""
    found = match_named(code)
    if found.introduced_at is None:
        raise missing(_("They were not introduced yet."))
    return found


def _begun(found: Match) -> Collaboration:
    """Give the collaboration of a match. Raises CommandError where none has begun."""
    row = collaboration_line(found, side="").row
    if row is None:
        raise missing(_("They have not begun yet: say so with “needs begin”."))
    return row


def _told(found: Match) -> Told:
    line = collaboration_line(found, side="")
    return Told(collaboration_shape(line, contents_of(found)), list(_lines(line)))


def _lines(line: CollaborationLine) -> Iterator[str]:
    match, row = line.match, line.row
    yield f"{match.need.organisation.name} – {match.solver.name}: {match.need.title} ({match.code})"
    if row is None:
        yield _state(line)
        return
    yield f"{row.get_state_display()}, {long_date(timezone.localdate(row.state_at))}"
    yield from (words for words in (row.stopped_why, row.result, row.public_title) if words)
    for one in contents_of(match):
        yield f"- {one.get_side_display()}: {one.mark}/5 {one.note}".rstrip()
