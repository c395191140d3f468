"""What the association keeps of a world: members' money, applications, meetings, votes, minutes, resolutions, requests."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

from factories import association
from factories.convened import body, plan
from filiera.documents.models import Document
from filiera.documents.operations.receiving import Sent
from filiera.governance.enums import BodyKind, ItemState, MeetingState, MinutesState, VoteMode
from filiera.governance.models import (
    AgendaItem,
    ApplicationCheck,
    Candidate,
    ConflictDeclaration,
    Meeting,
    Minutes,
    Objection,
    Petition,
    Proxy,
    Resolution,
    RollSeat,
    Urn,
)
from filiera.governance.operations import minutes as acts
from filiera.governance.operations.admissions import decide_application
from filiera.governance.operations.agenda import ItemPlan, add_item
from filiera.governance.operations.application_papers import add_paper as add_application_paper
from filiera.governance.operations.applications import submit_application
from filiera.governance.operations.certificates import issue_certificate, revoke_certificate
from filiera.governance.operations.convening import convene_meeting
from filiera.governance.operations.fees import Payment, issue_fee, record_payment, set_rate, waive_fee
from filiera.governance.operations.meetings import attach_paper, plan_meeting
from filiera.governance.operations.petitions import open_petition
from filiera.governance.operations.resolutions import add_follow_up
from filiera.governance.queries.roll import drawn_roll
from filiera.governance.queries.statutes import statute_on
from tests_clock import NOW, TODAY
from worlds.planting import World, word_of
from worlds.reading import pdf_saying

HELD = NOW - timedelta(days=10)
SAID = {"it": "Approvata.", "en": "Adopted."}
STEPS_OF_A_FORM = ("organisation", "representative", "class", "statements", "review")
ROLL = ("alfa", "beta")
"""The members on every roll."""


def plant_acts(world: World) -> World:
    """Plant what is private in the association's own books."""
    _meetings_to_come(world)
    _meetings_held(world)
    _meeting_being_held(world)
    _money(world)
    _certificates(world)
    _applications(world)
    _petition(world)
    return world


def _roll(world: World, kind: str) -> frozenset[str]:
    """Give who may open a meeting of a body: those acting for a member on its roll, or who sit in it; the office."""
    cast = world.cast
    there = cast.board() if kind == BodyKind.BOARD else cast.stand_for("alfa") | cast.stand_for("beta")
    return there | cast.office()


def _readers_of_acts(world: World, kind: str) -> frozenset[str]:
    """Give who reads what a body has decided: the board's acts the board, the assembly's all the members."""
    cast = world.cast
    return cast.board() | cast.office() if kind == BodyKind.BOARD else cast.members()


def _meetings_to_come(world: World) -> None:
    """Plan and convene an assembly and a board meeting with papers, and leave one of each a draft."""
    for kind in (BodyKind.ASSEMBLY, BodyKind.BOARD):
        for is_convened in (True, False):
            what = f"{'convened' if is_convened else 'planned'} {kind}"
            readers = _roll(world, kind) if is_convened else world.cast.office()
            usual = "ORDINARY" if kind == BodyKind.ASSEMBLY else "BOARD"
            meeting = plan_meeting(
                body=body(kind),
                plan=plan(
                    title=f"Riunione {world.word(f'title of the {what}', readers)}",
                    place=f"Sala {world.word(f'place of the {what}', readers)}",
                ),
            )
            item = add_item(
                meeting=meeting,
                plan=ItemPlan(
                    f"Punto {world.word(f'item of the {what}', readers)}",
                    kind=usual,
                    text=f"Note {world.word(f'text of the {what}', readers)}",
                    proposal=f"Si approva {world.word(f'proposal of the {what}', readers, is_shown=is_convened)}.",
                ),
                today=TODAY,
            )
            for document in Document.objects.order_by("pk"):
                attach_paper(meeting=meeting, document=document, item=item, now=NOW)
            if is_convened:
                convene_meeting(meeting=meeting, now=NOW)
            _note(world, meeting, is_private=True)


