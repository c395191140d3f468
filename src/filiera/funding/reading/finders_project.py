"""The project and the aid: how long, how ready, in which activities, under which rules of State aid, by which procedure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from filiera.funding.logic import ateco
from filiera.funding.reading.proposals import Hit, Sentence, plain
from filiera.funding.reading.words import NUMBER, number_in

_TRL = re.compile(
    r"(?<![A-Za-z])(?:TRL(?:s)?|technology\s+readiness\s+levels?|"
    r"livell[oi]\s+di\s+maturità\s+tecnologica)(?:\s*\(TRL\))?\s*"
    r"(?:(?:compres[oi]\s+)?(?:da|fra|tra|from|between)\s+(?:TRL\s*)?)?"
    r"(?P<low>[1-9])(?![0-9]|\.[0-9])(?:\s*(?:-|–|/|to|and|a|e|up\s+to(?:\s+TRL)?|"
    r"fino\s+a)\s*(?:TRL\s*)?(?P<high>[1-9])(?![0-9]|\.[0-9]))?",
    re.IGNORECASE,
)
_TRL_START = re.compile(r"start|initial|begin|partenza|iniziale|minimum|partire|da(?:l|llo)?\s*$|from", re.IGNORECASE)
_TRL_END = re.compile(
    r"by\s+the\s+end|end\s+of\s+the\s+project|achiev|reach|raggiung|fine|final|target|up\s+to|fino|at\s+completion",
    re.IGNORECASE,
)
_AT_THE_END = re.compile(r"[^,;.]{0,25}(?:(?:by|at)\s+the\s+end|a\s+fine|alla\s+fine)", re.IGNORECASE)
_AT_THE_START = re.compile(r"[^,;.]{0,20}at\s+the\s+(?:start|beginning)", re.IGNORECASE)
_MONTHS = re.compile(
    rf"(?:(?:between|from|tra|da)\s+{NUMBER}\s+(?:and|to|e|a)\s+)?(?P<n>{NUMBER})\s*(?:\([^)\n]{{1,20}}\)\s*)?(?P<unit>mesi|months?|anni|years?)(?![a-z])",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"durata|duration|realizzat[oaie]|conclus[oaie]|concludersi|completat[oaie]|completed|ultimat[oaie]|"
    r"termine\s+(?:massimo\s+)?per\s+la\s+realizzazione|"
    r"last\s+(?:no|up|between|for)|for\s+a\s+period\s+of|run\s+for",
    re.IGNORECASE,
)
_OF_PROJECT = re.compile(r"progett|intervent|programm|project|action|piano|iniziativ|proposal", re.IGNORECASE)
_NO_DURATION = re.compile(
    r"bilanci|costituit|iscritt|stabilità|mantener|vincol|conserva|rimbors|ammortament|preammortament|embargo|"
    r"report|person-?month|secondment|"
    r"phase|fase|sub-?project|third\s+part|minimum\s+(?:of|duration)|minim[oa]\s|at\s+least|published|vigenza|"
    r"bando|record|keep|after\s+the\s+end|prorog|partnership|agreement\s+with|maturity|return|outgoing|previous|"
    r"precedent|last\s+\w+\s+years",
    re.IGNORECASE,
)
_CAP = re.compile(
    r"massim|maximum|up\s+to|at\s+most|fino\s+a|entro|within|non\s+(?:superior|oltre)|superare|eccedere|not\s+exceed|no\s+longer|"
    r"no\s+more|between|from",
    re.IGNORECASE,
)
_ATECO = re.compile(r"ATECO\s*(?P<edition>2007|2022|2025)?", re.IGNORECASE)
_CODE = re.compile(
    r"(?<![0-9.,/])(?P<code>[0-9]{2}\.[0-9]{1,2}(?:\.[0-9]{1,2})?)(?![0-9]|[.,][0-9])|(?:sezione|lettera|"
    r"section|division[ei]|codice)\s+(?P<letter>[A-U]|[0-9]{2})(?![A-Za-z0-9.])"
)
_OUT = re.compile(r"esclus|eccezion|non\s+ammess|exclud|except|not\s+eligible|inammissibil", re.IGNORECASE)
_DE_MINIMIS = re.compile(r"de\s+minimis|2023/2831|1407/2013", re.IGNORECASE)
_OF_A_PAPER = re.compile(
    r"(?:dichiarazion\w+|autocertificazion\w+|modul[oi]|declarations?|statements?)[^,;.]{0,40}de\s+minimis",
    re.IGNORECASE,
)
"""Among the papers to be handed in stands one about such aid: that says nothing of the call's own."""
_GBER = re.compile(r"651/2014|GBER|general\s+block\s+exemption|regolamento\s+generale\s+di\s+esenzione", re.IGNORECASE)
_DEFINES = re.compile(r"defini|allegato\s+I(?![A-Za-z])|annex\s+I(?![A-Za-z])", re.IGNORECASE)
"""The regulation is also named for what a small enterprise is."""
_ART25 = re.compile(r"art(?:icol[oi]|icle|t?\.)\s*25(?![0-9])", re.IGNORECASE)
_S3 = re.compile(r"S3(?![0-9A-Za-z])|specializzazione\s+intelligente|smart\s+speciali[sz]ation", re.IGNORECASE)
_MUST = re.compile(r"dev[eo]|dovr|obbligator|must|shall|required|necessari|a\s+pena\s+di", re.IGNORECASE)
_ACCOUNTS = re.compile(
    rf"(?:almeno|at\s+least|minimum\s+of)\s+(?P<n>{NUMBER})\s+(?:bilanci|esercizi|annual\s+accounts|(?:closed|"
    rf"approved|filed)\s+(?:annual\s+)?(?:accounts|financial\s+statements|balance\s+sheets|financial\s+years))",
    re.IGNORECASE,
)
_PART = re.compile(r"(?P<n>[0-9]{1,3}(?:[.,][0-9]{1,2})?)\s?(?:%|per\s?cento|per\s?cent)", re.IGNORECASE)
_IN_KIND = re.compile(r"in[\s-]kind|in\s+natura", re.IGNORECASE)
_NO_ONE_ABOVE = re.compile(
    r"(?:nessun[oa]?|no\s+(?:single\s+)?)\s*(?P<who>partner|impresa|soggetto|entity|compan\w+|undertaking|"
    r"participant|organi[sz]ation|country|paese)"
    r"[^.;]{0,80}(?:più\s+del|oltre\s+il|superior\w+\s+al|more\s+than|over|"
    r"exceed\w*)\s+(?:the\s+)?(?P<n>[0-9]{1,2}(?:[.,][0-9]+)?)\s?(?:%|per\s?cent)",
    re.IGNORECASE,
)
_ACTION = re.compile(
    r"(?:(?P<ria>research\s+and\s+innovation\s+actions?)|(?<!research\sand\s)(?P<ia>innovation\s+actions?)|"
    r"(?P<csa>coordination\s+and\s+support\s+actions?)|"
    r"(?P<cofund>programme\s+co-?fund\s+actions?)|(?P<pcp>pre-commercial\s+procurement)|"
    r"(?P<short>(?<![A-Z/_-])(?:RIA|IA|CSA)(?![A-Z/_-])))",
    re.IGNORECASE,
)
_ACTION_LABEL = re.compile(r"types?\s+of\s+actions?\s*:?|tipo\s+di\s+azione\s*:?", re.IGNORECASE)
_THIS_ACTION = re.compile(r"(?:this|the\s+present|participate\s+in\s+this)\s+$", re.IGNORECASE)
_PROCEDURES = (
    ("COUNTER", r"a\s+sportello|procedura\s+(?:valutativa\s+)?a\s+sportello|ordine\s+cronologico|first[\s-]come"),
    ("TWO_STAGE", r"two-stage\s+(?:call|submission|procedure|evaluation|application)|two\s+stages"
        r"|procedura\s+in\s+due\s+fasi|due\s+fasi"),
    ("SINGLE_STAGE", r"single-stage|one-stage|fase\s+unica"),
    ("NEGOTIATED", r"procedura\s+negozia(?:le|ta)"),
    ("RANKING", r"procedura\s+(?:valutativa\s+)?a\s+graduatoria|bando\s+a\s+graduatoria"),
)  # fmt: skip
_PROCEDURE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _PROCEDURES), re.IGNORECASE)
_NAMES = {"ria": "RIA", "ia": "IA", "csa": "CSA", "cofund": "COFUND", "pcp": "PCP"}


