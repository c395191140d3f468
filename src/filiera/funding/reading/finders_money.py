"""Money in a sentence: the purse of the whole call, the grant of one project, what it costs, the rate of aid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from filiera.funding.reading.amounts import Amount, amounts
from filiera.funding.reading.proposals import Hit, Sentence, plain

_NOUN = re.compile(
    r"(?<![a-z])(?:(?P<purse>dotazion[ei]|stanziament[oi]|plafond|risorse\s+(?:complessiv|finanziari|disponibil|"
    r"stanziat)[a-z]*|"
    r"(?:total|overall)\s+(?:indicative\s+)?budget|indicative\s+budget|budget\s+(?:of|for)\s+(?:the|"
    r"this)\s+(?:call|topic)|"
    r"call\s+budget|total\s+amount\s+available|available\s+budget|total\s+maximum\s+amount(?:\s+of\s+(?:EU\s+)?funding)?|fondo\s+(?:di|pari))"
    r"|(?P<third>third\s+part(?:y|ies)|terze\s+parti|sub-?grant|cascade|financial\s+support\s+to)"
    r"|(?P<other>fatturat[oi]|(?:total[ei]\s+(?:di\s+)?)?bilanci[oa]|turnover|balance\s+sheet|impresa\s+unica|"
    r"single\s+undertaking|marca\s+da\s+bollo|"
    r"capitale\s+sociale|polizz|fideiussion|per\s+m2|guarantee|annual|per\s+year|salar|ricavi|patrimonio|"
    r"valore\s+di\s+mercato|"
    r"losses|damage|market|investments?\s+of)"
    r"|(?P<cost>(?:cost[oi]|spes[ae]|investiment[oi]|progett[oi]|programm[ai]\s+di\s+(?:spesa|investimento))"
    r"(?:\s+(?:complessiv[oaie]|total[ei]|ammissibil[ei]|del\s+progetto|di\s+progetto))*"
    r"|(?:project\s+|total\s+|eligible\s+)+costs?|project\s+budgets?|budget\s+(?:di|del)\s+progetto|expenditure)"
    r"|(?P<loan>finanziament[oi]\s+(?:agevolat[oi]|a\s+tasso)|prestit[oi]|mutu[oi]|loans?)"
    r"|(?P<grant>contribut[oi]|agevolazion[ei]|sovvenzion[ei]|finanziament[oi]|aiut[oi]|voucher|incentiv[oi]|"
    r"fondo\s+perduto|"
    r"(?:eu|union|financial|maximum)?\s*(?:grants?|contributions?)|funding|award(?:ed)?\s+as\s+a\s+lump\s+sum|"
    r"lump\s+sum))(?![a-z])",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"(?<![a-z])(?:almeno|minim[oaie]|non\s+(?:(?:può|potrà|possono|deve|dovrà|devono)\s+essere\s+)?inferior[ei]|(?:pari\s+o\s+)?"
    r"(?<!può essere )(?<!potrà essere )(?<!possono essere )superior[ei]\s+(?:o\s+pari\s+)?a|"
    r"a\s+partire\s+da|oltre|"
    r"at\s+least|minimum|not?\s+(?:be\s+)?(?:less|lower)\s+than|no\s+less\s+than|above)(?![a-z])",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"(?<![a-z])(?:massim[oaie]|fino\s+a|non\s+(?:(?:può|potrà|possono|deve|dovrà|devono)\s+essere\s+)?superior[ei]|non\s+(?:può|potrà|possono)\s+(?:superare|eccedere)|"
    r"nel\s+limite|entro\s+(?:il\s+limite|un)|"
    r"up\s+to|at\s+most|maximum|not?\s+(?:exceed|more\s+than)|(?:cannot|shall\s+not|may\s+not|must\s+not|"
    r"not)\s+exceed|no\s+more\s+than|capped|ceiling|"
    r"tetto|limite\s+di)(?![a-z])",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"(?:per|for)\s+(?:ciascun\w*|ogni|each|every)\s+(?:partner|impresa|beneficiar\w+|soggetto|azienda|participant)",
    re.I,
)
_A_UNIT = re.compile(
    r"\s*(?:per|a|for\s+each)\s+(?:vessel|unit|vehicle|day|night|person|participant\s+per|km|hectare|student|kw|mw|m2|tonne|giorno|persona|"
    r"veicolo|ettaro|postazione|tirocinante|ora|hour)",
    re.IGNORECASE,
)
"""An amount for a unit of work is none for a project."""
_PCT = re.compile(
    r"(?<![0-9.,])(?P<n>[0-9]{1,3}(?:[.,][0-9]{1,2})?)\s?(?:%|per\s?cento(?![a-z])|percent(?![a-z])|"
    r"per\s+cent(?![a-z]))",
    re.I,
)
_RATE = re.compile(
    r"intensit[àay]|funding\s+rate|co-?financing\s+rate|reimbursement\s+rate|(?:spes[ae]|"
    r"cost[oi])\s+(?:ritenut[ei]\s+)?(?:ammess[aeio]|ammissibil[ei])|"
    r"eligible\s+costs?|admissible\s+costs?|fondo\s+perduto|(?:contributo|agevolazione)\s+(?:è\s+)?(?:pari|fino|nella\s+misura)|copertura",
    re.IGNORECASE,
)
_AID = re.compile(
    r"funding|contribut|grant|support|agevolaz|intensit|aiut|finanzia|sovvenz|rate|fondo\s+perduto|copertura",
    re.IGNORECASE,
)
_NO_RATE = re.compile(
    r"anticip|pre-?financ|prefinanc|acconto|saldo|fideiuss|overhead|indirect|indirett|generali|forfett|flat|"
    r"subcontract|consulen|"
    r"person-?month|threshold|soglia|riduzion|reduc|penal|in\s+kind|in\s+natura|third|women|donne|punteggi|"
    r"partecipazione\s+al\s+capitale|"
    r"voting|diritti|working\s+time|capitale|quota|lower\s+than|inferiore",
    re.IGNORECASE,
)
_GROUPS = (
    ("small", r"(?:micro\s*(?:,|e|and)?\s*(?:imprese\s+e\s+)?)?(?:piccol[ea]|small)"),
    ("medium", r"medi[ea]|medium(?:-sized)?"),
    ("large", r"grand[ie]|large"),
    ("research", r"organism[oi]\s+di\s+ricerca|odr|enti\s+di\s+ricerca|research\s+(?:organi[sz]ations?|bod(?:y|"
        r"ies))|universit[àa]|universities"),
    ("sme", r"pmi|smes"),
    ("nonprofit", r"non-?profit(?:\s+legal)?(?:\s+entities|\s+organi[sz]ations)?"),
    ("industrial_research", r"ricerca\s+industriale|industrial\s+research"),
    ("experimental_development", r"sviluppo\s+sperimentale|experimental\s+development"),
    ("feasibility", r"studi(?:o)?\s+di\s+fattibilità|feasibility\s+stud(?:y|ies)"),
)  # fmt: skip
_GROUP = re.compile("(?<![a-z])(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _GROUPS) + ")(?![a-z])", re.I)


def money(sentence: Sentence) -> Iterator[Hit]:
    """Find amounts and say what each is; one that nothing names is left out."""
    text, before = sentence.text, 0
    for amount in amounts(text):
        yield from _one(text, amount, max(before, amount.start - 320), sentence.heading)
        before = amount.end
    yield from _rates(text)


def _one(text: str, amount: Amount, left: int, heading: str) -> Iterator[Hit]:
    near = [one for one in _NOUN.finditer(text, left, amount.start) if _is_said_of(text, one)]
    noun = near[-1].lastgroup if near else None
    after = _NOUN.match(text[amount.end : amount.end + 40].lstrip(" ,di"))
    noun = noun or (after.lastgroup if after else None) or _of_heading(heading)
    if noun in (None, "other", "third") or _A_UNIT.match(text, amount.end) or _NOUN_THIRD.search(text):
        return
    least = _last(_LEAST, text, left, amount.start)
    most = _last(_MOST, text, left, amount.start)
    where = (amount.start, amount.end)
    if noun == "purse":
        if amount.high is None:
            yield Hit("budget_eur", amount.low, *where)
        return
    if amount.high is not None:
        yield from _range(noun or "", amount)
        return
    is_each = _EACH.search(text[amount.end : amount.end + 60]) is not None
    value = {"partner": plain(amount.low)} if is_each else plain(amount.low)
    if noun == "cost" and max(least, most) >= 0:
        yield Hit("rules.cost_min" if least > most else "rules.cost_max", value, *where)
    elif noun in ("grant", "loan") and most > least:
        note = "loan" if noun == "loan" else ""
        yield Hit(
            "rules.grant_max" if noun == "grant" else "rules.support_max",
            value if noun == "grant" else plain(amount.low),
            *where,
            not note,
            note,
        )
        if noun == "grant" and not is_each:
            yield Hit("grant_max_eur", amount.low, *where)
    elif noun == "grant" and least > most:
        yield Hit("grant_min_eur", amount.low, *where)


_NOUN_THIRD = re.compile(
    r"FSTP|follow.on\s+grant|sub-?projects?|each\s+start-?up|awarded\s+consortium|third\s+part(?:y|ies)|"
    r"terze\s+parti|sub-?grant|"
    r"financial\s+support\s+to|de\s+minimis",
    re.IGNORECASE,
)


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
    found = _NOUN.search(heading)
    return "purse" if found and found.lastgroup == "purse" else None


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    places = [one.start() for one in pattern.finditer(text, start, end)]
    return places[-1] if places else -1


_BUT_NONPROFIT = re.compile(r"(?:except|salvo|eccezione|ma|but)[^%]{0,40}non-?profit[^%]{0,80}$", re.IGNORECASE)


def _rates(text: str) -> Iterator[Hit]:
    """Find rates of aid: by size, kind or activity where the sentence pairs them, else one for all."""
    if _RATE.search(text) is None or _AID.search(text) is None or _NO_RATE.search(text):
        return
    shares = [(one, Decimal(one["n"].replace(",", "."))) for one in _PCT.finditer(text)]
    shares = [(one, rate) for one, rate in shares if 5 <= rate <= 100]
    if not shares:
        return
    groups = list(_GROUP.finditer(text))
    where = (shares[0][0].start(), shares[-1][0].end())
    if not groups:
        if len({rate for _one, rate in shares}) == 1:
            yield Hit("rules.intensity", {"any": plain(shares[0][1])}, *where)
        return
    if len(shares) == 2 and _BUT_NONPROFIT.search(text, shares[0][0].end(), shares[1][0].start()):
        value = {"company": plain(shares[0][1]), "nonprofit": plain(shares[1][1])}
        yield Hit("rules.intensity", value, *where)
        return
    found, is_clear = _paired(shares, groups)
    if "nonprofit" in found and len(shares) > len(found):
        found = {"company": plain(shares[0][1]), **found}
    if found:
        yield Hit("rules.intensity", found, *where, is_clear, "" if is_clear else "who-unclear")


def _paired(
    shares: list[tuple[re.Match[str], Decimal]], groups: list[re.Match[str]]
) -> tuple[dict[str, int | str], bool]:
    """Pair each rate with the groups between it and the next, or, where groups come first, with those before."""
    groups_first = groups[0].start() < shares[0][0].start()
    found: dict[str, int | str] = {}
    taken = 0
    for place, (share, rate) in enumerate(shares):
        if groups_first:
            left, right = (shares[place - 1][0].end() if place else 0), share.start()
        else:
            left, right = share.end(), shares[place + 1][0].start() if place + 1 < len(shares) else 10**9
        mine = [one for one in groups if left <= one.start() < right]
        taken += bool(mine)
        for one in mine:
            found.setdefault(one.lastgroup or "any", plain(rate))
    return found, taken == len(shares)
