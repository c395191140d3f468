"""Which known organisation a name means, in three bands: the same, one to ask about, a new one.

Identifiers decide first. Then candidates are taken by runs of letters, short forms and web domain, compared feature by
feature, and the features blended. Names alone never reach both high precision and useful recall, hence the middle band,
which people settle.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from filiera.engine import names_features as compare
from filiera.engine.names_grams import GramIndex
from filiera.engine.names_words import Name, folded_name, initials_of, name_of
from filiera.engine.types import Feature

SAME, ASK, NEW = "same", "ask", "new"
HARD_SCHEMES = ("vat", "pic", "ror", "tax_code")

# Weights of the blend: a logistic regression of sklearn on the tuning halves of benchmarks/run_names.py. A comparison of
# little or no weight stays: people read it, and the rules of `_doubtful` rest on it.
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
# Thresholds of the bands, from the tuning half of CORDIS: "same" is right in more than 99 of 100; "ask" keeps four in
# five of the other spellings, and still tells four in five strangers new.
SAME_FROM = 0.8
ASK_FROM = 0.05
# "Universidade Nova de Lisboa" is not "Universidade de Lisboa": without one web domain the names must share nearly all
# rare words, or nearly all letters. Chosen on the ROR tuning half: precision of "same" from 0.982 to 0.994.
WORDED_RARE, WORDED_SAME = 0.8, 0.96
MARGIN = 0.05  # two candidates nearer than this are told apart by people
CANDIDATES = 12


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


class NameIndex:
    """The known organisations, ready to be found; it does not change, so a new one needs a new index."""

    def __init__(self, known: Iterable[Party]) -> None:
        """Index names, short forms and identifiers; raises ValueError where an id comes twice."""
        self._known: dict[str, _Known] = {}
        for party in known:
            if party.id in self._known:
                raise ValueError(f"organisation {party.id!r} comes twice")
            self._known[party.id] = _Known(party, tuple(name_of(name) for name in party.names if name.strip()))
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

    def rarity(self, word: str) -> float:
        """Tell how much a word tells apart, in (0, 1]: 1 for a word that no known name carries."""
        return math.log((1 + self._total) / (1 + self._frequency[word])) / math.log(1 + self._total) + 0.02

    def match(self, query: Party, limit: int = 5) -> NameAnswer:
        """Find the known organisations that a party may be; `query.id` is not looked at."""
        names = tuple(name_of(name) for name in query.names if name.strip())
        scored = [
            self._compared(query, names, self._known[identifier]) for identifier in self._candidates(query, names)
        ]
        scored.sort(key=lambda match: (-match.score, match.known_id))
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

    def _compared(self, query: Party, names: Sequence[Name], known: _Known) -> NameMatch:
        features = self._best_names(query, names, known)
        features["same_town"] = compare.same_town(query.town, known.party.town)
        features["same_country"] = compare.same_country(query.country, known.party.country)
        if features["same_town"].score == 1.0 and not (query.country and known.party.country):
            features["same_country"] = Feature(1.0, features["same_town"].detail)  # a town stands in one country
        features["same_domain"] = compare.same_domain(
            query.identifiers.get("domain", ()), known.party.identifiers.get("domain", ())
        )
        score = blend(features)
        keys = {scheme: compare.same_key(query.identifiers, known.party.identifiers, scheme) for scheme in HARD_SCHEMES}
        features.update({scheme: key for scheme, key in keys.items() if key.score != compare.UNKNOWN})
        agreeing = any(key.score == 1.0 for key in keys.values())
        conflicting = any(key.score == 0.0 for key in keys.values())
        if agreeing and not conflicting:
            return NameMatch(known.party.id, 1.0, SAME, features)
        if conflicting:
            # Another identifier of the same scheme: perhaps one body under two codes, never a silent union.
            band = ASK if agreeing or score >= SAME_FROM else NEW
            return NameMatch(known.party.id, min(score, SAME_FROM - 0.01) if not agreeing else 0.8, band, features)
        band = band_of(score)
        if band == SAME and _doubtful(features):
            band = ASK
        return NameMatch(known.party.id, score, band, features)

    def _best_names(self, query: Party, names: Sequence[Name], known: _Known) -> dict[str, Feature]:
        best: dict[str, Feature] = {}
        highest = -math.inf
        for one in names:
            for other in known.names:
                features = {
                    "same_words": compare.same_words(one, other),
                    "same_part": compare.same_part(one, other),
                    "rare_words": compare.rare_words(one, other, self.rarity),
                    "no_rival_words": compare.no_rival_words(one, other, self.rarity),
                    "same_body": compare.same_body(one, other),
                    "same_numbers": compare.same_numbers(one, other),
                    "same_legal_form": compare.same_legal_form(one, other),
                    "same_acronym": compare.same_acronym(one, query.short, other, known.party.short),
                }
                total = sum(WEIGHTS[name] * feature.score for name, feature in features.items())
                if total > highest:
                    highest, best = total, features
        return best


def _doubtful(features: dict[str, Feature]) -> bool:
    """Tell what is likely enough to ask, but never to join: other bodies of one name, namesakes abroad, a word more."""
    if features["same_body"].score == 0.0 or features["same_country"].score == 0.0:
        return True
    worded = features["rare_words"].score >= WORDED_RARE or features["same_words"].score >= WORDED_SAME
    return not worded and features["same_domain"].score < 1.0


def blend(features: dict[str, Feature]) -> float:
    """Join the features of a pair into one score in (0, 1)."""
    return 1 / (
        1 + math.exp(-INTERCEPT - sum(WEIGHTS[name] * features[name].score for name in WEIGHTS if name in features))
    )


def band_of(score: float) -> str:
    """Tell the band of a score."""
    return SAME if score >= SAME_FROM else ASK if score >= ASK_FROM else NEW


def _settled(scored: list[NameMatch]) -> list[NameMatch]:
    """Turn "same" into "ask" where a second candidate is as good: people tell twins apart."""
    same = [match for match in scored if match.band == SAME]
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
