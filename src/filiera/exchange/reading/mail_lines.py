"""What a line of a pasted mail is: a header, a quote, a greeting, a farewell, a disclaimer."""

from __future__ import annotations

import re

_QUOTE_MARK = r"[ \t]*(?:>[ \t]?)*"
HEADERS = {
    "from": "da|from|mittente",
    "date": "inviato(?: il)?|data|sent|date",
    "to": "a|to|destinatari[oa]?|per",
    "cc": "cc|ccn|bcc",
    "subject": "oggetto|subject",
    "other": "rispondi a|reply-to|priorità|importance|allegati|attachments",
}
_HEADER = re.compile(
    rf"{_QUOTE_MARK}\*{{0,2}}(?:"
    + "|".join(f"(?P<{key}>{names})" for key, names in HEADERS.items())
    + r")[ \t]?:\*{0,2}[ \t]*(?P<value>.*)",
    re.IGNORECASE,
)
FORWARD = re.compile(
    r"(?:-{2,}|_{2,})?[ \t]*(?:messaggio inoltrato|inizio messaggio inoltrato|forwarded message"
    r"|begin forwarded message|"
    r"messaggio inoltrato da .{1,80}|forwarded by .{1,80})[ \t:]*(?:-{2,}|_{2,})?[ \t]*",
    re.IGNORECASE,
)
QUOTE_BEGINS = re.compile(
    r"(?:-{2,}|_{2,})[ \t]*(?:messaggio originale|original message|original appointment)[ \t]*(?:-{2,}|_{2,})[ \t]*"
    r"|[ \t]*(?:il(?: giorno)?|in data|on)[ \t].{4,200}(?:ha scritto|wrote)[ \t]*:[ \t]*|_{10,}[ \t]*",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"[ \t]*(?:buon\s?giorno|buona\s?sera|buon pomeriggio|gentil[ei](?:ssim[aoie])?|spett(?:\.|abile)|egregi[oa]?"
    r"|ciao|salve|"
    r"car[aoie]|dear|hi|hello|good (?:morning|afternoon|evening)|to whom it may concern|all'attenzione)(?![a-zà-ü])"
    r"[^.:;?]{0,60}[,!.]?[ \t]*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"[ \t]*(?:(?:con\s+i\s+miei\s+)?(?:più\s+)?(?:cordiali|distinti|migliori)\s+saluti"
    r"|(?:un\s+)?(?:cordiale\s+)?salut[oi]|"
    r"cordialmente|cordialità|a\s+presto|in attesa di[^.]{0,60}|resto in attesa[^.]{0,60}|buona giornata|buon lavoro|"
    r"(?:molte\s+)?grazie(?:\s+(?:mille|infinite|in anticipo|per[^.]{0,40}|e[^.]{0,40}))?|"
    r"(?:best|kind|kindest|warm)(?:\s+(?:regards|wishes))?|regards|(?:many\s+)?thanks(?:\s+(?:again|a lot"
    r"|in advance|and[^.]{0,30}))?|"
    r"thank you(?:\s+(?:in advance|very much|and[^.]{0,30}))?|yours\s+\w+|sincerely|cheers"
    r"|looking forward to[^.]{0,60})"
    r"[ \t]*[,.!]?[ \t]*",
    re.IGNORECASE,
)
SIGNATURE_MARK = re.compile(r"-- ?")
DISCLAIMER = re.compile(
    r"[ \t*_]*(?:(?:questo|il presente|la presente)\s+(?:messaggio|e-?mail|comunicazione)|le informazioni contenute|"
    r"(?:questa|la presente)\s+(?:e-?mail|comunicazione)|(?:this"
    r"|the information (?:contained )?in this)\s+(?:e-?mail|message|communication)|"
    r"confidentiality notice|disclaimer|avvertenza|avviso di riservatezza|informativa privacy|"
    r"(?:ai sensi|nel rispetto) del[^.]{0,40}(?:gdpr|679|privacy|196)|please consider the environment|"
    r"(?:prima di stampare|rispetta l'ambiente|pensa all'ambiente)|inviato da(?:l mio)?\s+\w+|sent from my\s+\w+|"
    r"if you (?:are not|have received this)|se (?:non siete|avete ricevuto questo))",
    re.IGNORECASE,
)


def header_of(line: str) -> tuple[str, str] | None:
    """Give what a header line gives and its value; None for another line. "A:" and "Per:" count beside others alone."""
    found = _HEADER.fullmatch(line.rstrip("\r\n"))
    if found is None:
        return None
    return _key(found), found["value"].strip()


def _key(found: re.Match[str]) -> str:
    return next(key for key in HEADERS if found[key] is not None)


def is_quoted(line: str) -> bool:
    """Tell whether a line is marked as a quote."""
    return line.lstrip().startswith(">")


def is_greeting(line: str) -> bool:
    """Tell whether a line only greets."""
    return len(line) <= 90 and _GREETING.fullmatch(line.rstrip("\r\n")) is not None


def is_closing(line: str) -> bool:
    """Tell whether a line only takes leave, or is the mark above a signature."""
    bare = line.rstrip("\r\n")
    return len(bare) <= 90 and (_CLOSING.fullmatch(bare) or SIGNATURE_MARK.fullmatch(bare)) is not None
