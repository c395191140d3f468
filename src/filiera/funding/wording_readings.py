"""Why a person should look first at what was read in the text of a call, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as n_

NOTES: Mapping[str, str] = {
    "negated": n_("The sentence has a “not” in it: read it before you take it."),
    "exception": n_("The sentence speaks of an exception."),
    "disagree": n_("Another sentence says otherwise: take one."),
    "several": n_("The sentence has more than one value."),
    "inferred": n_("It follows from the text, and does not stand there."),
    "kind-implied": n_("Of which kind is not said: it is taken from the context."),
    "loan": n_("It may be about the loan, not about the grant."),
    "expected": n_("It is what is expected, and may be no limit."),
    "who-unclear": n_("Whom it concerns is not clear."),
    "list-cut": n_("The list goes on: look whether something is missing."),
    "other-aid": n_("It may be about another kind of aid."),
    "year-assumed": n_("The year is not said: the nearest was taken."),
    "no-such-day": n_("There is no such day in the calendar."),
    "month-only": n_("Only the month is said."),
    "month-first": n_("Day and month may be the other way round."),
    "day-or-month": n_("Day and month may be the other way round."),
    "midnight": n_("Midnight: of the day before, or of the day after?"),
    "zone-season": n_("The time zone that is named does not fit the season."),
    "hour-skipped": n_("That hour does not exist on the day when clocks go forward."),
    "hour-twice": n_("That hour comes twice on the day when clocks go back."),
    "no-cue": n_("It is a date; that it opens or closes the call is not said."),
    "computed": n_("It was counted from another day."),
    "two-openings": n_("Two openings are said: the later was taken."),
    "two-closings": n_("Two closings are said: the earlier was taken."),
    "closes-before-opens": n_("It would close before it opens."),
    "moved-earlier": n_("The new closing comes before the old one."),
    "open-and-closed": n_("It says that it is open, and that it is closed."),
    "suspended": n_("It says that the call is suspended."),
}


def reading_note(code: str) -> str:
    """Say why a person should look first; nothing where there is no reason."""
    return _(NOTES[code]) if code in NOTES else ""
