"""The directory's filter as parameters of an address or fields of a body; what is not understood is refused."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import StrictBool, StrictInt, StringConstraints

from filiera.api.problems import not_valid
from filiera.competence.filters import MOST_PLACES, DirectoryFilter, unknown_values
from filiera.competence.wording import unknown_value_sentence
from filiera.registry.enums import Kind, Size

CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
"""Control characters but for tabs and line ends, as a range: no text has them, and PostgreSQL refuses the first."""

READABLE = rf"^[^{CONTROL}]*$"

Word = Annotated[str, StringConstraints(max_length=80, pattern=READABLE)]
Code = Annotated[str, StringConstraints(max_length=60, pattern=READABLE)]
Place = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=READABLE)]

Proof = Literal["certificate", "patent", "project", "recent", "equipment"]
Language = Literal["it", "en"]
MANY = 50


class Filters(Schema):
    """What an organisation must be; empty means any. What is not known of it is counted apart."""

    kind: list[Kind] = Field([], max_length=MANY, description="Kind of organisation.")
    stage: list[Code] = Field([], max_length=MANY, description="Stage of the chain, by its code.")
    province: list[Code] = Field([], max_length=MANY, description="Two letters of the province.")
    size: list[Size] = Field([], max_length=MANY, description="Size of the enterprise.")
    proof: list[Proof] = Field([], max_length=MANY, description="What it must have proof of.")
    competence: Code = Field("", description="Stage, group or leaf of the taxonomy that it must hold.")
    near: Word = Field("", description="Town from which `km` is counted.")
    km: int = Field(0, ge=0, le=1000, description="Radius in kilometres around `near`; 30 where it is left out.")
    members: bool = Field(False, description="Only members of the cluster.")
    place: list[Place] = Field(
        [],
        max_length=MOST_PLACES,
        description="Places, any of which will do: `near:Crema:20`, `province:CR`, `region:Veneto`, `country:FR`, `abroad`.",
    )

    def as_filter(self, text: str = "") -> DirectoryFilter:
        """Give the filter that lists, map, network and answers share; a value that names nothing is refused (422)."""
        asked = DirectoryFilter(
            q=text,
            kind=tuple(one.value for one in self.kind),
            stage=tuple(self.stage),
            province=tuple(one.upper() for one in self.province),
            size=tuple(one.value for one in self.size),
            proof=tuple(self.proof),
            competence=self.competence,
            near=self.near.strip(),
            km=self.km,
            members=self.members,
            place=tuple(self.place),
        )
        for name, value in unknown_values(asked):
            raise not_valid(name, unknown_value_sentence(name, value))
        return asked


class DirectoryQuery(Filters):
    """The filter of the directory, words included."""

    q: Annotated[str, StringConstraints(max_length=200, pattern=READABLE)] = Field(
        "", description="Words of names, competences or titles of evidence."
    )

    def asked(self) -> DirectoryFilter:
        """Give the filter of the directory."""
        return self.as_filter(self.q.strip())


class FilterBody(Filters, extra="forbid"):
    """The filter in a body: a name that is not known is refused."""

    km: StrictInt = Field(0, ge=0, le=1000, description="Radius in kilometres around `near`; 30 where it is left out.")
    members: StrictBool = Field(False, description="Only members of the cluster.")
