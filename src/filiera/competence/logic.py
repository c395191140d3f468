"""Pure rules of the competence map: how retrieval and the map make one score, and the sentence that says why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.engine.text import guess_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RETRIEVAL_SHARE = 0.75
"""Share of retrieval in an answer's score, the rest is the map's; retrieval alone answers what the taxonomy lacks.
Chosen on the even-numbered questions of benchmarks/run_questions.py: 0.7 to 0.9 are alike, 0.5 costs a tenth of success@1."""


UNPROVED_SHARE, TRACED_SHARE = 0.5, 0.85
"""Share of its score that an organisation keeps where what is asked was surely read and it has nothing of it, or a mere trace,
so that those who have proof stand above. On the even-numbered questions 0.35 to 0.8 are alike for the first, 0.85 to 1 for
the second; 0.7 costs a question in forty."""


NARROW_PENALTY = 0.2
"""What retrieval loses for the share of the question that an organisation does not hold, so that whoever holds all its parts
stands above whoever holds one. 0.2 and 0.3 are alike on the even-numbered questions, and better than 0."""


SURE_WITHOUT_MAP = 0.9
SURE_WITHOUT_READING = 0.7
"""How sure retrieval must be to answer alone: where the map knows nobody for anything asked, and where nothing that is
asked was recognised. Chosen on the even-numbered questions of benchmarks/run_questions.py and its unrelated ones."""


SURE_READING = 0.8
"""A competence read this surely and held by somebody is an answer even where retrieval found none: its own term was used."""


def nobody_can(
    *,
    retrieval_found_none: bool,
    confidence: float,
    asked: int,
    uncovered: int,
    surest_covered: float = 0.0,
    filtered_out: bool = False,
) -> bool:
    """Tell whether the honest answer is that nobody has evidence.

    `confidence` in [0, 1] is retrieval's; `asked` and `uncovered` count the competences that the question asks for and
    those of them that nobody holds; `surest_covered` is the highest reading, in [0, 1], of one that somebody holds.
    `filtered_out` tells whether a filter leaves out somebody who holds one: who is left then holds none of what is known
    to be held.
    """
    if retrieval_found_none:
        return surest_covered < SURE_READING
    if asked == 0:
        return confidence < SURE_WITHOUT_READING
    return uncovered == asked and (filtered_out or confidence < SURE_WITHOUT_MAP)


def blended_score(
    retrieval: float, strengths: Mapping[str, float], asked: Mapping[str, float], *, held_at: float
) -> float:
    """Join retrieval with the map: both in [0, 1], and so is the result.

    `strengths` are an organisation's, `asked` the weights of the competences that the question asks for; where it asks
    for none, retrieval alone decides. Where nothing asked is held (`held_at` or more), the score shrinks as the reading is
    sure; where a part is, by the share that is not.
    """
    total = sum(asked.values())
    if not total:
        return retrieval
    breadth = sum(asked[code] for code, strength in strengths.items() if code in asked and strength >= held_at) / total
    if breadth:
        retrieval *= 1 - NARROW_PENALTY * (1 - breadth)
    else:
        retrieval *= 1 - (1 - (TRACED_SHARE if strengths else UNPROVED_SHARE)) * max(asked.values())
    covered = sum(asked[code] * strength for code, strength in strengths.items() if code in asked) / total
    return RETRIEVAL_SHARE * retrieval + (1 - RETRIEVAL_SHARE) * covered


def lang_of(text: str) -> str:
    """Give the language of a question, `it` where it cannot be told."""
    found = guess_language(text)
    return found if found in ("it", "en") else "it"


def _kinds_in_words(kinds: Sequence[str]) -> str:
    words = [_count_in_words(kind, n) for kind, n in Counter(kinds).most_common()]
    if len(words) > 1:
        return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
    return words[0] if words else ""


def _count_in_words(kind: str, n: int) -> str:
    forms = {
        "PROJECT": ngettext("a project", "%(n)s projects", n),
        "PUBLICATION": ngettext("a publication", "%(n)s publications", n),
        "PATENT": ngettext("a patent", "%(n)s patents", n),
        "CERTIFICATE": ngettext("a certificate", "%(n)s certificates", n),
        "EQUIPMENT": ngettext("a piece of equipment", "%(n)s pieces of equipment", n),
        "PRODUCT": ngettext("a product", "%(n)s products", n),
        "SERVICE": ngettext("a service", "%(n)s services", n),
        "PARTNERSHIP": ngettext("a partnership", "%(n)s partnerships", n),
        "PLANT": ngettext("a plant", "%(n)s plants", n),
        "COURSE": ngettext("a course", "%(n)s courses", n),
        "AWARD": ngettext("an award", "%(n)s awards", n),
    }
    return forms[kind] % {"n": n} if "%(n)s" in forms[kind] else forms[kind]


def answer_reason(covered: Sequence[str], kinds: Sequence[str], independent: Sequence[bool]) -> str:
    """Say in one sentence why an organisation answers, in the active language.

    `covered` are the labels of the competences asked that it holds, `kinds` and `independent` speak of its best proofs.
    """
    proofs = _kinds_in_words(kinds)
    others = sum(independent)
    if covered and proofs:
        sentence = _("Has proof of %(what)s: %(proofs)s") % {"what": _listed(covered), "proofs": proofs}
    elif covered:
        sentence = _("Has proof of %(what)s") % {"what": _listed(covered)}
    elif proofs:
        sentence = _("Comes near with %(proofs)s") % {"proofs": proofs}
    else:
        return ""
    if kinds and not others:
        return sentence + _(", by its own word.")
    if kinds and others == len(kinds):
        return sentence + _(", by others' word.")
    return sentence + "."


def _listed(words: Sequence[str]) -> str:
    lowered = [word[0].lower() + word[1:] if word[1:2].islower() else word for word in words]
    if len(lowered) > 1:
        return _("%(first)s and %(last)s") % {"first": ", ".join(lowered[:-1]), "last": lowered[-1]}
    return lowered[0]
