"""A funded project as a file has it: what it is, who takes part with what, who says so."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, model_validator

from filiera.funding.logic.strict import Euro, Strict, choice_of, text_of
from filiera.funding.logic.values import Country, Day, Flag, fault

LEVELS = ("EU", "EUREKA", "CASCADE", "NATIONAL", "REGIONAL", "LOCAL", "OTHER")
READERS = ("PUBLIC", "MEMBERS")


def _link(written: str) -> str:
    if written and not re.match(r"https?://[^\s/]", written):
        raise fault("no-link")
    return written


class SourceWritten(Strict):
    """Who says that it was funded, where that is to be read, of which day."""

    name: Annotated[str, text_of(200, needed=True)]
    url: Annotated[str, text_of(500), AfterValidator(_link)] = ""
    on: Day = None


class PartnerWritten(Strict):
    """Who takes part: an organisation of the register by id or name, or another by `name`; what it bears and gets."""

    organisation: Annotated[str, text_of(200)] = ""
    name: Annotated[str, text_of(200)] = ""
    country: Country = None
    leads: Flag = None
    cost_eur: Euro = None
    grant_eur: Euro = None

    @model_validator(mode="after")
    def _one_name(self) -> PartnerWritten:
        if bool(self.organisation) == bool(self.name):
            raise fault("one-name")
        return self


class ProjectWritten(Strict):
    """A funded project; what is not written of it is left as it was, null is not known."""

    title_it: Annotated[str, text_of(400)] = ""
    title_en: Annotated[str, text_of(400)] = ""
    acronym: Annotated[str, text_of(80)] = ""
    summary_it: Annotated[str, text_of(12_000)] = ""
    summary_en: Annotated[str, text_of(12_000)] = ""
    programme: Annotated[str, text_of(160)] = ""
    level: Annotated[str, choice_of(*LEVELS)] = "OTHER"
    call: Annotated[str, text_of(80)] = ""
    starts_on: Day = None
    ends_on: Day = None
    total_cost_eur: Euro = None
    grant_eur: Euro = None
    cup: Annotated[str, text_of(20)] = ""
    visibility: Annotated[str, choice_of(*READERS)] = "PUBLIC"
    source: SourceWritten | None = None
    partners: list[PartnerWritten] = []
