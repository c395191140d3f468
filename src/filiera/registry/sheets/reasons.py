"""Why two names may mean one organisation, as it is stored; the words come when it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filiera.engine.names_words import name_of

if TYPE_CHECKING:
    from filiera.engine.names import NameMatch


GROUNDS = ("equal_names", "telling_words", "near_spelling")
"""What in the names themselves makes them worth a question: the strongest is said first, whatever else speaks."""

NEAR_WORDS = "near_words"
"""What is said of words that are the same but for a letter or a space."""

INSTEAD = ("same_words", "rare_words")
"""What the ground says better."""


def feature_reasons(match: NameMatch | None) -> list[dict[str, Any]]:
    """Give the comparisons of a match that speak clearly for or against."""
    if match is None:
        return []
    out: list[dict[str, Any]] = []
    features = match.features
    first = [name for name in GROUNDS if name in features][:1]
    for name in (*first, *(name for name in features if name not in GROUNDS)):
        feature = features[name]
        if name in first:
            out.append({"code": "feature", "name": name, "for": True, "detail": feature.detail[:160]})
        elif first and name in INSTEAD and feature.score > 0.2:
            continue
        elif feature.detail and (feature.score >= 0.86 or feature.score <= 0.2):
            says = NEAR_WORDS if name == "same_words" and feature.score >= 0.86 and not _equal(feature.detail) else name
            out.append({"code": "feature", "name": says, "for": feature.score >= 0.86, "detail": feature.detail[:160]})
    return out


def _equal(detail: str) -> bool:
    """Tell whether the two names of a comparison have the very same words, in whatever order."""
    one, _slash, other = detail.partition(" / ")
    return sorted(name_of(one).words) == sorted(name_of(other).words)
