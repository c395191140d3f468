"""Text as retrieval needs it: cleaned, its language guessed, cut into sentences and passages.

Everything here is a pure function of its arguments. Offsets count characters of the text that was given.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# A passage of some 900 characters is about 200 tokens: long enough to keep its context, short enough for one
# vector to stand for it, and well under the 512 tokens that the bundled model reads.
PASSAGE_CHARACTERS = 900
# A tail shorter than this says too little alone and joins the passage before it.
SHORTEST_PASSAGE = 200

_WORD = re.compile(r"[^\W\d_]+(?:['’](?=\w))?")
# A sentence ends at a full stop, question or exclamation mark followed by space and something that can begin a
# sentence, or at a line break. "S.p.A. di", "n. 5" and "es. il" are not ends: what follows is lower case or a digit.
_SENTENCE_END = re.compile(r"(?<=[.!?;])[\"”»')\]]*\s+(?=[\"“«(\[]?[A-ZÀ-Ý])|\n+")

_ITALIAN = (
    "il lo la le gli un uno una di del dello della dei degli delle da dal dalla dai dalle nel nella nei nelle sul "
    "sulla sui con per tra fra che chi cosa come dove quando quale quali quanto quanti non più anche ma se sono è ha hanno "
    "essere fare fa fanno può possono si ci mi ti vi ne questo questa questi queste quello quella cui sa serve servono "
    "cerco cerchiamo cerca vorrei voglio vogliamo azienda aziende impresa imprese senza verso ogni tutti tutte loro "
    "suo sua suoi sue nostro nostra nostri nostre ed od al allo alla ai agli alle e o ed presso mediante attraverso "
    "produce producono realizza realizzano esegue eseguono offre offrono progetta ricerca sviluppo dell nell sull "
    "all dall quell un c'è"
)
_ENGLISH = (
    "the an of to and or on at by for from with without is are was were be been being has have had do does did can "
    "could will would should may might must not this that these those it its they their them he she we our us you your "
    "who what which when where why how there here than then as into onto over under between through about against "
    "who's whose whom any all each every some such nor only own same so too very more most other need needs make "
    "makes looking company companies using used use new based research development"
)
_ITALIAN_WORDS, _ENGLISH_WORDS = frozenset(_ITALIAN.split()), frozenset(_ENGLISH.split())
_IT_ENDINGS = (
    "zione zioni mento menti aggio aggi ità ico ica ici iche are ere ire ato ata ati ate ivo iva enza anza oso osa ario "
    "aria ori tore trice gli logia"
)
_EN_ENDINGS = (
    "ing tion tions ment ments ness ity ed ly ical ous ers ies able ful ship ology ance ence ives ive gh th ck ts ls"
)
_ITALIAN_ENDINGS, _ENGLISH_ENDINGS = tuple(_IT_ENDINGS.split()), tuple(_EN_ENDINGS.split())


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: the characters from `start` up to, not including, `end`."""

    start: int
    end: int


def normalise(text: str) -> str:
    """Put a text into one canonical form: composed accents, compatibility letters, single spaces, no control marks."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFKC", text.replace("\u00ad", "")).split())


def short_code(lang: str) -> str:
    """Return the two letters of a language that may be written in other ways: "it-IT", "ITA", "eng"."""
    return lang.strip().lower()[:2]


def guess_language(text: str) -> str | None:
    """Guess "it" or "en" from function words and word endings; None where the text gives no ground for either.

    Only the first 2,000 characters are read: enough for any guess.
    """
    italian = english = 0.0
    for match in _WORD.finditer(text[:2000].lower()):
        word = match.group().rstrip("'’")
        if word in _ITALIAN_WORDS:
            italian += 1.0
        elif word in _ENGLISH_WORDS:
            english += 1.0
        elif any(letter in "àèéìòù" for letter in word):
            italian += 0.5
        elif len(word) > 4:
            # Endings are weaker witnesses than function words: they decide short questions without any.
            italian += 0.3 * word.endswith(_ITALIAN_ENDINGS)
            english += 0.3 * word.endswith(_ENGLISH_ENDINGS)
            # Nearly every Italian word ends in a vowel; most English ones do not.
            italian += 0.1 * (word[-1] in "aio")
            english += 0.1 * (word[-1] not in "aeio")
    if abs(italian - english) < 0.05:
        return None
    return "it" if italian > english else "en"


def sentences(text: str) -> list[Span]:
    """Cut a text into its sentences, without the white space around them; an empty text has none."""
    spans: list[Span] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        _append_trimmed(spans, text, start, match.start())
        start = match.end()
    _append_trimmed(spans, text, start, len(text))
    return spans


def passages(text: str, *, limit: int = PASSAGE_CHARACTERS) -> list[Span]:
    """Cut a text into passages of whole sentences, each of at most `limit` characters.

    A sentence longer than that is cut at a space. A text without a word is one empty passage, so that a document
    that has only a title can still be found by it.
    """
    if len(text) <= limit and text.strip() == text and text:
        # The common case of a short text needs no sentences to be looked for.
        return [Span(0, len(text))]
    pieces = [piece for sentence in sentences(text) for piece in _cut_long(text, sentence, limit)]
    if not pieces:
        return [Span(0, 0)]
    grouped: list[Span] = [pieces[0]]
    for piece in pieces[1:]:
        if piece.end - grouped[-1].start <= limit:
            grouped[-1] = Span(grouped[-1].start, piece.end)
        else:
            grouped.append(piece)
    if len(grouped) > 1 and grouped[-1].end - grouped[-1].start < SHORTEST_PASSAGE:
        tail = grouped.pop()
        grouped[-1] = Span(grouped[-1].start, tail.end)
    return grouped


def _append_trimmed(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append(Span(start, end))


def _cut_long(text: str, sentence: Span, limit: int) -> list[Span]:
    spans: list[Span] = []
    start = sentence.start
    while sentence.end - start > limit:
        space = text.rfind(" ", start + limit // 2, start + limit)
        cut = space if space > start else start + limit
        _append_trimmed(spans, text, start, cut)
        start = cut
    _append_trimmed(spans, text, start, sentence.end)
    return spans
