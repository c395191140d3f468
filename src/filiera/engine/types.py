"""The shapes that the engine takes and returns, so that adapters and matchers agree on one vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Version:
    """One language version of a document. `lang` is an ISO 639-1 code, or None where it is not known."""

    lang: str | None
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A piece of evidence as the engine reads it: its owners are the organisations (or people) that it speaks for."""

    id: str
    owners: tuple[str, ...]
    versions: tuple[Version, ...]
    date: date | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Competence:
    """A leaf or branch of the taxonomy. The mappings are keyed by language; `level` is 1 (stage) to 3 (leaf)."""

    id: str
    parent_id: str | None
    level: int
    labels: dict[str, str]
    definitions: dict[str, str] = field(default_factory=dict)
    synonyms: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Feature:
    """One comparison: `score` in [0, 1], `detail` the words that the comparison rests on."""

    score: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AskedCompetence:
    """A competence that a text speaks of: `score` in [0, 1], `start` and `end` the character span that says so.

    `group` is the group that the text names, where it names no leaf: any leaf of it is an answer.
    """

    competence_id: str
    score: float
    start: int
    end: int
    group: str | None = None


@dataclass(frozen=True, slots=True)
class EvidenceHit:
    """A document that answers a question: `score` in [0, 1], `passage` the sentence or two that count."""

    document_id: str
    score: float
    passage: str
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class OwnerHit:
    """An owner that answers a question: `score` in [0, 1], its hits best first, the features behind it."""

    owner: str
    score: float
    hits: tuple[EvidenceHit, ...]
    features: dict[str, Feature] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """A question to an index. `lang` None is guessed from the text.

    `documents` says which documents may be seen (their ids, or a predicate on an id) and `owners` which owners may be
    answered with; None is all. `hidden` are ids of documents that may not be seen: the quick way where they are few.
    What may not be seen is set aside before anything is counted, scored or summed.
    """

    text: str
    lang: str | None = None
    documents: Collection[str] | Callable[[str], bool] | None = None
    owners: Collection[str] | Callable[[str], bool] | None = None
    hidden: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class OwnerAnswer:
    """Owners ranked for a question, best first. `confidence` in [0, 1] says how sure it is that anyone has evidence.

    `no_evidence` is True where nobody has any: the hits are then the nearest things, not answers.
    """

    matcher: str
    lang: str | None
    hits: tuple[OwnerHit, ...]
    confidence: float
    no_evidence: bool


@dataclass(frozen=True, slots=True)
class EvidenceAnswer:
    """Documents ranked for a question, best first; the rest as in OwnerAnswer."""

    matcher: str
    lang: str | None
    hits: tuple[EvidenceHit, ...]
    confidence: float
    no_evidence: bool
