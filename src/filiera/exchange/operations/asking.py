"""Ask solvers: a small batch, by a person of the office, for a need that was read; set one aside; ask again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.accounts.operations_letters import forget_held, hold_wishes, tell
from filiera.common import audit
from filiera.common.digests import sha256_of
from filiera.common.instance import current_instance
from filiera.common.public_ids import drawn_code
from filiera.exchange.adapters import asking_of, demand_of, known_of, parameters, party
from filiera.exchange.enums import TO_ASK, TO_REMIND, Disclosed, MatchState, Secrecy
from filiera.exchange.logic.gates import DOUBTS, Gate, Wishes, bars
from filiera.exchange.logic.steps import ASKING_STATES, MATCH_STEPS
from filiera.exchange.models import Disclosure, Match, Need, RoutingRun
from filiera.exchange.operations.links import close_questions
from filiera.exchange.operations.needs import hold, hold_match
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.queries.candidates import candidates_for
from filiera.exchange.queries.twins import twins_for
from filiera.exchange.wording import gate_in_words
from filiera.registry.models import Organisation
from filiera.registry.queries.contacts import contacts_of

if TYPE_CHECKING:
    from filiera.accounts.logic import Way
    from filiera.exchange.adapters import Known
    from filiera.exchange.queries.candidates import Candidates

BY_HAND = "BY_HAND"
"""Why somebody is in a batch whom the router would not have asked: a person chose it."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A solver that is to be asked; `email` where another address than the register's is to be written to.

    `is_looked_at` says that a person has seen to it that a doubt, as whether it is a competitor, is none.
    """

    solver: Organisation
    email: str = ""
    is_looked_at: bool = False


@transaction.atomic
def ask_solvers(*, need: Need, picks: Sequence[Pick], now: datetime, actor: Any = None) -> list[Match]:
    """Ask a batch of solvers whether a need is one for them; each is asked once, however often this is pressed.

    What was ranked is kept with its features. What was asked of a person is counted while their wish of letters is held, so
    that two who ask for two needs at once keep to the measure. Raises ExchangeRefused, and then nobody was asked.
    """
    _hold_people(picks, now)
    row = hold(need)
    held = {
        one.solver_id: one for one in row.matches.select_for_update().filter(solver__in=[p.solver.pk for p in picks])
    }
    fresh = [one for one in picks if not (one.solver.pk in held and held[one.solver.pk].asked_at)]
    if picks and not fresh:
        return [held[one.solver.pk] for one in picks]
    _check_batch(row, fresh, now)
    known = known_of([one.solver.pk for one in fresh], now=now, emails=[one.email for one in fresh])
    _check_each(row, fresh, known, now)
    ranked = {lang: candidates_for(row, now=now, said_in=lang) for lang, _name in settings.LANGUAGES}
    run = _keep_run(row, ranked[settings.LANGUAGE_CODE], fresh, now, actor)
    return [_ask(row, one, held.get(one.solver.pk), known, ranked, run, now, actor) for one in fresh]


def _hold_people(picks: Sequence[Pick], now: datetime) -> None:
    """Hold the people who may be asked, at the register's addresses too: a solver's month is counted by one at a time."""
    contacts = contacts_of([one.solver.pk for one in picks], today=timezone.localdate(now))
    emails = {*(one.email for one in picks), *(one.email for one in contacts.values())}
    hold_wishes(emails=emails, now=now)


def _check_batch(row: Need, picks: Sequence[Pick], now: datetime) -> None:
    desk = current_instance().needs
    if row.state not in ASKING_STATES:
        raise ExchangeRefused(_("Read the need first: nothing goes out unread."))
    if not picks:
        raise ExchangeRefused(_("Choose whom to ask."))
    demand = demand_of(row, now=now)
    if demand.interested >= demand.enough:
        raise ExchangeRefused(_("Enough have said yes: nobody else is asked."))
    room = max(0, desk.batch - demand.open_asks)
    if len(picks) > room:
        words = ngettext(
            "No more than %(most)s are asked at once: there is room for %(n)s.",
            "No more than %(most)s are asked at once: there is room for %(n)s.",
            room,
        )
        raise ExchangeRefused(words % {"most": desk.batch, "n": room})


def _check_each(row: Need, picks: Sequence[Pick], known: Known, now: datetime) -> None:
    asking, twins = asking_of(row, now=now), twins_for(row, [one.solver.pk for one in picks])
    for one in picks:
        wishes, same = known.wishes.get(one.solver.pk, Wishes()), twins[one.solver.pk]
        load = known.load(one.solver.pk, one.email.strip().lower())
        found = bars(asking, party(one.solver), wishes, load, has_twin=bool(same))
        standing = [gate for gate in found if not (one.is_looked_at and gate in DOUBTS)]
        if Gate.TWIN in standing[:1]:
            names = {"name": one.solver.name, "other": same[0].name}
            raise ExchangeRefused(
                _("%(name)s may be the same as %(other)s: join the two, or say that you have looked.") % names
            )
        if standing:
            words = {"name": one.solver.name, "why": gate_in_words(standing[0])}
            raise ExchangeRefused(_("%(name)s cannot be asked: %(why)s") % words)


def _keep_run(row: Need, ranked: Candidates, picks: Sequence[Pick], now: datetime, actor: Any) -> RoutingRun:
    """Keep who was ranked how, with the features of this moment, and who was chosen."""
    chosen = {one.solver.pk for one in picks}
    lines = [
        {
            "organisation": one.organisation.code,
            "rank": one.line.rank,
            "features": one.features,
            "bars": [str(gate) for gate in one.bars],
            "routed": one.routed,
            "proposed": one.is_chosen,
            "asked": one.key in chosen,
        }
        for one in ranked.lines
    ]
    topics = sorted(row.topics.filter(is_refused=False).values_list("competence_id", "weight"))
    return RoutingRun.objects.create(
        need=row,
        matcher=ranked.matcher,
        router=ranked.router,
        parameters=asdict(parameters()) | {"enough": row.enough},
        input_digest=sha256_of(f"{row.title}\x1f{row.words}\x1f{topics!r}"),
        lines=lines,
        made_at=now,
        made_by=actor,
    )


def _ask(
    row: Need,
    pick: Pick,
    held: Match | None,
    known: Known,
    ranked: Mapping[str, Candidates],
    run: RoutingRun,
    now: datetime,
    actor: Any,
) -> Match:
    contact = known.contacts.get(pick.solver.pk)
    match = held or Match(code=drawn_code(Match.objects.all(), 12), need=row, solver=pick.solver, suggested_at=now)
    MATCH_STEPS.take(match, MatchState.ASKED, refused=lambda: ExchangeRefused(_("It was set aside: take it up first.")))
    _note_ranked(match, ranked)
    match.run, match.asked_at, match.asked_by = run, now, actor
    match.email = pick.email.strip().lower() or (contact.email if contact else "")
    match.language = contact.language if contact and contact.email == match.email else row.language
    match.save()
    send_question(match, now=now, actor=actor)
    is_open = row.secrecy == Secrecy.OPEN
    disclose(match, Disclosed.NAMES if is_open else Disclosed.SECTOR, now=now)
    values = {"need": row.code, "match": match.code, "rank": match.rank, "features": match.features}
    audit.record(actor=actor, verb="ask-solver", thing=match, values=values)
    return match


def _note_ranked(match: Match, ranked: Mapping[str, Candidates]) -> None:
    """Write on a match why it was suggested, in both languages, as it stands now."""
    for lang, found in ranked.items():
        own = next((one for one in found.lines if one.key == match.solver_id), None)
        if own is not None:
            match.rank, match.score, match.features = own.line.rank, own.line.score, own.features
            match.routed_as = own.routed if own.is_chosen else BY_HAND
            setattr(match, f"reason_{lang}", own.line.reason[:600])


def send_question(match: Match, *, now: datetime, actor: Any = None, kind: str = TO_ASK, words: str = "") -> Way:
    """Let a solver have the question by the way its person chose, in `words` of the office's or its own; give the way.

    It can be answered until the asking ends. What was held about it is not said any more; links from before answer nothing
    once the new one has left.
    """
    said = {"match": match.pk}
    forget_held(kinds=(TO_ASK, TO_REMIND), arguments=said)
    way = tell(kind=kind, arguments=said, email=match.email, language=match.language, now=now, actor=actor, words=words)
    match.refresh_from_db(fields=["told_at", "reminded_at"])
    return way


def disclose(
    match: Match, stage: Disclosed, *, now: datetime, user: Any = None, name: str = "", what: str = "", terms: str = ""
) -> Disclosure:
    """Write down that a solver was shown a stage of a need."""
    return Disclosure.objects.create(
        match=match,
        stage=stage,
        at=now,
        user=user if getattr(user, "pk", None) else None,
        email=match.email,
        name=name[:120],
        what=what,
        terms_digest=terms,
    )


@transaction.atomic
def dismiss_match(*, need: Need, solver: Organisation, why: str, now: datetime, actor: Any = None) -> Match:
    """Set a solver aside for a need, with the reason; one that was asked is asked no more. Raises ExchangeRefused."""
    row = hold(need)
    if not why.strip():
        raise ExchangeRefused(_("Say why: the next suggestion learns from it."), field="why")
    match = row.matches.select_for_update().filter(solver=solver).first()
    if match is None:
        match = Match(code=drawn_code(Match.objects.all(), 12), need=row, solver=solver, suggested_at=now)
        _note_ranked(match, {lang: candidates_for(row, now=now, said_in=lang) for lang, _name in settings.LANGUAGES})
    if match.state == MatchState.DISMISSED:
        return match
    MATCH_STEPS.take(
        match, MatchState.DISMISSED, refused=lambda: ExchangeRefused(_("Names are given: end the talks instead."))
    )
    match.ended_at, match.aside_note = now, why.strip()[:1000]
    match.save()
    close_questions(match, now=now, actor=actor)
    audit.record(actor=actor, verb="dismiss-match", thing=match, values={"need": row.code}, why=why.strip())
    return match


@transaction.atomic
def take_up_again(*, match: Match, now: datetime, actor: Any = None) -> Match:
    """Take up a solver that was set aside. Raises ExchangeRefused."""
    held = hold_match(match)
    if held.state == MatchState.SUGGESTED:
        return held
    if held.asked_at is not None:
        raise ExchangeRefused(_("It was asked already: nobody is asked twice for one need."))
    MATCH_STEPS.take(
        held, MatchState.SUGGESTED, refused=lambda: ExchangeRefused(_("This cannot be done with it any more."))
    )
    held.ended_at, held.aside_note = None, ""
    held.save()
    audit.record(actor=actor, verb="take-match-up", thing=held, values={"match": held.code})
    return held
