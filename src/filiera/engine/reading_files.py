"""Files of an instance that the reader of texts needs: the taxonomy and the sector's own terms.

The product keeps both in its database; scripts and benchmarks read them here, with the same result.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from filiera.engine.types import Competence

LANGUAGES = ("it", "en")


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the sector: `weight` in (0, 1], 1 where it names the competence, less where it only hints at it."""

    competence_id: str
    lang: str
    text: str
    weight: float = 1.0


def competences_from_csv(path: Path) -> tuple[Competence, ...]:
    """Read a taxonomy file (id, parent_id, level, label_*, definition_*, synonyms_* parted by |), in its order."""
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(_competence(row) for row in csv.DictReader(stream))


def _competence(row: dict[str, str]) -> Competence:
    return Competence(
        id=row["id"],
        parent_id=row["parent_id"] or None,
        level=int(row["level"]),
        labels={lang: row[f"label_{lang}"] for lang in LANGUAGES},
        definitions={lang: row[f"definition_{lang}"] for lang in LANGUAGES},
        synonyms={
            lang: tuple(part.strip() for part in row[f"synonyms_{lang}"].split("|") if part.strip())
            for lang in LANGUAGES
        },
    )


def terms_from_csv(path: Path) -> tuple[Term, ...]:
    """Read a file of terms (competence_id, lang, term, weight); raises ValueError for a weight outside (0, 1]."""
    with path.open(encoding="utf-8", newline="") as stream:
        terms = tuple(
            Term(row["competence_id"], row["lang"], row["term"].strip(), float(row["weight"] or 1))
            for row in csv.DictReader(stream)
        )
    for term in terms:
        if not 0 < term.weight <= 1:
            raise ValueError(f"weight of {term.competence_id} {term.text!r} is {term.weight}, outside (0, 1]")
    return terms


def with_terms(competences: Iterable[Competence], terms: Iterable[Term]) -> tuple[Competence, ...]:
    """Add the terms to the synonyms of their competences; raises KeyError for a term of an unknown competence."""
    known = tuple(competences)
    extra: dict[str, dict[str, list[str]]] = {one.id: defaultdict(list) for one in known}
    for term in terms:
        extra[term.competence_id][term.lang].append(term.text)
    return tuple(replace(one, synonyms=_joined(one.synonyms, extra[one.id])) for one in known)


def _joined(old: dict[str, tuple[str, ...]], new: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    languages: Sequence[str] = sorted({*old, *new})
    return {lang: tuple(dict.fromkeys((*old.get(lang, ()), *new.get(lang, ())))) for lang in languages}


def weights_of(terms: Iterable[Term]) -> dict[tuple[str, str], float]:
    """Map (competence id, term) to its weight, as the reader takes them; terms of weight 1 are left out."""
    return {(term.competence_id, term.text): term.weight for term in terms if term.weight < 1}
