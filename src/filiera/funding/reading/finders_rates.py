"""Rates of aid: in a sentence, for all or by size, kind and activity; and in the rows of lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from filiera.funding.reading.proposals import Hit, Sentence, plain

_PCT = re.compile(
    r"(?<![0-9.,])(?P<n>[0-9]{1,3}(?:[.,][0-9]{1,2})?)\s?(?:%|per\s?cento(?![a-z])|percent(?![a-z])|"
    r"per\s+cent(?![a-z]))",
    re.I,
)
_RATE = re.compile(
    r"intensit[àay]|percentual|aliquota|funding\s+rate|co-?(?:financing|funding)|reimburse|fondo\s+perduto|copert|copre|"
    r"d(?:i|ei|elle|el|ella|ell')\s*(?:total[ei]\s+d[a-z]+\s+)?(?:cost[oi]|spes[ae]|investiment|disavanzo)|"
    r"(?:spes[ae]|cost[oi])\s+(?:ritenut[ei]\s+)?(?:ammess[aeio]|ammissibil[ei])|"
    r"(?:eligible|admissible|relevant|estimated|total|project)\s+(?:project\s+)?costs?|"
    r"(?:contributo|agevolazione|sovvenzione|sostegno)\s+(?:è\s+)?(?:pari|fino|nella\s+misura|del(?:la|l')?\s*[0-9])",
    re.IGNORECASE,
)
_AID = re.compile(
    r"fund|contribut|grant|support|agevolaz|intensit|aiut|finanzia|sovvenz|rate|fondo\s+perduto|copert|copre|voucher|"
    r"sostegno|aliquota|richiest|receiv|ricev|reimburse|percentual",
    re.IGNORECASE,
)
_NO_RATE = re.compile(
    r"anticip|pre-?financ|acconto|saldo|fideiuss|overhead|indirect|indirett|generali|forfett|flat|"
    r"subcontract|tranche|"
    r"person-?month|threshold|soglia|riduzion|reduc|penal|in[\s-]kind|in\s+natura|third|women|donne|punt[ei]|"
    r"partecipazione\s+al\s+capitale|voting|diritti|working\s+time|quota\s+d|lower\s+than|inferiore|elevat|maggior|"
    r"investimenti\s+ammortizzabil|ricavi|mutu[oi]|loan|finanziamento\s+agevolato|at\s+least|almeno|minimum|riservat|"
    r"reserved|accantonat|carico|weight|peso|controll|propri[eo]|own\s+resources|be\s+covered\s+by|running|market|share",
    re.IGNORECASE,
)
"""Beside a share, these say that it is no rate of aid."""
_MORE = re.compile(r"maggiorat|maggiorazion|aumentat|increased|incrementat", re.IGNORECASE)
"""What follows is added to the rates."""
_A_KIND = re.compile(r"consulen|consultan|personale|travel|viaggi", re.IGNORECASE)
"""Before a share, these say that it limits one kind of cost."""
_GROUPS = (
    ("micro", r"micro(?:imprese|-?enterprises)?"),
    ("small", r"piccol[ea]|small"),
    ("medium", r"medi[ea]|medium(?:-sized)?"),
    ("large", r"grand[ie]|large"),
    ("research", r"organism[oi]\s+di\s+ricerca|odr|enti\s+di\s+ricerca|research\s+(?:organi[sz]ations?|bod(?:y|"
        r"ies))|universit[àa]|universities"),
    ("sme", r"pmi|smes"),
    ("nonprofit", r"non-?profit(?:\s+legal)?(?:\s+entities|\s+organi[sz]ations)?"),
    ("company", r"(?:for-?\s?profit|profit-making)(?:\s+(?:legal\s+)?entities)?"),
    ("industrial_research", r"ricerca\s+industriale|industrial\s+research"),
    ("experimental_development", r"sviluppo\s+sperimentale|experimental\s+development"),
    ("feasibility", r"studi(?:o)?\s+di\s+fattibilità|feasibility\s+stud(?:y|ies)"),
)  # fmt: skip
_GROUP = re.compile("(?<![a-z])(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _GROUPS) + ")(?![a-z])", re.I)
_LEFT, _RIGHT = 60, 40
"""Signs before and after a share, in which words say what it is."""
_ROW = re.compile(r"[^\n;|]+")
_MOST_OF_A_ROW = 140
_BEFORE_ROWS = 600
Share = tuple[re.Match[str], Decimal]
"""A share in percent, and where it stands."""


def rates(sentence: Sentence) -> Iterator[Hit]:
    """Find rates of aid: by size, kind or activity where the sentence pairs them, else one for all."""
    text = _MORE.split(sentence.text)[0]
    if not (_RATE.search(text) and (_AID.search(text) or _AID.search(sentence.heading))):
        return
    shares = _shares(text)
    if not shares:
        return
    where = (shares[0][0].start(), shares[-1][0].end())
    groups = list(_GROUP.finditer(text))
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


def rate_rows(text: str) -> Iterator[Hit]:
    """Find rates in rows that stand together, one group or more in each; places count from the beginning of the text."""
    run: list[tuple[re.Match[str], dict[str, int | str]]] = []
    for row in _ROW.finditer(text):
        if not row[0].strip():
            continue
        rates_of_row = _of_row(row[0])
        if rates_of_row and (not run or not set(rates_of_row) & {name for _row, own in run for name in own}):
            run.append((row, rates_of_row))
            continue
        yield from _of_rows(text, run)
        run = [(row, rates_of_row)] if rates_of_row else []
    yield from _of_rows(text, run)


def _of_row(row: str) -> dict[str, int | str]:
    """Give the groups of a row with its only share; empty for what is no row of rates."""
    if len(row) > _MOST_OF_A_ROW:
        return {}
    shares, groups = _shares(row), list(_GROUP.finditer(row))
    if len(shares) != 1 or len(list(_PCT.finditer(row))) != 1:
        return {}
    return {one.lastgroup or "any": plain(shares[0][1]) for one in groups}


def _of_rows(text: str, run: list[tuple[re.Match[str], dict[str, int | str]]]) -> Iterator[Hit]:
    if len(run) < 2:
        return
    start, end = run[0][0].start(), run[-1][0].end()
    if _AID.search(text, max(0, start - _BEFORE_ROWS), end) is None:
        return
    value = {name: rate for _row, own in run for name, rate in own.items()}
    yield Hit("rules.intensity", value, start, end)


def _shares(text: str) -> list[Share]:
    """Give the shares of a text that may be rates of aid: nothing beside them says otherwise."""
    found: list[Share] = []
    all_of = list(_PCT.finditer(text))
    for place, one in enumerate(all_of):
        rate = Decimal(one["n"].replace(",", "."))
        left = max(all_of[place - 1].end() if place else 0, one.start() - _LEFT)
        right = min(all_of[place + 1].start() if place + 1 < len(all_of) else len(text), one.end() + _RIGHT)
        beside = (
            re.split(r"[.;:(]\s", text[left : one.start()])[-1]
            + " "
            + re.split(r"[.;,)]\s", text[one.end() : right])[0]
        )
        if 5 <= rate <= 100 and not _NO_RATE.search(beside) and not _A_KIND.search(text, left, one.start()):
            found.append((one, rate))
    return found


_BUT_NONPROFIT = re.compile(r"(?:except|salvo|eccezione|ma|but)[^%]{0,40}non-?profit[^%]{0,80}$", re.IGNORECASE)


def _paired(shares: list[Share], groups: list[re.Match[str]]) -> tuple[dict[str, int | str], bool]:
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
