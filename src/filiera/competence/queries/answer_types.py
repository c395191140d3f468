"""What an answer consists of: what was asked, the lines with their parts and proofs, what nobody covers."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from filiera.competence.filters_places import Place
from filiera.competence.queries.answer_proofs import Proof
from filiera.competence.queries.claims import ClaimLine
from filiera.competence.queries.directory import Entry

SOLID_AT = 0.45
"""From this strength a part counts as covered, below as partly covered: about one project with others, or two plain proofs."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """An organisation that the question names."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class NameHint:
    """Words of the question that are nearly the name of an organisation of the register."""

    words: str
    meant: Mentioned


@dataclass(frozen=True, slots=True)
class PlaceAsked:
    """A place that the question names and wants, and the filter that it would be.

    `name` is what the person called it; for a town and a province, what the register does. `organisations` are known to
    be there, and `unknown` counts those of which it cannot be said.
    """

    name: str
    place: Place
    organisations: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Unapplied:
    """Words of a refusal that leave nobody out: any of `may_be` could be meant, or nobody is known by that name."""

    words: str
    may_be: tuple[Mentioned, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Words of the question that say what is not wanted; `left_out` counts the organisations meant, None where none can be.

    `unapplied` are the words among them that could not be applied.
    """

    words: str
    left_out: int | None = None
    unapplied: tuple[Unapplied, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A competence that the question asks for, the words that ask for it, and how many of those asked hold it.

    `traces` have proof too weak to count; `outside` hold it and are left out by the filter. `group` is the group that the
    question names, where any competence of it will do; `holders_of_any` then hold one of them.
    """

    code: str
    label: str
    url: str
    score: float
    start: int
    end: int
    words: str
    holders: int
    traces: int = 0
    outside: int = 0
    group: str | None = None
    holders_of_any: int = 0

    @property
    def uncovered(self) -> bool:
        """Tell whether nobody of those asked holds it, or another that will do: a trace is too weak to count."""
        return self.holders == 0 and self.holders_of_any == 0


@dataclass(frozen=True, slots=True)
class Part:
    """How one answer covers one competence asked: the claim (held, or a mere trace), or None where there is no proof."""

    asked: Asked
    claim: ClaimLine | None

    @property
    def no_proof(self) -> str:
        """Say that there is no proof of this part."""
        return _("%(what)s: no evidence") % {"what": self.asked.label}

    @property
    def trace(self) -> str:
        """Say that the proof of this part is too weak to count."""
        return _("%(what)s: a trace, too weak to count") % {"what": self.asked.label}

    @property
    def is_held(self) -> bool:
        """Tell whether the organisation holds it."""
        return self.claim is not None and self.claim.held

    @property
    def state(self) -> str:
        """Give `ok`, `partial` (held by weak proof), `trace` or `unknown`."""
        if self.claim is None:
            return "unknown"
        if not self.claim.held:
            return "trace"
        return "ok" if self.claim.strength >= SOLID_AT else "partial"


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """An organisation that answers, with its reason, the parts it covers and its best proofs."""

    rank: int
    score: float
    entry: Entry
    reason: str
    parts: tuple[Part, ...]
    proofs: tuple[Proof, ...]
    distance_km: float | None = None

    @property
    def others(self) -> int:
        """Count the proofs after the first."""
        return len(self.proofs) - 1


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question. `no_evidence` is True where nobody has any: then there are no lines, only the nearest.

    `only_name` tells that the question is nothing but names: the lines are then the organisations so called, none where the
    names are nearly those of the `hints`.

    `places` are those that the question names, for a filter that the person may set: any of them will do. `placed` tells
    that a filter sets the place already. `named` are organisations of the register that the question names, `hints` those
    that it nearly names; `refused` is what it says is not wanted; `ignored` are competences that the person said were not
    meant. `unmet` are words of it that no evidence uses. `everybody` counts the register, `within` those that pass the
    filter and are not refused.
    """

    query: str
    lang: str
    asked: tuple[Asked, ...]
    lines: tuple[AnswerLine, ...]
    uncovered: tuple[Asked, ...]
    no_evidence: bool
    matcher: str
    confidence: float
    everybody: int
    nearest: tuple[AnswerLine, ...] = ()
    unknown: dict[str, int] = field(default_factory=dict)
    unknown_total: int = 0
    unknown_batch: int = 0
    unmet: tuple[str, ...] = ()
    places: tuple[PlaceAsked, ...] = ()
    placed: bool = False
    named: tuple[Mentioned, ...] = ()
    hints: tuple[NameHint, ...] = ()
    only_name: bool = False
    ignored: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    is_filtered: bool = False
    within: int = 0

    @property
    def only_traces(self) -> bool:
        """Tell whether of all that nobody holds somebody has a trace."""
        return bool(self.uncovered) and all(one.traces for one in self.uncovered)
