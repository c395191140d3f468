"""Who applies: how many, of which kinds, from where, who leads, how often."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from filiera.common.reading.places import REGION, region_code
from filiera.common.reading.words import NUMBER, number_in
from filiera.funding.reading.places import states_in
from filiera.funding.reading.proposals import Hit, Sentence

_BODY = (
    r"(?:(?:different|distinct|divers[ei]|full|financing|project|autonom[ie]|indipendenti|independent|legal|giuridic[ie]|eligible|"
    r"project|single|other)\s+){0,3}"
    r"(?P<body>soggetti|partner(?:s)?|partecipanti|componenti|membri|entities|organi[sz]ations|beneficiaries|"
    r"applicants|participants|"
    r"imprese|aziende|enti|atenei|unità\s+di\s+ricerca|research\s+units|firms|companies|enterprises|undertakings)"
)
_FROM_TO = re.compile(
    rf"(?:da|from|between|tra|fra|of|compreso\s+tra)\s+(?:un\s+minimo\s+di\s+|"
    rf"a\s+minimum\s+of\s+)?(?P<low>{NUMBER})\s*(?:\([^)]{{1,12}}\)\s*)?"
    rf"(?:a|ad|to|and|e|fino\s+a)\s+(?:un\s+massimo\s+di\s+|a\s+maximum\s+of\s+)?(?P<high>{NUMBER})\s*(?:\([^)]{{1,12}}\)\s*)?{_BODY}",
    re.IGNORECASE,
)
_LEAST = re.compile(
    rf"(?:almeno|minimo(?:\s+di)?|non\s+meno\s+di|at\s+least|minimum(?:\s+of)?|no\s+fewer\s+than|"
    rf"not\s+less\s+than)\s+"
    rf"(?P<n>{NUMBER})\s*(?:\([^)]{{1,12}}\)\s*)?{_BODY}(?!\s+(?:from|di)\s+(?:each|ciascun))",
    re.IGNORECASE,
)
_MOST = re.compile(
    rf"(?:al\s+massimo|massimo(?:\s+di)?|fino\s+ad?(?:\s+un\s+massimo\s+di)?|non\s+più\s+di|up\s+to|at\s+most|"
    rf"maximum(?:\s+of)?|no\s+more\s+than)\s+"
    rf"(?P<n>{NUMBER})\s*(?:\([^)]{{1,12}}\)\s*)?{_BODY}",
    re.IGNORECASE,
)
_IN_NUMBER = re.compile(
    rf"numero\s+(?:di\s+(?:imprese|soggetti|partner|componenti)\s+)?(?:compreso\s+)?(?:tra|fra|da)\s+(?P<low>{NUMBER})"
    rf"\s*(?:e|ed|a|ad)\s*(?P<high>{NUMBER})|"
    rf"(?:minimum|minimo|at\s+least|almeno)\s+(?:of\s+|di\s+)?(?P<low2>{NUMBER})(?:\s+[a-zà-ù]+)?\s*,?\s*(?:and\s+|e\s+|ed\s+)?"
    rf"(?:a\s+|un\s+)?(?:maximum|massimo|non\s+più|at\s+most|no(?:t)?\s+more\s+than|al\s+massimo)\s+(?:of\s+|di\s+)?"
    rf"(?P<high2>{NUMBER})(?!\s*(?:%|months|mesi|years|anni|euro|€))|"
    rf"in\s+numero\s+(?:massimo\s+(?:di|pari\s+a)|non\s+superiore\s+a)\s+(?P<most>{NUMBER})",
    re.IGNORECASE,
)
_ONE_MORE = re.compile(
    r"partenariato\s+con\s+almeno\s+un\s*['a]?\s*altr[oa]|together\s+with\s+at\s+least\s+one\s+other", re.IGNORECASE
)
_ALONE = re.compile(
    r"single\s+applicants?\s+only|only\s+single\s+applicants?|mono-beneficiary|a\s+single\s+(?:start-?up|SME|company)(?!\s+may)|"
    r"in\s+forma\s+singola(?!\s*(?:,|o|oppure|e)\s+(?:o\s+)?(?:in\s+)?(?:associa|aggrega|congiun|collabor|forma|partenariat|raggrupp|rete|ATS|consorz))",
    re.IGNORECASE,
)
_OR_MORE = re.compile(r"either|oppure|or\s+(?:a\s+)?(?:small|team|consort|group)|consorti|partnership", re.IGNORECASE)
_PARTNERS_HEADING = re.compile(
    r"partner|composi|consort|raggruppament|who|chi\s+può|soggetti|proponent|beneficiar", re.IGNORECASE
)
_ABOUT_PARTNERS = re.compile(
    r"partenariat|aggregazion|consorti|partner|partecip|compan|raggruppament|costituit[oaie]|compost[oaie]|domand|candidatur|"
    r"presentat|application|proposal|"
    r"submitted|participation|beneficiar|eligib|soggetti|proponent|ATS|RTI|imprese\s+singole",
    re.IGNORECASE,
)
_KINDS = (
    ("research", r"organism[oi]\s+di\s+ricerca|ent[ei]\s+di\s+ricerca|odr|universit[àa]|"
        r"research\s+(?:organi[sz]ations?|bod(?:y|ies)|institutions?)|universit(?:y|ies)"),
    ("sme", r"pmi|piccol[ea]\s+(?:e|o)\s+medi[ea]\s+impres[ea]|mpmi|smes?|"
        r"small\s+and\s+medium(?:-sized)?\s+enterprises?"),
    ("large", r"grand[ei]\s+impres[ea]|large\s+(?:enterprises?|compan(?:y|ies)|undertakings?)"),
    ("public_body", r"ent[ei]\s+pubblic[oi]|public\s+(?:bod(?:y|ies)|authorit(?:y|ies))|"
        r"pubblic[ah]e?\s+amministrazion[ei]"),
    ("ngo", r"ngos?|civil\s+society\s+organi[sz]ations?|ent[ei]\s+del\s+terzo\s+settore"),
    ("cluster", r"cluster(?:s)?(?:\s+organi[sz]ations?)?"),
    ("foundation", r"fondazion[ei]|foundations?"),
    ("company", r"impres[ea]|compan(?:y|ies)|enterprises?"),
)  # fmt: skip
_KIND = "|".join(f"(?P<{name}>{words})" for name, words in _KINDS)
_OF_KIND = re.compile(
    rf"(?:almeno|at\s+least|di\s+cui|(?:must|shall)\s+(?:include|involve|comprise)|dev\w+\s+(?:comprendere|includere|coinvolgere))\s+"
    rf"(?:di\s+|almeno\s+|at\s+least\s+)?(?P<n>{NUMBER}|un')\s*(?:{_KIND})(?![a-z])",
    re.IGNORECASE,
)
_BE_OF_KIND = re.compile(
    rf"(?:almeno|at\s+least)\s+(?P<n>{NUMBER})\s+(?:(?:of\s+)?(?:the\s+)?(?:partners?|participants?|members?)|dei\s+(?:partner|soggetti)|"
    rf"partner|soggetto)?\s*(?:must|shall|should|dev\w+|sia)\s+(?:be\s+|essere\s+)?(?:an?|un[ao]?|un')\s*(?:{_KIND})(?![a-z])",
    re.IGNORECASE,
)
_AND_KIND = re.compile(
    rf"\s*(?:,\s*(?:e|ed|and)?|e|ed|and|plus)\s+(?:almeno\s+|at\s+least\s+)?(?P<n>{NUMBER}|un')\s*(?:{_KIND})(?![a-z])",
    re.IGNORECASE,
)
_LEAD = re.compile(
    rf"(?:capofila|lead\s+(?:partner|applicant|beneficiary)|coordinator)\s+(?:deve\s+essere|dovrà\s+essere|è|"
    rf"must\s+be|shall\s+be|should\s+be)\s+"
    rf"(?:un'?a?|uno|a|an|una)\s*(?:{_KIND})(?![a-z])",
    re.IGNORECASE,
)
_COUNTRIES = re.compile(
    rf"(?:each\s+)?(?:established|based|located|stabilit[ie]|from|cover(?:ing)?|aventi\s+sede|con\s+sede|di|"
    rf"in)\s+(?:in\s+)?(?:at\s+least\s+|almeno\s+|a\s+minimum\s+of\s+)?"
    rf"(?P<n>{NUMBER})\s+(?:or\s+more\s+|of\s+the\s+)?(?:different\s+|divers[ie]\s+|distinct\s+|eligible\s+)*(?:EU\s+)?"
    r"(?P<of>(?:Member\s+States?|Stati\s+membri)(?:\s+(?:or|and/or|and|o|e)\s+(?:countries\s+associated|"
    r"associated\s+countries|Paesi\s+associati))?"
    r"|(?:Eurostars|Alpine\s+Space|Central\s+Europe|participating|programme|Eureka)\s+countries|eligible\s+countries|countries|"
    r"Paesi|(?:Member|Associated)\s+(?:States?|Countries)(?:\s+or\s+(?:Member|"
    r"Associated)\s+(?:States?|Countries))?)",
    re.IGNORECASE,
)
_AREAS = (("eurostars", "EUROSTARS"), ("alpine", "ALPINE_SPACE"), ("central europe", "CENTRAL_EUROPE"))
_NAMES_COUNTRIES = re.compile(r"countr|states?(?![a-z])|paesi|stati\s+membri", re.IGNORECASE)
_EACH_DIFFERENT = re.compile(
    rf"(?P<n>{NUMBER})\s+(?:independent\s+)?(?:legal\s+)?(?:entities|"
    rf"organi[sz]ations)[^.;]{{0,40}}each\s+(?:one\s+)?(?:established\s+)?in\s+a\s+different\s+"
    r"(?P<of>(?:eligible\s+country|country|Member\s+State(?:\s+or\s+Associated\s+Country)?))",
    re.IGNORECASE,
)
_ONE_MEMBER_STATE = re.compile(
    r"at\s+least\s+one[^.;]{0,60}(?:in\s+)?an?\s+(?:EU\s+)?Member\s+State|almeno\s+un[oa]?\s+[^.;]{0,40}Stato\s+membro",
    re.IGNORECASE,
)
_REGIONS = re.compile(
    rf"(?:from|in|at\s+least|da|almeno)\s+(?:at\s+least\s+|almeno\s+)?(?P<n>{NUMBER})\s+(?:different\s+|divers[ei]\s+|EU\s+)?region[is]s?(?![a-z])",
    re.IGNORECASE,
)
_CATEGORIES = (
    ("less_developed", r"less[\s-]developed|meno\s+sviluppat"),
    ("transition", r"transition|transizione"),
    ("outermost", r"outermost|ultraperiferic"),
)
_OF_CATEGORY = re.compile(
    r"(?:at\s+least\s+one|almeno\s+una|of\s+which\s+one)[^.;]{0,40}(?:less[\s-]developed|transition|outermost|meno\s+sviluppat|in\s+transizione|"
    r"ultraperiferic)[^.;]{0,60}",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    r"participation\s+is\s+limited\s+to\s+legal\s+entities\s+established\s+in\s+(?P<list>[^.;]{3,300})", re.IGNORECASE
)
_SEAT = re.compile(
    rf"(?:sed[ei](?:\s+(?:operativ[ae]|legal[ei]|produttiv[ae]|oggetto\s+dell'intervento|o|e)){{0,5}}|"
    rf"unità\s+(?:local[ei]|produttiv[ae]|operativ[ae])|"
    rf"(?:operating|registered|operational)\s+(?:office|seat|site)s?|localizzat[ie]|ubicat[ie]|established)"
    rf"[^.;]{{0,60}}?\s(?:in|nel|nella|sul|della|delle|within)\s+(?:territorio\s+(?:di|della|del|delle)\s+|"
    rf"the\s+territory\s+of\s+)?(?:regione\s+|provincia\s+autonoma\s+di\s+)?(?P<region>{REGION})(?![a-z])",
    re.IGNORECASE,
)
_SEAT_HERE = re.compile(
    r"(?:sed[ei](?:\s+(?:operativ[ae]|legal[ei]|produttiv[ae]|o|e)){0,5}|unità\s+(?:local[ei]|produttiv[ae]|operativ[ae]))"
    r"[^.;]{0,60}?\s(?:sul|nel|nell')\s*(?:territorio\s+(?:regionale|della\s+regione)|ambito\s+regionale)",
    re.IGNORECASE,
)
_LATER = re.compile(r"erogazion|accettazion|concessione|payment|acceptance|disbursement", re.IGNORECASE)
_INDEPENDENT = re.compile(
    r"(?:autonom[ei]|indipendenti)\s+(?:tra|fra)\s+loro|(?:tra|fra)\s+loro\s+(?:autonom[ei]|indipendenti)|(?:imprese|soggetti|partner)\s+(?:autonom[ie]|indipendenti)|"
    r"independent\s+(?:of|from)\s+(?:each\s+other|one\s+another)|mutually\s+independent|independent\s+legal\s+entities",
    re.IGNORECASE,
)
_ONE_APPLICATION = re.compile(
    r"una\s+sola\s+(?:domanda|candidatura|proposta|istanza)|un'?unica\s+(?:domanda|candidatura|proposta)|"
    r"un\s+solo\s+(?:partenariato|progetto)|al\s+massimo\s+una\s+(?:domanda|istanza|proposta)|(?:only\s+one|one\s+single|a\s+single|no\s+more\s+than\s+one)\s+(?:application|proposal)",
    re.IGNORECASE,
)
_FOR_EACH = re.compile(
    r"\s*(?:per|for|from|di)\s+(?:each\s+|ciascun\w*\s+|ogni\s+)?(?:impres|appl|soggett|compan|beneficiar|richiedent)",
    re.I,
)
_FIRM = re.compile(r"impres[ae]|start-?up|compan(?:y|ies)|enterprises?", re.IGNORECASE)
_SUBMITS = re.compile(r"submit|present|partecip|apply|take\s+part|involved\s+in|invi", re.IGNORECASE)
_SPECIAL = re.compile(
    r"in\s+addition\s+to\s+the\s+minimum|authorit|customs|cit(?:y|ies)|practitioner|end-?users|third\s+countr|African|police|"
    r"demonstration|citizens|procurers?|subcontract|upper-middle|consorti(?:a|um)\s+of\s+two",
    re.IGNORECASE,
)
"""Partners of one sort among others: how many all are, such a sentence does not say."""
_RECOGNISED = re.compile(
    r"(?:cluster\s+tecnologic[oi]\s+(?:lombard[oi]\s+)?(?:\(CTL\)\s+)?riconosciut[oi]|CTL\s+riconosciut[oi]|"
    r"riconosciut[oi]\s+(?:come\s+)?(?:CTL|cluster\s+tecnologic[oi]\s+lombard[oi]))"
    r"|(?P<chain>filier[ae]\s+riconosciut[ae])",
    re.IGNORECASE,
)


def partners(sentence: Sentence) -> Iterator[Hit]:
    """Find the rules about who applies."""
    text = sentence.text
    if _ABOUT_PARTNERS.search(text) or _PARTNERS_HEADING.search(sentence.heading):
        yield from _counts(text)
        yield from _kinds(text)
        yield from _regions(text)
    yield from _countries(text)
    yield from _seats(sentence)
    for found in _LEAD.finditer(text):
        yield Hit("rules.lead_kind", [_kind(found)], *found.span())
    for found in _INDEPENDENT.finditer(text):
        is_of_all = not _SPECIAL.search(text)
        yield Hit("rules.independent", True, *found.span(), is_of_all, "" if is_of_all else "who-unclear")
        break
    for found in _ONE_APPLICATION.finditer(text):
        if not (_SUBMITS.search(text, 0, found.end()) or _FOR_EACH.match(text, found.end())):
            continue
        is_firm = _FIRM.search(text, max(0, found.start() - 80), found.end() + 30)
        yield Hit("rules.one_application_per_entity", {"who": "company" if is_firm else "all"}, *found.span())
        break
    for found in _RECOGNISED.finditer(text):
        yield Hit(
            "rules.recognised_as", {"name": "filiera" if found["chain"] else "CTL"}, *found.span(), False, "who-unclear"
        )
        break


_TOGETHER = 2
"""Fewer ask for no partners."""


def _counts(text: str) -> Iterator[Hit]:
    told = list(_of_number(text))
    yield from told
    both = None if told else _FROM_TO.search(text)
    if both:
        value = {"min": _int(both["low"]), "max": _int(both["high"])}
        yield Hit("rules.partners", value, *both.span(), *_if_clear(text, both["body"]))
        return
    least, most = _LEAST.search(text), _MOST.search(text)
    if (
        told
        or (least is None and most is None)
        or (most is None and least is not None and _int(least["n"]) < _TOGETHER)
    ):
        return
    value = {name: _int(one["n"]) for name, one in (("min", least), ("max", most)) if one is not None}
    first = least or most
    if first is not None:
        end = max(one.end() for one in (least, most) if one is not None)
        yield Hit(
            "rules.partners",
            value,
            first.start() if end >= first.start() else end,
            end,
            *_if_clear(text, first["body"]),
        )


def _of_number(text: str) -> Iterator[Hit]:
    """Find how many apply where the number stands alone, or is one."""
    number = _IN_NUMBER.search(text)
    if number:
        low, high = number["low"] or number["low2"], number["high"] or number["high2"] or number["most"]
        yield Hit("rules.partners", {**({"min": _int(low)} if low else {}), "max": _int(high)}, *number.span())
    for pattern, value in ((_ONE_MORE, {"min": 2}), (_ALONE, {"min": 1, "max": 1})):
        if found := pattern.search(text):
            is_all = not _OR_MORE.search(text)
            yield Hit("rules.partners", value, *found.span(), is_all, "" if is_all else "who-unclear")


def _if_clear(text: str, body: str) -> tuple[bool, str]:
    """Doubt a number that counts firms, or partners of one sort, for a number of all."""
    if _SPECIAL.search(text):
        return False, "who-unclear"
    is_firms = body.casefold().startswith(("impres", "azien", "compan", "enterp", "undert"))
    return not is_firms, "kind-implied" if is_firms else ""


def _kinds(text: str) -> Iterator[Hit]:
    found: dict[str, int] = {}
    start = end = -1
    for first in _OF_KIND.finditer(text):
        one: re.Match[str] | None = first
        start = first.start() if start < 0 else start
        while one is not None:
            found.setdefault(_kind(one), _int(one["n"]))
            end = one.end()
            one = _AND_KIND.match(text, end)
    for being in _BE_OF_KIND.finditer(text):
        found.setdefault(_kind(being), _int(being["n"]))
        start, end = (being.start() if start < 0 else start), max(end, being.end())
    if not found or (_FROM_TO.search(text) and set(found) == {"company"}):
        return
    has_choice = re.match(r"\s*(?:o|oppure|or|and/or|e/o)\s", text[end : end + 10], re.IGNORECASE) is not None
    yield Hit("rules.min_by_kind", found, start, end, not has_choice, "who-unclear" if has_choice else "")


def _countries(text: str) -> Iterator[Hit]:
    if not _NAMES_COUNTRIES.search(text):
        return
    found = _COUNTRIES.search(text) or _EACH_DIFFERENT.search(text)
    if found and re.search(
        r"entit|partner|partecipant|participant|beneficiar|organi[sz]ation|applicant|soggett|consorti|impres",
        text,
        re.IGNORECASE,
    ):
        n, of = _int(found["n"]), found["of"].casefold()
        value: dict[str, Any] = {"n": n}
        if "associat" in of or ("eligible" in of and "horizon" in text.casefold()):
            value["of"] = "MS_AC"
        elif named := next((code for words, code in _AREAS if words in of), None):
            value["of"] = named
        elif "member" in of or "membri" in of:
            value["of"] = "MS"
        one = _ONE_MEMBER_STATE.search(text)
        if one and value.get("of") == "MS_AC":
            value["at_least_one"] = "MS"
        is_plain = not _SPECIAL.search(text)
        if n > 1:
            yield Hit("rules.min_countries", value, *found.span(), is_plain, "" if is_plain else "who-unclear")
    for limited in _LIMITED.finditer(text):
        codes, is_whole = states_in(limited["list"])
        if codes:
            yield Hit("rules.countries", codes, *limited.span(), is_whole, "" if is_whole else "list-cut")


def _regions(text: str) -> Iterator[Hit]:
    """Find from how many regions partners come, and of which category one must be."""
    if found := _REGIONS.search(text):
        yield Hit("rules.min_regions", {"n": _int(found["n"])}, *found.span())
    named = _OF_CATEGORY.search(text)
    kinds = [name for name, words in _CATEGORIES if named and re.search(words, named[0], re.IGNORECASE)]
    if named and kinds:
        yield Hit("rules.must_include_region_kind", {"any": kinds, "n": 1}, *named.span())


def _seats(sentence: Sentence) -> Iterator[Hit]:
    text = sentence.text
    for found in _SEAT.finditer(text):
        when = "acceptance" if _LATER.search(text) else "application"
        value = {"code": region_code(found["region"]), "when": when, "who": "all"}
        yield Hit("rules.seat_region", value, *found.span())
        return
    here = _SEAT_HERE.search(text) if sentence.region else None
    if here:
        when = "acceptance" if _LATER.search(text) else "application"
        value = {"code": sentence.region, "when": when, "who": "all"}
        yield Hit("rules.seat_region", value, *here.span(), False, "inferred")


def _kind(found: re.Match[str]) -> str:
    return next(name for name, _words in _KINDS if found[name])


def _int(written: str) -> int:
    return int(number_in(written) or 0)
