"""Money in a sentence: the purse of the whole call, the grant of one project, what it costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from filiera.common.reading.amounts import Amount, amounts
from filiera.funding.reading.proposals import Hit, Sentence, plain

_NOUN = re.compile(
    r"(?<![a-z])(?:(?P<cost_of_one>projects?\s+(?:should|must|shall|will)\s+have\s+a\s+(?:total\s+)?budget|"
    r"(?:your\s+)?project'?s?\s+total\s+costs?|cost[ai](?:re|no)?\s+(?:non\s+)?meno|costare)"
    r"|(?P<purse>dotazion[ei]|stanziament[oi]|plafond|risorse(?:\s+[a-z']+){2,8}?\s+(?:ammontano|sono\s+pari|pari)|risorse(?:\s+(?:complessiv|finanziari|disponibil|stanziat|destinat|"
    r"previst|pubblich|economich|ammontano|sono\s+pari|pari|per\s+complessiv)[a-z]*|\s*:)|spesa\s+pubblica|"
    r"ammontare\s+complessivo(?:\s+dell[ea]\s+agevolazion[ei])?|spesa\s+prevista\s+per|budget\s+(?:complessiv|disponibil|total)[a-z]*|"
    r"(?:ha|hanno|è|sono|viene|vengono)\s+(?:ri)?(?:stanziat|finanziat|destinat|impegnat)[a-z]*|"
    r"(?:mett(?:e|ono)|mess[aei])\s+a\s+disposizione|capienza|impegno\s+della\s+somma|"
    r"(?:total|overall|topic|whole|indicative|available|call)\s+(?:indicative\s+|call\s+)?budget|budget\s+overview|"
    r"budget\s+(?:of|for)\s+(?:the|this)\s+(?:call|topic|action)|indicative\s+amount|"
    r"total\s+(?:amount\s+)?available|amount\s+set\s+aside|total\s+maximum\s+amount(?:\s+of\s+(?:EU\s+)?funding)?|"
    r"the\s+pot\s+is|will\s+distribute|fondo\s+(?:disponibile|di|pari))"
    r"|(?P<fixed>(?:quota|parte|somma)\s+fissa|fixed\s+(?:part|share|sum))"
    r"|(?P<third>third\s+part(?:y|ies)|terze\s+parti|sub-?grant|cascade|financial\s+support\s+to)"
    r"|(?P<other>fatturat[oi]|(?:total[ei]\s+(?:di\s+)?)?bilanci[oa]|turnover|balance\s+sheet|impresa\s+unica|"
    r"single\s+undertaking|marca\s+da\s+bollo|bollo|"
    r"capitale\s+sociale|polizz|fideiussion|per\s+m2|guarantee|annual|per\s+year|salar|ricavi|patrimonio|"
    r"valore\s+di\s+mercato|"
    r"losses|damage|market|investments?\s+of|investment\s+component)"
    r"|(?P<cost>(?:cost[oi]|spes[ae]|investiment[oi]|progett[oi]|intervent[oi]|programm[ai]\s+di\s+(?:spesa|investimento))"
    r"(?:\s+(?:complessiv[oaie]|total[ei]|ammissibil[ei]|del\s+progetto|di\s+progetto))*"
    r"|(?:project\s+|total\s+|eligible\s+)+costs?|capital\s+expenditure|project\s+budgets?|"
    r"budget\s+(?:di|del)\s+progetto|expenditure)"
    r"|(?P<loan>finanziament[oi]\s+(?:agevolat[oi]|a\s+tasso)|prestit[oi]|mutu[oi]|loans?)"
    r"|(?P<grant>contribut[oi]|agevolazion[ei]|sovvenzion[ei]|finanziament[oi]|aiut[oi]|sostegno|voucher|incentiv[oi]|"
    r"fondo\s+perduto|importo\s+(?:massimo\s+)?concedibile|ricev(?:e|ono|ere)|receives?|receive|ottenere|"
    r"(?:eu|union|financial|maximum)?\s*(?:grants?|contributions?)|funding|award(?:ed)?\s+as\s+a\s+lump\s+sum|"
    r"lump\s+sum))(?![a-z])",
    re.IGNORECASE,
)
_PURSE_AFTER = re.compile(
    r"\s*(?:\([^)]{0,40}\)\s*)?(?:(?:are|is|sono|è)\s+)?(?:made\s+available|allocated\s+to|set\s+aside|stanziat|"
    r"a\s+disposizione|(?:has|have)\s+been\s+(?:earmarked|allocated|set\s+aside)|earmarked|(?:from\s+the\s+[^.;]{0,60})?(?:is|are)\s+allocated)",
    re.IGNORECASE,
)
_GRANT_AFTER = re.compile(r"\s*(?:EU|ERDF|Union)\s+(?:contribution|grant)", re.IGNORECASE)
_PER_PROJECT = re.compile(
    r"\s*(?:per|for\s+each)\s+(?:(?:ogni|ciascun[ao]?|singol[ao])\s*)?(?:project|proposal|progetto|domanda|proposta)",
    re.IGNORECASE,
)
_OVER_ALL = re.compile(
    r"(?:PMI|SME|impresa|company)[^.;]{0,80}(?:intera\s+durata|whole\s+duration|lifetime|entire\s+duration)|"
    r"(?:intera\s+durata|whole\s+duration|lifetime|entire\s+duration)[^.;]{0,80}(?:PMI|SME|impresa|company)",
    re.IGNORECASE,
)
_OF_THE_PAST = re.compile(
    r"scors[oa]\s+(?:anno|edizione)|passat[ae]\s+edizion|edizion[ei]\s+(?:passat|precedent)|previous|last\s+year|"
    r"earlier\s+projects|(?:first|second|past)\s+(?:round|calls?)(?!\s+for)|hanno\s+ricevuto|we\s+gave",
    re.IGNORECASE,
)
"""What was spent before says nothing of this call."""
_OF_MONEY = re.compile(
    r"dotazion|risors|stanziament|plafond|in\s+cassa|fondi(?![a-z])|(?<![a-z])budget|soldi|available\s+funds|purse",
    re.IGNORECASE,
)
_SOON = 60
"""Signs of a sentence in which an amount is what the heading says."""
_OF_ONE = re.compile(r"progett|project|contribut|grant|spes[ae]|cost", re.IGNORECASE)
_A_PART = re.compile(r"di\s+cui|dei\s+quali|of\s+which|riserv|reserved|quota|accantonat|così\s+ripartit", re.IGNORECASE)
_WORD = r"(?!inferior|superior|minim|massim|meno|più|less|more)[a-zà-ù']+\s+"
_LIMIT = re.compile(
    rf"(?<![a-z])(?:(?P<most>massim[oaie]|max(?:imum)?|(?:fino|sino)\s+ad?|up\s+to|at\s+most|capped|ceiling|tetto|"
    rf"(?:non|né|nè)\s+(?:{_WORD}){{0,5}}?(?:superior[ei]|superare|super[ai]n?o?|eccedere|eccede|più\s+di|oltre)|"
    rf"(?:e|né|nè|o|od)\s+(?:non\s+)?superior[ei]\s+a|(?:salire|andare)\s+oltre|nel\s+limite|con\s+il\s+limite|limite\s+di|"
    rf"entro\s+(?:il\s+limite|un)|(?:not|no)\s+(?:{_WORD}){{0,2}}?(?:exceed|more\s+than|higher\s+than|above)|cannot\s+exceed)"
    rf"|(?P<least>almeno|minim[oaie]|minimum|(?:non|né|nè)\s+(?:{_WORD}){{0,5}}?(?:inferior[ei]|meno\s+di|scendere\s+sotto)|"
    rf"superior[ei]\s+(?:o\s+pari\s+)?a|a\s+partire\s+da|oltre|at\s+least|not?\s+(?:be\s+)?(?:less|lower)\s+than|above))"
    rf"(?![a-z])",
    re.IGNORECASE,
)
_LIMIT_AFTER = re.compile(
    r"[\s,(]{0,3}(?:(?P<most>maximum|at\s+most|al\s+massimo|massim[oi])|(?P<least>minimum|at\s+least|minim[oi]))(?![a-z])",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"(?:per|for|a|di|to|of)\s+(?:ciascun\w*|ogni|each|every)\s+(?:singol[ao]\s+)?(?:partner|impresa|beneficiar\w+|soggetto|"
    r"azienda|participant)|(?<![a-z])per\s+impresa",
    re.I,
)
_A_UNIT = re.compile(
    r"\s*(?:per|a|for\s+each)\s+(?:vessel|unit|vehicle|day|night|person|participant\s+per|km|hectare|student|kw|mw|m2|tonne|giorno|persona|"
    r"veicolo|ettaro|postazione|tirocinante|ora|hour)",
    re.IGNORECASE,
)
"""An amount for a unit of work is none for a project."""
_CEILINGS = frozenset({Decimal(100_000), Decimal(200_000), Decimal(300_000)})
"""The most of de minimis aid, now and before."""
_DE_MINIMIS = re.compile(r"de\s+minimis", re.IGNORECASE)
_NOUN_THIRD = re.compile(
    r"FSTP|follow.on\s+grant|sub-?projects?|each\s+start-?up|awarded\s+consortium|third\s+part(?:y|ies)|"
    r"terze\s+parti|sub-?grant|"
    r"financial\s+support\s+to",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """An amount with what it is said of, the limit that it is, whether it is so for each partner, or for all grants of one."""

    amount: Amount
    noun: str
    limit: str
    is_each: bool
    is_over_all: bool = False


def money(sentence: Sentence) -> Iterator[Hit]:
    """Find amounts and say what each is; one that nothing names is left out."""
    text = sentence.text
    if _NOUN_THIRD.search(text):
        return
    said: list[Said] = []
    before = 0
    for amount in amounts(text):
        one = _said(sentence, amount, before)
        before = amount.end
        if one is not None:
            said.append(one)
    yield from _hits(said)


def _said(sentence: Sentence, amount: Amount, before: int) -> Said | None:
    """Tell what an amount is said of: by the noun before it, else by one after, else by the heading."""
    text = sentence.text
    if _A_UNIT.match(text, amount.end) or (_DE_MINIMIS.search(text) and amount.low in _CEILINGS):
        return None
    clause = text[text.rfind(";", 0, amount.start) + 1 : amount.end] + text[amount.end :].split(";")[0]
    if _OF_THE_PAST.search(clause):
        return None
    left = max(0, amount.start - 320)
    near = [one for one in _NOUN.finditer(text, left, amount.start) if _is_said_of(text, one)]
    own, limit = text[before : amount.start], _limit(text, amount, before)
    noun = near[-1].lastgroup if near else None
    if near and near[-1].start() < before and (noun == "purse" or not limit):
        return None
    if _GRANT_AFTER.match(text, amount.end):
        noun = "grant"
    elif _PURSE_AFTER.match(text, amount.end) and not limit:
        noun = "purse"
    after = _NOUN.match(text[amount.end : amount.end + 40].lstrip(" ,di"))
    if noun is None and limit == "most" and _PER_PROJECT.match(text, amount.end):
        noun = "grant"
    is_first = before == 0 and not limit and amount.start <= _SOON
    noun = noun or (after.lastgroup if after else None) or (_of_heading(sentence.heading) if is_first else None)
    if noun in (None, "other", "third") or (noun == "purse" and _A_PART.search(own)):
        return None
    around = text[near[-1].start() if near else before : amount.end + 60]
    is_each = _EACH.search(around) is not None and not sentence.is_of_one
    return Said(amount, (noun or "").removesuffix("_of_one"), limit, is_each, _OVER_ALL.search(text) is not None)


def _limit(text: str, amount: Amount, before: int) -> str:
    """Tell whether an amount is the most or the least, by the last word before it, else by one right after."""
    found = [one.lastgroup for one in _LIMIT.finditer(text, before, amount.start)]
    if found:
        return found[-1] or ""
    after = _LIMIT_AFTER.match(text, amount.end)
    return (after.lastgroup or "") if after else ""


def _hits(said: list[Said]) -> Iterator[Hit]:
    """Give what amounts of one sentence say; a least grant and a most one are the two ends of a range."""
    for place, one in enumerate(said):
        before = said[place - 1] if place else None
        where = (one.amount.start, one.amount.end)
        if one.noun == "purse":
            if one.amount.high is None:
                yield Hit("budget_eur", one.amount.low, *where)
        elif one.amount.high is not None:
            yield from _range(one.noun, one.amount)
        elif one.noun == "cost" and one.limit:
            yield Hit(f"rules.cost_{'min' if one.limit == 'least' else 'max'}", _for_whom(one), *where)
        elif one.noun == "loan" and one.limit == "most":
            yield Hit("rules.support_max", plain(one.amount.low), *where, False, "loan")
        elif one.noun == "fixed" and one.limit != "least":
            yield Hit("rules.fixed_grant_max", plain(one.amount.low), *where)
        elif one.noun == "grant" and one.limit == "most" and one.is_over_all:
            yield Hit("rules.per_sme_total_max", plain(one.amount.low), *where)
        elif one.noun == "grant" and one.limit:
            yield from _grant(one, before)


def _grant(one: Said, before: Said | None) -> Iterator[Hit]:
    where = (one.amount.start, one.amount.end)
    if one.limit == "least":
        yield Hit("grant_min_eur", one.amount.low, *where)
        return
    has_least = before is not None and (before.noun, before.limit, before.is_each) == ("grant", "least", one.is_each)
    if before is not None and has_least and before.amount.low <= one.amount.low and not one.is_each:
        pair = [plain(before.amount.low), plain(one.amount.low)]
        yield Hit("rules.grant_range", pair, before.amount.start, one.amount.end)
    else:
        yield Hit("rules.grant_max", _for_whom(one), *where)
    if not one.is_each:
        yield Hit("grant_max_eur", one.amount.low, *where)


def _for_whom(one: Said) -> int | str | dict[str, int | str]:
    return {"partner": plain(one.amount.low)} if one.is_each else plain(one.amount.low)


_FOR_A_PROJECT = re.compile(r"\b(?:per|al|a|di|del|ciascun|ogni|singolo|for|to|each|every|the)\s+$", re.IGNORECASE)


def _is_said_of(text: str, noun: re.Match[str]) -> bool:
    """Tell whether an amount is said of a noun: of "80 % of the cost" or "grant per project" the second word limits nothing."""
    if noun.lastgroup != "cost":
        return True
    is_base = "%" in text[max(0, noun.start() - 30) : noun.start()]
    is_whose = noun[0].lower().startswith("progett") and _FOR_A_PROJECT.search(
        text[max(0, noun.start() - 12) : noun.start()]
    )
    return not is_base and not is_whose


def _range(noun: str, amount: Amount) -> Iterator[Hit]:
    where = (amount.start, amount.end)
    pair = [plain(amount.low), plain(amount.high or amount.low)]
    if noun == "cost":
        yield Hit("rules.budget_range", pair, *where)
    elif noun == "grant":
        yield Hit("rules.grant_range", pair, *where)
        yield Hit("grant_min_eur", amount.low, *where)
        yield Hit("grant_max_eur", amount.high, *where)


def _of_heading(heading: str) -> str | None:
    """Give what amounts are about under a heading such as "Dotazione finanziaria"."""
    return "purse" if _OF_MONEY.search(heading) and not _OF_ONE.search(heading) else None
