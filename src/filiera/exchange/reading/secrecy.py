"""How secret a need is: may everybody read it, under terms alone, or must nobody know who asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from filiera.exchange.reading.denials import is_denied, is_denied_after
from filiera.exchange.reading.proposals import Hit

OPEN, RESERVED, SECRET = "OPEN", "RESERVED", "SECRET"
_RANK = {OPEN: 0, RESERVED: 1, SECRET: 2}
_KNOW = (
    r"(?:sapp?[iae]\w*|saprà|sapranno|conosc\w+|scopr\w+|venga\w*\s+a\s+sapere|legg\w+|ved\w+|riconosc\w+|intu\w+"
    r"|cap(?:isc\w+|ire))"
)
_RIVALS = (
    r"(?:i\s+|dai\s+|ai\s+|la\s+|alla\s+|our\s+|the\s+)?(?:nostri\s+)?(?:concorrent[ei]|concorrenza|competitors?"
    r"|rivals?)"
)
_SECRET = re.compile(
    rf"""(?<![\w])(?:
    (?P<word>anonim[oaie](?![\w])|anonimato|in\s+forma\s+anonima|anonymous(?:ly)?|anonymity|segret[oaie](?![\w])
        |segretezza
        |secret(?:ly)?(?![\w])|secrecy|in\s+incognito)
    |(?:non|nessun[oa]?|mai|né)\s[^.;:?!]{{0,50}}{_RIVALS}[^.;:?!]{{0,30}}{_KNOW}
    |{_RIVALS}\s[^.;:?!]{{0,20}}(?:non|not|never|n't)\s[^.;:?!]{{0,30}}(?:{_KNOW}|know|learn|find\s+out|see|hear|read)
    |nessuno\s+(?:lo\s+)?sappia
    |(?:must|should|may)\s+(?:not|never)\s+(?:get\s+around|transpire|be\s+known|hear\s+of|know\s+(?:of|about|that
        |who)|learn\s+(?:of|about|that|who))
    |(?:notizia|cosa|voce)\s+non\s+(?:deve|dovrà|dovrebbe)\s+(?:trapelare|uscire|circolare)|non\s+(?:deve
        |dovrebbe)\s+sapersi
    |(?:news|word)\s+(?:must|should)\s+not\s+(?:get\s+out|leak|spread)|no\s+names(?![\w])|(?:niente|senza\s+fare
        |senza)\s+nomi(?![\w])
    |nessuno\s+(?:deve|dovrebbe|può|dovrà|venga)\s?[^.;:?!]{{0,20}}{_KNOW}
    |(?:se|if)\s[^.;:?!]{{0,20}}{_RIVALS}[^.;:?!]{{0,25}}(?:{_KNOW}|got?\s+wind|knew|kn[eo]w|learn\w*|heard?
        |f(?:i|ou)nd)
    |(?:nobody|no\s+one|no-one)\s+(?:should|must|may|can|is\s+to)\s+(?:know|learn|find\s+out|see|hear)
    |non\s+si\s+(?:deve|può|dovrebbe)\s+{_KNOW}
    |(?:senza|non)\s+(?:\w+\s+){{0,3}}(?:fare|far|citare|rivelare|dire|dica|indicare|citate|fate|rivelate
        |comparire|compaia|esca|uscire)
        \s[^.;:?!]{{0,25}}(?:nom[ei]|chi\s+siamo)
    |(?:il\s+)?nostro\s+nome\s+(?:non|resti\s+fuori)[^.;:?!]{{0,30}}
    |(?:do\s+not|don't|never|without|not)\s+(?:mention|reveal|disclos|use|us|nam|put|print|show
        |giv)[a-z]*\s[^.;:?!]{{0,15}}(?:our\s+(?:company\s+)?name|who\s+we\s+are|us\b)
    |(?:our\s+name|who\s+we\s+are|our\s+identity)\s[^.;:?!]{{0,20}}(?:not|hidden|secret|never)
    |(?:non|not|n't)\s[^.;:?!]{{0,35}}(?:chi\s+siamo|che\s+siamo\s+noi|che\s+sono\s+loro|who\s+(?:we\s+are|is\s+asking))
    )""",
    re.I | re.X,
)
_RESERVED = re.compile(
    r"(?<![\w])(?:riservat[oaie](?!\s+(?:a|ai|agli|al|alla|alle|all'|per)(?![\w]))(?![\w])|riservatezza"
    r"|confidenzial\w+|confidential\w*"
    r"|in\s+(?:strict\s+)?confidence|discrezione|discretion|strictly\s+between\s+us|(?:solo|soltanto"
    r"|only)\s[^.;:?!]{0,40}(?:firm[aiou]\w*|sign(?:s|ed)?(?![\w])|accett\w+\s+(?:le|i)\s+(?:condizioni|termini)"
    r"|accept\w*\s+(?:your|our|the)\s+(?:terms|conditions))|accepted\s+your\s+terms|NDA"
    r"|non-?\s?disclosure|strettamente\s+privat[oa])(?![\w])",
    re.I,
)
_OPEN = re.compile(
    r"""(?<![\w])(?:
    (?:può|possono|potrebbe)\s+(?:tranquillamente\s+)?(?:essere|restare|rimanere
        |diventare)\s+(?:res[oa]\s+)?(?:pubblic\w+|visibil\w+|divulgat\w+|diffus\w+|condivis\w+)
    |(?:potete|si\s+può|puoi|possiamo)\s+(?:pure\s+|anche\s+|tranquillamente\s+|benissimo\s+)?(?:pubblic|divulg
        |diffonder|girar|condivider|inoltrar)\w*
    |(?:girate|pubblicate|diffondete|inoltrate|condividete)(?:l[aoie])?\s+(?:pure|liberamente|tranquillamente
        |a\s+tutti|a\s+chi)
    |nessun\s+problema\s+(?:a|se|di|con)\s[^.;:?!]{0,25}(?:pubblic|diffus|rend|riservat)\w*
    |non\s+(?:ci\s+sono|abbiamo)\s+(?:problemi|vincoli|esigenze)\s+di\s+(?:riservatezza|segretezza)
    |(?:richiesta|annuncio)\s+(?:è\s+)?(?:pubblic[oa]|apert[oa]\s+a\s+tutti)
    |(?:can|may)\s+(?:well\s+|freely\s+)?be\s+(?:made\s+)?(?:public|published|shared|forwarded|circulated)
    |(?:feel\s+free|happy|fine|free)\s+(?:for\s+you\s+)?to\s+(?:publish|share|forward|circulate|post)
    |(?:this|the\s+request|our\s+request|it)\s+is\s+(?:public|open\s+to\s+(?:all|everybody|everyone))
    |(?:fate(?:l[oa])?\s+sapere|parlate(?:ne)?|ditelo|tell|forward\s+it
        |pass\s+it\s+on)\s[^.;:?!]{0,15}(?:a\s+tutti|(?:con|a)\s+chi
        |anyone|everybody|everyone|whoever)
    |(?:a|con)\s+chi\s+(?:volete|vi\s+pare|credete)|spread\s+the\s+word|(?:share|forward|send)\s+(?:it\s+
        |this\s+)?(?:with|to)\s+(?:anyone|everybody|everyone|whoever)|(?:to|with)\s+whoever\s+you\s+(?:like|want)
    |nothing\s+(?:secret|confidential)|no\s+secrets?(?![\w])|niente\s+di\s+(?:segreto|riservato)
        |nulla\s+di\s+(?:segreto|riservato)
    )""",
    re.I | re.X,
)
_DISCLAIMER = re.compile(
    r"(?<![\w])(?:(?:questo|presente|this)\s+(?:messaggio|e-?mail|comunicazione|message|communication)|destinatari"
    r"|addressee|"
    r"intended\s+recipient|ricevuto\s+(?:per|questo)|allegati\s+sono|d\.?\s?lgs|gdpr)",
    re.I,
)
_CONDITION = re.compile(r"(?<![\w])(?:se|if|whether|qualora|in\s+caso)\s[^,.;]{0,30}$", re.I)
_WHAT_ELSE = re.compile(
    r"(?<![\w])(?:area|posti?|parcheggio|offert[ae]|sconto|ingresso|accesso|dati|data|discount|seats?)\s+(?:\w+\s+)?$",
    re.I,
)


def secrecy(sentence: str) -> Iterator[Hit]:
    """Give what a sentence says of secrecy; denied, it says that everybody may read, and a person looks.

    Questions ("è riservata?"), conditions and the notices below mails say nothing.
    """
    if sentence.rstrip(" )\"'»”").endswith("?") or _DISCLAIMER.search(sentence):
        return
    opened = _OPEN.search(sentence)
    if opened is not None:
        is_not = is_denied(sentence, opened.start(), reach=25) and not re.match(r"n", opened[0], re.I)
        yield Hit("secrecy", RESERVED if is_not else OPEN, *opened.span(), not is_not, "denied" if is_not else "")
    for level, pattern in ((SECRET, _SECRET), (RESERVED, _RESERVED)):
        found = pattern.search(sentence)
        if (
            found is None
            or _CONDITION.search(sentence[: found.start()])
            or _WHAT_ELSE.search(sentence[: found.start()])
        ):
            continue
        is_word = level == RESERVED or found["word"] is not None
        is_not = is_word and (is_denied(sentence, found.start(), reach=45) or is_denied_after(sentence, found.end()))
        if not is_not:
            yield Hit("secrecy", level, *found.span())
            return
        if opened is None:
            yield Hit("secrecy", OPEN, *found.span(), False, "denied")
            return


def settled_secrecy(hits: list[Hit]) -> list[Hit]:
    """Give one hit a level; of secret and reserved the stricter, and what disagrees with open is not sure."""
    best: dict[str, Hit] = {}
    for hit in hits:
        known = best.get(str(hit.value))
        if known is None or (hit.sure and not known.sure):
            best[str(hit.value)] = hit
    if SECRET in best:
        best.pop(RESERVED, None)
    if len(best) > 1:
        best = {level: replace(hit, sure=False, note=hit.note or "disagree") for level, hit in best.items()}
    return sorted(best.values(), key=lambda hit: -_RANK[str(hit.value)])
