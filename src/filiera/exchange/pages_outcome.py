"""What the page of the desk's figures shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.in_words import percent
from filiera.exchange.enums import CollaborationState
from filiera.exchange.forms_outcome import ContentForm, ResultForm, StepForm
from filiera.exchange.queries.collaborations import collaboration_line
from filiera.exchange.queries.contents import content_asked, contents_of
from filiera.exchange.queries.funnel import Funnel, funnel
from filiera.exchange.wording import FUNNEL_STEPS

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.exchange.models import Match
    from filiera.exchange.queries.collaborations import CollaborationLine


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the funnel: its word, its number, how long it is of 145 px, and where it stands from the top."""

    label: str
    number: int
    width: float
    y: int
    is_last: bool

    @property
    def text_y(self) -> int:
        """Give where the words stand."""
        return self.y + 14

    @property
    def number_x(self) -> float:
        """Give where the number stands."""
        return 144 + self.width


def bars_of(found: Funnel) -> tuple[Bar, ...]:
    """Give the bars of a funnel, the longest first, 34 px apart."""
    most = max((number for _name, number in found.steps), default=0) or 1
    steps = list(found.steps)
    return tuple(
        Bar(str(FUNNEL_STEPS[name]), number, round(145 * number / most, 1), 4 + 34 * place, place == len(steps) - 1)
        for place, (name, number) in enumerate(steps)
    )


def funnel_words(found: Funnel) -> str:
    """Say the funnel in a sentence."""
    if not found.entered:
        return ""
    lines = [
        ngettext("%(n)s need was answered", "%(n)s needs were answered", found.answered) % {"n": found.answered},
    ]
    if found.days_to_answer is not None:
        lines[0] += _(", in %(days)s as the median") % {"days": _days(found.days_to_answer)}
    if found.in_five is not None:
        lines.append(_("within five days: %(share)s") % {"share": percent(round(100 * found.in_five))})
    lines.append(
        ngettext("%(n)s became work together", "%(n)s became work together", found.collaborating)
        % {"n": found.collaborating}
    )
    return "; ".join(lines) + "."


def funnel_times(found: Funnel) -> tuple[tuple[str, str], ...]:
    """Give the times and shares of a funnel in words; what nothing can be said of is left out."""
    given_up = 100 * found.given_up / found.entered if found.entered else None
    lines = (
        (_("sent to a solver (median)"), _days(found.days_to_ask)),
        (_("first answer (median)"), _days(found.days_to_answer)),
        (_("answered within five days"), _share(found.in_five)),
        (_("ended without a solution"), percent(round(given_up)) if given_up is not None else ""),
        (_("said yes, of those that answered"), _share(found.precision)),
    )
    return tuple((label, value) for label, value in lines if value)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return number_format(int(value) if value == int(value) else value, use_l10n=True)


def _days(value: float | None) -> str:
    """Say a number of days; a part of one is less than a day."""
    if value is None:
        return ""
    if value < 1:
        return _("less than a day")
    return ngettext("%(n)s day", "%(n)s days", round(value)) % {"n": _number(value)}


def _share(value: float | None) -> str:
    return percent(round(100 * value)) if value is not None else ""


def collaboration_page(match: Match, *, side: str, audience: Audience, now: datetime) -> dict[str, Any]:
    """Give what the page of a collaboration shows to one of its sides, or to the office."""
    line = collaboration_line(match, side=side)
    asks_content = bool(side) and content_asked(match, side, now=now) is not None
    return {
        "match": match,
        "line": line,
        "side": side,
        "step_form": StepForm(states=list(line.next_states), auto_id="step-%s") if line.next_states else None,
        "result_form": _result_form(line),
        "content_form": ContentForm(auto_id="content-%s") if asks_content else None,
        "contents": contents_of(match) if audience.is_office else (),
    }


def _result_form(line: CollaborationLine) -> ResultForm | None:
    """Give the form of what came of a collaboration that runs, or is completed and no evidence yet."""
    row = line.row
    if row is None or line.is_evidence or not (row.state == CollaborationState.RUNNING or line.is_completed):
        return None
    initial = {"result": row.result, "value_eur": row.value_eur, "public_title": row.public_title}
    return ResultForm(initial=initial, auto_id="result-%s")


def figures_page(*, audience: Audience, now: datetime) -> dict[str, Any]:
    """Give the figures of the desk, as the audience may know them."""
    found = funnel(now=now)
    is_shown = audience.is_office or found.may_be_public
    return {
        "found": found if is_shown else None,
        "bars": bars_of(found) if is_shown else (),
        "words": funnel_words(found) if is_shown else "",
        "times": funnel_times(found) if is_shown else (),
        "today": now,
    }
