"""Write a need, change it, hand it in, give it back, read it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filiera.common import audit
from filiera.common.again import SECOND_CLICK
from filiera.common.instance import current_instance
from filiera.common.public_ids import drawn_code
from filiera.common.visibility import Visibility
from filiera.exchange.enums import Channel, Help, NeedState, Secrecy
from filiera.exchange.logic.steps import (
    ASKING_STATES,
    LIVE_STATES,
    NEED_STEPS,
    UNREAD_STATES,
)
from filiera.exchange.models import Match, Need, NeedExclusion
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.queries.understood import going_out
from filiera.exchange.topic_questions import all_questions

if TYPE_CHECKING:
    from filiera.registry.models import Organisation

LONGEST_TITLE = 160
LONGEST_WORDS = 12_000
LONGEST_ANSWER = 400
READ_TEXTS = ("title", "words", "place")
"""Texts that the office reads before anybody is asked, and that it alone changes then."""

READ_ALREADY = gettext_lazy("The office has read it, and solvers are asked: tell the office what is to be changed.")


@dataclass(frozen=True, slots=True)
class Written:
    """What is written of a need. `excluded` are organisations kept out; `brief` None leaves it to the words."""

    title: str
    words: str
    secrecy: str = Secrecy.RESERVED
    help: str = Help.SOLVER
    language: str = "it"
    brief: str | None = None
    trl_start: int | None = None
    trl_end: int | None = None
    place: str = ""
    deadline_on: date | None = None
    enough: int = 2
    allows_competitors: bool = False
    excluded: Collection[Organisation] = ()


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asked, where the office writes a need down for somebody: name, address, how; and the mail or note itself."""

    name: str = ""
    email: str = ""
    channel: str = Channel.FORM
    source_text: str = ""


@transaction.atomic
def write_need(
    *,
    organisation: Organisation,
    written: Written,
    now: datetime,
    caller: Caller | None = None,
    actor: Any = None,
) -> Need:
    """Write a need of an organisation as a draft; a second click gives the first's. Raises ExchangeRefused."""
    values, said = _checked(written, timezone.localdate(now)), caller or Caller()
    recent = Need.objects.filter(organisation=organisation, state=NeedState.DRAFT, created_at__gt=now - SECOND_CLICK)
    same: Need | None = recent.filter(title=values["title"], words=values["words"], asked_by=actor).first()
    if same is not None:
        return same
    row = Need.objects.create(
        code=drawn_code(Need.objects.all()),
        organisation=organisation,
        visibility=Visibility.BILATERAL,
        **_answers_for(said, actor),
        asked_by=actor,
        channel=said.channel,
        source_text=said.source_text[:60_000],
        created_at=now,
        changed_at=now,
        is_example=organisation.is_example,
        **values,
    )
    _exclude(row, written.excluded)
    audit.record(actor=actor, verb="write-need", thing=row, values={"need": row.code, "channel": row.channel})
    return row


def _answers_for(caller: Caller, actor: Any) -> dict[str, str]:
    """Give who answers for a need: who asked, or else whoever writes it."""
    return {
        "contact_name": caller.name.strip()[:120] or getattr(actor, "name", "")[:120],
        "contact_email": (caller.email or getattr(actor, "email", "")).strip().lower(),
    }


@transaction.atomic
def change_need(*, need: Need, written: Written, now: datetime, by_office: bool = False, actor: Any = None) -> Need:
    """Change what a need says. Once somebody was asked, what they were shown does not become another thing.

    Once the office has read it, the office alone changes its texts: nothing goes out unread. What solvers read stays as it
    was let out, until `read_need` lets another text out. Opened or closed to others' eyes, it is read again. Raises
    ExchangeRefused.
    """
    row = hold(need)
    check_goes_on(row)
    values = _checked(written, timezone.localdate(now))
    if row.state in ASKING_STATES:
        values["brief"] = row.brief
        if any(values[name] != getattr(row, name) for name in fixed_texts(row, by_office=by_office)):
            raise ExchangeRefused(READ_ALREADY)
    before = {name: getattr(row, name) for name in values}
    set_secrecy(row, values["secrecy"])
    for name, value in values.items():
        setattr(row, name, value)
    row.changed_at = now
    row.save()
    _exclude(row, written.excluded)
    changed = {name: str(value)[:200] for name, value in values.items() if before[name] != value}
    if changed:
        audit.record(actor=actor, verb="change-need", thing=row, values={"need": row.code, "changed": sorted(changed)})
    return row