def _note(world: World, meeting: Meeting, *, is_private: bool) -> None:
    world.value("meeting", meeting.pk)
    world.value("meeting-item", *((meeting.pk, one.position) for one in meeting.items.order_by("position")))
    if is_private:
        world.private.add(("meeting", meeting.pk))


def _made(world: World, kind: str, what: str, readers: frozenset[str], **values: Any) -> Meeting:
    """Make a meeting with its roll, past its notice."""
    meeting = Meeting.objects.create(
        body=body(kind),
        title=f"Riunione {world.word(f'title of the {what}', readers)}",
        first_at=HELD,
        uid=uuid.uuid4(),
        record_on=HELD.date(),
        statute=statute_on(TODAY),
        convened_at=HELD - timedelta(days=20),
        opened_at=HELD,
        chair_name="Elena Boschi (esempio)",
        secretary_name="Segreteria (esempio)",
        **values,
    )
    RollSeat.objects.bulk_create(drawn_roll(meeting, record_on=HELD.date()))
    return meeting


STATES = {
    "DRAFT": lambda row: row,
    "IN_CHECK": lambda row: acts.send_to_check(minutes=row, now=HELD),
    "APPROVED": lambda row: acts.approve_minutes(minutes=row, approval=acts.Approval("AT_END"), now=HELD),
    "SIGNED": lambda row: _signed(row),
    "FILED": lambda row: acts.file_minutes(minutes=row, now=HELD).minutes,
}


def _signed(row: Minutes) -> Minutes:
    for role, name in (("PRESIDENT", "Elena Boschi"), ("SECRETARY", "Segreteria")):
        row = acts.sign_minutes(minutes=row, role=role, name=name, now=HELD, user=None)
    return row


def _meetings_held(world: World) -> None:
    """Hold meetings of both bodies, with minutes that are a draft, are being checked, are filed, and a resolution each."""
    for kind in (BodyKind.ASSEMBLY, BodyKind.BOARD):
        for state in ("DRAFT", "IN_CHECK", "FILED"):
            _held(world, kind, state)


def _held(world: World, kind: str, state: str) -> None:
    roll, decided = _roll(world, kind), _readers_of_acts(world, kind)
    what = f"{kind} with minutes {state}"
    filed = roll | decided if state == "FILED" else roll
    meeting = _made(world, kind, what, filed, state=MeetingState.CLOSED, closed_at=HELD + timedelta(hours=2))
    item = AgendaItem.objects.create(
        meeting=meeting,
        position=1,
        title=f"Punto {world.word(f'item of the {what}', roll | decided)}",
        text=f"Note {world.word(f'text of the {what}', filed)}",
        proposal=f"Si approva {world.word(f'proposal of the {what}', roll | decided)}.",
        kind="ORDINARY" if kind == BodyKind.ASSEMBLY else "BOARD",
        judgement={"explanation": SAID, "summary": SAID, "excluded": [], "figures": {}},
    )
    resolution = association.resolution(kind, item=item, on=HELD.date())
    Resolution.objects.filter(pk=resolution.pk).update(title=item.title, text=item.proposal)
    follow_up = add_follow_up(
        resolution=resolution,
        what=f"Fare {world.word(f'follow-up of the {what}', decided, mailed=_address(what))}",
        owner_name="Chi lo fa (esempio)",
        owner_email=f"{word_of(f'address for the {what}')}@example.org",
        due_on=HELD.date() + timedelta(days=2),
    )
    office = world.cast.office()
    world.word(f"address for the {what}", office, is_shown=False, mailed=_address(what))
    world.value("resolution", follow_up.resolution_id)
    minutes = acts.draft_minutes(meeting=meeting)
    reads = {"DRAFT": office, "FILED": filed}.get(state, roll)
    said = world.word(f"discussion of the {what}", reads)
    minutes = acts.write_discussion(minutes=minutes, key="item-1", text=f"Si discute di {said}.")
    for step, act in STATES.items():
        minutes = act(minutes)
        if step == state:
            break
    assert Minutes.objects.get(pk=minutes.pk).state == MinutesState(state)
    world.value("minutes", minutes.pk)
    _note(world, meeting, is_private=True)
    if kind == BodyKind.BOARD:
        world.private |= {("minutes", minutes.pk), ("resolution", resolution.pk)}


