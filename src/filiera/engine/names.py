"""Which known organisation a name means, in three bands: the same, one to ask about, a new one.

Identifiers decide first. Then candidates are taken by runs of letters, short forms and web domain. Only names that are
equal once legal form, case, accents and punctuation are set aside join two, and only where nothing contradicts. All
others are compared feature by feature and the features blended: enough of them, and a ground in the names themselves,
make a question, which people settle.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from filiera.engine import names_features as compare
from filiera.engine.names_grams import GramIndex
from filiera.engine.names_grounds import COMMON_WORDS, near_spelling, telling_words
from filiera.engine.names_keys import keys_of
from filiera.engine.names_words import Name, folded_name, initials_of, name_of
from filiera.engine.types import Feature

SAME, ASK, NEW = "same", "ask", "new"
HARD_SCHEMES = ("vat", "pic", "ror", "tax_code")

# Weights of the blend: a logistic regression of sklearn on the tuning halves of benchmarks/run_names.py. A comparison of
# little or no weight stays: people read it, and the rules of `verdict` rest on it.
WEIGHTS: dict[str, float] = {
    "same_words": 6.2,
    "same_part": 0.1,
    "rare_words": 1.8,
    "no_rival_words": 2.2,
    "same_body": 0.1,
    "same_numbers": 0.0,
    "same_legal_form": 1.3,
    "same_town": 3.6,
    "same_country": 5.8,
    "same_acronym": 2.8,
    "same_domain": 9.0,
}
INTERCEPT = -21.8
# A pair that names alone join has at least this score; the threshold of the question is from the tuning half of CORDIS.
SAME_FROM = 0.8
ASK_FROM = 0.05
# A word that so many of the known names carry, and at least so many, tells nobody apart.
COMMON_FROM, COMMON_SHARE = 8, 0.01
SHORT_FORM = 0.8  # from here a short form is the other's, or its initials
MARGIN = 0.05  # two candidates nearer than this are told apart by people
CANDIDATES = 12
_ORDER = {SAME: 0, ASK: 1, NEW: 2}


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation to compare: names (the first is its own), short forms, place, and checked identifiers.

    `identifiers` maps a scheme ("vat", "tax_code", "pic", "ror", "domain") to the values in their normal form.
    """

    id: str
    names: tuple[str, ...]
    short: tuple[str, ...] = ()
    town: str = ""
    country: str = ""
    identifiers: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A known organisation that may be meant: `score` in [0, 1], its band and the comparisons behind it."""

    known_id: str
    score: float
    band: str
    features: dict[str, Feature]


@dataclass(frozen=True, slots=True)
class NameAnswer:
    """The band of a name and the candidates, best first; a "new" one may still list weak candidates."""

    band: str
    matches: tuple[NameMatch, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    party: Party
    names: tuple[Name, ...]
    keys: frozenset[str]
    town: frozenset[str]


class NameIndex:
    """The known organisations, ready to be found; it does not change, so a new one needs a new index."""

    def __init__(self, known: Iterable[Party]) -> None:
        """Index names, short forms and identifiers; raises ValueError where an id comes twice."""
        self._known: dict[str, _Known] = {}
        for party in known:
            if party.id in self._known:
                raise ValueError(f"organisation {party.id!r} comes twice")
            self._known[party.id] = _known(party)
        self._by_key: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._by_short: dict[str, list[str]] = defaultdict(list)
        entries: list[tuple[str, str]] = []
        words: Counter[str] = Counter()
        for identifier, one in self._known.items():
            for scheme, values in one.party.identifiers.items():
                for value in values:
                    self._by_key[scheme, value].append(identifier)
            for short in _shorts(one.party, one.names):
                self._by_short[short].append(identifier)
            words.update({word for name in one.names for word in name.words})
            entries.extend(
                (identifier, text) for text in {text for name in one.names for text in (name.text, *name.segments)}
            )
        self._entries = [identifier for identifier, _ in entries]
        self._grams = GramIndex([text for _, text in entries])
        self._frequency, self._total = words, max(1, len(self._known))
        self._places = {next(iter(one.town)) for one in self._known.values() if len(one.town) == 1}

    def rarity(self, word: str) -> float:
        """Tell how much a word tells apart, in (0, 1]: 1 for a word that no known name carries."""
        return math.log((1 + self._total) / (1 + self._frequency[word])) / math.log(1 + self._total) + 0.02

    def is_common(self, word: str) -> bool:
        """Tell whether a word tells nobody apart: a word of the trade, a town, or one that many known names carry."""
        if word in COMMON_WORDS or word in self._places:
            return True
        return self._frequency[word] >= max(COMMON_FROM, COMMON_SHARE * self._total)

    def match(self, query: Party, limit: int = 5) -> NameAnswer:
        """Find the known organisations that a party may be; `query.id` is not looked at."""
        asked = _known(query)
        scored = [self._compared(asked, self._known[identifier]) for identifier in self._candidates(query, asked.names)]
        scored.sort(key=lambda match: (_ORDER[match.band], -match.score, match.known_id))
        best = tuple(_settled(scored)[:limit])
        return NameAnswer(best[0].band if best else NEW, best)

    def match_many(self, queries: Sequence[Party], limit: int = 5) -> list[NameAnswer]:
        """Find the known organisations for each of many parties, in their order."""
        return [self.match(query, limit) for query in queries]

    def _candidates(self, query: Party, names: Sequence[Name]) -> list[str]:
        found: dict[str, None] = {}
        for scheme, values in query.identifiers.items():
            for value in values:
                found.update(dict.fromkeys(self._by_key.get((scheme, value), ())[:CANDIDATES]))
        for short in _shorts(query, names):
            found.update(dict.fromkeys(self._by_short.get(short, ())[:CANDIDATES]))
        for text in dict.fromkeys(text for name in names for text in (name.text, *name.segments)):
            near = self._grams.nearest(text, CANDIDATES)
            found.update(dict.fromkeys(self._entries[number] for number in near))
        return list(found)

    def _compared(self, asked: _Known, known: _Known) -> NameMatch:
        query, towns = asked.party, asked.town | known.town
        features, ground = self._best_names(asked, known, lambda word: word in towns or self.is_common(word))
        features["same_town"] = compare.same_town(query.town, known.party.town)
        features["same_country"] = compare.same_country(query.country, known.party.country)
        if features["same_town"].score == 1.0 and not (query.country and known.party.country):
            features["same_country"] = Feature(1.0, features["same_town"].detail)  # a town stands in one country
        features["same_domain"] = compare.same_domain(
            query.identifiers.get("domain", ()), known.party.identifiers.get("domain", ())
        )
        score = blend(features)
        features |= ground
        keys = {scheme: compare.same_key(query.identifiers, known.party.identifiers, scheme) for scheme in HARD_SCHEMES}
        features.update({scheme: key for scheme, key in keys.items() if key.score != compare.UNKNOWN})
        both = asked.keys & known.keys
        if both:
            features["equal_names"] = Feature(1.0, min(both))
        band = verdict(features, score)
        if band == SAME:
            score = 1.0 if agrees(features) else max(score, SAME_FROM)
        return NameMatch(known.party.id, score, band, features)

    def _best_names(
        self, asked: _Known, known: _Known, is_common: Callable[[str], bool]
    ) -> tuple[dict[str, Feature], dict[str, Feature]]:
        """Compare the names that are nearest; give their features and the grounds that any two names give to ask."""
        best: dict[str, Feature] = {}
        ground: dict[str, Feature] = {}
        highest = -math.inf
        for one in asked.names:
            for other in known.names:
                features = {
                    "same_words": compare.same_words(one, other),
                    "same_part": compare.same_part(one, other),
                    "rare_words": compare.rare_words(one, other, self.rarity),
                    "no_rival_words": compare.no_rival_words(one, other, self.rarity),
                    "same_body": compare.same_body(one, other),
                    "same_numbers": compare.same_numbers(one, other),
                    "same_legal_form": compare.same_legal_form(one, other),
                    "same_acronym": compare.same_acronym(one, asked.party.short, other, known.party.short),
                }
                total = sum(WEIGHTS[name] * feature.score for name, feature in features.items())
                if total > highest:
                    highest, best = total, features
                for name, found in (
                    ("telling_words", telling_words(one, other, is_common)),
                    ("near_spelling", near_spelling(one, other, is_common)),
                ):
                    if found.score > 0 and name not in ground:
                        ground[name] = found
        return best, ground


def _known(party: Party) -> _Known:
    names = tuple(name_of(name) for name in party.names if name.strip())
    keys = frozenset(key for name in party.names for key in keys_of(name))
    return _Known(party, names, keys, frozenset(name_of(party.town).words if party.town.strip() else ()))


def agrees(features: dict[str, Feature]) -> bool:
    """Tell whether an identifier that one organisation alone holds is the same, and none differs."""
    scores = {features[scheme].score for scheme in HARD_SCHEMES if scheme in features}
    return 1.0 in scores and 0.0 not in scores


def contradicted(features: dict[str, Feature]) -> bool:
    """Tell whether identifier, town, country or legal form say that two are two, whatever their names."""
    against = (*HARD_SCHEMES, "same_town", "same_country", "same_legal_form")
    return any(features[name].score == 0.0 for name in against if name in features)


def verdict(features: dict[str, Feature], score: float) -> str:
    """Tell the band of a pair, rivals not counted: an identifier or equal names join, a ground in the names asks."""
    if agrees(features):
        return SAME
    equal = "equal_names" in features
    if equal and not contradicted(features):
        return SAME
    differing = [scheme for scheme in HARD_SCHEMES if scheme in features and features[scheme].score == 0.0]
    if differing:
        # Another identifier of the same scheme: perhaps one body under two codes, never a silent union.
        agreeing = any(scheme in features and features[scheme].score == 1.0 for scheme in HARD_SCHEMES)
        return ASK if agreeing or equal else NEW
    if equal and features["same_country"].score > 0.0:
        return ASK
    grounds = (
        equal,
        "telling_words" in features,
        "near_spelling" in features,
        features["same_acronym"].score >= SHORT_FORM,
        features["same_domain"].score == 1.0,
    )
    return ASK if score >= ASK_FROM and any(grounds) else NEW


def blend(features: dict[str, Feature]) -> float:
    """Join the features of a pair into one score in (0, 1)."""
    return 1 / (
        1 + math.exp(-INTERCEPT - sum(WEIGHTS[name] * features[name].score for name in WEIGHTS if name in features))
    )


def _settled(scored: list[NameMatch]) -> list[NameMatch]:
    """Turn "same" into "ask" where a second candidate is as good: people tell twins apart."""
    joined = [match for match in scored if match.band == SAME]
    same = [match for match in joined if agrees(match.features)] or joined  # an identifier has no rival in a name
    if len(same) < 2 or same[0].score - same[1].score >= MARGIN:
        return scored
    twins = {match.known_id for match in same if same[0].score - match.score < MARGIN}
    return [
        NameMatch(match.known_id, match.score, ASK, match.features) if match.known_id in twins else match
        for match in scored
    ]


def _shorts(party: Party, names: Sequence[Name]) -> set[str]:
    """List the short forms under which a party is found: the given ones, and the initials of a long name."""
    shorts = {folded_name(short).replace(" ", "") for short in party.short}
    for name in names:
        initials = initials_of(name)
        if len(initials) >= 3:
            shorts.add(initials)
        if len(name.words) == 1:
            shorts.add(name.words[0])
        shorts.update(segment for segment in name.segments if " " not in segment)
    return {short for short in shorts if len(short) > 1}
