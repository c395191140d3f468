"""Words of a question that no visible evidence uses: what nobody speaks of is said, and not passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from filiera.engine.index import Index
from filiera.engine.lexical import question_words
from filiera.engine.reading_groups import ASKING
from filiera.engine.signals import spoken_language, visible, words_in
from filiera.engine.types import Question

MOST = 5
_WORD = re.compile(r"[^\W\d_]{4,}")
# Verbs and small words with which people ask, beside those that the index leaves out of a question anyway.
_AROUND = """
vorrei vorremmo voglio vogliamo vuole dobbiamo devo deve possiamo posso potete sapete dirmi dirci aiutarmi farne farmi rifare
buongiorno salve grazie perché perche bene molto anche ancora subito prima dopo quando quanto mentre oppure invece stesso
stessa qualche tutto niente meno circa almeno entro ogni
would could should want wants like love have having very some while whether when where then than there them something
anything everything please thanks hello doesn didn isn aren wasn won about around before after also only even still
yet both each very much many more less least enough again into onto over under
"""
AROUND = ASKING.union(_AROUND.split())


def unmet_words(index: Index, question: Question, read: Iterable[tuple[int, int]] = ()) -> tuple[str, ...]:
    """List words of a question, as they are written, that stand in no evidence that the question may see; at most MOST.

    `read` are the characters [start, end) that were read as competences: of these the map knows better. A word is met by any
    inflection of it in any language of the index, and by a cognate.
    """
    spans, seen = list(read), visible(index, question)
    spoken = spoken_language(question)
    found: dict[str, str] = {}
    for match in _WORD.finditer(question.text):
        word = match.group()
        if word.lower() in AROUND or any(start <= match.start() < end for start, end in spans):
            continue
        if not question_words(word, spoken or "xx", spoken=spoken):
            continue
        alone = replace(question, text=word, lang=spoken)
        forms = ((postings, words_in(index, alone, lang)) for lang, postings in index.postings.items())
        if not any(postings.is_met(form, seen.units) for postings, weighted in forms for form in weighted):
            found.setdefault(word.lower(), word)
    return tuple(found.values())[:MOST]