def project(sentence: Sentence) -> Iterator[Hit]:
    """Find the rules about the project."""
    text = sentence.text
    yield from _trl(text)
    yield from _duration(text)
    yield from _ateco(text)
    yield from _shares(text)
    for found in _ACCOUNTS.finditer(text):
        yield Hit("rules.accounts_filed_min", int(number_in(found["n"]) or 0), *found.span())
    found_s3 = _S3.search(text)
    if (
        found_s3
        and _MUST.search(text)
        and re.search(r"progett|project|domand|proposal|coeren|priorit", text, re.IGNORECASE)
    ):
        yield Hit("rules.s3_priority_required", True, *found_s3.span())
    yield from _actions(text)


def aid(sentence: Sentence) -> Iterator[Hit]:
    """Find under which rules of State aid a call stands, and by which procedure it chooses."""
    text = sentence.text
    minimis = None if _OF_A_PAPER.search(text) else _DE_MINIMIS.search(text)
    gber = _GBER.search(text)
    if gber and _DEFINES.search(text):
        gber = None
    doubt = (False, "other-aid") if minimis and gber else (True, "")
    if minimis:
        yield Hit("aid", "deminimis", *minimis.span(), *doubt)
        yield Hit("rules.deminimis_headroom", True, *minimis.span(), *doubt)
    if gber:
        yield Hit("aid", "gber25" if _ART25.search(text) else "gber", *gber.span(), *doubt)
    for found in _PROCEDURE.finditer(text):
        yield Hit("procedure", found.lastgroup, *found.span())
        break


