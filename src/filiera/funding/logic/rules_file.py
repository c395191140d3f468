"""Rules of a call as a file of them has it: each a value alone, or a value with the clause that asks for it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import RootModel, model_validator

from filiera.funding.logic.strict import Strict, text_of
from filiera.funding.logic.values import fault

BESIDE = ("clause", "article")
"""What stands beside a value."""


class RuleText(Strict):
    """A rule: its value, null where the call does not have it, its clause and where that stands."""

    value: Any = None
    clause: Annotated[str, text_of(4000)] = ""
    article: Annotated[str, text_of(160)] = ""

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, raw: Any) -> Any:
        """Read `24`, `{value: 24, clause: …}` and `{min: 2, clause: …}`, as files of calls have them."""
        if not isinstance(raw, dict):
            return {"value": raw}
        rest = {name: one for name, one in raw.items() if name not in BESIDE}
        if not rest:
            raise fault("missing", under="value")
        beside = {name: raw[name] for name in BESIDE if name in raw}
        return {"value": rest["value"] if set(rest) == {"value"} else rest, **beside}


class RuleTexts(RootModel[dict[str, RuleText]]):
    """Rules by their names."""
