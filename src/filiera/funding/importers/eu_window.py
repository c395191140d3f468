"""When a call of the EU portal takes applications: which of its deadlines closes it, and at which hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from filiera.funding.drafts import Moment, WindowDraft
from filiera.funding.enums import Procedure, SourceStatus
from filiera.funding.importers.noted import Noted

BRUSSELS = "Europe/Brussels"
USUAL_HOUR = time(17)
"""The portal closes at 17:00, Brussels time, where a topic says nothing else."""

STATUSES = {
    "31094501": SourceStatus.FORTHCOMING,
    "31094502": SourceStatus.OPEN,
    "31094503": SourceStatus.CLOSED,
    "forthcoming": SourceStatus.FORTHCOMING,
    "open": SourceStatus.OPEN,
    "open for submission": SourceStatus.OPEN,
    "closed": SourceStatus.CLOSED,
}
PROCEDURES = {
    "single-stage": Procedure.SINGLE_STAGE,
    "two-stage": Procedure.TWO_STAGE,
    "multiple cut-off": Procedure.CUT_OFFS,
    "multiple cut-offs": Procedure.CUT_OFFS,
}


def procedure_of(noted: Noted, name: str, written: str) -> Procedure | None:
    """Read how applications are taken; a word that we do not know is told."""
    found = PROCEDURES.get(written.strip().casefold())
    if written.strip() and found is None:
        noted.remark("unknown-procedure", name, written)
    return found


def status_of(noted: Noted, name: str, written: str) -> SourceStatus | None:
    """Read what the portal says of a call; a word or code that we do not know is told."""
    found = STATUSES.get(written.strip().casefold())
    if written.strip() and found is None:
        noted.remark("unknown-status", name, written)
    return found


def eu_window(
    noted: Noted,
    *,
    opens: tuple[str, Any],
    deadlines: tuple[str, Iterable[Any]],
    procedure: Procedure | None,
    status: SourceStatus | None,
    is_first_alone: bool = False,
) -> WindowDraft:
    """Put the window together; `opens` and `deadlines` come with the names of their fields.

    Of two stages the first closes the call to newcomers. Of several cut-offs each is a closing, the last one the end. A day
    alone closes at the usual hour, which the draft then says. `is_first_alone`: of several cut-offs the source has only the
    first, and the end of the call is not known.
    """
    name, written = deadlines
    read = [one for one in (noted.moment(name, raw) for raw in written) if one is not None]
    assumed = any(not isinstance(one, datetime) for one in read)
    dates = sorted({_closing(one) for one in read})
    first = noted.moment(*opens)
    closes: Moment | None = dates[-1] if dates else None
    cutoffs: tuple[Moment, ...] = ()
    if procedure == Procedure.TWO_STAGE and dates:
        closes = dates[0]
        noted.keep("second_stage", "; ".join(one.isoformat() for one in dates[1:]))
    elif procedure == Procedure.CUT_OFFS or len(dates) > 1:
        cutoffs = tuple(dates)
        if procedure == Procedure.SINGLE_STAGE:
            noted.remark("several-deadlines", name, "; ".join(one.isoformat() for one in dates))
        if is_first_alone:
            closes, cutoffs = None, tuple(dates)
    if first is not None and closes is not None and _start(first) > _closing(closes):
        noted.remark("closes-before-opens", opens[0], f"{first.isoformat()} > {closes.isoformat()}")
        noted.keep("opens_said", first.isoformat())
        first = None
    return WindowDraft(
        opens=first,
        closes=closes,
        cutoffs=cutoffs,
        tz=BRUSSELS,
        said="; ".join(str(raw) for raw in written if raw),
        status=status,
        closes_assumed=assumed,
    )


def _closing(moment: Moment) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, USUAL_HOUR, tzinfo=ZoneInfo(BRUSSELS))


def _start(moment: Moment) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(date(moment.year, moment.month, moment.day), time(), tzinfo=ZoneInfo(BRUSSELS))