def _trl(text: str) -> Iterator[Hit]:
    """Find levels at the start and at the end; two levels to be reached by the end say the end alone, the higher."""
    value: dict[str, int] = {}
    found = [one for one in _TRL.finditer(text) if int(one["high"] or one["low"]) >= int(one["low"])]
    spans = []
    for place, one in enumerate(found):
        low, high = int(one["low"]), int(one["high"] or one["low"])
        when = _when(text, one)
        if when == "end":
            value.setdefault("end", high)
        elif when == "start" and (one["high"] is None or place + 1 < len(found)):
            value.setdefault("start", low)
        elif one["high"] is not None and not value:
            value = {"start": low, "end": high}
        else:
            continue
        spans.append(one.span())
    if value not in ({}, {"start": 1, "end": 9}) and value.get("start", 0) <= value.get("end", 9):
        yield Hit("rules.trl", value, spans[0][0], spans[-1][1])


def _when(text: str, level: re.Match[str]) -> str:
    """Tell whether a level is the one at the start or at the end: by the nearest word before it, or else by one after."""
    near = re.split(r"[,;]|\band\b", text[max(0, level.start() - 60) : level.start()])[-1]
    after = re.split(r"[,;]|\b(?:and|e|TRL)\b", text[level.end() : level.end() + 60])[0]
    if _AT_THE_END.match(after):
        return "end"
    last_end = max((one.end() for one in _TRL_END.finditer(near)), default=-1)
    last_start = max((one.end() for one in _TRL_START.finditer(near)), default=-1)
    if last_start != last_end:
        return "end" if last_end > last_start else "start"
    return "start" if _AT_THE_START.match(after) else ""


def _duration(text: str) -> Iterator[Hit]:
    if not (_DURATION.search(text) and _OF_PROJECT.search(text)) or _NO_DURATION.search(text):
        return
    found = list(_MONTHS.finditer(text))
    values = {_months(one) for one in found}
    if len(values) == 1 and 1 <= min(values) <= 120:
        is_cap = _CAP.search(text) is not None
        yield Hit("rules.duration_max", plain(min(values)), *found[0].span(), is_cap, "" if is_cap else "expected")


def _months(found: re.Match[str]) -> Decimal:
    return (number_in(found["n"]) or Decimal(0)) * (12 if found["unit"][0].lower() in "ay" else 1)


def _ateco(text: str) -> Iterator[Hit]:
    named = _ATECO.search(text)
    if named is None:
        return
    codes = [one["code"] or one["letter"] for one in _CODE.finditer(text, named.end())][:200]
    written = [f"{named['edition']}:{code}" if named["edition"] else code for code in dict.fromkeys(codes)]
    written = [one for one in written if ateco.parts_of(one)]
    if written:
        is_out = _OUT.search(text) is not None
        yield Hit(
            "rules.ateco_out" if is_out else "rules.ateco_in",
            written,
            named.start(),
            len(text),
            not is_out,
            "exception" if is_out else "",
        )


def _shares(text: str) -> Iterator[Hit]:
    kind = _IN_KIND.search(text)
    if kind:
        found = _PART.search(text)
        if found and re.search(r"almeno|at\s+least|minim", text, re.IGNORECASE):
            yield Hit("rules.inkind_min_pct", plain(Decimal(found["n"].replace(",", "."))), *found.span())
        return
    for found in _NO_ONE_ABOVE.finditer(text):
        name = "country" if found["who"].casefold() in ("country", "paese") else "entity"
        value: dict[str, Any] = {name: plain(Decimal(found["n"].replace(",", ".")))}
        yield Hit("rules.share_max", value, *found.span())
    found = re.search(
        r"(?:PMI|SMEs?)[^.;%]{0,60}(?:almeno|at\s+least|minimo)\s+(?:il\s+|"
        r"the\s+)?(?P<n>[0-9]{1,2})\s?%[^.;]{0,40}(?:cost|spes|budget)",
        text,
        re.IGNORECASE,
    )
    if found:
        yield Hit("rules.share_min", {"sme": int(found["n"])}, *found.span())


def _actions(text: str) -> Iterator[Hit]:
    """Find the type of action where a label or "this" names it; lists of templates name others."""
    label = _ACTION_LABEL.search(text)
    for found in _ACTION.finditer(text):
        is_labelled = label is not None and 0 <= found.start() - label.end() <= 30
        if is_labelled or _THIS_ACTION.search(text, max(0, found.start() - 24), found.start()):
            name = found["short"] or _NAMES[found.lastgroup or "ria"]
            yield Hit("types_of_action", (name.upper(),), *found.span())
            return
