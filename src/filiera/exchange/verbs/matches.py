"""Who could solve a need, whom it is sent to, and what each says."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.verbs import Options, Told, wrong
from filiera.competence.named import organisation_named
from filiera.exchange.operations.answers import TOLD
from filiera.exchange.operations.asking import Pick, ask_solvers, dismiss_match, take_up_again
from filiera.exchange.operations.chasing import remind
from filiera.exchange.operations.requesters import introduce, meet_solver, note_meeting
from filiera.exchange.operations.taking import take_answer
from filiera.exchange.queries.candidates import Candidate, candidates_for
from filiera.exchange.shapes_matches import candidates_shape
from filiera.exchange.verbs.finding import match_named, need_named
from filiera.exchange.verbs.needs import told_need
from filiera.exchange.wording import gate_in_words, routed_in_words


def do_solvers(options: Options) -> Told:
    """Say who could solve a need, best first, and whom the router would ask now."""
    found = candidates_for(need_named(options["code"]), now=timezone.now())
    lines = [line for one in found.lines for line in _candidate_lines(one)]
    if found.nobody:
        lines.insert(0, _("Nobody has any evidence of this: these come nearest."))
    if not found.lines:
        lines = [_("Nobody in the register could solve it.")]
    return Told(candidates_shape(found), lines)


def _candidate_lines(one: Candidate) -> Iterator[str]:
    yield f"{one.line.rank:3}. {one.organisation.name} ({one.organisation.code}): {one.line.reason}"
    if one.match is not None and one.match.asked_at is not None:
        yield "     " + _("Asked already: %(state)s.") % {"state": one.match.get_state_display()}
    for gate in one.bars:
        yield "     " + _("Not to be asked: %(why)s") % {"why": gate_in_words(gate)}
    for row in one.twins:
        yield "     " + _("It may be the same as %(name)s (%(id)s).") % {"name": row.name, "id": row.code}
    for gate in one.cautions:
        yield "     " + _("Look first: %(why)s") % {"why": gate_in_words(gate)}
    if one.is_chosen:
        yield "     " + _("To be asked now. %(why)s") % {"why": routed_in_words(one.routed)}


def do_ask(options: Options) -> Told:
    """Ask a batch of solvers."""
    found = need_named(options["code"])
    if options["email"] and len(options["solvers"]) > 1:
        raise wrong(_("--email: it is the address of one solver; ask the others by themselves."))
    rows = {row.pk: row for row in map(organisation_named, options["solvers"])}
    picks = [Pick(row, options["email"], options["looked"]) for row in rows.values()]
    ask_solvers(need=found, picks=picks, now=timezone.now())
    return told_need(found)


def do_dismiss(options: Options) -> Told:
    """Set a solver aside for a need, with the reason."""
    found, solver = need_named(options["code"]), organisation_named(options["solver"])
    dismiss_match(need=found, solver=solver, why=options["why"], now=timezone.now())
    return told_need(found)


def do_take_up(options: Options) -> Told:
    """Take up a solver that was set aside."""
    found = match_named(options["match"])
    take_up_again(match=found, now=timezone.now())
    return told_need(found.need)


def do_meet(options: Options) -> Told:
    """Write down whether whoever asks would meet a solver, as it told the office."""
    found = match_named(options["match"])
    meet_solver(match=found, meets=options["answer"] == "yes", note=options["note"], now=timezone.now())
    return told_need(found.need)


def do_met(options: Options) -> Told:
    """Write down that the two of a match have met."""
    found = match_named(options["match"])
    note_meeting(match=found, now=timezone.now())
    return told_need(found.need)


def do_remind(options: Options) -> Told:
    """Write once more to a solver that has not answered."""
    found = match_named(options["match"])
    remind(match=found, now=timezone.now())
    return told_need(found.need)


def do_answer(options: Options) -> Told:
    """Write down what a solver told the office."""
    found = match_named(options["match"])
    said = {name: options[name] for name in ("on", "why", "who", "note")} | {"says": options["answer"].upper()}
    take_answer(found, said, now=timezone.now(), user=None, way=TOLD)
    return told_need(found.need)


def do_introduce(options: Options) -> Told:
    """Introduce the two of a match to each other."""
    found = match_named(options["match"])
    introduce(match=found, note=options["note"], now=timezone.now())
    return told_need(found.need)
