"""What of needs waits for the office: late first, each chase one click."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.in_words import long_date
from filiera.common.instance import current_instance
from filiera.exchange.enums import MatchState, NeedState, Secrecy
from filiera.exchange.logic.chasing import Due, is_written_out, quiet_until
from filiera.exchange.logic.steps import ASKING_STATES, OVER_STATES, WAITING_STATES
from filiera.exchange.models import Collaboration, Match, Need
from filiera.exchange.queries.chasing import asked_days, due_now, held_matches, next_letter, rhythm_of
from filiera.exchange.queries.contacts import doubtful_address, lacks_address
from filiera.exchange.queries.refusals import corrections
from filiera.exchange.queries.sector import sectors_of
from filiera.exchange.queries.standing import standing_yes
from filiera.registry.hooks import Chase, Waiting

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.db.models import QuerySet

    from filiera.exchange.queries.refusals import Correction
    from filiera.exchange.queries.sector import Sector

MOST = 30
UNREAD_LATE = timedelta(days=3)
REQUESTER_LATE = timedelta(days=7)
SILENT_SHOWN = timedelta(days=14)
STANDS_STILL = timedelta(days=60)


def waiting_needs(*, now: datetime) -> list[Waiting]:
    """List what waits: late answers, addresses to find, needs to be read and sent, introductions, silences of all kinds."""
    return [
        *_late(now),
        *_silent(now),
        *_nameless(),
        *_unread(now),
        *_to_introduce(),
        *_idle(),
        *_requesters(now),
        *_alike(),
        *_standing(now),
    ]


def needs_with_enough() -> set[int]:
    """Give the needs that have as many solvers as they want."""
    yes = Count("matches", filter=standing_yes("matches__"))
    rows = Need.objects.filter(state__in=ASKING_STATES).annotate(yes=yes).filter(yes__gte=F("enough"))
    return set(rows.values_list("pk", flat=True))


def _late(now: datetime) -> list[Waiting]:
    """Say who has been silent past the day of the escalation, with the letter that one click sends."""
    rows = Match.objects.filter(state__in=WAITING_STATES, need__state__in=ASKING_STATES)
    rows = rows.select_related("need__organisation", "solver").order_by("asked_at", "pk")
    enough, held = needs_with_enough(), held_matches()
    found = [row for row in rows if due_now(row, now=now, enough_for=enough, held=held) == Due.ESCALATION]
    shown = found[:MOST]
    sectors = sectors_of({row.need_id for row in shown if row.need.secrecy != Secrecy.OPEN})
    return [_chase(row, now, held, sectors.get(row.need_id)) for row in shown]


def _chase(row: Match, now: datetime, held: Collection[int], sector: Sector | None) -> Waiting:
    page, rhythm = reverse("match-chase", args=[row.code]), rhythm_of(row, now=now, held=held)
    words = {"solver": row.solver.name, "need": row.need.title}
    return Waiting(
        title=_("%(solver)s does not say whether it takes “%(need)s”") % words,
        text=ngettext("%(n)s day of silence.", "%(n)s days of silence.", rhythm.days) % {"n": rhythm.days},
        tone="bad",
        word=str(MatchState(row.state).label),
        url=f"{page}#call",
        act=_("Telephone them"),
        chase=_letter(row, page, now, held, sector),
        rhythm=rhythm,
        about_url=_page(row.need) + "#asked",
    )


def _letter(row: Match, page: str, now: datetime, held: Collection[int], sector: Sector | None) -> Chase | None:
    """Give the letter that one click sends; None after the one that said that it was the last."""
    asked, before = asked_days(row, held=held), [row.told_at, row.reminded_at, row.escalated_at]
    if is_written_out(asked, days=current_instance().needs.chase_days):
        return None
    quiet = quiet_until(asked)
    return Chase(
        url=page,
        act="remind",
        letter="\n\n".join(next_letter(row, now=now, held=held, sector=sector).lines),
        before=tuple(long_date(timezone.localdate(at)) for at in before if at),
        quiet_until=long_date(quiet) if quiet > timezone.localdate(now) else "",
        key=row.code,
    )


def _silent(now: datetime) -> list[Waiting]:
    """Say whose asking ended in silence lately, where too few have said yes: a call, or the next batch."""
    since, enough, held = now - SILENT_SHOWN, needs_with_enough(), held_matches()
    rows = Match.objects.filter(state=MatchState.SILENT, ended_at__gt=since, need__state__in=ASKING_STATES)
    rows = rows.select_related("need__organisation", "solver").order_by("ended_at", "pk")
    return [
        Waiting(
            _("%(solver)s never answered about “%(need)s”") % {"solver": row.solver.name, "need": row.need.title},
            _("The asking has ended: a telephone call, or somebody else."),
            "bad",
            str(MatchState(row.state).label),
            reverse("match-chase", args=[row.code]) + "#call",
            _("Telephone them"),
            rhythm=rhythm_of(row, now=now, held=held),
            about_url=_page(row.need) + "#solvers",
        )
        for row in rows
        if row.need_id not in enough
    ][:MOST]


def _nameless() -> list[Waiting]:
    """Say where somebody else of a solver answers whose address nobody knows, or whose address is none of the solver's own."""
    rows = Match.objects.filter(state__in=WAITING_STATES, need__state__in=ASKING_STATES).exclude(passed_to="")
    rows = rows.select_related("need__organisation", "solver").order_by("first_answer_at", "pk")
    return [_passed(row) for row in rows if lacks_address(row)][:MOST]


