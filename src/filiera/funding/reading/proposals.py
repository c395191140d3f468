"""A proposal: a value for a field or a rule of a call, the sentence that says it, and whether a person should look first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from filiera.funding.logic.call import Rules


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a text seems to say. `field` is one of `CallDraft`, `window.<part>`, or `rules.<name>` of `logic.call.Rules`.

    `sentence` is the text from `start` to `end`, in which the value stands; `article` where that is, by the nearest heading.
    `sure` is False where a person should look first; `note` is why, as a code: `negated`, `exception`, `disagree`, `several`,
    `inferred`, `kind-implied`, `loan`, `expected`, `who-unclear`, `list-cut`, `other-aid`, or the code of a doubt on a window.
    """

    field: str
    value: Any
    sentence: str
    start: int
    end: int
    sure: bool = True
    note: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """What a finder saw in one sentence; places count from the beginning of the sentence."""

    field: str
    value: Any
    start: int
    end: int
    sure: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with plain apostrophes and spaces, its place in the text, its language and the heading above it.

    `is_of_one` tells that the text knows no partners: whoever applies does so alone. `region` is the code of the only region
    that the text names, or empty.
    """

    text: str
    start: int
    language: str = "it"
    heading: str = ""
    is_of_one: bool = False
    region: str = ""


NOT = re.compile(
    r"(?<![a-z])(?:non\s+(?:è|sono|sia|siano|si|occorre|vi|più|deve|devono|richied|prevede)|no\s+minimum|"
    r"nessun\s+(?:limite|minimo|obbligo)|"
    r"not\s+(?:required|mandatory|necessary|apply|applicable|a\s+requirement|need)|does\s+not|do\s+not|need\s+not|"
    r"is\s+not|are\s+not|without\s+(?:a\s+)?(?:minimum|limit)|senza\s+(?:limiti|obbligo))",
    re.IGNORECASE,
)
EXCEPT = re.compile(
    r"(?<![a-z])(?:ad\s+eccezione|salvo\s+(?:che|quanto|i|le)|fatta\s+eccezione|fatto\s+salvo|a\s+meno\s+che|"
    r"in\s+deroga|escluso|"
    r"unless|either\s+as|except|with\s+the\s+exception|exceptionally|other\s+than|tranne|deroga)",
    re.IGNORECASE,
)


def plain(value: Decimal) -> int | str:
    """Give a number as `CALL.yaml` has it: whole where it is whole, else with a point."""
    return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"


def is_accepted(name: str, value: Any) -> bool:
    """Tell whether `Rules` takes a value for a rule that it knows."""
    if name not in Rules.model_fields:
        return False
    try:
        Rules.model_validate({name: value})
    except ValidationError:
        return False
    return True
