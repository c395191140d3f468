"""The shape in which a judgement is printed by the command and given by the API."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.utils.translation import override

from filiera.governance.wording import LANGUAGES, bar_words, explanations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filiera.governance.logic.judging import Excluded, Judgement


def judgement_shape(judgement: Judgement, names: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any]:
    """Give a judgement as the file format has it: quorum, majority, result, who does not count, figures, why.

    `names` are what to call the members that the case knows by an id.
    """
    return {
        "quorum": judgement.quorum,
        "majority": judgement.majority,
        "result": str(judgement.result),
        "excluded": [_excluded(one, judgement, names) for one in judgement.excluded],
        "article": judgement.article,
        "figures": judgement.figures.as_dict(),
        "explanation": explanations(judgement, names),
    }


def _excluded(one: Excluded, judgement: Judgement, names: Mapping[str, str]) -> dict[str, str]:
    words = {}
    for code in LANGUAGES:
        with override(code):
            words[code] = bar_words(one.bar, judgement)
    return {"id": names.get(one.id, one.id), "reason": str(one.bar), **words}
