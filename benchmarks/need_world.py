"""The world of the simulated year: organisations with what they truly can do, the evidence of it, and needs.

How many competences an organisation has, which ones are common, what kinds of evidence there are and how much of it is dated
are those of the instance's actors (actors/evidence.csv). What is not known of them is an assumption, and says so.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks import need_phrases as phrases
from benchmarks.world_words import FILLERS
from benchmarks.writer import PROJECT, rows, share
from filiera.engine.reading_files import Term, competences_from_csv, terms_from_csv, with_terms
from filiera.engine.types import Competence, Document, Version

INSTANCE = PROJECT / "instances" / "lombardia-cosmetica"
YEAR_BEGINS = date(2026, 1, 1)
DAYS = 365

# Measured on the actors' sheet, 59 organisations with four competences or more: share of them in an organisation's main stage.
HOME = 0.59
# Measured there too: a piece with a date, an organisation in a group.
DATED, GROUPED = 0.83, 0.19
# Measured there: pieces whose source is not the organisation's own site.
INDEPENDENT = 0.60

# Assumption: a term in three is not in the reader's list, because people use words that no list has.
UNLISTED = 1 / 3
# A need that names the field and not the thing; one that asks for two things; in Italian, as evidence and as a need.
VAGUE, DOUBLE, ITALIAN = 0.15, 0.33, 0.75
# New members; owners of whom no person is known; persons who answer for two; owners that want at most four needs a month.
NEW, NOBODY, SHARED, LIMITED = 0.15, 0.05, 0.03, 0.20
MONTHLY_LIMIT = 4
# A need is tagged with the right competence, else with one beside it, by whoever brings it to a platform or to the office.
TAGGED_RIGHT = 0.75
# Half of the needs ask for what many can do, half for anything of the taxonomy alike; one in five excludes somebody.
COMMON_NEED, EXCLUDING = 0.5, 0.2


@dataclass(frozen=True, slots=True)
class Gaps:
    """What evidence lacks, as shares in [0, 1]; all are assumptions.

    Competences without any evidence; terms that only hint; organisations with a piece that says nothing, and with one that
    boasts of something beside what they can do.
    """

    omitted: float = 0.30
    hinted: float = 0.25
    empty: float = 0.20
    boasting: float = 0.20


@dataclass(frozen=True, slots=True)
class Firm:
    """An organisation: `number` is its place; `person` -1 where nobody is known; `group` None where it stands alone."""

    number: int
    person: int
    abilities: frozenset[str]
    group: int | None
    is_new: bool
    monthly_limit: int | None

    @property
    def key(self) -> str:
        """Return its id, in the order of its number."""
        return f"o{self.number:04d}"


@dataclass(frozen=True, slots=True)
class Need:
    """A need: when it arrives (days since the year began), who asks, in which words, and what for.

    What is asked first is wanted, a second thing would be welcome: `able` can truly do the first. `tags` are the competences
    that people say it is about; `excluded` may not be asked.
    """

    number: int
    at: float
    requester: int
    text: str
    lang: str
    asked: tuple[str, ...]
    tags: frozenset[str]
    able: frozenset[int]
    excluded: frozenset[int]


@dataclass(frozen=True, slots=True)
class World:
    """All of it. `known` is the taxonomy with the terms that the reader knows; `common` how often a leaf is held."""

    firms: tuple[Firm, ...]
    documents: tuple[Document, ...]
    independent: frozenset[str]
    needs: tuple[Need, ...]
    known: tuple[Competence, ...]
    terms: tuple[Term, ...]

    @property
    def persons(self) -> int:
        """Count the persons."""
        return 1 + max(one.person for one in self.firms)


def build_world(*, seed: int, firms: int = 600, needs: int = 3000, gaps: Gaps | None = None) -> World:
    """Draw a world; the same seed gives the same."""
    words = Words.read(INSTANCE / "taxonomy")
    sheet = list(rows(INSTANCE / "actors" / "evidence.csv"))
    drawn = draw_firms(random.Random(f"firms {seed}"), firms, words, sheet)  # noqa: S311
    documents, independent = Evidence(random.Random(f"evidence {seed}"), words, sheet, gaps or Gaps()).of(drawn)  # noqa: S311
    asked = draw_needs(random.Random(f"needs {seed}"), needs, drawn, words)  # noqa: S311
    return World(drawn, documents, independent, asked, words.known, words.listed)


@dataclass(frozen=True, slots=True)
class Words:
    """The taxonomy, the terms of each competence and language, and what of it the reader is told."""

    parents: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    strong: Mapping[tuple[str, str], Sequence[str]]
    weak: Mapping[tuple[str, str], Sequence[str]]
    listed: tuple[Term, ...]
    known: tuple[Competence, ...]

    @classmethod
    def read(cls, folder: Path) -> Words:
        """Read the instance's taxonomy; which terms are kept from the reader is told by a hash of them."""
        competences = competences_from_csv(folder / "competences.csv")
        terms = terms_from_csv(folder / "terms.csv")
        strong: dict[tuple[str, str], list[str]] = defaultdict(list)
        weak: dict[tuple[str, str], list[str]] = defaultdict(list)
        for term in terms:
            (strong if term.weight == 1 else weak)[(term.competence_id, term.lang)].append(term.text)
        listed = tuple(term for term in terms if share(f"{term.lang} {term.text}") >= UNLISTED)
        leaves = {one.id: one.parent_id or "" for one in competences if one.level == 3}
        labels = {one.id: one.labels for one in competences}
        return cls(leaves, labels, strong, weak, listed, with_terms(competences, listed))

    @property
    def leaves(self) -> list[str]:
        """Return the leaves in their order."""
        return sorted(self.parents)

    def term(self, chance: random.Random, leaf: str, lang: str, hinted: float = 0.0) -> str:
        """Draw a term of a leaf, by a share of `hinted` one that only hints at it."""
        weak = self.weak.get((leaf, lang))
        if weak and chance.random() < hinted:
            return chance.choice(weak)
        return chance.choice(self.strong.get((leaf, lang)) or [self.labels[leaf][lang].lower()])

    def beside(self, chance: random.Random, leaf: str) -> str:
        """Draw another leaf of the same group, the leaf itself where it has none."""
        near = [one for one in self.leaves if self.parents[one] == self.parents[leaf] and one != leaf]
        return chance.choice(near) if near else leaf


