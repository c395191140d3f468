"""What was understood of a need, and what in its text a person should look at before it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from filiera.common.in_words import long_date
from filiera.exchange.enums import Help, Secrecy
from filiera.exchange.models import NeedProposal
from filiera.exchange.reading.giveaways import OwnNames
from filiera.exchange.reading.quoting import quoted
from filiera.exchange.reading.sensitive import read_sensitive
from filiera.exchange.wording import PROPOSED, SENSITIVE
from filiera.registry.models import Alias, Delegate

if TYPE_CHECKING:
    from filiera.exchange.models import Need

GIVES_AWAY = frozenset({"OWN_NAME", "PERSON", "OWN_PLACE", "MAIL", "PHONE", "WEB", "VAT", "TAX_CODE", "IBAN"})
"""Codes of what would tell who asks."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A proposal in words: what it is about, what it would be, the sentence it comes from."""

    pk: int
    label: str
    value: str
    sentence: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Words of a text that should be looked at before it leaves, and why; `gives_away` where they tell who asks."""

    words: str
    why: str
    code: str
    gives_away: bool


def proposal_of(pk: int) -> NeedProposal | None:
    """Find a proposal by its number."""
    rows = NeedProposal.objects.select_related("need__organisation")
    return rows.filter(pk=pk).first() if pk < 2**63 else None


def understood(need: Need) -> tuple[Understood, ...]:
    """Give what waits to be taken or left; what comes of one sentence stands together."""
    rows = list(need.proposals.filter(taken=None).order_by("pk"))
    sentences = [row.sentence for row in rows]
    rows.sort(key=lambda row: sentences.index(row.sentence))
    return tuple(
        Understood(row.pk, str(PROPOSED[row.field]), _in_words(row), row.sentence, row.is_sure) for row in rows
    )


def _in_words(row: NeedProposal) -> str:
    if row.field == "deadline":
        return long_date(date.fromisoformat(row.value))
    if row.field == "trl":
        low, high = row.value
        return str(low) if low == high else f"{low} – {high}"
    if row.field == "secrecy":
        return str(Secrecy(row.value).label)
    return str(Help(row.value).label) if row.field == "help" else str(row.value)


def own_names(need: Need) -> OwnNames:
    """Give what tells who asks: the names of the organisation, who asked and who has stood for it, its town."""
    row = need.organisation
    aliases = Alias.objects.filter(organisation=row).values_list("name", flat=True)
    group = [row.group.name] if row.group else []
    names = tuple(dict.fromkeys(name for name in (row.name, row.legal_name, *aliases, *group) if name))
    delegates = Delegate.objects.filter(organisation=row).select_related("user").order_by("pk")
    persons = tuple(dict.fromkeys(name for name in (need.contact_name, *(one.user.name for one in delegates)) if name))
    return OwnNames(names, persons, (row.town,) if row.town else ())


def going_out(need: Need, brief: str) -> tuple[Doubtful, ...]:
    """Give what a person should look at in all that solvers would read of a need with a brief: place and answers too.

    Of an open need, whose title is read as well, nothing gives anybody away.
    """
    is_open = need.secrecy == Secrecy.OPEN
    text = "\n".join([*([need.title] if is_open else []), brief, need.place, *need.answers.values()])
    return tuple(one for one in doubtful_in(need, text) if not (is_open and one.gives_away))


def problem_in(need: Need, text: str, *, besides: str) -> tuple[Doubtful, ...]:
    """Give what a text says of a need's problem, in the need's own words, beyond what stands in `besides`."""
    own = (need.title, need.words, need.brief, *need.answers.values())
    found = quoted(text, own, besides=besides)
    return tuple(Doubtful(words[:120], str(SENSITIVE["PROBLEM"]), "PROBLEM", gives_away=False) for words in found)


def doubtful_in(need: Need, text: str) -> tuple[Doubtful, ...]:
    """Give what of a text a person should look at before solvers read it, each thing once."""
    found = {}
    for one in read_sensitive(text, own=own_names(need)):
        words = " ".join(text[one.start : one.end].split())[:120]
        found[one.code, words.casefold()] = Doubtful(words, str(SENSITIVE[one.code]), one.code, one.code in GIVES_AWAY)
    return tuple(found.values())