def fixed_texts(need: Need, *, by_office: bool) -> tuple[str, ...]:
    """Give what of a need whoever writes may not change: its texts, once the office has read them."""
    return READ_TEXTS if need.state in ASKING_STATES and not by_office else ()


def check_goes_on(row: Need) -> None:
    """Refuse to change a need that is over. Raises ExchangeRefused."""
    if row.state not in (NeedState.DRAFT, *LIVE_STATES):
        raise ExchangeRefused(_("It is over: renew it, or write another."))


def set_secrecy(row: Need, to: str) -> None:
    """Change how secret a held need is, as long as nobody was asked. Raises ExchangeRefused.

    What was let out for an open need was not looked at for what tells who asks, nor its words for everybody: the office reads
    it again, with its papers, before anybody is asked.
    """
    if row.secrecy == to:
        return
    if row.matches.filter(asked_at__isnull=False).exists():
        if _order(to) < _order(row.secrecy):
            problem = _("Somebody was asked already: it cannot become less secret by itself.")
            raise ExchangeRefused(problem, field="secrecy")
        raise ExchangeRefused(_("Somebody was asked already under these conditions."), field="secrecy")
    is_read_otherwise = Secrecy.OPEN in (row.secrecy, to)
    row.secrecy = Secrecy(to)
    if is_read_otherwise:
        row.papers.filter(released_at__isnull=False).update(released_at=None, released_by=None)
        if row.state == NeedState.MATCHING:
            move(row, NeedState.PUBLISHED)
    row.visibility = level_of(row)


def _order(secrecy: str) -> int:
    return [Secrecy.OPEN, Secrecy.RESERVED, Secrecy.SECRET].index(Secrecy(secrecy))


def _checked(written: Written, today: date) -> dict[str, Any]:
    """Give the columns of what was written. Raises ExchangeRefused with the box that is wrong."""
    title = " ".join(written.title.split())
    words = written.words.strip()
    if not title:
        raise ExchangeRefused(_("Say in a line what you look for."), field="title")
    if not words:
        raise ExchangeRefused(_("Say what the problem is, in your own words."), field="words")
    if len(words) > LONGEST_WORDS:
        problem = _("Keep it under %(n)s characters: say the rest when you meet.") % {"n": LONGEST_WORDS}
        raise ExchangeRefused(problem, field="words")
    if written.deadline_on is not None and written.deadline_on < today:
        raise ExchangeRefused(_("This day is past: by when do you need an answer?"), field="deadline_on")
    _check_figures(written)
    return {
        "title": title[:LONGEST_TITLE],
        "words": words,
        "brief": (written.brief if written.brief is not None else words).strip(),
        "secrecy": Secrecy(written.secrecy),
        "help": Help(written.help),
        "language": written.language,
        "trl_start": written.trl_start,
        "trl_end": written.trl_end,
        "place": written.place.strip()[:120],
        "deadline_on": written.deadline_on,
        "enough": written.enough,
        "allows_competitors": written.allows_competitors,
    }


def _check_figures(written: Written) -> None:
    start, end = written.trl_start, written.trl_end
    if end is not None and (start is None or end < start):
        raise ExchangeRefused(_("The maturity at the end comes after the one at the beginning."), field="trl_end")
    if not 1 <= written.enough <= 9:
        raise ExchangeRefused(_("Between 1 and 9 solvers can be sought."), field="enough")


def _exclude(row: Need, organisations: Collection[Organisation]) -> None:
    wanted = {one.pk for one in organisations if one.pk != row.organisation_id}
    row.exclusions.exclude(organisation__in=wanted).delete()
    held = set(row.exclusions.values_list("organisation_id", flat=True))
    NeedExclusion.objects.bulk_create(NeedExclusion(need=row, organisation_id=pk) for pk in sorted(wanted - held))


def hold(need: Need) -> Need:
    """Hold the row of a need until the transaction ends."""
    row: Need = Need.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=need.pk)
    return row


def hold_match(match: Match) -> Match:
    """Hold a need and one of its matches, in this order, until the transaction ends."""
    need = hold(match.need)
    row: Match = Match.objects.select_for_update(of=("self",)).select_related("solver").get(pk=match.pk)
    row.need = need
    return row


def level_of(row: Need) -> Visibility:
    """Give whom a need is for: members, once it is open and read as it stands; over, it stands in no list any more."""
    is_read = row.read_at is not None and row.state not in UNREAD_STATES
    is_listed = row.secrecy == Secrecy.OPEN and is_read
    return Visibility.MEMBERS if is_listed else Visibility.BILATERAL


