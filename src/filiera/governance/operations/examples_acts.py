"""What the example association has decided: an assembly and a board, held, voted and minuted by the real operations."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from filiera.accounts.models import User
from filiera.common.acting import Hat, Standing, worn
from filiera.governance.enums import (
    ApprovalKind,
    ItemState,
    MeetingState,
    PresenceMode,
    RegisterEvent,
    ResolutionState,
    VoteMode,
)
from filiera.governance.logic.ballots import ALPHABET, CODE_LENGTH, written_code
from filiera.governance.models import AgendaItem, Body, Meeting, Member, Resolution, RollSeat
from filiera.governance.operations.agenda import add_item, discuss_item, write_discussion
from filiera.governance.operations.attendance import Coming, accept_aloud, check_in
from filiera.governance.operations.candidates import set_candidates
from filiera.governance.operations.convening import convene_meeting, reasons_against
from filiera.governance.operations.examples_meetings import plan_of
from filiera.governance.operations.holding import Chair, close_meeting, open_meeting
from filiera.governance.operations.meetings import MeetingPlan, plan_meeting
from filiera.governance.operations.minutes import (
    Approval,
    approve_minutes,
    draft_minutes,
    file_minutes,
    send_to_check,
    sign_minutes,
)
from filiera.governance.operations.outcomes import close_vote
from filiera.governance.operations.proxies import Written, give_proxy
from filiera.governance.operations.register import Event, suspend_member
from filiera.governance.operations.resolutions import add_follow_up
from filiera.governance.operations.votes import Vote, cast_votes, open_vote
from filiera.governance.queries.seats import voting_seats
from filiera.registry.enums import SPEAKING_ROLES, DelegateRole
from filiera.registry.models import Delegate, Organisation
from filiera.registry.operations.delegates import Act, register_delegate


@transaction.atomic
def make_act_examples(*, path: Path, now: datetime) -> int:
    """Hold the example meetings that lie behind, once; give how many were held. No letter leaves."""
    if (
        not path.exists()
        or Meeting.objects.filter(is_example=True, state=MeetingState.CLOSED, items__judgement__isnull=False).exists()
    ):
        return 0
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    held = 0
    for one in ("suspension", "assembly", "board"):
        meeting = _Held(said[one], now).hold()
        held += meeting is not None
        if meeting is not None and said[one].get("suspends"):
            _suspend(said[one]["suspends"], meeting, now)
    return held


def _suspend(code: str, meeting: Meeting, now: datetime) -> None:
    """Suspend a member by what the board decided."""
    member = Member.objects.filter(organisation__code=code, left_on=None).first()
    resolution = Resolution.objects.filter(item__meeting=meeting, state=ResolutionState.IN_FORCE).first()
    if member is not None and resolution is not None:
        event = Event(RegisterEvent.SUSPENDED, resolution.adopted_on, resolution=resolution, note=resolution.title)
        suspend_member(member=member, event=event, now=now)


def make_representatives(*, now: datetime) -> int:
    """Give each example member that nobody speaks for a representative of its own; give how many were made."""
    today, made = timezone.localdate(now), 0
    for member in Member.objects.filter(is_example=True, left_on=None).select_related("organisation"):
        speaking = Delegate.objects.in_force(today).filter(
            organisation=member.organisation, role__in=sorted(SPEAKING_ROLES)
        )
        if not speaking.exists():
            _representative(member.organisation, member.admitted_on)
            made += 1
    return made


@dataclass(slots=True)
class _Held:
    """One meeting of the file, held step by step at its own hours."""

    said: dict[str, Any]
    now: datetime

    def hold(self) -> Meeting | None:
        """Hold it; None where nobody could be convened, as where the examples have no members."""
        first = self._moment(self.said["days_ago"])
        meeting = self._planned(first)
        notice = self._moment(self.said["notice_days_ago"])
        if reasons_against(meeting, now=notice):
            meeting.delete()
            return None
        convene_meeting(meeting=meeting, now=notice, sends=False, accepts_unreached=True)
        meeting.refresh_from_db()
        people = {
            seat: _speaker(seat, first) for seat in meeting.roll.select_related("member__organisation", "mandate__user")
        }
        people = {seat: user for seat, user in people.items() if user is not None}
        chair = self._come(meeting, people, first)
        if chair is None:
            meeting.delete()
            return None
        opened = first + timedelta(minutes=5)
        open_meeting(meeting=meeting, chair=chair, reminder_read=True, now=opened)
        for place, item in enumerate(meeting.items.order_by("position"), start=1):
            self._decide(item, people, opened + timedelta(minutes=10 * place))
        meeting.refresh_from_db()
        closed = opened + timedelta(hours=1)
        close_meeting(meeting=meeting, now=closed)
        meeting.refresh_from_db()
        self._minute(meeting, closed)
        return meeting

    def _moment(self, days_ago: int) -> datetime:
        day = timezone.localdate(self.now) - timedelta(days=days_ago)
        return timezone.make_aware(datetime.combine(day, time(self.said["hour"])))

    def _planned(self, first: datetime) -> Meeting:
        plan = MeetingPlan(
            title=self.said["title"],
            first_at=first,
            second_at=first + timedelta(days=1),
            place=self.said["place"],
            remote_url=self.said["remote_url"],
        )
        meeting = plan_meeting(body=Body.objects.get(code=self.said["body"]), plan=plan, is_example=True)
        for row in self.said["items"]:
            item = add_item(meeting=meeting, plan=plan_of(row), today=timezone.localdate(self.now))
            set_candidates(item=item, names=row.get("candidates", []))
        return meeting

    def _come(self, meeting: Meeting, people: dict[RollSeat, Any], first: datetime) -> Chair | None:
        """Let everybody come but the absent; those who gave a proxy stay away. Give who chairs."""
        by_code = {_code(seat): seat for seat in people}
        away = {*self.said.get("absent", [])}
        for row in self.said.get("proxies", []):
            giver, holder = by_code.get(row["giver"]), by_code.get(row["holder"])
            if giver is not None and holder is not None and giver.seat_class == holder.seat_class:
                given = first - timedelta(days=2)
                written = Written(timezone.localdate(given))
                give_proxy(giver=giver, holder=holder, written=written, user=people[giver], now=given, sends=False)
                away.add(row["giver"])
        for seat, user in people.items():
            if _code(seat) not in away:
                mode = PresenceMode.REMOTE if _code(seat) in self.said.get("remote", []) else PresenceMode.ROOM
                check_in(seat=seat, coming=Coming(mode, user.name, user), now=first)
        accept_aloud(meeting=meeting, now=first)
        chairing = by_code.get(self.said.get("chair", "")) or next(iter(people), None)
        if chairing is None:
            return None
        return Chair(people[chairing].name, self.said["secretary"], chairing)

    def _decide(self, item: AgendaItem, people: dict[RollSeat, Any], now: datetime) -> None:
        discuss_item(item=item, now=now)
        write_discussion(item=item, text=self.said.get("discussion", ""))
        item.refresh_from_db()
        open_vote(item=item, now=now)
        item.refresh_from_db()
        row = self.said["items"][item.position - 1]
        for place, (seat, user) in enumerate(people.items()):
            mine = voting_seats(user, item, at=now)
            if mine:
                votes = {one.seat.pk: _vote(item, row, _code(seat), place) for one in mine}
                cast_votes(item=item, votes=votes, user=user, now=now)
        close_vote(item=item, now=now + timedelta(minutes=5))

    def _minute(self, meeting: Meeting, closed: datetime) -> None:
        """Draft, check and approve; of the assembly sign and file too, of the board the president's signature is awaited."""
        minutes = draft_minutes(meeting=meeting)
        minutes = send_to_check(minutes=minutes, now=closed, sends=False)
        approved = closed + timedelta(minutes=15)
        if self.said["approved"] == ApprovalKind.NO_CHANGE and minutes.checked_until_at is not None:
            approved = minutes.checked_until_at + timedelta(days=1)
        minutes = approve_minutes(minutes=minutes, approval=Approval(self.said["approved"]), now=approved)
        later = approved + timedelta(days=1)
        sign_minutes(minutes=minutes, role="SECRETARY", name=meeting.secretary_name, now=later, user=None)
        if self.said.get("is_filed"):
            minutes = sign_minutes(minutes=minutes, role="PRESIDENT", name=meeting.chair_name, now=later, user=None)
            file_minutes(minutes=minutes, now=later)
        row = self.said.get("follow_up")
        decided = meeting.items.filter(state=ItemState.DECIDED).order_by("position").first()
        if row and decided is not None:
            due = timezone.localdate(self.now) - timedelta(days=row["days_ago"])
            resolution = decided.resolution
            add_follow_up(
                resolution=resolution, what=row["what"], owner_name=row["who"], owner_email=row["email"], due_on=due
            )


