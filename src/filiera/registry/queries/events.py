"""What was done: the audit trail as the office searches it, and as an organisation's own people see theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.audit_things import field_words, own_name, thing_words
from filiera.common.audit_values import NOTHING, is_nothing, value_words
from filiera.common.audit_words import verb_words
from filiera.common.models import AuditDetail, AuditEvent
from filiera.registry.hooks import NamedThing, thing_names
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from filiera.common.visibility import Audience


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What is sought: a thing ("registry.Organisation 12", or its kind), a person, an organisation, an act, a period.

    `organisation` is a public id; `called` is one too, or part of the names of some organisations.
    """

    thing: str = ""
    actor: str = ""
    organisation: str = ""
    verb: str = ""
    since_on: date | None = None
    until_on: date | None = None
    called: str = ""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One field that changed: its name and what it was and became, as programs take them, and the three in words.

    `was` is empty where the thing was only then made.
    """

    name: str
    before: str
    after: str
    words: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class EventLine:
    """One act in words. `who` is empty for the machine; values and `changed` only for whoever may read them.

    `as_whom_name` is the organisation's name, its public id where none is left; `thing_url` is where the office reads the
    thing; `whom` is the person or the seat that the act was about: a hand seen in the room, a signature on paper.
    """

    pk: int
    at: datetime
    who: str
    as_whom: str
    on_behalf: bool
    verb: str
    words: str
    thing: str
    thing_words: str
    why: str
    changed: tuple[ChangeLine, ...]
    values: dict[str, Any]
    as_whom_name: str = ""
    thing_url: str = ""
    whom: str = ""


def events(asked: EventFilter, *, audience: Audience) -> QuerySet[AuditEvent]:
    """Find events, the last first: all for the office, for others those of the organisation that they act for."""
    rows = AuditEvent.objects.filter(_seen_by(audience)).select_related("actor", "detail").order_by("-pk")
    kind, _space, number = asked.thing.strip().partition(" ")
    if kind:
        rows = rows.filter(object_type__iexact=kind)
    if number:
        rows = rows.filter(object_id=number.strip())
    if asked.actor:
        rows = rows.filter(Q(actor__email__icontains=asked.actor) | Q(actor__name__icontains=asked.actor))
    if asked.organisation:
        rows = rows.filter(_of([asked.organisation]))
    if asked.called:
        named = Organisation.objects.filter(name__icontains=asked.called).values_list("code", flat=True)
        rows = rows.filter(_of([asked.called, *named]))
    if asked.verb:
        rows = rows.filter(verb=asked.verb)
    if asked.since_on:
        rows = rows.filter(at__gte=_midnight(asked.since_on))
    if asked.until_on:
        rows = rows.filter(at__lt=_midnight(asked.until_on + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _of(codes: list[str]) -> Q:
    """Give the condition of the events that are some organisations' matter, or that somebody did as one of them."""
    pks = [str(pk) for pk in Organisation.objects.filter(code__in=codes).values_list("pk", flat=True)]
    return Q(about__in=codes) | Q(as_whom__in=codes) | Q(object_type=Organisation._meta.label, object_id__in=pks)


def _seen_by(audience: Audience) -> Q:
    if audience.is_office:
        return Q()
    own = Organisation.objects.filter(pk__in=sorted(audience.organisation_ids))
    return _of(list(own.values_list("code", flat=True)))


@dataclass(frozen=True, slots=True)
class _Names:
    """How the things and organisations of some events are called: those of `own` codes alone, else all."""

    organisations: dict[str, str]
    things: dict[tuple[str, str], NamedThing]


def event_lines(rows: Iterable[AuditEvent], *, audience: Audience) -> list[EventLine]:
    """Put events in words. Others than the office read who and why only of what was done as their own organisation."""
    found = list(rows)
    own: dict[str, str] = {}
    if not audience.is_office:
        mine = Organisation.objects.filter(pk__in=sorted(audience.organisation_ids))
        own = dict(mine.values_list("code", "name"))
    names = _names_of(found) if audience.is_office else _Names(own, {})
    return [_line(row, names, is_open=audience.is_office or row.as_whom in own) for row in found]


def _names_of(rows: list[AuditEvent]) -> _Names:
    """Name what events speak of, as the office reads it: one query for the organisations, one for each kind of thing."""
    numbers: dict[str, set[int]] = {}
    for row in rows:
        if row.object_id.isdecimal():
            numbers.setdefault(row.object_type, set()).add(int(row.object_id))
    codes = {code for row in rows for code in (row.as_whom, row.about) if code}
    label = Organisation._meta.label
    organisations = Organisation.objects.filter(Q(code__in=codes) | Q(pk__in=numbers.get(label, ())))
    known = list(organisations.values_list("pk", "code", "name"))
    things = {(label, str(pk)): NamedThing(name, _page_of(code)) for pk, code, name in known}
    for kind in sorted(set(numbers) & set(thing_names)):
        things |= {(kind, str(pk)): one for pk, one in thing_names[kind](numbers[kind]).items()}
    return _Names({code: name for _pk, code, name in known}, things)


def _page_of(code: str) -> str:
    return reverse("organisation", args=[code])


def _line(row: AuditEvent, names: _Names, *, is_open: bool) -> EventLine:
    detail: AuditDetail | None = getattr(row, "detail", None) if is_open else None
    words, url = _thing(row, detail, names)
    return EventLine(
        pk=row.pk,
        at=row.at,
        who=_who(row, is_open=is_open),
        as_whom=row.as_whom,
        on_behalf=row.on_behalf,
        verb=row.verb,
        words=verb_words(row.verb),
        thing=f"{row.object_type} {row.object_id}".strip(),
        thing_words=words,
        why=detail.why if detail else "",
        changed=_changed(row.object_type, detail) if detail else (),
        values=detail.values if detail else {},
        as_whom_name=names.organisations.get(row.as_whom, row.as_whom),
        thing_url=url,
        whom=_whom(detail.values) if detail else "",
    )


def _whom(values: dict[str, Any]) -> str:
    """Give the name of the seat, or of who signed a paper, that an act was about."""
    return str(values.get("name", "")) if "seat" in values or values.get("on_paper") else ""


def _who(row: AuditEvent, *, is_open: bool) -> str:
    if row.actor is None:
        return ""
    return row.actor.plain_name if is_open else _("somebody of the cluster")


def _thing(row: AuditEvent, detail: AuditDetail | None, names: _Names) -> tuple[str, str]:
    """Name the thing, with where it is read: as the act itself does, else as it is called now, else by whose matter it is.

    What has no name is given by its number.
    """
    known = names.things.get((row.object_type, row.object_id))
    said, url = own_name(row.object_type, detail), known.url if known else ""
    if said or known is not None:
        return f"{thing_words(row.object_type)} {said or (known.name if known else '')}", url
    about = names.organisations.get(row.about, row.about)
    url = _page_of(row.about) if row.about in names.organisations else ""
    return thing_words(row.object_type, f"({about})" if about else row.object_id), url


def _changed(label: str, detail: AuditDetail) -> tuple[ChangeLine, ...]:
    """Give the fields that an act changed; one that was empty and stayed so did not."""
    before, after = _kept(detail.before), _kept(detail.after)
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return tuple(
        ChangeLine(
            name=name,
            before=_said(before.get(name)),
            after=_said(after.get(name)),
            words=field_words(name),
            was=value_words(label, name, before.get(name)) if detail.before else "",
            now=value_words(label, name, after.get(name)),
        )
        for name in names
    )


def _kept(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if not is_nothing(value)}


def _said(value: Any) -> str:
    return NOTHING if value is None else str(value)
