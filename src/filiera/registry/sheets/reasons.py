"""Why two names may mean one organisation, as it is stored; the words come when it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from filiera.engine.names import NameMatch


def feature_reasons(match: NameMatch | None) -> list[dict[str, Any]]:
    """Give the comparisons of a match that speak clearly for or against."""
    if match is None:
        return []
    out: list[dict[str, Any]] = []
    for name, feature in match.features.items():
        if feature.detail and (feature.score >= 0.86 or feature.score <= 0.2):
            out.append({"code": "feature", "name": name, "for": feature.score >= 0.86, "detail": feature.detail[:160]})
    return out
