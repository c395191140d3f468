"""Whom the refusing clauses of a question leave out, and what of them could not be applied."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from filiera.common.folding import fold
from filiera.competence.filters import current_organisations
from filiera.competence.queries.answer_types import Refused, Unapplied
from filiera.competence.queries.asked_places import is_place, who_is_avoided
from filiera.competence.question_known import asks_nothing_else
from filiera.competence.question_refusals import is_of_names, says_where, things_refused

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from filiera.common.visibility import Audience
    from filiera.competence.queries.asked_names import Naming
    from filiera.competence.question_known import NameSaid
    from filiera.registry.models import Organisation


@dataclass
class _Clause:
    """What a refusing clause was found to mean, as it is read: whom it leaves out, and what it could not."""

    left: list[Q] = field(default_factory=list)
    unapplied: list[Unapplied] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def left_out(refused: Collection[str], naming: Naming, audience: Audience) -> Iterator[tuple[Refused, set[int]]]:
    """Give, of each clause that refuses something, whom it leaves out: organisations by name, and those of a place.

    What a clause says of a name that several have, or of one that nobody knows, is given as not applied.
    """
    rows: QuerySet[Organisation] = current_organisations(audience)
    for words in refused:
        clause = _read(words, naming, audience)
        found: set[int] = set()
        for condition in clause.left:
            found.update(rows.filter(condition).values_list("pk", flat=True))
        unknown = [one for one in clause.others if clause.left or clause.unapplied or _is_name(one, naming)]
        unapplied = (*clause.unapplied, *(Unapplied(one) for one in unknown if is_of_names(words)))
        yield Refused(words, len(found) if clause.left else None, unapplied), found


def _read(words: str, naming: Naming, audience: Audience) -> _Clause:
    """Read a clause: its names, and between them its places."""
    clause = _Clause()
    at = 0
    names = naming.known.said(words, is_refused=True, is_place=is_place, is_sure=True)
    for one in [one for one in names if not _is_province(words, one)]:
        _read_places(words[at : one.start], clause, naming, audience)
        _take(one, words, clause, naming)
        at = one.end
    _read_places(words[at:], clause, naming, audience)
    return clause


def _take(one: NameSaid, words: str, clause: _Clause, naming: Naming) -> None:
    """Leave out the organisation that a name means; where a part of it means several, none."""
    if one.is_whole or len(one.codes) == 1:
        clause.left.append(Q(code__in=one.codes))
    else:
        clause.unapplied.append(Unapplied(words[one.start : one.end], naming.meant([one])))


def _is_province(words: str, one: NameSaid) -> bool:
    """Tell whether what is also the name of a body says where ("in provincia di Cremona")."""
    return fold(words[one.start : one.end]).startswith(("provincia di ", "province of "))


def _read_places(words: str, clause: _Clause, naming: Naming, audience: Audience) -> None:
    """Read the places of a stretch without names; what is none goes to the others, or is a name after all."""
    avoided = who_is_avoided(words, audience)
    if avoided is not None:
        rest = words[avoided.end :]
        if not _read_as_name(words[: avoided.end], avoided.condition, clause, naming, audience):
            clause.left.append(avoided.condition)
        words = rest
    for thing in things_refused(words):
        place = who_is_avoided(f"tranne {thing}", audience)
        if place is not None:
            clause.left.append(place.condition)
        elif not asks_nothing_else(thing, ()):
            clause.others.append(thing)


def _read_as_name(words: str, there: Q, clause: _Clause, naming: Naming, audience: Audience) -> bool:
    """Read what is a place too, where nobody is, as part of a name ("but not Alba"): not where the words say where."""
    things = things_refused(words)
    if len(things) != 1 or says_where(words) or current_organisations(audience).filter(there).exists():
        return False
    said = naming.known.said(things[0], is_refused=True)
    for one in said:
        _take(one, things[0], clause, naming)
    return bool(said)


def _is_name(thing: str, naming: Naming) -> bool:
    """Tell whether what is refused is written as a name, and is no word of the field."""
    return thing[:1].isupper() and not all(map(naming.known.is_ordinary, fold(thing).split()))
