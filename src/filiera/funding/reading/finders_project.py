"""The project and the aid: how long, how ready, in which activities, under which rules of State aid, by which procedure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from filiera.common.reading.words import NUMBER, number_in
from filiera.funding.logic import ateco
from filiera.funding.reading.proposals import Hit, Sentence, plain

_TRL = re.compile(
    r"(?<![A-Za-z])(?:TRL(?:s)?|technology\s+readiness\s+levels?|"
    r"livell[oi]\s+di\s+maturità\s+tecnologica)(?:\s*\(TRL\))?\s*"
    r"(?:(?:compres[oi]\s+)?(?:da|fra|tra|from|between)\s+(?:TRL\s*)?)?"
    r"(?P<low>[1-9])(?![0-9]|\.[0-9])(?:\s*(?:-|–|/|to|and|a|e|up\s+to(?:\s+TRL)?|"
    r"fino\s+a)\s*(?:TRL\s*)?(?P<high>[1-9])(?![0-9]|\.[0-9]))?",
    re.IGNORECASE,
)
_TRL_WORD = re.compile(r"TRL|readiness|maturità", re.IGNORECASE)
_LEVEL = r"(?:TRL|technology\s+readiness\s+levels?|livell[oi]\s+di\s+maturità\s+tecnologica)"
_TRL_PAIR = re.compile(
    rf"{_LEVEL}[^.;0-9]{{0,40}}(?:inizial|partenza|start)[^.;0-9]{{0,30}}(?P<low>[1-9])(?![0-9%])[^;0-9]{{0,60}}"
    rf"(?:final|arrivo|end|target)[^.;0-9]{{0,30}}(?P<high>[1-9])(?![0-9%])",
    re.IGNORECASE,
)
_TRL_SPAN = re.compile(
    rf"{_LEVEL}(?P<words>[^.;0-9]{{1,70}}?)(?:tra|fra|between|from)\s+(?P<low>[1-9])\s*(?:e|and|to|a)\s*(?P<high>[1-9])(?![0-9%])",
    re.IGNORECASE,
)
_TRL_START = re.compile(r"start|initial|begin|partenza|iniziale|minimum|partire|da(?:l|llo)?\s*$|from", re.IGNORECASE)
_TRL_END = re.compile(
    r"by\s+the\s+end|end\s+of\s+the\s+project|achiev|reach|raggiun|al\s+termine|conclusion|attes[oi]|fine|final|target|up\s+to|fino|at\s+completion",
    re.IGNORECASE,
)
_AT_THE_END = re.compile(r"[^,;.]{0,25}(?:(?:by|at)\s+the\s+end|a\s+fine|alla\s+fine)", re.IGNORECASE)
_AT_THE_START = re.compile(r"[^,;.]{0,20}at\s+the\s+(?:start|beginning)", re.IGNORECASE)
_MONTHS = re.compile(
    rf"(?:(?:between|from|tra|da)\s+{NUMBER}\s+(?:and|to|e|a)\s+)?(?P<n>{NUMBER})\s*(?:\([^)\n]{{1,20}}\)\s*)?(?P<unit>mesi|months?|anni|years?)(?![a-z])",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"durata|dura(?:no)?(?![a-z])|duration|realizzat[oaie]|conclu[sd]\w*|completat[oaie]|complete|ultimat[oaie]|"
    r"termin(?:are|at[oaie])(?![a-z])|fini(?:re|scono)|tempi\s+di\s+realizzazione|chiudersi|termine\s+(?:massimo\s+)?per\s+la\s+realizzazione|"
    r"last(?:s|ing)?(?![a-z])|for\s+a\s+period\s+of|run\s+for",
    re.IGNORECASE,
)
_OF_DURATION = re.compile(r"durata|tempi(?![a-z])|duration|how\s+long|length|quanto\s+tempo", re.IGNORECASE)
_OF_PROJECT = re.compile(
    r"progett|intervent|programm|project|action|pian[oi](?![a-z])|iniziativ|proposal|attività|lavori|stud[io](?![a-z])|borse|"
    r"works|experiment|network|investiment|servizi",
    re.IGNORECASE,
)
_NO_DURATION = re.compile(
    r"bilanci|costituit|iscritt|stabilità|mantener|vincol|conserva|rimbors|ammortament|embargo|mutuo|prestit|finanziamento(?!\s+del)|"
    r"accord[oi]|contratt|convenzion|"
    r"report|person-?month|secondment|rendicont|istruttori|esit[oi]|risposta|avviat|cessa|anticip|"
    r"phase|fase|sub-?project|third\s+part|FSTP|fellowship|published|vigenza|"
    r"record|keep|after\s+(?:the\s+)?(?:end|complet)|dopo\s+la\s+(?:fine|conclus)|prorog|exten[ds]|partnership|agreement\s+with|maturity|return|outgoing|previous|"
    r"precedent|last\s+\w+\s+years|employ|candidate|periodo|period\s+abroad|start(?:s|ed|ing)?\s+(?:by|no|within)|bando|market",
    re.IGNORECASE,
)
"""Beside a number of months, these say that it is no duration of a project."""
_LEAST_DURATION = re.compile(
    r"minimum|minim[oa](?![a-z])|almeno|at\s+least|non\s+(?:\w+\s+){0,2}inferior|no\s+less", re.IGNORECASE
)
_CAP = re.compile(
    r"massim|max|maximum|up\s+to|at\s+most|fino\s+ad?|entro|within|non\s+(?:superior|oltre)|superare|eccedere|exceed|no\s+longer|"
    r"no\s+more|between|from|tra|fra|termine\s+di|or\s+less|at\s+the\s+longest",
    re.IGNORECASE,
)
_TO_THE_LEFT, _TO_THE_RIGHT = 120, 30
_CAP_AFTER = re.compile(
    r"at\s+most|al\s+massimo|massimi|maximum|or\s+less|at\s+the\s+longest|(?:or|o)\s+meno", re.IGNORECASE
)
_ATECO = re.compile(r"ATECO\s*(?P<edition>2007|2022|2025)?", re.IGNORECASE)
_CODE = re.compile(
    r"(?<![0-9.,/])(?P<code>[0-9]{2}\.[0-9]{1,2}(?:\.[0-9]{1,2})?)(?![0-9]|[.,][0-9])|(?:sezione|lettera|"
    r"section|division[ei]|codice)\s+(?P<letter>[A-U]|[0-9]{2})(?![A-Za-z0-9.])"
)
_CODES = re.compile(
    r"(?:ATECO(?:\s+(?:2007|2022|2025))?(?:\s+[a-z]+){0,2}?|(?<![a-z])(?:division[ei]|grupp[oi]|class[ei]|codic[ei]))\s*:?\s+"
    r"(?P<list>(?:[A-U]\s)?[0-9]{2}(?:\.[0-9]{1,2}){0,2}(?:\s*(?:,|;|-|e|ed|o)\s*(?:[A-U]\s)?[0-9]{2}(?:\.[0-9]{1,2}){0,2})*)"
    r"(?![0-9]|[.,][0-9]|\s*(?:%|euro|€|mesi|giorni))"
)
"""Codes in a row, divisions of two figures among them."""
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
_ACTION = re.compile(
    r"(?:(?P<ria>research\s+and\s+innovation\s+actions?)|(?<!research\sand\s)(?P<ia>innovation\s+actions?)|"
    r"(?P<csa>coordination\s+and\s+support\s+actions?)|"
    r"(?P<cofund>programme\s+co-?fund\s+actions?)|(?P<pcp>pre-commercial\s+procurement)|"
    r"(?P<short>(?<![A-Z/_-])(?:RIA|IA|CSA)(?![A-Z/_-])))",
    re.IGNORECASE,
)
_ACTION_LABEL = re.compile(
    r"types?\s+of\s+actions?\s*:?|action\s+code|action\s+type\s*:?|tipo\s+di\s+azione\s*:?", re.IGNORECASE
)
_ACTION_CODE = re.compile(
    r"(?<![A-Z-])(?:HORIZON-(?P<short>RIA|IA|CSA)(?![A-Z-])|"
    r"(?:HORIZON|LIFE|DIGITAL|ERASMUS|CEF|SMP|I3|EDF|CREA|CERV|EMFAF)(?:-[A-Z0-9]{2,10}){1,4}(?![A-Za-z0-9-]))"
)
_AFTER_LABEL = 70
_THIS_ACTION = re.compile(r"(?:this|the\s+present|participate\s+in\s+this|action\s+is\s+an?)\s+$", re.IGNORECASE)
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
    yield from _duration(sentence)
    yield from _ateco(text)
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
    if not value and _TRL_WORD.search(text):
        value = _trl_apart(text)
        spans = [(0, len(text))]
    if value not in ({}, {"start": 1, "end": 9}) and value.get("start", 0) <= value.get("end", 9):
        yield Hit("rules.trl", value, spans[0][0], spans[-1][1])


def _trl_apart(text: str) -> dict[str, int]:
    """Give levels that stand apart from the word: "TRL iniziale pari a 3 e finale pari a 6", "TRL atteso ... tra 6 e 8"."""
    pair = _TRL_PAIR.search(text)
    if pair:
        return {"start": int(pair["low"]), "end": int(pair["high"])}
    span = _TRL_SPAN.search(text)
    if span and int(span["low"]) <= int(span["high"]):
        is_end = _TRL_END.search(span["words"]) is not None
        return {"end": int(span["high"])} if is_end else {"start": int(span["low"]), "end": int(span["high"])}
    return {}


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


def _duration(sentence: Sentence) -> Iterator[Hit]:
    """Find how long the project may last: months that words beside them, or the heading, call its duration."""
    text = sentence.text
    is_headed = _OF_DURATION.search(sentence.heading) is not None
    is_named = _OF_DURATION.search(text) is not None or _OF_PROJECT.search(f"{sentence.heading} {text}") is not None
    if not is_headed and not (_DURATION.search(text) and is_named):
        return
    found: dict[Decimal, tuple[re.Match[str], bool]] = {}
    for one in _MONTHS.finditer(text):
        left = re.split(r";|\.\s", text[max(0, one.start() - _TO_THE_LEFT) : one.start()])[-1]
        right = re.split(r"[;.,]", text[one.end() : one.end() + _TO_THE_RIGHT])[0]
        near = re.split(r",|\be\b|\band\b", left)[-1]
        if _NO_DURATION.search(f"{left} {right}") or _LEAST_DURATION.search(near):
            continue
        if not (is_headed or _DURATION.search(f"{left} {one[0]} {right}")):
            continue
        is_cap = bool(_CAP.search(f"{left} {one[0]}") or _CAP_AFTER.search(right))
        found[_months(one)] = (one, is_cap)
    caps = {months: one for months, one in found.items() if one[1]} or found
    if len(caps) == 1 and 1 <= min(caps) <= 120:
        months, (one, is_cap) = next(iter(caps.items()))
        yield Hit("rules.duration_max", plain(months), *one.span(), is_cap, "" if is_cap else "expected")


def _months(found: re.Match[str]) -> Decimal:
    return (number_in(found["n"]) or Decimal(0)) * (12 if found["unit"][0].lower() in "ay" else 1)


def _ateco(text: str) -> Iterator[Hit]:
    named = _ATECO.search(text)
    if named is None:
        return
    places = {one["code"] or one["letter"]: one.start() for one in _CODE.finditer(text, named.end())}
    for one in _CODES.finditer(text, named.start()):
        places |= {code: one.start() for code in re.findall(r"[0-9]{2}(?:\.[0-9]{1,2}){0,2}", one["list"])}
    left_out = [one.start() for one in _OUT.finditer(text)]
    for name in ("ateco_in", "ateco_out"):
        is_out = name == "ateco_out"
        codes = [code for code, at in places.items() if any(out < at for out in left_out) == is_out]
        written = [f"{named['edition']}:{code}" if named["edition"] else code for code in sorted(codes)[:200]]
        written = [one for one in written if ateco.parts_of(one)]
        if written:
            yield Hit(f"rules.{name}", written, named.start(), len(text), not is_out, "exception" if is_out else "")


def _actions(text: str) -> Iterator[Hit]:
    """Find the type of action where a label or "this" names it; lists of templates name others."""
    label = _ACTION_LABEL.search(text)
    coded = _ACTION_CODE.search(text, label.end(), label.end() + _AFTER_LABEL) if label else None
    if coded:
        yield Hit("types_of_action", (coded["short"] or coded[0],), *coded.span())
        return
    for found in _ACTION.finditer(text):
        is_labelled = label is not None and 0 <= found.start() - label.end() <= 30
        if is_labelled or _THIS_ACTION.search(text, max(0, found.start() - 24), found.start()):
            name = found["short"] or _NAMES[found.lastgroup or "ria"]
            yield Hit("types_of_action", (name.upper(),), *found.span())
            return