def _address(what: str) -> frozenset[str]:
    return frozenset({f"{word_of(f'address for the {what}')}@example.org"})


def _meeting_being_held(world: World) -> None:
    """Let an assembly be held: a conflict, an objection, a proxy, candidates, an urn that is open and one that is closed."""
    readers = _roll(world, BodyKind.ASSEMBLY)
    what = "assembly being held"
    meeting = _made(world, BodyKind.ASSEMBLY, what, readers, state=MeetingState.OPEN, second_at=NOW + timedelta(days=1))
    seats = {seat.member.organisation.code: seat for seat in meeting.roll.select_related("member__organisation")}
    assert set(seats) == set(ROLL)
    voted = AgendaItem.objects.create(
        meeting=meeting, position=1, title="Bilancio", proposal="Si approva.", state=ItemState.VOTING,
        vote_mode=VoteMode.SECRET, voting_opened_at=NOW,
    )  # fmt: skip
    inside = world.word("ballot in an open urn", frozenset(), is_shown=False)
    Urn.objects.create(item=voted, ballots=[{"code": inside.upper(), "choice": "FOR"}])
    closed = AgendaItem.objects.create(
        meeting=meeting, position=2, title="Elezione", kind="ELECTION", seats=1, state=ItemState.DECIDED,
        vote_mode=VoteMode.SECRET, result="elected", decided_at=NOW,
        judgement={"explanation": SAID, "summary": SAID, "excluded": [], "figures": {"elected": ["Boschi"]}},
    )  # fmt: skip
    Candidate.objects.create(
        item=closed,
        position=1,
        name=f"Candidata {world.word('name of a candidate', readers, is_shown=False)}",
    )
    counted = world.word("ballot in a closed urn", readers)
    Urn.objects.create(
        item=closed, ballots=[{"code": counted.upper(), "names": ["Boschi"]}], closed_at=NOW, digest="x" * 64
    )
    ConflictDeclaration.objects.create(
        item=voted,
        seat=seats["beta"],
        reason=f"Fornisce {world.word('reason of a conflict', readers)}",
        declared_at=NOW,
    )
    Objection.objects.create(
        item=closed, seat=seats["alfa"], reason=f"Prezzi {world.word('reason of an objection', readers)}", made_at=NOW
    )
    Proxy.objects.create(meeting=meeting, giver=seats["beta"], holder=seats["alfa"], dated_on=TODAY, signed_at=NOW)
    _note(world, meeting, is_private=True)


def _money(world: World) -> None:
    """Set a fee, take a payment, waive another's fee."""
    set_rate(year=TODAY.year, member_class="ordinary", size="", amount_eur=Decimal("100.00"))
    fees = {code: issue_fee(member=world.members[code], year=TODAY.year, on=TODAY) for code in ROLL}
    assert fees["alfa"] is not None
    assert fees["beta"] is not None
    office = world.cast.office()
    reference = world.word("reference of a payment", office | world.cast.own("alfa"), is_shown=False)
    payment = Payment(TODAY, Decimal("60.00"), reference=f"Bonifico {reference}")
    paid = record_payment(fee=fees["alfa"], payment=payment, now=NOW)
    world.value("own-receipt", ("alfa", paid.receipt_year, paid.receipt_number))
    why = world.word("reason of a waiver", office | world.cast.own("beta"), is_shown=False)
    act = Resolution.objects.filter(body__kind=BodyKind.BOARD).order_by("pk").first()
    waive_fee(fee=fees["beta"], why=f"Avvio {why}", today=TODAY, resolution=act)
    world.value("fee", fees["alfa"].pk, fees["beta"].pk)
    world.value("payment", paid.pk)


