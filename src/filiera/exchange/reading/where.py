"""Where a solver should be, as a need says it: near a town, in a province, a region, a country, in Europe, abroad.

Where the requester is ("siamo a Lodi"), where a thing is to be sold and where it comes from today are no wish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from filiera.common.reading.countries import country_codes, country_meant
from filiera.common.reading.places import REGION, region_code
from filiera.competence.question import is_inside
from filiera.competence.question_places import (
    PlaceSaid,
    abroad_said,
    following_place,
    is_market,
    places_said,
    territories_said,
)
from filiera.competence.question_refusals import refused_spans
from filiera.exchange.reading.proposals import Hit, IsTown, Where

_REGION_NAME = re.compile(REGION, re.I)
_REGIONS = (
    "piemonte piedmont valle_d'aosta aosta_valley liguria lombardia lombardy abruzzo molise campania puglia apulia basilicata "
    "calabria sicilia sicily sardegna sardinia alto_adige south_tyrol trentino veneto friuli_venezia_giulia "
    "friuli-venezia_giulia emilia-romagna emilia_romagna toscana tuscany umbria marche lazio latium"
)
_REGION_NAMES = tuple(name.replace("_", " ") for name in _REGIONS.split())
_UNION = re.compile(
    r"(?<![\w])(?:(?:in|nell'|dell'|from|within|across)\s?(?:the\s+)?(?:unione\s+europea|ue|eu|european\s+union"
    r"|europa|europe)"
    r"|(?:fornitor[ei]|partner|aziend[ae]|impres[ae]|laborator[io]+|produttor[ei]|terzist[aie]|\w{3,20}(?:tor[ei]"
    r"|ist[aei]|ier[ei]))\s+europe[oaie]i?"
    r"|european\s+(?:suppliers?|partners?|compan(?:y|ies)|labs?|laborator(?:y|ies)|manufacturers?))(?![\w])",
    re.I,
)
_NATIONS = {
    "IT": "italian[oaie]?", "FR": "frances[ei]|french", "DE": "tedesc(?:o|a|hi|he)|german",
    "AT": "austriac(?:o|a|i|he)|austrian",
    "CH": "svizzer[oaie]|swiss", "ES": "spagnol[oaie]|spanish", "PT": "portoghes[ei]|portuguese", "NL": "olandes[ei]|dutch",
    "BE": "belg[ahi]+|belgian", "GB": "ingles[ei]|britannic[oaih]+|british", "PL": "polacc(?:o|a|hi|he)|polish",
    "SI": "sloven[oaie]|slovenian",
}  # fmt: skip
_OF_NATION = re.compile(
    r"(?<![\w])(?:" + "|".join(f"(?P<{code}>{words})" for code, words in _NATIONS.items()) + r")(?![\w])", re.I
)
_WHO = (
    r"(?:fornitor[ei]|partner|aziend[ae]|impres[ae]|ditt[ae]|laborator[io]+|produttor[ei]|terzist[aie]|stampator[ei]|"
    r"universit[àa]|atene[oi]|suppliers?|partners?|compan(?:y|ies)|labs?|laborator(?:y|ies)|manufacturers?|firms?|"
    r"mou?lders?|universit(?:y|ies)|\w{3,20}(?:tor[ei]|ist[aei]|ier[ei]|ers?|ors?))"
)
_ROW = r"(?:\w+\s*(?:,|\so|\se|\sor|\sand)\s+){0,2}"
_AFTER_WHO = re.compile(rf"(?<![\w]){_WHO}\s+{_ROW}$", re.I)
_BEFORE_WHO = re.compile(rf"^(?:\s*(?:,|o|or|and|e)\s+\w+){{0,2}}\s+{_WHO}(?![\w])", re.I)
_AT_MOST = re.compile(
    r"(?<![\w])(?:a\s+)?(?:non\s+(?:più\s+di|oltre(?:\s+i)?)|meno\s+di|massimo|max\.?|al\s+massimo|no\s+more\s+than"
    r"|less\s+than|up\s+to)\s+"
    r"(?P<km>[0-9]{1,3})\s*(?:km|chilometri|kilomet(?:er|re)s)\s+(?:da|di|from|of)\s+(?P<name>[A-ZÀ-Ý][\w'’-]+)"
)
_LABEL = re.compile(
    r"(?:^|\n)\W*(?:dove|luogo|zona|sede|where|place|location|area)\s*:\s*(?P<name>[^.,;:\n]{2,40})", re.I
)
_BY_LIKING = re.compile(
    rf"(?<![\w])(?:(?:meglio|preferibilmente|preferably|ideally)\s+(?P<after>{REGION})"
    rf"|(?P<before>{REGION})\s+(?:ideally|preferr?ed|preferably"
    r"|se\s+possibile|preferibilmente))(?![\w])",
    re.I,
)
_SURE = re.compile(r"entro|nel\s+raggio|within|vicino|nei\s+|near|around|provincia|province|(?:in\s+)?zona", re.I)
_PROVINCES = re.compile(
    r"(?<![\w])(?:(?:nelle|in|fra\s+le|tra\s+le)\s+province\s+di|in\s+the\s+provinces\s+of)\s+"
    r"(?P<first>[A-ZÀ-Ý][\w'’-]+(?:\s[A-ZÀ-Ý][\w'’-]+)?)",
)
_BASED_IN = re.compile(r"(?<![\w])(?:based|located|con\s+sede|con\s+stabilimento)\s*$", re.I)
_OWN = re.compile(
    r"(?<![\w])(?:siamo|ci\s+troviamo|abbiamo\s+(?:la\s+)?(?:sede|stabilimento|il\s+laboratorio)"
    r"|(?:la\s+)?nostr[oaie]\s+\w+|"
    r"(?:noi|azienda|ditta|impresa)\s+(?:di|con\s+sede)|lavoriamo|produciamo|we\s+(?:are|work|produce|sit)|we're"
    r"|i\s+am|our\s+\w+(?:\s+is)?)"
    r"(?:\s+(?:è|sono|is|are))?(?:\s+(?:un'|un|una|a|an|una\s+piccola|a\s+small)\s*\w+){0,2}(?:\s+(?:based|located"
    r"|con\s+sede"
    r"|situat[aoi]))?[\s,]*$",
    re.I,
)
_FROM_THERE = re.compile(
    r"(?<![\w])(?:arriv\w*|proven\w*|import\w*|compriamo|acquist\w*|vien\w*|comes?|came|made|bought|buy|(?:is|are"
    r"|now)\s+produced|(?:è|sono|vien\w*|veng\w*)\s+prodott[oaie])"
    r"(?:\s+(?:oggi|ora|oggi\s+tutt[oi]|today|now|it))?[\s,]*$",
    re.I,
)
_OWN_FIRM = re.compile(r"(?<![\w])(?:siamo|we\s+are|we're|i\s+am)\s[^.;,]{0,40}$", re.I)
_FAIR = re.compile(
    r"(?<![\w])(?:fiera|salone|evento|riunione|congresso|fair|trade\s+show|event|meeting)\b[^.;]{0,40}$", re.I
)


def places(sentence: str, *, is_town: IsTown | None) -> Iterator[Hit]:
    """Give the places of a sentence where a solver should be; `is_town` tells of a name whether a town bears it."""
    refused = refused_spans(sentence)
    taken: list[tuple[int, int]] = []
    for said in _said(sentence):
        if any(said.start < end and start < said.end for start, end in taken) or is_inside(
            said.start, said.end, refused
        ):
            continue
        hit = _hit(sentence, said, is_town)
        if hit is None:
            continue
        taken.append((said.start, said.end))
        if not _is_no_wish(sentence, said.start):
            yield hit
            yield from _row(sentence, said, is_town, taken)
    yield from _labelled(sentence, is_town)
    yield from _unions(sentence, refused)
    for found in _OF_NATION.finditer(sentence):
        before, after = sentence[max(0, found.start() - 60) : found.start()], sentence[found.end() : found.end() + 60]
        is_theirs = _AFTER_WHO.search(before) or _BEFORE_WHO.search(after)
        if is_theirs and not is_inside(*found.span(), refused) and not _OWN_FIRM.search(before):
            yield Hit("place", Where("country", found[0], found.lastgroup or ""), *found.span())


def _labelled(sentence: str, is_town: IsTown | None) -> Iterator[Hit]:
    """Give the place of a line such as "Dove: Lombardia", and a region that is said to be liked ("veneto ideally")."""
    found = _LABEL.search(sentence)
    if found is not None:
        name = found["name"].strip()
        hit = _hit(sentence, PlaceSaid(name, found.start(), found.start("name") + len(name)), is_town)
        if hit is not None:
            yield hit
    liked = _BY_LIKING.search(sentence)
    if liked is not None:
        name = liked["after"] or liked["before"]
        yield Hit("place", Where("region", name, region_code(name)), *liked.span())


def _said(sentence: str) -> list[PlaceSaid]:
    """Give what may name a place in its order, known territories and longer names first."""
    rows = [PlaceSaid(one["first"], one.start(), one.end(), is_province=True) for one in _PROVINCES.finditer(sentence)]
    rows += [PlaceSaid(one["name"], one.start(), one.end(), int(one["km"])) for one in _AT_MOST.finditer(sentence)]
    said = [*rows, *abroad_said(sentence), *territories_said(sentence, _territories()), *places_said(sentence)]
    return sorted(said, key=lambda one: one.start)


@cache
def _territories() -> tuple[str, ...]:
    return (*_REGION_NAMES, *country_codes())


def _hit(sentence: str, said: PlaceSaid, is_town: IsTown | None) -> Hit | None:
    found = _meant(sentence, said, is_town)
    if found is None:
        return None
    where, note = found
    return Hit("place", where, said.start, said.end, not note, note)


def _meant(sentence: str, said: PlaceSaid, is_town: IsTown | None) -> tuple[Where, str] | None:
    """Give the place of a name, with the doubt; None where it is a mere word."""
    if said.is_abroad:
        return Where("abroad", said.name), ""
    if said.is_province:
        return Where("province", said.name), "" if is_town is None or is_town(said.name) else "unknown-place"
    if said.km is None:
        if _REGION_NAME.fullmatch(said.name):
            return Where("region", said.name, region_code(said.name)), ""
        code = country_meant(said.name) if len(said.name) > 2 else ""
        if code:
            return Where("country", said.name, code), ""
    is_named = is_town is not None and is_town(said.name)
    if is_named:
        return Where("near", said.name, km=said.km), ""
    if said.name[:1].isupper() and _SURE.match(sentence[said.start : said.start + 20]) and is_town is None:
        return Where("near", said.name, km=said.km), "unknown-place"
    return None


def _row(sentence: str, said: PlaceSaid, is_town: IsTown | None, taken: list[tuple[int, int]]) -> Iterator[Hit]:
    """Give the further places of a row ("in Lombardia o in Piemonte", "province di Varese e Como")."""
    following = following_place(sentence, said)
    while following is not None:
        known = next(((one, hit) for one in following.readings if (hit := _hit(sentence, one, is_town))), None)
        if known is None:
            return
        one, hit = known
        taken.append((one.start, one.end))
        yield hit
        following = following_place(sentence, one)


def _is_no_wish(sentence: str, start: int) -> bool:
    """Tell whether a place is the requester's own, a market, an origin, or that of an event."""
    before = sentence[max(0, start - 80) : start]
    is_own = _OWN.search(before) is not None
    if is_own and _BASED_IN.search(before):
        is_own = re.search(r"(?<![\w])(?:siamo|nostr|we\s+are|we're|our)(?![\w])", before[-50:], re.I) is not None
    return is_own or is_market(sentence, start) or bool(_FROM_THERE.search(before)) or bool(_FAIR.search(before))


def _unions(sentence: str, refused: list[tuple[int, int]]) -> Iterator[Hit]:
    found = _UNION.search(sentence)
    if found is not None and not is_inside(*found.span(), refused) and not is_market(sentence, found.start()):
        yield Hit("place", Where("union", "EU", "EU"), *found.span())
