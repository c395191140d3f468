"""A need on its way: handed in, given back, renewed; what it asks for; what else it becomes."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.in_words import long_date
from filiera.common.verbs import Options, Told
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.exchange.models import NeedExit
from filiera.exchange.operations.exits import add_exit, close_exit
from filiera.exchange.operations.need_ends import renew_need
from filiera.exchange.operations.needs import publish_need, return_need
from filiera.exchange.operations.topics import decide_topic
from filiera.exchange.queries.exits import exits_of
from filiera.exchange.queries.needs import topic_lines
from filiera.exchange.queries.refusals import corrections
from filiera.exchange.queries.similar import similar_needs
from filiera.exchange.shapes import similar_shape, topic_shape
from filiera.exchange.shapes_outcome import correction_shape, exit_of_need_shape
from filiera.exchange.verbs.finding import competence_named, exit_numbered, need_named
from filiera.exchange.verbs.needs import told_need


def do_hand_in(options: Options) -> Told:
    """Hand a need in: the office reads it next."""
    return told_need(publish_need(need=need_named(options["code"]), now=timezone.now()))


def do_return(options: Options) -> Told:
    """Give a need back to its writer."""
    found = need_named(options["code"])
    return told_need(return_need(need=found, why=options["why"], now=timezone.now()))


def do_renew(options: Options) -> Told:
    """Let a need stand for another while."""
    return told_need(renew_need(need=need_named(options["code"]), now=timezone.now()))


def do_topics(options: Options) -> Told:
    """Say what a need asks for, after putting it right where that is said."""
    found = need_named(options["code"])
    said = [(competence_named(code), is_asked) for name, is_asked in SAID for code in options[name]]
    for row, is_asked in said:
        decide_topic(need=found, competence=row, is_asked=is_asked)
    lines = topic_lines(found)
    words = [f"{'-' if one.is_refused else '+'} {one.label} ({one.code})" for one in lines]
    return Told([topic_shape(one, may_keep=True) for one in lines], words or [_("Nothing was read in it.")])


SAID = (("add", True), ("drop", False))
"""The options of `topics`, and what each says."""


def do_exits(options: Options) -> Told:
    """List what needs became besides."""
    rows = list(exits_of(need_named(options["code"]) if options["code"] else None))
    lines = [line for row in rows for line in _exit_lines(row)]
    return Told([exit_of_need_shape(row) for row in rows], lines or [_("Nothing else was written down.")])


def _exit_lines(row: NeedExit) -> Iterator[str]:
    yield f"{row.pk}  {row.get_kind_display()}: {row.need.title} ({row.need.code})"
    if row.note:
        yield f"    {row.note}"
    if row.done_at is not None:
        yield f"    {long_date(timezone.localdate(row.done_at))}: {row.done_note}"


def do_exit(options: Options) -> Told:
    """Write down what else a need becomes."""
    found = need_named(options["code"])
    add_exit(need=found, kind=options["kind"], note=options["note"], now=timezone.now())
    return told_need(found)


def do_came(options: Options) -> Told:
    """Write down what came of what a need became."""
    found = exit_numbered(options["number"])
    close_exit(exit_=found, note=options["note"], now=timezone.now())
    return told_need(found.need)


def do_similar(options: Options) -> Told:
    """List the needs like one, the likest first."""
    lines = similar_needs(need_named(options["code"]), audience=OFFICE_AUDIENCE)
    words = [f"{one.likeness:.2f}  {one.title}, {one.who}, {one.state}" for one in lines]
    return Told([similar_shape(one) for one in lines], words or [_("None is like it.")])


def do_corrections(_options: Options) -> Told:
    """Say what refusals propose for profiles."""
    lines = corrections()
    words = [f"{one.times}  {one.organisation.name}: {one.label} ({one.competence.code})" for one in lines]
    return Told([correction_shape(one) for one in lines], words or [_("Refusals propose nothing.")])
