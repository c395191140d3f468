"""Sentences about a strength, in Italian and English: why it is what it is, and what changed it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from filiera.engine.strength import KINDS, Strength, Weighed


@dataclass(frozen=True, slots=True)
class _Noun:
    one: str
    many: str
    feminine: bool = False


_ITALIAN = {
    "project": _Noun("progetto", "progetti"),
    "publication": _Noun("pubblicazione", "pubblicazioni", feminine=True),
    "patent": _Noun("brevetto", "brevetti"),
    "certificate": _Noun("certificato", "certificati"),
    "equipment": _Noun("attrezzatura", "attrezzature", feminine=True),
    "product": _Noun("prodotto", "prodotti"),
    "service": _Noun("servizio", "servizi"),
    "partnership": _Noun("collaborazione", "collaborazioni", feminine=True),
    "plant": _Noun("stabilimento", "stabilimenti"),
    "course": _Noun("corso", "corsi"),
    "award": _Noun("premio", "premi"),
}
_ITALIAN_OTHER = _Noun("prova", "prove", feminine=True)
_ENGLISH = {
    "project": _Noun("project", "projects"),
    "publication": _Noun("publication", "publications"),
    "patent": _Noun("patent", "patents"),
    "certificate": _Noun("certificate", "certificates"),
    "equipment": _Noun("piece of equipment", "pieces of equipment"),
    "product": _Noun("product", "products"),
    "service": _Noun("service", "services"),
    "partnership": _Noun("partnership", "partnerships"),
    "plant": _Noun("plant", "plants"),
    "course": _Noun("course", "courses"),
    "award": _Noun("award", "awards"),
}
_ENGLISH_OTHER = _Noun("piece of evidence", "pieces of evidence")
_NUMBERS_IT = ("zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci")
_NUMBERS_EN = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MOST_KINDS = 4  # a sentence names four kinds of proof and counts the rest


def _nouns(kind: str, lang: str) -> _Noun:
    if lang == "it":
        return _ITALIAN.get(kind, _ITALIAN_OTHER)
    return _ENGLISH.get(kind, _ENGLISH_OTHER)


def _article(noun: _Noun, lang: str) -> str:
    if lang == "it":
        if noun.feminine:
            return f"un'{noun.one}" if noun.one[0] in "aeiou" else f"una {noun.one}"
        return f"{'uno' if _takes_uno(noun.one) else 'un'} {noun.one}"
    return f"{'an' if noun.one[0] in 'aeiou' else 'a'} {noun.one}"


def _takes_uno(word: str) -> bool:
    """Tell whether an Italian masculine takes "uno": before z, and before s with a consonant after it."""
    return word[0] == "z" or (word[0] == "s" and word[1] not in "aeiou")


def _counted(kind: str, number: int, lang: str) -> str:
    noun = _nouns(kind, lang)
    if number == 1:
        return _article(noun, lang)
    words = _NUMBERS_IT if lang == "it" else _NUMBERS_EN
    return f"{words[number] if number < len(words) else number} {noun.many}"


def _listed(parts: Sequence[str], lang: str) -> str:
    if len(parts) == 1:
        return parts[0]
    return f"{', '.join(parts[:-1])} {'e' if lang == 'it' else 'and'} {parts[-1]}"


def figure(value: float, lang: str) -> str:
    """Write a strength with two decimals, as each language does."""
    text = f"{value:.2f}"
    return text.replace(".", ",") if lang == "it" else text


def reason(strength: Strength, lang: str) -> str:
    """Say in one sentence what a strength rests on; `lang` is "it" or "en"."""
    counting = [one for one in strength.weighed if one.share > 0]
    if not counting:
        future = any(one.state == "future" for one in strength.weighed)
        if lang == "it":
            return "Ci sono solo prove con una data futura, che non contano." if future else "Nessuna prova."
        return "There is only evidence dated in the future, which does not count." if future else "No evidence."
    clauses = [
        _proofs_clause(counting, lang),
        *_expired_clause(counting, lang),
        *_date_clause(counting, strength, lang),
    ]
    sentence = "; ".join(clause for clause in clauses if clause)
    return sentence[0].upper() + sentence[1:] + "."


def _proofs_clause(counting: Sequence[Weighed], lang: str) -> str:
    if len(counting) == 1:
        return _single_clause(counting[0], lang)
    numbers = Counter(one.proof.kind for one in counting)
    rank = {kind: place for place, kind in enumerate(KINDS)}
    kinds = sorted(numbers, key=lambda kind: (-numbers[kind] * (kind == "project"), rank.get(kind, len(KINDS)), kind))
    named, rest = kinds[:_MOST_KINDS], kinds[_MOST_KINDS:]
    parts = [_counted(kind, numbers[kind], lang) for kind in named]
    if rest:
        others = sum(numbers[kind] for kind in rest)
        if lang == "it":
            parts.append("un'altra prova" if others == 1 else f"altre {others} prove")
        else:
            parts.append("one more" if others == 1 else f"{others} more")
    return f"{_listed(parts, lang)}{_who_says(counting, lang)}"


def _single_clause(one: Weighed, lang: str) -> str:
    if not one.proof.independent and one.proof.kind in {"service", "product", "partnership"}:
        return "una sola frase, scritta dall'interessato" if lang == "it" else "a single sentence, in its own words"
    noun = _nouns(one.proof.kind, lang)
    if lang == "it":
        alone = f"una sola {noun.one}" if noun.feminine else f"un solo {noun.one}"
        told = "da una fonte terza" if one.proof.independent else _agreed("dichiarat", noun) + " dall'interessato"
        return f"{alone}, {told}"
    told = "from an independent source" if one.proof.independent else "self-declared"
    return f"a single {noun.one}, {told}"


def _agreed(stem: str, noun: _Noun) -> str:
    return stem + ("a" if noun.feminine else "o")


def _who_says(counting: Sequence[Weighed], lang: str) -> str:
    others = sum(one.proof.independent for one in counting)
    feminine = all(_nouns(one.proof.kind, "it").feminine for one in counting)
    if others == len(counting):
        return (
            f", {'tutte' if feminine else 'tutti'} da fonti terze" if lang == "it" else ", all from independent sources"
        )
    if others == 0:
        declared = "tutte dichiarate" if feminine else "tutti dichiarati"
        return f", {declared} dall'interessato" if lang == "it" else ", all self-declared"
    if lang == "it":
        return f", {'una' if others == 1 else _word(others, lang)} su {_word(len(counting), lang)} da fonti terze"
    return f", {_word(others, lang)} of {_word(len(counting), lang)} from independent sources"


def _word(number: int, lang: str) -> str:
    words = _NUMBERS_IT if lang == "it" else _NUMBERS_EN
    return words[number] if number < len(words) else str(number)


def _expired_clause(counting: Sequence[Weighed], lang: str) -> list[str]:
    lapsed = [one for one in counting if one.state == "expired" and one.expires_on]
    if not lapsed:
        return []
    last = max(lapsed, key=lambda one: (one.expires_on, one.proof.id) if one.expires_on else (None, ""))
    noun, year = _nouns(last.proof.kind, lang), last.expires_on.year if last.expires_on else ""
    if len(lapsed) > 1:
        return [
            f"{_word(len(lapsed), lang)} prove sono scadute"
            if lang == "it"
            else f"{_word(len(lapsed), lang)} have lapsed"
        ]
    if lang == "it":
        article = ("l'" if noun.one[0] in "aeiou" else "la ") if noun.feminine else "il "
        return [f"{article}{noun.one} è {_agreed('scadut', noun)} nel {year}"]
    return [f"the {noun.one} lapsed in {year}"]


def _date_clause(counting: Sequence[Weighed], strength: Strength, lang: str) -> list[str]:
    days = [one.proof.ended_on or one.proof.on for one in counting]
    years = [min(day, strength.today).year for day in days if day is not None]
    if not years:
        if any(one.expires_on for one in counting):
            return []
        if len(counting) == 1:
            return ["senza data, quindi con un peso medio" if lang == "it" else "undated, so it weighs half-way"]
        return ["senza date, quindi con un peso medio" if lang == "it" else "undated, so they weigh half-way"]
    ago = strength.today.year - max(years)
    single = len(counting) == 1
    if lang == "it":
        when = {0: "di quest'anno", 1: "dell'anno scorso"}.get(ago, f"del {max(years)}")
        return [when if single else f"l'ultima prova è {when}"]
    when = {0: "this year", 1: "last year"}.get(ago, f"{max(years)}")
    if single:
        return [f"from {when}"]
    return [f"the latest is from {when}"]


def change_reason(before: Strength, after: Strength, lang: str) -> str:
    """Say in one sentence what changed between two strengths of one competence, and by how much."""
    old = {one.proof.id: one for one in before.weighed}
    new = {one.proof.id: one for one in after.weighed}
    gone = [one for identifier, one in old.items() if identifier not in new]
    come = [one for identifier, one in new.items() if identifier not in old]
    low, high = figure(before.value, lang), figure(after.value, lang)
    if low == high:
        return f"La forza resta {high}." if lang == "it" else f"The strength stays at {high}."
    moved = _moved(after.value > before.value, low, high, lang)
    if gone and come:
        cause = "Cambiate le prove," if lang == "it" else "With the evidence changed,"
    elif gone:
        cause = _cause(gone, before, "removed", lang)
    elif come:
        cause = _cause(come, after, "added", lang)
    else:
        cause = _same_proofs_cause(old, new, lang)
    return f"{cause} {moved}."


def _moved(up: bool, low: str, high: str, lang: str) -> str:
    if lang == "it":
        return f"la forza {'sale' if up else 'scende'} da {low} a {high}"
    return f"the strength {'rises' if up else 'falls'} from {low} to {high}"


def _cause(changed: Sequence[Weighed], whole: Strength, act: str, lang: str) -> str:
    if len(changed) > 1:
        number = _word(len(changed), lang)
        if lang == "it":
            return f"{'Tolte' if act == 'removed' else 'Aggiunte'} {number} prove"
        return f"With {number} pieces of evidence {act},"
    kind = changed[0].proof.kind
    noun = _nouns(kind, lang)
    only = sum(one.proof.kind == kind for one in whole.weighed) == 1
    if lang == "it":
        verb = _agreed("Tolt" if act == "removed" else "Aggiunt", noun)
        if act == "removed" and only:
            return f"{verb} {'l' + chr(39) + _agreed('unic', noun)} {noun.one}"
        return f"{verb} {_article(noun, lang)}"
    if act == "removed" and only:
        return f"With the only {noun.one} removed,"
    return f"With {_article(noun, lang)} {act},"


def _same_proofs_cause(old: dict[str, Weighed], new: dict[str, Weighed], lang: str) -> str:
    lapsed = [one for key, one in new.items() if one.state == "expired" and old[key].state != "expired"]
    if len(lapsed) == 1:
        noun = _nouns(lapsed[0].proof.kind, lang)
        if lang == "it":
            return f"{_agreed('Scadut', noun)} {_article(noun, lang)}"
        return f"With {_article(noun, lang)} lapsed,"
    if any(old[key].proof != one.proof for key, one in new.items()):
        return "Corrette le prove" if lang == "it" else "With the evidence corrected,"
    return "Con il passare del tempo" if lang == "it" else "With time,"
