"""What whoever applies must be: of which size or kind, led by whom, with which certificates, served by which suppliers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from filiera.funding.reading.proposals import Hit, Sentence

_WHO = re.compile(
    r"beneficiar|destinatar|soggetti\s+(?:ammess|ammissibil|proponent|richiedent)|chi\s+(?:può|puo'|possono)|a\s+chi|"
    r"who(?:\s+(?:can|may)|$)|eligib|applicants",
    re.IGNORECASE,
)
_MAY_APPLY = re.compile(
    r"(?<![a-z])(?:(?:possono|potranno|può)\s+(?:[a-z]+\s+){0,2}?(?:presentare|partecipare|accedere|beneficiare|chiedere|richiedere|"
    r"fare\s+domanda)|sono\s+(?:ammess[ei]|ammissibili|beneficiari\w*|destinatari\w*)|beneficiari[ae]?\s*:|rivolt[oa]\s+a|"
    r"destinat[oaie]\s+a|si\s+rivolge\s+a|may\s+apply|can\s+apply|(?:applicants?|participants?)\s+must\s+be|is\s+open\s+to)",
    re.IGNORECASE,
)
_SIZES = (
    (("micro", "small", "medium"), re.compile(
        r"(?<![a-z])(?:piccol[ae]\s*(?:,|e|o|ed)\s*(?:(?:o|e)\s+)?medi[ae]\s+impres|m?pmi(?![a-z])|smes?(?![a-z])|"
        r"small\s*(?:,|and|or)\s*(?:(?:and|or)\s+)?medium)", re.IGNORECASE)),
    (("micro", "small"), re.compile(r"(?<![a-z])micro\s*(?:imprese\s+)?(?:e|o)\s+(?:le\s+)?piccole\s+imprese", re.IGNORECASE)),
    (("micro",), re.compile(r"(?<![a-z])micro-?\s?(?:imprese|enterprises)", re.IGNORECASE)),
)  # fmt: skip
_THREE = re.compile(r"micro\s*imprese\s*,\s*piccole\s+imprese\s+e\s+medie\s+imprese", re.IGNORECASE)
_OTHERS = re.compile(
    r"grand[ei]\s+impres|qualsiasi\s+dimensione|ogni\s+dimensione|universit|organism[oi]|(?<![a-z])ent[ei](?![a-z])|associazion|"
    r"fondazion|centr[oi]\s+di\s+ricerca|di\s+cui|large|research|"
    r"(?:almeno|at\s+least)\s+(?:un[oa]?|due|tre|one|two|three|[0-9]+)\s+(?:m?pmi|impres|micro|piccol|smes?)|professionist|premi|(?<![a-z])punt[oi]|"
    r"priorit|esclus[aeio](?![a-z])|non\s+(?:sono|è)|not\s+eligible|mid-?cap|terz[oi]|third|(?:e|o|ed)\s+(?:i\s+)?titolari\s+di\s+partita|public|comuni(?![a-z])|up\s+to",
    re.IGNORECASE,
)
"""Words of others that may apply too, or of something else than applying."""
_FIRMS_APPLY = re.compile(
    r"(?:domanda|accedere|partecipare|beneficiar[ie]\w*|agevolazioni|contributo)(?:\s+(?:all'avviso|al\s+bando))?\s*:?\s+"
    r"(?:le|alle)\s+imprese(?![a-z])",
    re.IGNORECASE,
)
_STARTUP = re.compile(r"start-?up", re.IGNORECASE)
_STARTUPS = re.compile(r"(?<![a-z])(?:le|alle)\s+start-?up(?![a-z])", re.IGNORECASE)
_NONPROFIT = re.compile(r"enti\s+(?:privati\s+)?(?:senza\s+(?:scopo|fini)\s+di\s+lucro|non\s?-?profit)", re.IGNORECASE)
_LED_BY = re.compile(
    r"(?:led\s+by|lead(?:er)?\s+is|lead\s+(?:partner|applicant)\s+(?:is|must\s+be|shall\s+be)|leader\s+must\s+be)\s+(?:a|an)\s+"
    r"(?:(?P<innovative_sme>innovative\s+SME)|(?P<sme>SME|(?:micro,\s+)?small\s+(?:and|or)\s+medium)|(?P<university>university)|"
    r"(?P<nonprofit>non-?profit)|(?P<research>research\s+organi[sz]ation))",
    re.IGNORECASE,
)
_LEAD_NAMED = re.compile(
    r"(?:indica(?:no)?|individua(?:no)?|nomina(?:no)?|designa(?:no)?)\s+(?:un|il|come)\s+(?:soggetto\s+)?capofila|"
    r"è\s+(?:nominat|individuat|indicat)[oa]\s+un(?:\s+soggetto)?\s+capofila|(?:appoint|designate|name)s?\s+a\s+lead\s+(?:partner|applicant|beneficiary|participant)",
    re.IGNORECASE,
)
_PERSONALITY = re.compile(
    r"(?<!imprese )(?<!reti )(?:dotat[oaie]\s+di|in\s+possesso\s+di|con|aventi?|having)\s+"
    r"(?:personalità\s+giuridica|legal\s+personality)",
    re.I,
)
_CIVIL = re.compile(
    r"(?:exclusive(?:ly)?|only|purely)\s+(?:focus\s+on\s+|for\s+)?civil(?:ian)?|civil(?:ian)?\s+purposes?|"
    r"(?:scopi|finalità|usi|applicazioni)\s+(?:esclusivamente\s+)?civili",
    re.IGNORECASE,
)
_CERTIFIED = re.compile(
    r"(?:in\s+possesso\s+(?:della|di)|dotat[oaie]\s+(?:della|di)|hold(?:s|ing)?\s+(?:a|an|the)?|certified\s+(?:to|under))\s*"
    r"(?:certificazion[ei]|certificat[oi]|certificates?|certification)?\s*(?:UNI\s+)?(?:EN\s+)?(?P<name>ISO\s?(?:/IEC\s?)?[0-9]{4,5})",
    re.IGNORECASE,
)
_SUPPLIED = re.compile(
    r"(?:servizi|consulenz[ae]|services)[^.;]{0,60}(?:resi|erogati|forniti|prestati|provided)\s+(?:esclusivamente\s+|only\s+)?(?:da|by)\s+"
    r"(?:organismi\s+di\s+ricerca|enti\s+di\s+ricerca|università|research\s+organi[sz]ations|universities)",
    re.IGNORECASE,
)
_SUPPLIER_APART = re.compile(
    r"fornitor[ei][^.;]{0,60}non\s+[^.;]{0,60}(?:collegament|collegat|controll)|"
    r"suppliers?[^.;]{0,60}(?:must|may|shall)\s+not\s+[^.;]{0,60}(?:linked|affiliated|owned|controlled)",
    re.IGNORECASE,
)
_IF = re.compile(
    r"(?<![a-z])(?:in\s+caso|se|qualora|ove|where|if|in\s+(?:this\s+|such\s+a?\s*)?case)(?![a-z])", re.IGNORECASE
)
_BONUS = re.compile(r"punt[oi](?![a-z])|punteggi|premi|priorit|points?(?![a-z])|bonus", re.IGNORECASE)


def who(sentence: Sentence) -> Iterator[Hit]:
    """Find what whoever applies must be."""
    text = sentence.text
    if _MAY_APPLY.search(text) or (_WHO.search(sentence.heading) and not _OTHERS.search(sentence.heading)):
        yield from _of_whom(text)
    for found in _LED_BY.finditer(text):
        is_of_all = not _OTHERS.search(text, 0, found.start())
        yield Hit("rules.lead_kind", [found.lastgroup], *found.span(), is_of_all, "" if is_of_all else "who-unclear")
        break
    flags = (("lead_required", _LEAD_NAMED), ("legal_personality", _PERSONALITY), ("civil_only", _CIVIL))
    for name, pattern in (*flags, ("supplier_independent", _SUPPLIER_APART)):
        if (named := pattern.search(text)) and not _IF.search(text, 0, named.start()):
            yield Hit(f"rules.{name}", True, *named.span())
    if supplied := _SUPPLIED.search(text):
        yield Hit("rules.supplier_kind", ["research"], *supplied.span())
    certified = None if _BONUS.search(text) else _CERTIFIED.search(text)
    if certified:
        yield Hit("rules.certificates", [certified["name"].upper()], *certified.span())


def _of_whom(text: str) -> Iterator[Hit]:
    """Find sizes and kinds of those who may apply; nothing where others may too."""
    if _OTHERS.search(text):
        if (found := _NONPROFIT.search(text)) and _MAY_APPLY.search(text):
            yield Hit("rules.kind_in", ["nonprofit"], *found.span(), False, "who-unclear")
        return
    three = _THREE.search(text)
    for sizes, pattern in _SIZES:
        found = three or pattern.search(text)
        if found and not (len(sizes) == 1 and _STARTUP.search(text)):
            yield Hit("rules.size_in", list(sizes), *found.span())
            return
    for kind, pattern in (("startup", _STARTUPS), ("company", _FIRMS_APPLY)):
        if found := pattern.search(text):
            yield Hit("rules.kind_in", [kind], *found.span())
            return