def _passed(row: Match) -> Waiting:
    words, is_doubtful = {"solver": row.solver.name, "who": row.passed_to}, bool(doubtful_address(row))
    title = (
        _("%(solver)s says that somebody else answers, %(who)s: is the address its own?")
        if is_doubtful
        else _("%(solver)s says that somebody else answers, %(who)s: find the address")
    )
    return Waiting(
        title % words,
        row.need.title,
        "warn",
        _("address to confirm") if is_doubtful else _("address to find"),
        f"{_page(row.need)}#match-{row.code}",
        _("Confirm it") if is_doubtful else _("Write it down"),
    )


def _page(need: Need) -> str:
    return reverse("need-office", args=[need.code])


def _unread(now: datetime) -> list[Waiting]:
    rows = list(
        Need.objects.filter(state=NeedState.PUBLISHED).select_related("organisation").order_by("published_at", "pk")
    )
    if not rows:
        return []
    oldest = rows[0]
    since = oldest.published_at or now
    words = {"n": len(rows)}
    title = ngettext("%(n)s new need to read", "%(n)s new needs to read", len(rows)) % words
    text = _("The oldest came on %(day)s: %(title)s, %(secrecy)s.") % {
        "day": long_date(timezone.localdate(since)),
        "title": oldest.title,
        "secrecy": oldest.get_secrecy_display(),
    }
    is_late = now - since > UNREAD_LATE
    first = ngettext("%(n)s to read", "the first of %(n)s", len(rows)) % words
    return [Waiting(title, text, "bad" if is_late else "warn", first, _page(oldest), _("Read and send"))]


def _to_introduce() -> list[Waiting]:
    rows = Match.objects.filter(state=MatchState.MUTUAL).select_related("need__organisation", "solver")
    return [
        Waiting(
            _("%(solver)s and %(requester)s both said yes")
            % {"solver": row.solver.name, "requester": row.need.organisation.name},
            row.need.title,
            "ok",
            _("to be introduced"),
            _page(row.need) + "#asked",
            _("Introduce them"),
        )
        for row in rows.order_by("mutual_at", "pk")[:MOST]
    ]


def _idle() -> list[Waiting]:
    """Say for which needs nobody is asked, though too few have said yes."""
    open_rows = Match.objects.filter(need=OuterRef("pk"), state__in=WAITING_STATES)
    yes = Count("matches", filter=standing_yes("matches__"))
    asked = Count("matches", filter=Q(matches__asked_at__isnull=False))
    rows: QuerySet[Need] = Need.objects.filter(Q(state__in=ASKING_STATES), ~Exists(open_rows))
    rows = rows.annotate(yes=yes, asked=asked).filter(yes__lt=F("enough"))
    rows = rows.select_related("organisation").order_by("read_at", "pk")
    found = []
    for row in rows[:MOST]:
        number = row.asked
        text = (
            ngettext("%(n)s was asked, and nobody is asked now.", "%(n)s were asked, and nobody is asked now.", number)
            % {"n": number}
            if number
            else _("It is read, and nobody was asked yet.")
        )
        url = _page(row) + "#solvers"
        found.append(Waiting(row.title, text, "warn", _("to be sent on"), url, _("Choose whom to ask")))
    return found


def _requesters(now: datetime) -> list[Waiting]:
    """Say who has not answered whether it would meet a solver."""
    late = now - REQUESTER_LATE
    rows = Match.objects.filter(state=MatchState.INTERESTED, solver_yes_at__lt=late, need__state__in=ASKING_STATES)
    return [
        Waiting(
            _("%(requester)s does not say whether it would meet %(solver)s")
            % {"requester": row.need.organisation.name, "solver": row.solver.name},
            row.need.title,
            "bad",
            _("a word by telephone"),
            _page(row.need) + "#asked",
            _("The need"),
        )
        for row in rows.select_related("need__organisation", "solver").order_by("solver_yes_at", "pk")[:MOST]
    ]


def _alike() -> list[Waiting]:
    """Say of whom so many refusals are alike, or who itself says, that a competence should leave the profile."""
    return correction_lines(corrections())[:MOST]


def correction_lines(found: Sequence[Correction]) -> list[Waiting]:
    """Give the corrections that wait for a person: those said outright, and those that enough refusals propose."""
    url = reverse("need-corrections")
    return [
        Waiting(*_correction_words(one), "unknown", _("proposes"), url, _("Decide"))
        for one in found
        if one.said or one.is_urgent
    ]


def _correction_words(one: Correction) -> tuple[str, str]:
    words = {"n": one.times, "name": one.organisation.name, "what": one.label}
    if one.said:
        title = _("%(name)s answered: we do not do %(what)s") % words
        return title, _("Its page says that it does. Shall it leave the profile?")
    title = _("%(n)s refusals alike: %(name)s does not do %(what)s") % words
    return title, _("The same reason each time. Shall it leave the profile?")


def _standing(now: datetime) -> list[Waiting]:
    """Say which collaborations have not moved for long."""
    rows = Collaboration.objects.exclude(state__in=OVER_STATES).filter(state_at__lt=now - STANDS_STILL)
    rows = rows.select_related("match__need__organisation", "match__solver").order_by("state_at", "pk")
    return [
        Waiting(
            _("How is it going between %(requester)s and %(solver)s?")
            % {"requester": row.match.need.organisation.name, "solver": row.match.solver.name},
            _("%(state)s since %(day)s.")
            % {"state": row.get_state_display().capitalize(), "day": long_date(timezone.localdate(row.state_at))},
            "warn",
            _("ask them"),
            _page(row.match.need) + "#asked",
            _("The need"),
        )
        for row in rows[:MOST]
    ]
