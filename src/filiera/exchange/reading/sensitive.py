"""What of a text should be looked at before it leaves: what competitors must not learn, and what gives the requester away.

Source: the list of topics of art. 101 TFEU and the Horizontal Guidelines 2023, ch. 6 on the exchange of information: prices,
margins, costs, capacity, volumes, customers, wages, bids.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from filiera.common.reading.amounts import amounts
from filiera.common.reading.sentences import same_width, sentences
from filiera.exchange.reading.giveaways import OwnNames, Sensitive, Taken, giveaways

MOST_SIGNS = 200_000
"""Signs of a text that are looked at; what comes after is one span of code UNREAD."""

_CUES = {
    "BUDGET": (
        r"budget|spendere|a\s+disposizione|disponiam\w*|stanziat\w+|abbiamo\s+previsto|investire|mettiamo"
        r"|tetto\s+di\s+spesa|da\s+parte|spesa\s+massima|accantonat\w+|investiment[oi]|quanto\s*:|how\s+much\s*:|"
        r"set\s+aside|(?:we\s+)?can\s+(?:spend|afford)|up\s+to\s+spend|to\s+spend|earmarked|available\s+for|invest"
    ),
    "WAGE": (
        r"(?:operai|addett[ei]|dipendenti|ai\s+nostri|al\s+personale|workers|staff)\s+(?:\w+\s+)?(?:diamo|paghiamo"
        r"|prendono|get"
        r"|earn)|diamo\s+(?:ai|agli|alle)\s+\w+|stipendi\w*|salari\w*|retribu\w+|RAL|busta\s+paga|paga\s+oraria"
        r"|wages?|salar(?:y|ies)|pay\s?slips?|hourly\s+rate"
    ),
    "BID": (
        r"gara|appalt\w+|abbiamo\s+offerto|offerta\s+(?:di|da|per)|la\s+nostra\s+offerta|preventiv\w+|tender"
        r"|bid(?:ding|s)?|offer\s+of|our\s+offer|we\s+(?:have\s+)?(?:offered|quoted)|"
        r"quot(?:e|ation)\s+of"
    ),
    "MARGIN": r"margin\w*|marginalità|ricaric\w+|mark-?\s?up|ebitda|utile|profit\w*",
    "PROJECT": r"progett[oi]|projects?",
    "TURNOVER": r"fattur(?:ato|iamo)|ricavi|turnover|revenues?|giro\s+d'affari",
    "COST": r"cost[aoi]|costano|costs?|costing|spes[ae]",
    "PRICE": (
        r"prezz\w+|pagh?(?:iamo|ano|ato)|vend(?:e|iamo|ono|ita|uto|ere)|listin\w+|tariff\w+|scont\w+|al\s+massimo"
        r"|al\s+pubblico|in\s+(?:negozio|farmacia|profumeria)"
        r"|prices?|priced|pay(?:ing|s)?|paid|sells?|sold|selling|retail\w*|discounts?|charge[sd]?"
    ),
}
_CUE = re.compile(
    r"(?<![\w])(?:" + "|".join(f"(?P<{code}>{words})" for code, words in _CUES.items()) + r")(?![\w])", re.I
)
_PER_PIECE = re.compile(
    r"^\s?(?:(?:a|per)\s+(?:pezzo|unità|kg|chilo|litro|confezione|flacone|unit|piece|kilo|bottle)"
    r"|al(?:l')?\s?(?:pezzo|kg|chilo|litro|unità|flacone|vasetto|mille)|cadaun[oa]|"
    r"l'un[oa]|each|apiece|/\s?(?:kg|pz|pezzo|l|unit|pc|1000))(?![\w])",
    re.I,
)
_PER_HOUR = re.compile(r"^\s?(?:an|per|/|all'|l')\s?(?:hour|ora|h)(?![\w])", re.I)
_ONE_OF = (
    r"(?:pezz[oi]|pz\.?|unità|flacon[ie]|vasett[oi]|barattol[oi]|tubett[oi]|tub[oi]|tapp[oi]|astucc[io]+|capsul[ae]"
    r"|stick|confezion[ei]|campion(?:cini)|rossett[oi]|cialde|kit|"
    r"pieces?|units?|pcs|bottles?|jars?|tubes?|cartons?|caps|boxes|packs?|lipsticks?|sachets?|pumps?|labels?"
    r"|etichett[ae])"
)
_MASS = r"(?:kg|chil[oi]|quintal[ei]|q\.li|tonnellat[ae]|t|litr[oi]|l|hl|tonn?e?s|kilos?|lit(?:re|er)s?)"
_NUMBER = r"[0-9]{1,3}(?:[.,'\s][0-9]{3})+(?![0-9])|[0-9]{1,9}(?:[.,][0-9]{1,2}(?![0-9]))?"
_SCALE = r"(?:\s?(?:milion[ei](?:\s+di)?|mila|mln(?:\s+di)?|million|thousand|k)(?![\w]))?"
_TIME = r"(?:minuto|min|ora|h|giorno|turno|settimana|mese|anno|minute|hour|day|shift|week|month|year)"
_RATE = rf"\s?(?:(?:al(?:l')?|ogni|per|a|an|l'|every|each)\s?|/\s?){_TIME}(?![\w])"
_AMOUNT_OF = re.compile(
    rf"(?<![\w.,/-])(?P<number>{_NUMBER})(?P<scale>{_SCALE})\s?(?:(?P<piece>{_ONE_OF})"
    rf"|(?P<mass>{_MASS}))(?![\w])(?P<rate>{_RATE})?",
    re.I,
)
_ANY_COUNT = re.compile(
    rf"(?<![\w.,/:-])(?P<number>{_NUMBER})(?P<scale>{_SCALE})\s(?P<what>[a-zà-ü]{{4,}})(?![\w])(?P<rate>{_RATE})?"
)
_NO_GOODS = re.compile(
    r"euro|giorn|settiman|mes[ei]|ann[oi]|minut|secondi|gradi|volontar|soggett|donne|uomini|persone|partecipant"
    r"|dipendent|addett|"
    r"chilometri|metri|watt|mbar|kcal|rpm|giri|microgramm|milligramm|grammi|millilitri|micron|nanometri|parti|ppm|"
    r"days|weeks|months|years|minutes|seconds|hours|degrees|volunteers|subjects|women|people|participants|employees"
    r"|staff|"
    r"kilomet|met(?:er|re)s|grams|microns|nanomet|parts|della|dello|delle|degli|dalla|nella|sulla|with|from|that"
    r"|than|and|per|"
    r"che|sono|sulle|alla|alle|anche|circa|oppure|or",
    re.I,
)
"""What counts no goods."""
_OF_A_NORM = re.compile(r"(?:[A-Z]{2,}|n\.|art\.|Reg\.|dal|nel|anno|year|in|since|from)\s$")
_FAST = re.compile(r"minuto|min(?:ute)?$|ora$|hour|/\s?h$|turno|shift|giorno|day", re.I)
_CAPACITY = re.compile(
    r"(?<![\w])(?:capacità(?:\s+produttiva)?|capacity|satur[aoie]\w*|sfrutta\w*|potenzialità\s+produttiva"
    r"|throughput|of\s+what\s+it\s+(?:can|could)|(?:line|plant)\s+(?:is|works)\s+at|(?:linea|impianto)\s+(?:è"
    r"|lavora|gira)\s+al|utili[sz]ation|runs?\s+at|lavora\s+al|ferm[aoie]\s+al)(?![\w])",
    re.I,
)
_VOLUME = re.compile(
    r"(?<![\w])(?:lott[oi]|ordin[ei]|tiratur[ae]|quantità|quantitativ[oi]|volum[ei]|produ\w+|vend\w+|trattiamo"
    r"|consumiamo|usiamo|l'anno|all'anno|annu[aoie]\w*|al\s+mese|fabbisogno|"
    r"batch(?:es)?|runs?(?:\s+of)?|orders?|moq|minimum|quantit(?:y|ies)|volumes?|produc\w+|sell|use|yearly"
    r"|per\s+year|a\s+year|annual\w*|a\s+month)(?![\w])",
    re.I,
)
_PERCENT = re.compile(
    r"(?<![\w.,])(?:[0-9]{1,3}(?:[.,][0-9]{1,2})?)\s?(?:%|per\s?cento|percent|per\s+cent)(?![\w])", re.I
)
_OTHER_COIN = re.compile(
    r"(?<![\w])(?:[$£]\s?[0-9][0-9.,' ]{0,14}[0-9]?|(?:USD|GBP|CHF)\s?[0-9][0-9.,']{0,14}"
    r"|[0-9][0-9.,']{0,14}\s?(?:dollari|dollars|sterline|pounds|franchi|francs|USD|GBP|CHF)(?![\w]))",
    re.I,
)
_MILLIONS = re.compile(
    r"(?<![\w.,€])[0-9]{1,4}(?:[.,][0-9]{1,3})?\s?(?:milion[ei]|mln|million)(?=\s*(?:[.,;:)]|$|l'anno|all'anno"
    r"|a\s+year))",
    re.I,
)
"""Millions of which the sentence does not say what: money, where a word of money stands near."""
_CENTS = re.compile(r"(?<![\w.,])[0-9]{1,3}\s?(?:centesimi|cents?|cent\.)(?![\w])", re.I)
_FORMS = r"[A-ZÀ-Ý][\w&'’-]*(?:\s+(?:(?:di|del|della|of|&|e)\s+)?[A-ZÀ-Ý&][\w&'’-]*){0,4}"
_CUSTOMER = re.compile(
    r"(?<![\w])(?:(?:nostr[oaie]\s+)?(?:client[ei]|committent[ei])(?:\s*:|\s+(?:principale|storico|finale|è"
    r"|si\s+chiama))?|per\s+conto\s+di|(?:produciamo|lavoriamo|formuliamo|confezioniamo|riempiamo)\s+per"
    r"|(?:ri)?forniamo"
    r"|(?:our\s+)?(?:main\s+|biggest\s+)?(?:customers?|clients?)(?:\s*:|\s+is|\s+are)?|we\s+(?:make|supply|produce"
    r"|fill|work|manufacture)(?:\s+(?:it|them|this))?(?:\s+for)?|on\s+behalf\s+of|supplying|working\s+for)"
    rf"\s+(?:la\s+|il\s+|the\s+|ditta\s+|l')?(?-i:(?P<name>{_FORMS}))",
    re.I,
)
_OUR_CUSTOMER = re.compile(
    rf"(?<![\w])(?P<name>{_FORMS})(?:,|\s+(?:è|is))\s+(?:(?:il|un|la|the|a|an)\s+)?(?:nostr[oaie]"
    rf"|our)\s+(?:\w+\s+)?(?:client[ei]|customers?|clients?)(?![\w])"
)
_BEFORE, _AFTER = 70, 45
"""Signs before and after a figure in which a word says what it is."""
_APART = re.compile(r"[0-9]\s?[%€]|[0-9]{3}|[;,]|(?<![\w])(?:e|ed|ma|and|but|while|mentre)(?![\w])", re.I)
"""What parts a figure from the word of another."""
_OF_PIECES = ("COST", "WAGE", "BID", "PRICE")
_OF_SHARES = ("MARGIN", "PRICE", "WAGE", "COST", "TURNOVER")
_CHANGES = re.compile(
    r"(?<![\w])(?:aument|alz(?:a|iamo|ano|are|ato)|sal(?:e|iamo|ito|ire)|ribass|rincar|raise|scont|cal[aoi]|ridu"
    r"|discount|increas|rise|cut|higher|lower)",
    re.I,
)
_FEW_PIECES = 100
_TAIL = "UNREAD"
_ADDRESSES = ("PHONE", "VAT", "IBAN", "MAIL", "WEB")
_NOBODY = OwnNames()


@dataclass(frozen=True, slots=True)
class Word:
    """A word, characters [start, end) of a sentence, that says what a figure near it is."""

    code: str
    start: int
    end: int


def read_sensitive(text: str, *, own: OwnNames = _NOBODY) -> tuple[Sensitive, ...]:
    """Give what a person should look at, in the order of the text; the longest of what overlaps with one code."""
    plain = same_width(text[:MOST_SIGNS])
    found = list(giveaways(plain, own))
    taken = Taken((one.start, one.end) for one in found if one.code in _ADDRESSES and one.sure)
    for start, end in sentences(plain):
        for one in _of_sentence(plain[start:end]):
            moved = replace(one, start=one.start + start, end=one.end + start)
            if not taken.meets(moved.start, moved.end):
                found.append(moved)
    if len(text) > MOST_SIGNS:
        found.append(Sensitive(_TAIL, MOST_SIGNS, len(text), sure=False))
    return tuple(_settled(found))


def _of_sentence(sentence: str) -> Iterator[Sensitive]:
    words = [Word(found.lastgroup or "", *found.span()) for found in _CUE.finditer(sentence)]
    yield from _money(sentence, words)
    yield from _percents(sentence, words)
    said = list(_quantities(sentence))
    taken = Taken((one.start, one.end) for one in said)
    yield from said
    yield from (one for one in _counts(sentence) if not taken.meets(one.start, one.end))
    for pattern in (_CUSTOMER, _OUR_CUSTOMER):
        yield from (Sensitive("CUSTOMER", *found.span("name")) for found in pattern.finditer(sentence))


def _money(sentence: str, words: Sequence[Word]) -> Iterator[Sensitive]:
    """Give the amounts of money, each by the nearest word that says what it is."""
    spans = [(one.start, one.end) for one in amounts(sentence)]
    spans += [found.span() for pattern in (_OTHER_COIN, _CENTS) for found in pattern.finditer(sentence)]
    bare = [found.span() for found in _MILLIONS.finditer(sentence)]
    for start, end in bare:
        code = _nearest(sentence, words, start, end)
        if code and not any(first < end and start < last for first, last in spans):
            yield Sensitive(code, start, end, sure=False)
    for start, end in spans:
        if _PER_PIECE.match(sentence[end : end + 25]):
            yield Sensitive(_nearest(sentence, words, start, end, among=_OF_PIECES) or "PRICE", start, end)
            continue
        code = _nearest(sentence, words, start, end)
        if not code and _PER_HOUR.match(sentence[end : end + 15]):
            yield Sensitive("WAGE", start, end, sure=False)
            continue
        yield Sensitive(code or "AMOUNT", start, end, sure=bool(code))


def _nearest(
    sentence: str, words: Sequence[Word], start: int, end: int, *, among: Collection[str] = _CUES.keys()
) -> str:
    """Give the code of the word nearest to a figure; what stands after it, or beyond another figure, is further."""
    best, least = "", float("inf")
    for word in words:
        if word.code not in among or not (start - _BEFORE <= word.start and word.end <= end + _AFTER):
            continue
        is_before = word.end <= start
        between = sentence[word.end : start] if is_before else sentence[end : word.start]
        far = len(between) + (0 if is_before else 15) + 40 * bool(_APART.search(between))
        far -= 25 if word.code == "BUDGET" else 0
        if far < least:
            best, least = word.code, far
    return "BUDGET" if best == "PROJECT" else best


def _percents(sentence: str, words: Sequence[Word]) -> Iterator[Sensitive]:
    """Give shares of margins, of capacity and of prices; those of ingredients are no secret of this kind."""
    changes = _CHANGES.search(sentence) is not None
    for found in _PERCENT.finditer(sentence):
        start, end = found.span()
        if _CAPACITY.search(sentence, max(0, start - _BEFORE), min(len(sentence), end + _AFTER)):
            yield Sensitive("CAPACITY", start, end)
            continue
        code = _nearest(sentence, words, start, end, among=_OF_SHARES)
        if code == "MARGIN" or (code and changes):
            yield Sensitive(code, start, end)


def _quantities(sentence: str) -> Iterator[Sensitive]:
    """Give how much is made, sold or bought, and how much could be."""
    says_capacity = _CAPACITY.search(sentence)
    says_volume = _VOLUME.search(sentence)
    for found in _AMOUNT_OF.finditer(sentence):
        rate = found["rate"] or ""
        is_many = bool(found["scale"].strip()) or float(re.sub(r"[^0-9]", "", found["number"]) or 0) >= _FEW_PIECES
        if (rate and _FAST.search(rate)) or (says_capacity and (rate or is_many)):
            yield Sensitive("CAPACITY", *found.span())
        elif found["piece"] and (is_many or rate):
            yield Sensitive("VOLUME", *found.span(), sure=bool(says_volume or rate))
        elif found["mass"] and (rate or says_volume or found["mass"].casefold().startswith(("tonn", "quint"))):
            yield Sensitive("VOLUME", *found.span(), sure=bool(rate or says_volume))


def _counts(sentence: str) -> Iterator[Sensitive]:
    """Give large counts of whatever it is, such as "25,000 pumps": a person sees whether they are volumes."""
    says_volume = _VOLUME.search(sentence) is not None
    for found in _ANY_COUNT.finditer(sentence):
        figures = re.sub(r"[^0-9]", "", found["number"])
        is_year = found["number"].isdigit() and len(figures) == len("2026") and figures[:2] in ("19", "20")
        is_many = bool(found["scale"].strip()) or float(figures) >= _FEW_PIECES
        is_of_a_norm = _OF_A_NORM.search(sentence[max(0, found.start() - 8) : found.start()]) is not None
        if is_many and not (is_year or is_of_a_norm or _NO_GOODS.match(found["what"])):
            yield Sensitive("VOLUME", *found.span(), sure=says_volume)


def _settled(found: list[Sensitive]) -> Iterator[Sensitive]:
    """Give each span once: of those of one code that overlap the longest, of equal ones the sure one."""
    numbers = Taken((one.start, one.end) for one in found if one.code in ("VAT", "IBAN", "TAX_CODE"))
    addresses = Taken((one.start, one.end) for one in found if one.code in ("MAIL", "WEB"))
    kept: list[Sensitive] = []
    last: dict[str, int] = {}
    for one in sorted(found, key=lambda row: (row.start, row.start - row.end, not row.sure)):
        is_number = one.code == "PHONE" and numbers.meets(one.start, one.end)
        is_within = one.code in ("PERSON", "OWN_NAME") and addresses.meets(one.start, one.end)
        if one.start >= last.get(one.code, -1) and one.start < one.end and not (is_number or is_within):
            kept.append(one)
            last[one.code] = one.end
    yield from kept
