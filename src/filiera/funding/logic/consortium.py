"""Those who would apply together and what they would do: as the file `CONSORTIUM.yaml` has them; null is not known."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BeforeValidator, Field, field_validator, model_validator

from filiera.funding.logic.kinds import canonical
from filiera.funding.logic.values import (
    Amount,
    Country,
    Day,
    Flag,
    Id,
    Moment,
    Number,
    Pct,
    Region,
    Span,
    Texts,
    Word,
    Words,
    Written,
    fault,
    read_region,
)

ASKED = AliasChoices("grant_eur", "requested_grant_eur", "grant_requested_eur", "grant_asked_eur")
"""Names of the grant that is asked for."""

NEVER = frozenset({"no", "never", "none", "mai", "false"})
"""What is written where a member since would stand, of who is no member."""

MOST_OF_A_NAME = 120
"""Characters of a name in a sentence."""


class Activity(Written):
    """Costs by kind of research, in euro. Source: Regulation (EU) 651/2014, article 2(84) to 2(87)."""

    industrial_research: Amount = Field(None, validation_alias="industrial_research_eur")
    experimental_development: Amount = Field(None, validation_alias="experimental_development_eur")
    fundamental_research: Amount = Field(None, validation_alias="fundamental_research_eur")
    feasibility: Amount = Field(None, validation_alias="feasibility_eur")


class Award(Written):
    """De minimis aid that was granted, with its day."""

    granted_on: Day = None
    amount_eur: Amount = None


# fmt: off
HELD = frozenset({
    "held", "given", "granted", "awarded", "recognised", "recognized", "confirmed", "approved", "active", "valid", "in_force",
    "yes", "riconosciuto", "riconosciuta", "concesso", "concessa", "attivo", "attiva", "vigente", "valido", "valida", "sì",
    "si",
})
NOT_HELD = frozenset({
    "pending", "requested", "applied", "submitted", "asked", "asked_for", "in_progress", "under_review", "expected", "planned",
    "suspended", "ended", "expired", "lapsed", "revoked", "withdrawn", "refused", "denied", "rejected", "none", "no",
    "in_corso",
    "richiesto", "richiesta", "in_istruttoria", "sospeso", "sospesa", "scaduto", "scaduta", "revocato", "revocata", "negato",
    "negata", "respinto", "respinta",
})
# fmt: on
"""What is written of recognitions that are held, and that are not; of any other word it is not known."""


class Recognition(Written):
    """A recognition and its state; where no state is written it is held, where it is null that is not known."""

    name: str = Field(validation_alias=AliasChoices("name", "as", "of", "kind", "recognition"))
    state: Word = Field(None, validation_alias=AliasChoices("state", "status"))

    @property
    def is_held(self) -> bool | None:
        """Tell whether it has been given and not taken back."""
        if self.state is None:
            return None if "state" in self.model_fields_set else True
        return True if self.state in HELD else False if self.state in NOT_HELD else None


def _recognitions(written: Any) -> Any:
    if written is None:
        return None
    found = written if isinstance(written, list) else [written]
    return [one if isinstance(one, dict) else {"name": str(one).strip()} for one in found if one is not None]


def _supplier(written: Any) -> Any:
    return written if isinstance(written, dict) or written is None else {"id": written}


class Supplier(Written):
    """Who would do the work that a voucher pays."""

    id: Id
    kind: Word = None

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str | None) -> str | None:
        return canonical(kind)


class Partner(Written):
    """One of those who would apply."""

    id: Id
    name: str = ""
    kind: Word = None
    size: Literal["micro", "small", "medium", "large"] | None = None
    headcount: Number = None
    turnover_eur: Amount = None
    balance_sheet_eur: Amount = None
    country: Country = None
    region: Region = None
    operating_seats: list[str] | None = None
    planned_seats: list[str] | None = None
    ateco: Texts = None
    lead: Flag = None
    cost_eur: Amount = None
    share_pct: Pct = None
    grant_eur: Amount = Field(None, validation_alias=ASKED)
    other_aid_eur: Amount = None
    activity: Activity | None = None
    de_minimis_3y_eur: Amount = None
    de_minimis_awards: list[Award] | None = None
    ctl_member_since: Day = None
    is_no_member: Flag = None
    accounts_filed: Number = None
    other_applications: Texts = None
    women_or_youth: Flag = None
    certificates: Texts = None
    recognitions: Annotated[list[Recognition] | None, BeforeValidator(_recognitions)] = None
    nonprofit: Flag = None
    public: Flag = None
    innovative: Flag = None
    legal_personality: Flag = None
    cluster_partner_affiliate: Flag = None
    scheme_received_eur: Amount = None
    in_difficulty: Flag = None
    categories: Words = None

    @model_validator(mode="before")
    @classmethod
    def _prepared(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        since = raw.get("ctl_member_since")
        if since is False or (isinstance(since, str) and since.strip().casefold() in NEVER):
            return raw | {"ctl_member_since": None, "is_no_member": True}
        return raw

    @field_validator("size", mode="before")
    @classmethod
    def _size(cls, size: Any) -> Any:
        return size.strip().casefold() if isinstance(size, str) else size

    @field_validator("operating_seats", "planned_seats", mode="before")
    @classmethod
    def _seats(cls, seats: Any) -> Any:
        if seats is None:
            return None
        return [read_region(one) for one in (seats if isinstance(seats, list) else [seats]) if one is not None]

    @field_validator("kind")
    @classmethod
    def _kind(cls, kind: str | None) -> str | None:
        return canonical(kind)

    @field_validator("name", mode="before")
    @classmethod
    def _name(cls, name: Any) -> Any:
        return "" if name is None else str(name)

    @property
    def called(self) -> str:
        """Give what to call the partner in a sentence: in one line, not a whole page that slipped into its name."""
        start = (self.name.strip() or self.id)[: MOST_OF_A_NAME + 1]
        line = " ".join("".join(one if one.isprintable() else " " for one in start).split())
        return line if len(start) <= MOST_OF_A_NAME else f"{line[:MOST_OF_A_NAME].rstrip()}…"


class Link(Written):
    """A share that one holds in another, in percent of capital or votes; who is no partner may stand here too."""

    owner: Id = Field(validation_alias=AliasChoices("from", "owner"))
    held: Id = Field(validation_alias=AliasChoices("to", "held"))
    share_pct: Pct = None

    @model_validator(mode="after")
    def _of_two(self) -> Link:
        if self.owner == self.held:
            raise fault("own-share")
        return self


class Project(Written):
    """What they would do together."""

    cost_eur: Amount = None
    grant_eur: Amount = Field(None, validation_alias=ASKED)
    duration_months: Number = None
    trl: Span | None = None
    s3_priority: Any = None
    smart_specialisation_shared: Flag = None
    start_on: Day = None
    grant_on: Day = None
    submitted_at: Moment = None
    documents: Words = None
    plan_sections: Words = None
    outputs: Words = Field(None, validation_alias=AliasChoices("outputs", "output"))
    cost_kinds: Words = None
    inkind_pct: Pct = None
    civil_only: Flag = Field(None, validation_alias=AliasChoices("civil_only", "civil"))
    research_may_publish: Flag = None
    wide_dissemination: Flag = None
    supplier: Annotated[Supplier | None, BeforeValidator(_supplier)] = None


class Consortium(Written):
    """A project, its partners and who owns whom; a section that is missing is not known."""

    project: Project = Field(default_factory=lambda: Project.model_validate({}))
    partners: list[Partner] | None = None
    links: list[Link] | None = None

    @field_validator("project", mode="before")
    @classmethod
    def _project(cls, project: Any) -> Any:
        return {} if project is None else project
