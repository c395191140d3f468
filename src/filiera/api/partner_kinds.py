"""The kinds of partners that the API takes: those of the judge, but for the narrow ones that an enterprise may be."""

from __future__ import annotations

from typing import Annotated

from ninja import Field
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from filiera.funding.logic.kinds import KINDS, NARROW

TAKEN = ("", *(one for one in KINDS if one not in NARROW))


def _known(value: str) -> str:
    if value not in TAKEN:
        raise PydanticCustomError("literal_error", "not a kind", {"expected": ", ".join(filter(None, TAKEN))})
    return value


PartnerKind = Annotated[str, AfterValidator(_known), Field(json_schema_extra={"enum": list(TAKEN)})]
"""A kind of partner; empty where it is not known."""
