"""Comparisons of two organisations by name and place: each gives a `Feature`, its docstring is what people read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from filiera.engine.names_words import BODY_WORDS, Name, folded_name, initials_of, name_of
from filiera.engine.types import Feature

UNKNOWN = 0.5  # neither for nor against
UNKNOWN_COUNTRY = 0.8  # most lists are of one country: silence speaks for it (best of 0.6, 0.8 and 0.9)
_ALIKE = 0.86  # two words this near are one word with a slip of the pen (one letter in seven)


def same_words(one: Name, other: Name) -> Feature:
    """The two names have the same words, in any order, the legal form left out."""
    whole = fuzz.token_sort_ratio(one.text, other.text) / 100
    glued = fuzz.ratio(one.text.replace(" ", ""), other.text.replace(" ", "")) / 100
    return Feature(max(whole, glued), f"{one.raw} / {other.raw}")


def same_part(one: Name, other: Name) -> Feature:
    """A part of one name is the other name, as where a name stands beside its translation or its short form."""
    best, told = 0.0, ""
    for left in (one.text, *one.segments):
        for right in (other.text, *other.segments):
            if min(len(left), len(right)) < 4 or (left == one.text and right == other.text):
                continue
            score = fuzz.token_sort_ratio(left, right) / 100
            if score > best:
                best, told = score, f"{left} / {right}"
    return Feature(best, told)


def rare_words(one: Name, other: Name, rarity: Callable[[str], float]) -> Feature:
    """The words that few organisations carry stand in both names."""
    shared, missing_one, missing_other = split_words(one.words, other.words)
    common = sum(rarity(word) for word in shared)
    most = common + max(sum(map(rarity, missing_one)), sum(map(rarity, missing_other)))
    return Feature(common / most if most else 0.0, ", ".join(sorted(shared)))


def no_rival_words(one: Name, other: Name, rarity: Callable[[str], float]) -> Feature:
    """Neither name sets a rare word of its own against one of the other ("Murcia" against "Madrid")."""
    _, missing_one, missing_other = split_words(one.words, other.words)
    rival = min(max(map(rarity, missing_one), default=0.0), max(map(rarity, missing_other), default=0.0))
    return Feature(1 - min(1.0, rival), " / ".join((*sorted(missing_one), *sorted(missing_other))))


def same_body(one: Name, other: Name) -> Feature:
    """Both names say hospital, foundation, press and the like, or neither does."""
    left, right = BODY_WORDS.intersection(one.words), BODY_WORDS.intersection(other.words)
    if not left and not right:
        return Feature(UNKNOWN)
    return Feature(1.0 if left == right else 0.0, ", ".join(sorted(left ^ right or left)))


def same_numbers(one: Name, other: Name) -> Feature:
    """The numbers in the two names agree ("Paris 6" is not "Paris 7")."""
    left = {word for word in one.words if word.isdecimal()}
    right = {word for word in other.words if word.isdecimal()}
    if not left and not right:
        return Feature(UNKNOWN)
    return Feature(1.0 if left == right else 0.0, ", ".join(sorted(left ^ right)))


def same_legal_form(one: Name, other: Name) -> Feature:
    """The legal forms agree (a srl and a spa of one name may be two companies)."""
    if not one.legal or not other.legal:
        return Feature(UNKNOWN)
    return Feature(1.0 if one.legal & other.legal else 0.0, " / ".join(sorted(one.legal | other.legal)))


def same_town(one: str, other: str) -> Feature:
    """The two seats are in the same town."""
    left, right = name_of(one).text if one else "", name_of(other).text if other else ""
    if not left or not right:
        return Feature(UNKNOWN)
    near = fuzz.token_set_ratio(left, right) / 100
    return Feature(1.0 if near >= _ALIKE else 0.0, f"{one} / {other}")


def same_country(one: str, other: str) -> Feature:
    """The two seats are in the same country."""
    if not one or not other:
        return Feature(UNKNOWN_COUNTRY)
    return Feature(1.0 if _country(one) == _country(other) else 0.0, f"{one} / {other}")


def _country(code: str) -> str:
    upper = code.strip().upper()
    return {"EL": "GR", "UK": "GB"}.get(upper, upper)  # the Commission's own codes


def same_acronym(one: Name, one_short: Sequence[str], other: Name, other_short: Sequence[str]) -> Feature:
    """The short form of one is the short form, or the initials, of the other."""
    left = {folded_name(short).replace(" ", "") for short in one_short} - {""}
    right = {folded_name(short).replace(" ", "") for short in other_short} - {""}
    # A name of one word may itself be a short form, and a long name may carry it as a word ("... CNRS").
    candidates_left = left | ({one.words[0]} if len(one.words) == 1 else set()) | set(one.segments)
    candidates_right = right | ({other.words[0]} if len(other.words) == 1 else set()) | set(other.segments)
    both = {short for short in candidates_left & candidates_right if len(short) > 1}
    if both:
        return Feature(1.0, ", ".join(sorted(both)))
    spelt = (candidates_left & {initials_of(other)}) | (candidates_right & {initials_of(one)})
    spelt = {short for short in spelt if len(short) > 2}
    if spelt:
        return Feature(0.8, ", ".join(sorted(spelt)))
    return Feature(0.0 if left and right else UNKNOWN * 0.5, " / ".join(sorted(left | right)))


def same_key(one: Mapping[str, Collection[str]], other: Mapping[str, Collection[str]], scheme: str) -> Feature:
    """The two carry the same identifier."""
    left, right = set(one.get(scheme, ())), set(other.get(scheme, ()))
    if not left or not right:
        return Feature(UNKNOWN)
    both = left & right
    return Feature(1.0 if both else 0.0, ", ".join(sorted(both or left | right)))


def same_domain(one: Collection[str], other: Collection[str]) -> Feature:
    """The two use the same web domain; two domains say little, because a body may have several."""
    both = set(one) & set(other)
    if both:
        return Feature(1.0, ", ".join(sorted(both)))
    return Feature(UNKNOWN if not one or not other else 0.4, " / ".join(sorted({*one, *other})))


def split_words(one: Sequence[str], other: Sequence[str]) -> tuple[set[str], set[str], set[str]]:
    """Part the words in shared and missing on each side; words that differ by a slip are shared."""
    left, right = set(one), set(other)
    shared = left & right
    only_left, only_right = left - shared, right - shared
    for word in sorted(only_left):
        if len(word) < 5:
            continue
        near = next((twin for twin in sorted(only_right) if OSA.normalized_similarity(word, twin) >= _ALIKE), None)
        if near is not None:
            shared.add(word)
            only_left = only_left - {word}
            only_right = only_right - {near}
    return shared, only_left, only_right