def move(row: Need, to: NeedState) -> str:
    """Move a held need to a state that may follow, with its level; give the state before. Raises ExchangeRefused."""
    before = NEED_STEPS.take(row, to, refused=lambda: ExchangeRefused(_("This cannot be done with it any more.")))
    row.visibility = level_of(row)
    return before


@transaction.atomic
def answer_questions(
    *, need: Need, answers: Mapping[str, str], now: datetime, by_office: bool = False, actor: Any = None
) -> Need:
    """Write down the answers to the questions of a need's topics, by the question's code; an empty one takes it away.

    Once the office has read it, the office alone does: solvers read them. Raises ExchangeRefused.
    """
    row = hold(need)
    check_goes_on(row)
    if row.state in ASKING_STATES and not by_office:
        raise ExchangeRefused(READ_ALREADY)
    known = {one.code for one in all_questions()}
    said = {code: " ".join(words.split())[:LONGEST_ANSWER] for code, words in answers.items() if code in known}
    kept = {code: words for code, words in {**row.answers, **said}.items() if words}
    if kept == row.answers:
        return row
    row.answers, row.changed_at = kept, now
    row.save(update_fields=["answers", "changed_at"])
    audit.record(actor=actor, verb="change-need", thing=row, values={"need": row.code, "changed": ["answers"]})
    return row


def last_day(now: datetime) -> date:
    """Give the last day of a need that is handed in, or renewed, now."""
    return timezone.localdate(now) + timedelta(days=current_instance().needs.lasts_days)


@transaction.atomic
def publish_need(*, need: Need, now: datetime, actor: Any = None) -> Need:
    """Hand a need in: the office reads it next. Handed in twice it is handed in once. Raises ExchangeRefused.

    Handed in anew after it was given back, its time counts from now, unless a solver was asked before: then from the first.
    """
    row = hold(need)
    if row.state == NeedState.PUBLISHED:
        return row
    if row.state != NeedState.DRAFT:
        raise ExchangeRefused(_("It was handed in already."))
    move(row, NeedState.PUBLISHED)
    if not row.matches.filter(asked_at__isnull=False).exists():
        row.published_at = now
    row.changed_at, row.returned_why = now, ""
    row.expires_on, row.warned_at = last_day(now), None
    row.save()
    audit.record(actor=actor, verb="hand-need-in", thing=row, values={"need": row.code})
    return row


@transaction.atomic
def return_need(*, need: Need, why: str, now: datetime, actor: Any = None) -> Need:
    """Give a need back to its writer, with what is to be said better. Raises ExchangeRefused."""
    row = hold(need)
    if not why.strip():
        raise ExchangeRefused(_("Say what is missing: whoever wrote it reads it."), field="why")
    if row.state != NeedState.PUBLISHED:
        raise ExchangeRefused(_("Solvers are sought for it already."))
    move(row, NeedState.DRAFT)
    row.returned_why, row.changed_at = why.strip()[:600], now
    row.save()
    audit.record(actor=actor, verb="return-need", thing=row, values={"need": row.code}, why=why.strip())
    return row


@transaction.atomic
def read_need(*, need: Need, brief: str, now: datetime, is_looked_at: bool = False, actor: Any = None) -> Need:
    """Say that a need was read, and what solvers read of it: from now on they may be asked. Raises ExchangeRefused.

    What solvers read must not say prices, volumes and the like, nor, unless the need is open, who asks: a person who has
    looked (`is_looked_at`) may say that it does not.
    """
    row = hold(need)
    if not brief.strip():
        raise ExchangeRefused(_("Write what solvers read."), field="brief")
    if row.state not in LIVE_STATES:
        raise ExchangeRefused(_("This cannot be done with it any more."))
    _check_brief(row, brief, is_looked_at=is_looked_at)
    is_new = row.read_at is None or row.state == NeedState.PUBLISHED
    row.brief = brief.strip()[:LONGEST_WORDS]
    if is_new:
        row.read_at, row.read_by = now, actor
        if row.state == NeedState.PUBLISHED:
            move(row, NeedState.MATCHING)
    row.changed_at = now
    row.visibility = level_of(row)
    row.save()
    audit.record(actor=actor, verb="read-need", thing=row, values={"need": row.code})
    return row


def _check_brief(row: Need, brief: str, *, is_looked_at: bool) -> None:
    found = going_out(row, brief)
    if found and not is_looked_at:
        said = "; ".join(f"“{one.words}” ({one.why})" for one in found[:8])
        problem = _("Take these out, or say that you have looked: %(words)s") % {"words": said}
        raise ExchangeRefused(problem, field="brief")
