"""What a form, a file or a consortium gives of a funded project, before it is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from filiera.common.visibility import Visibility
from filiera.funding.enums import CallLevel, PartnerRole
from filiera.registry.enums import SourceKind

if TYPE_CHECKING:
    from filiera.funding.models import Call
    from filiera.registry.models import Organisation


@dataclass(frozen=True, slots=True)
class SourceSaid:
    """Who says that a project was funded: name, address, the day of what was read, its licence."""

    name: str
    url: str = ""
    on: date | None = None
    licence: str = ""
    kind: SourceKind = SourceKind.PAGE

    def after(self, before: SourceSaid | None) -> SourceSaid:
        """Give the source with the licence and the kind that it had `before`, where it is the same."""
        if before is None or before.name != self.name:
            return self
        return replace(self, licence=before.licence, kind=before.kind)


@dataclass(frozen=True, slots=True)
class PartnerSaid:
    """Who takes part: of the register, or by name with its country. Amounts in euro, None is not known."""

    organisation: Organisation | None = None
    name: str = ""
    country: str = ""
    role: PartnerRole = PartnerRole.PARTNER
    cost_eur: Decimal | None = None
    grant_eur: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ProjectSaid:
    """A funded project. Amounts in euro; what is empty or None nobody has said. `source_ref` is its id in the source."""

    title_it: str = ""
    title_en: str = ""
    acronym: str = ""
    summary_it: str = ""
    summary_en: str = ""
    programme: str = ""
    level: CallLevel = CallLevel.OTHER
    call: Call | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    total_cost_eur: Decimal | None = None
    grant_eur: Decimal | None = None
    cup: str = ""
    visibility: str = Visibility.PUBLIC
    source: SourceSaid | None = None
    source_ref: str = ""
    is_example: bool = False
    partners: tuple[PartnerSaid, ...] = ()