def _code(seat: RollSeat) -> str:
    organisation = seat.member.organisation if seat.member else seat.mandate.organisation if seat.mandate else None
    return organisation.code if organisation is not None else ""


def _vote(item: AgendaItem, row: dict[str, Any], code: str, place: int) -> Vote:
    letters = written_code("".join(secrets.choice(ALPHABET) for _letter in range(CODE_LENGTH)))
    secret = letters if item.vote_mode == VoteMode.SECRET else ""
    if item.kind == "ELECTION":
        names = row["candidates"]
        return Vote(names=(names[0] if place % 3 else names[-1],), code=secret)
    return Vote("AGAINST" if code in row.get("against", []) else "FOR", code=secret)


def _speaker(seat: RollSeat, at: datetime) -> User | None:
    """Give who speaks for a seat, acting as its member; of an example member that nobody speaks for, a new representative."""
    if seat.mandate is not None:
        return seat.mandate.user
    if seat.member is None:
        return None
    organisation, today = seat.member.organisation, timezone.localdate(at)
    row = Delegate.objects.in_force(today).filter(organisation=organisation, role__in=sorted(SPEAKING_ROLES)).first()
    user = row.user if row is not None else _representative(organisation, today)
    hat = Hat(organisation.pk, organisation.code, organisation.name, DelegateRole.REPRESENTATIVE, is_member=True)
    user.stand(Standing((hat,), worn(hat)))
    return user


def _representative(organisation: Organisation, today: date) -> User:
    """Open an account that cannot sign in, and register it as an example member's representative."""
    user, _made = User.objects.get_or_create(
        email=f"rappresentante.{organisation.code}@example.org",
        defaults={"name": f"Rappresentante di {organisation.name}"[:120], "is_example": True, "password": "!"},
    )
    act = Act("Visura camerale (esempio)", on=today, from_on=today, until_on=today + timedelta(days=3 * 365))
    register_delegate(user=user, organisation=organisation, role=DelegateRole.REPRESENTATIVE, act=act, today=today)
    return user
