"""Find the organisation that a source names: by identifier first, by name in three bands otherwise.

Answers that people gave are remembered: the same name is not asked twice.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from filiera.common.folding import fold
from filiera.engine.names import HARD_SCHEMES, NEW, SAME
from filiera.registry.adapters import known_organisations, party
from filiera.registry.enums import Band
from filiera.registry.models import DuplicateDecision, Identifier, Organisation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filiera.engine.names import NameIndex, NameMatch

STRONG_SCHEMES = ("VAT", "FISCAL", "PIC", "ROR", "OPENALEX", "GRID", "WIKIDATA")
"""Identifiers that one organisation alone holds; a web domain may be shared by a group, so it only speaks in the blend."""

NEARER = 0.1
"""By so much more a name must be alike to go before one that has the place, or more, for it."""


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation as somebody named it."""

    name: str
    ids: dict[str, str] = field(default_factory=dict)
    code: str = ""
    town: str = ""
    country: str = ""

    def fingerprint(self) -> str:
        """Give the key under which an answer about this name is remembered."""
        strong = "|".join(f"{k}={v}" for k, v in sorted(self.ids.items()) if k in STRONG_SCHEMES)
        text = f"{fold(self.name)}|{strong}|{fold(self.town)}|{self.country.upper()}"
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Found:
    """Who was meant. `by` says how: `code`, an identifier's scheme, `name`, `person` or nothing; `reasons` for people."""

    band: Band
    organisation_id: int | None = None
    candidate_id: int | None = None
    score: float = 0.0
    by: str = ""
    match: NameMatch | None = None


def nearest(matches: Sequence[NameMatch]) -> NameMatch:
    """Give whom to ask about first, of several in doubt, best first: the nearest name, unless an identifier speaks.

    Among names that are about as near, the rest decides, as place and legal form.
    """
    keys = ("same_domain", *HARD_SCHEMES)
    if any(matches[0].features[key].score == 1.0 for key in keys if key in matches[0].features):
        return matches[0]
    closest = max(match.features["same_words"].score for match in matches)
    return next(match for match in matches if match.features["same_words"].score > closest - NEARER)


class OrganisationFinder:
    """Answers many questions against one picture of the register; tell it of newcomers with `learn`."""

    def __init__(self) -> None:
        self._codes = dict(Organisation.objects.filter(merged_into=None).values_list("code", "id"))
        self._merged = dict(Organisation.objects.exclude(merged_into=None).values_list("code", "merged_into_id"))
        self._ids = {
            (scheme, value): organisation_id
            for scheme, value, organisation_id in Identifier.objects.exclude(scheme="DOMAIN")
            .filter(organisation__merged_into=None)
            .values_list("scheme", "value", "organisation_id")
        }
        self._decisions: dict[str, dict[int, str]] = {}
        for fingerprint, organisation_id, verdict in DuplicateDecision.objects.values_list(
            "fingerprint", "organisation_id", "verdict"
        ):
            self._decisions.setdefault(fingerprint, {})[organisation_id] = verdict
        self._names: NameIndex = known_organisations()
        self._memory: dict[str, Found] = {}

    def find(self, named: Named) -> Found:
        """Give who is meant: SAME with the organisation, ASK with a candidate, or NEW."""
        by_key = self._by_key(named)
        if by_key:
            return by_key
        fingerprint = named.fingerprint()
        if fingerprint not in self._memory:
            self._memory[fingerprint] = self._by_name(named, self._decisions.get(fingerprint, {}))
        return self._memory[fingerprint]

    def holders(self, ids: dict[str, str]) -> set[int]:
        """Give the organisations that hold some of these identifiers; more than one means that they disagree."""
        found = {self._ids.get((scheme, value)) for scheme, value in ids.items() if scheme in STRONG_SCHEMES}
        return {one for one in found if one is not None}

    def _by_key(self, named: Named) -> Found | None:
        organisation_id = self._codes.get(named.code) or self._merged.get(named.code)
        if organisation_id:
            return Found(Band.SAME, organisation_id, score=1.0, by="code")
        for scheme in STRONG_SCHEMES:
            value = named.ids.get(scheme)
            found = self._ids.get((scheme, value)) if value else None
            if found:
                return Found(Band.SAME, found, score=1.0, by=scheme)
        return None

    def _by_name(self, named: Named, decided: dict[int, str]) -> Found:
        same = next((known for known, verdict in decided.items() if verdict == "SAME"), None)
        if same:
            return Found(Band.SAME, same, score=1.0, by="person")
        if not named.name.strip():
            return Found(Band.NEW)
        asked = party(name=named.name, town=named.town, country=named.country, identifiers=named.ids)
        open_matches = [
            match for match in self._names.match(asked).matches if decided.get(int(match.known_id)) != "DIFFERENT"
        ]
        best = open_matches[0] if open_matches else None
        if best is None or best.band == NEW:
            return Found(Band.NEW, by="", match=best)
        known = int(best.known_id)
        if best.band == SAME:
            return Found(Band.SAME, known, score=best.score, by="name", match=best)
        best = nearest([match for match in open_matches if match.band != NEW])
        known = int(best.known_id)
        return Found(Band.ASK, candidate_id=known, score=best.score, by="name", match=best)

    def learn(self, organisation: Organisation, ids: dict[str, str] | None = None) -> None:
        """Take in an organisation that has just been registered, by its code and identifiers."""
        self._codes[organisation.code] = organisation.pk
        for scheme, value in (ids or {}).items():
            self._ids[(scheme, value)] = organisation.pk