def draw_firms(chance: random.Random, count: int, words: Words, sheet: Sequence[Mapping[str, str]]) -> tuple[Firm, ...]:
    """Draw organisations with numbers and kinds of competences as the actors have them."""
    held: dict[str, set[str]] = defaultdict(set)
    for row in sheet:
        held[row["organisation_id"]].update(filter(None, row["competences"].split("|")))
    sizes = sorted(len(one) for one in held.values() if one)
    # One more than was seen: what the sheet does not show is not impossible.
    common = Counter(words.leaves) + Counter(leaf for one in held.values() for leaf in one if leaf in words.parents)
    found: list[Firm] = []
    for number in range(count):
        is_shared = bool(found) and chance.random() < SHARED
        person = chance.choice(found).person if is_shared else number
        found.append(
            Firm(
                number,
                -1 if chance.random() < NOBODY else person,
                _abilities(chance, chance.choice(sizes), common),
                chance.randrange(max(1, count // 20)) if chance.random() < GROUPED else None,
                chance.random() < NEW,
                MONTHLY_LIMIT if chance.random() < LIMITED else None,
            )
        )
    return tuple(found)


def _abilities(chance: random.Random, size: int, common: Counter[str]) -> frozenset[str]:
    leaves = sorted(common)
    stage = chance.choices(leaves, [common[leaf] for leaf in leaves])[0][:3]
    found: set[str] = set()
    for _turn in range(50 * size):
        if len(found) == size:
            break
        pool = [leaf for leaf in leaves if leaf[:3] == stage] if chance.random() < HOME else leaves
        found.add(chance.choices(pool, [common[leaf] for leaf in pool])[0])
    return frozenset(found)


class Evidence:
    """Writes what is known in public of organisations: with gaps, weak words, boasts and pieces that say nothing."""

    def __init__(self, chance: random.Random, words: Words, sheet: Sequence[Mapping[str, str]], gaps: Gaps) -> None:
        self._chance, self._words, self._gaps = chance, words, gaps
        self._kinds = [row["kind"] for row in sheet]

    def of(self, firms: Sequence[Firm]) -> tuple[tuple[Document, ...], frozenset[str]]:
        """Return the pieces of all, and the ids of those whose source is somebody else."""
        pieces: list[Document] = []
        for firm in firms:
            subjects = self._subjects(firm)
            pieces += [self._piece(f"{firm.key}-{n}", firm.key, leaves) for n, leaves in enumerate(subjects)]
        return tuple(pieces), frozenset(one.id for one in pieces if self._chance.random() < INDEPENDENT)

    def _subjects(self, firm: Firm) -> list[Sequence[str]]:
        """Part what is shown of an organisation into pieces: one shows two things in the mean, as the actors' do."""
        shown = [leaf for leaf in sorted(firm.abilities) if self._chance.random() >= self._gaps.omitted]
        self._chance.shuffle(shown)
        subjects: list[Sequence[str]] = []
        while shown:
            size = self._chance.choice((1, 2, 3))
            subjects.append(shown[:size])
            shown = shown[size:]
        if self._chance.random() < self._gaps.boasting:
            subjects.append([self._words.beside(self._chance, self._chance.choice(sorted(firm.abilities)))])
        if not subjects or self._chance.random() < self._gaps.empty:
            subjects.append([])
        return subjects

    def _piece(self, key: str, owner: str, leaves: Sequence[str]) -> Document:
        chance = self._chance
        lang = "it" if chance.random() < ITALIAN else "en"
        filler = " ".join(chance.choices(FILLERS if lang == "it" else phrases.FILLERS_EN, k=6))
        terms = [self._words.term(chance, leaf, lang, self._gaps.hinted) for leaf in leaves]
        if terms:
            text = chance.choice(phrases.EVIDENCE[lang]).format(what=terms[0], filler=filler)
            text += "".join(phrases.ALSO[lang].format(also=one) for one in terms[1:])
        else:
            text = chance.choice(phrases.FLUFF[lang]).format(filler=filler)
        on = YEAR_BEGINS - timedelta(days=int(chance.triangular(1, 3650, 400))) if chance.random() < DATED else None
        return Document(key, (owner,), (Version(lang, "", text),), on, chance.choice(self._kinds))


def draw_needs(chance: random.Random, count: int, firms: Sequence[Firm], words: Words) -> tuple[Need, ...]:
    """Draw needs over the year, first come first."""
    holders: dict[str, set[int]] = defaultdict(set)
    for firm in firms:
        for leaf in firm.abilities:
            holders[leaf].add(firm.number)
    leaves = words.leaves
    common = [len(holders[leaf]) for leaf in leaves]
    moments = sorted(chance.uniform(0, DAYS) for _need in range(count))
    return tuple(_need(chance, n, at, (leaves, common), holders, firms, words) for n, at in enumerate(moments))


def _need(
    chance: random.Random,
    number: int,
    at: float,
    supply: tuple[Sequence[str], Sequence[int]],
    holders: Mapping[str, set[int]],
    firms: Sequence[Firm],
    words: Words,
) -> Need:
    leaves, common = supply
    main = chance.choices(leaves, common)[0] if chance.random() < COMMON_NEED else chance.choice(leaves)
    asked = [main]
    others = sorted(holders.get(main, ()))
    if others and chance.random() < DOUBLE:  # what goes together with it: something that one of its holders can do too
        asked += chance.sample(sorted(firms[chance.choice(others)].abilities - {main}) or [main], 1)
    able = set(others)
    strangers = [firm.number for firm in firms if main not in firm.abilities]
    requester = chance.choice(strangers)
    excluded = set(chance.sample(range(len(firms)), 2)) if chance.random() < EXCLUDING else set()
    group = firms[requester].group
    excluded |= {one.number for one in firms if group is not None and one.group == group}
    lang = "it" if chance.random() < ITALIAN else "en"
    vague = chance.random() < VAGUE
    what = words.labels[words.parents[main]][lang].lower() if vague else words.term(chance, main, lang)
    text = chance.choice(phrases.NEEDS[lang]).format(what=what)
    if len(set(asked)) > 1:
        text += phrases.NEEDS_ALSO[lang].format(also=words.term(chance, asked[1], lang))
    barred = frozenset(excluded | {requester})
    things = tuple(dict.fromkeys(asked))
    tags = frozenset(leaf if chance.random() < TAGGED_RIGHT else words.beside(chance, leaf) for leaf in things)
    return Need(number, at, requester, text, lang, things, tags, frozenset(able - barred), barred)