def _certificates(world: World) -> None:
    """Issue two certificates to alfa and revoke one: whoever holds a code may check it."""
    for is_revoked in (False, True):
        row = issue_certificate(member=world.members["alfa"], now=NOW)
        world.value("certificate", row.code)
        world.value("own-certificate", ("alfa", row.code))
        if is_revoked:
            readers = world.cast.office()
            why = world.word("reason of a revocation", readers, is_shown=False)
            revoke_certificate(certificate=row, why=f"Errore {why}", now=NOW)


def _application(world: World, key: str, what: str, readers: frozenset[str], *, sent: bool) -> Any:
    """Give an application whose every answer bears a word."""
    word = lambda part: world.word(f"{part} in the {what}", readers)  # noqa: E731
    user = world.users[key]
    said = {
        "organisation": {"name": f"Nuova {word('name')}", "vat": "", "town": word("town")},
        "representative": {
            "name": f"Rosa {word('representative')}",
            "email": f"{word('address')}@example.org",
            "act_words": f"Visura {word('deed')}",
        },
        "class": {"why": f"Perché {word('why')}"},
    }
    row = association.application(applicant=user, sent=False, **said)
    add_application_paper(
        application=row,
        title=f"Bilancio {word('paper')}",
        file=Sent(f"{word('file name')}.pdf", [pdf_saying(word("content"))]),
        now=NOW,
        actor=user,
    )
    row.refresh_from_db()
    if sent:
        row = submit_application(application=row, now=NOW, actor=user)
        world.value("organisation", row.organisation.code)
        world.private.add(("organisation", row.organisation.code))
    world.value("application", row.code)
    world.private.add(("application", row.code))
    pks = row.answers["documents"]
    world.value("application-paper", *((row.code, pk) for pk in pks))
    world.value("application-step", *((row.code, step) for step in STEPS_OF_A_FORM))
    world.value("document", *pks)
    world.private |= {("document", pk) for pk in pks}
    return row


def _applications(world: World) -> None:
    """Begin an application, send one, let the office ask about one, refuse one."""
    cast = world.cast
    _application(world, "drafter", "draft application", frozenset({"drafter"}), sent=False)
    both = frozenset({"applicant"}) | cast.office()
    row = _application(world, "applicant", "sent application", both, sent=True)
    type(row).objects.filter(pk=row.pk).update(
        state="INFO_REQUESTED", asked=f"Manca {world.word('question to the applicant', both)}"
    )
    note = world.word("note of a check", both)
    ApplicationCheck.objects.filter(application=row).update(note=f"Da vedere {note}", checked_by=world.users["office"])
    world.value("check", *((row.code, one) for one in row.checks.values_list("criterion", flat=True)[:1]))
    decided = both | cast.board()
    row = _application(world, "applicant", "refused application", decided, sent=True)
    item = AgendaItem.objects.create(
        meeting=Meeting.objects.filter(body__kind=BodyKind.BOARD, state=MeetingState.CLOSED).order_by("pk").first(),
        position=9,
        title="Domanda di adesione",
        proposal="Si ammette.",
    )
    world.value("meeting-item", (item.meeting_id, 9))
    act = association.resolution(BodyKind.BOARD, item=item, on=TODAY, result="rejected")
    type(row).objects.filter(pk=row.pk).update(state="BOARD_AGENDA", item=item)
    row.refresh_from_db()
    reasons = world.word("reasons of a refusal", decided)
    decide_application(
        application=row, resolution=act, accepts=False, reasons=f"Manca l'attività: {reasons} è poco.", now=NOW
    )


def _petition(world: World) -> None:
    """Ask for an assembly."""
    members = world.cast.members()
    row = open_petition(
        member=world.members["alfa"],
        title=f"Chiediamo {world.word('title of a request', members)}",
        reasons=f"Perché {world.word('reasons of a request', members)}",
        now=NOW,
        user=world.users["rep_alfa"],
    )
    assert Petition.objects.filter(pk=row.pk).exists()
    world.value("petition", row.pk)
