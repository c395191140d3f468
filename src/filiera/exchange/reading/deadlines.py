"""Until when an answer or a result is wanted: days with a word before or after them that says so, and that it is urgent.

A day that nothing calls a deadline ("on 10 December we are at the fair") is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from filiera.common.reading.dates import Day, days
from filiera.exchange.reading.day_words import DayWord, day_words
from filiera.exchange.reading.denials import is_denied
from filiera.exchange.reading.proposals import Hit

_WEEKDAY = (
    r"(?:(?:luned|marted|mercoled|gioved|venerd)[ìi]'?|sabato|domenica|(?:mon|tues|wednes|thurs|fri|satur"
    r"|sun)day)?,?\s*"
)
_FILLER = (
    r"(?:\s|[:,(-]|(?:e\s+)?(?:comunque\s+)?non\s+oltre|e\s+non\s+oltre|al\s+massimo|il\s+giorno|la\s+data\s+del"
    r"|circa|about|il|la|"
    r"lo|le|gli|i|l'|the|è|is|are|sarebbe|would\s+be|per|al|di|of|on|entro|by)*"
)
_CLOSES = re.compile(
    r"(?<![\w])(?:entro(?:\s+e\s+non\s+oltre)?|non\s+oltre|prima\s+d(?:i|el(?:la|le|l')?)|al\s+più\s+tardi|scadenza"
    r"|non\s+dopo|not?\s+after|termine(?:\s+ultimo)?|limite|data\s+(?:limite|ultima|che\s+conta)"
    r"|ultim[ao]\s+(?:giorno|data)(?:\s+utile)?|"
    r"by|before|last\s+(?:day|date)|cut-?off(?:\s+date)?|no(?:t)?\s+later\s+than|at\s+the\s+latest|deadline"
    r"|due(?:\s+(?:date|by))?)"
    rf"{_FILLER}{_WEEKDAY}(?:il|the)?\s*$",
    re.I,
)
_LABEL = re.compile(
    r"(?:^|\n)\W*(?:tempi\w*|tempistic\w+|quando|scadenza|consegna|termine|when|timing|deadline|delivery"
    r"|due)\s*:[^.;:\n]{0,60}$",
    re.I,
)
_UNTIL = re.compile(rf"(?<![\w])(?:fino\s+a(?:l(?:la|l')?)?|until|till|up\s+to){_FILLER}{_WEEKDAY}$", re.I)
_FOR = re.compile(rf"(?<![\w])(?:per|for){_FILLER}{_WEEKDAY}$", re.I)
_AFTERWARDS = re.compile(
    r"^[\s,(]{0,3}(?:al\s+più\s+tardi|at\s+the\s+latest|(?:è|sarebbe|is|would\s+be)\s+(?:il\s+(?:nostro\s+)?|the\s+"
    r"|our\s+)?"
    r"(?:limite|termine|scadenza|last\s+day|deadline))",
    re.I,
)
_WANTS = re.compile(
    r"(?<![\w])(?:serv(?:e|ono|ir|iv)|occorr|vorr(?:ei|em)|vogliamo|pront[oaie]|campion|rispost|consegn|bisogno"
    r"|dobbiamo|aver[el]|"
    r"necessari|need|ready|want|require|sample|answer|deliver|result|risultat|offert[ae]|offers?|repl(?:y|ies))",
    re.I,
)
_ANSWERS = re.compile(
    r"(?<![\w])(?:rispost|rispond|offert[ae]|candidat|scriv|accett|preventiv|campion|quot|sample|va\s+ben"
    r"|vanno\s+ben|answer|repl|offers?|accept"
    r"|write|any\s?time|works\s+for|would\s+do)",
    re.I,
)
_NOT_WANTED = re.compile(
    r"(?<![\w])(?:non\s+(?:ci\s+|mi\s+|è\s+)?(?:serv\w+|occorr\w+|necessari\w+|obbligatori\w+)|(?:not|n't)\s+(?:be\s+)?"
    r"(?:need(?:ed)?|necessary|required|have\s+to))(?![\w])",
    re.I,
)
_LAW = re.compile(
    r"(?<![\w])(?:regolament|reg\.|direttiv|legge|norma\s|ppwr|regulation|directive|law\s|in\s+vigore|applies)", re.I
)
_CALL = re.compile(
    r"(?<![\w])(?:bando|avviso\s+pubblico|call\s+for\s+proposals|funding\s+call|the\s+call)(?![\w])", re.I
)
_PAST = re.compile(
    r"(?<![\w])(?:(?:abbiamo|hanno|ha|avevamo|è|sono)\s+(?:già\s+)?(?:consegnat|ricevut|concluso|chiuso|finit|pagat"
    r"|avut|inviat|spedit)|"
    r"(?:had|have|has|was|were)\s+(?:already\s+)?(?:been\s+)?(?:delivered|received|closed|finished|paid|sent))",
    re.I,
)
_URGENT = re.compile(
    r"(?<![\w])(?:urgent(?:e|i|emente|issim\w+|ly)?|urgenza|asap|as\s+soon\s+as\s+possible|il\s+prima\s+possibile"
    r"|al\s+più\s+presto|"
    r"quanto\s+prima|a\s+stretto\s+giro|in\s+tempi\s+(?:stretti|brevissimi|rapidi)|a\.s\.a\.p\.?|without\s+delay"
    r"|in\s+a\s+hurry|(?:for|it)\s+yesterday|per\s+ieri|prima\s[^.;,]{0,20}\smeglio(?:\s+è)?"
    r"|the\s+sooner\s+the\s+better|di\s+corsa|at\s+once"
    r"|right\s+away|emergenza|emergency|(?:saper\w+|serv\w+|occorr\w+)\s+subito|"
    r"immediat(?:amente|ely))(?![\w])",
    re.I,
)
_FAR = 300
"""Days from which a year that nobody said is looked at: the day may have just passed."""
_REACH = 80


def deadlines(sentence: str, *, today: date, language: str) -> Iterator[Hit]:
    """Give the days of a sentence by which something is wanted."""
    taken: list[tuple[int, int]] = []
    for word in _all_days(sentence, today, language):
        if any(start < word.end and word.start < end for start, end in taken):
            continue
        is_counted = word.note == "counted"
        start = word.start if is_counted else _cue(sentence, word.start, word.end)
        if start is None or _NOT_WANTED.search(sentence, 0, max(start, 0)) or _PAST.search(sentence):
            continue
        taken.append((word.start, word.end))
        note = word.note or _note(sentence, start)
        note = "past" if word.on < today else note
        yield Hit("deadline", word.on, start, word.end, not note, note)


def urgency(sentence: str) -> Iterator[Hit]:
    """Give the word that calls a need urgent: it is no day, so that a person looks."""
    found = _URGENT.search(sentence)
    if found is not None and not is_denied(sentence, found.start()):
        yield Hit("urgency", "URGENT", *found.span(), False, "vague")


def _all_days(sentence: str, today: date, language: str) -> list[DayWord]:
    """Give the days of a sentence, those in words too; of those that overlap the longest alone."""
    numbered = [
        _seen(day, today) for day in days(sentence, 0, len(sentence), language=language) if day.code != "month-only"
    ]
    every = [*filter(None, numbered), *day_words(sentence, today=today, language=language)]
    kept: list[DayWord] = []
    for one in sorted(every, key=lambda word: (word.start - word.end, word.note != "counted")):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda word: word.start)


def _seen(day: Day, today: date) -> DayWord | None:
    """Give a written day with its year, the next one where none is said; None where no year has such a day."""
    if day.code == "no-such-day":
        return None
    note = "second-sense" if day.other or day.code == "month-first" else ""
    if day.year is not None:
        on = day.on(day.year)
        return DayWord(day.start, day.end, on, note) if on else None
    for year in range(today.year, min(today.year + 9, date.max.year + 1)):
        on = day.on(year)
        if on is not None and on >= today:
            note = note or ("year-far" if (on - today).days > _FAR else "")
            return DayWord(day.start, day.end, on, note)
    return None


def _cue(sentence: str, start: int, end: int) -> int | None:
    """Give where the words begin that make a deadline of a day; None where it is none."""
    first = max(0, start - _REACH)
    before = sentence[first:start]
    found = _CLOSES.search(before) or _LABEL.search(before)
    if found is None:
        found = _UNTIL.search(before) if _ANSWERS.search(sentence) else None
    if found is None and _WANTS.search(sentence):
        found = _FOR.search(before)
    if found is not None:
        return first + found.start()
    return start if _AFTERWARDS.search(sentence[end : end + 60]) else None


def _note(sentence: str, start: int) -> str:
    """Give why a person should look at a deadline: it may be of a law, of a call, or denied."""
    if is_denied(sentence, start, reach=30):
        return "negated"
    if _LAW.search(sentence) and not _WANTS.search(sentence):
        return "law"
    return "call" if _CALL.search(sentence) and not _WANTS.search(sentence) else ""


def marked_several(hits: list[Hit]) -> list[Hit]:
    """Mark deadlines that differ: which of them holds, a person says."""
    own = {hit.value for hit in hits if hit.field == "deadline"}
    return [
        replace(hit, sure=False, note=hit.note or "several") if hit.field == "deadline" and len(own) > 1 else hit
        for hit in hits
    ]
