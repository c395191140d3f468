"""A call: its window, its kind of aid and its rules, each with the clause that asks for it, as `CALL.yaml` has them."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AliasChoices, BeforeValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from filiera.funding.logic import ateco
from filiera.funding.logic.kinds import canonical
from filiera.funding.logic.values import (
    NO,
    SAME_COUNTRY,
    YES,
    Amount,
    Count,
    Flag,
    Id,
    Listed,
    Number,
    Pct,
    Range,
    Region,
    Span,
    Texts,
    Word,
    Words,
    Written,
    fault,
    read_pct,
)
from filiera.funding.logic.windows import HOME, Window

ASIDE = frozenset({"clause", "article", "source", "text", "note", "notes", "comment", "title", "value", "unit"})
"""What may stand in a rule and asks for nothing."""

NATIONAL = re.compile(r"intensity_[a-z]{2}")
"""Names of rates that hold in one country alone."""


def _names(written: Any) -> Any:
    """Read one name or several."""
    found = written if isinstance(written, list) else [written]
    if not found or any(one is None or isinstance(one, (bool, dict, list)) or not str(one).strip() for one in found):
        raise fault("no-word")
    return [str(one).strip() for one in found]


class Bounds(Written):
    """A number of partners, at least and at most."""

    min: Count = None
    max: Count = None

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, raw: Any) -> Any:
        return raw if isinstance(raw, dict) else {"min": raw}

    @model_validator(mode="after")
    def _in_order(self) -> Bounds:
        if self.min is not None and self.max is not None and self.max < self.min:
            raise fault("max-under-min")
        return self


class Independent(Written):
    """Whether all partners are independent of each other; with `min`, that so many are."""

    min: Count = None


class Countries(Written):
    """How many countries, of which list, and of which list at least one."""

    n: Count = Field(None, validation_alias=AliasChoices("n", "min"))
    of: Listed = None
    at_least_one: Listed = None


class Regions(Written):
    """How many regions, of which level of NUTS."""

    n: Count = Field(None, validation_alias=AliasChoices("n", "min"))
    level: Literal[1, 2, 3] = 2


class Seat(Written):
    """In which region who must have an operating seat, and by when."""

    code: Region
    when: Literal["application", "acceptance"] = "application"
    who: Word = "all"


class Who(Written):
    """Whom a rule is about."""

    who: Word = "all"


class Sums(Written):
    """An amount for the project, and one for each partner."""

    project: Amount = None
    partner: Amount = None


class ShareMost(Written):
    """The largest part of the cost, in percent, that one partner, and one country, may bear."""

    entity: Pct = None
    country: Pct = None


class Trl(Span):
    """Between which technology readiness levels the project moves."""


class RegionKinds(Written):
    """How many partners come from regions of which categories."""

    any: Words = None
    n: Count = 1


class Membership(Written):
    """For how many months an enterprise has been a member, at which moment."""

    of: str = "CTL"
    months: Number
    at: Word = "closes"


class Recognised(Written):
    """Which recognition whom must hold; one of them where there are several."""

    name: Annotated[list[str], BeforeValidator(_names)] = Field(
        validation_alias=AliasChoices("name", "as", "of", "recognition")
    )
    who: Word = "lead"


class Bonus(Written):
    """Points for what is the case."""

    condition: Word = Field(validation_alias="if")
    points: Number


def _or_alone(name: str) -> BeforeValidator:
    """Read a value that stands alone as the one field that matters."""
    return BeforeValidator(lambda raw: raw if isinstance(raw, dict) or raw is None else {name: raw})


def _or_yes(raw: Any) -> Any:
    """Read a plain yes as a rule without particulars."""
    if isinstance(raw, str) and raw.strip().casefold() in YES | NO:
        raw = raw.strip().casefold() in YES
    if isinstance(raw, (dict, bool)) or raw is None:
        return {} if raw is True else None if raw is False else raw
    return {"who": raw}


def _recognition(raw: Any) -> Any:
    """Read a name, several, or names with a yes, as the recognitions that are asked for."""
    if raw is None:
        return None
    if isinstance(raw, dict) and raw and all(isinstance(one, bool) for one in raw.values()):
        raw = [name for name, is_asked in raw.items() if is_asked] or None
    return raw if isinstance(raw, dict) or raw is None else {"name": raw}


def _excluded(raw: Any) -> Any:
    """Read names alone as those whom the call leaves out."""
    if raw is None or isinstance(raw, dict):
        return raw
    return dict.fromkeys((str(one) for one in (raw if isinstance(raw, list) else [raw]) if one is not None), True)


def _unless_no(raw: Any) -> Any:
    return False if str(raw).strip().casefold() in NO else raw


def _codes(raw: Any) -> Any:
    found = raw if isinstance(raw, list) else [raw]
    if any(ateco.parts_of(str(one)) is None for one in found):
        raise fault("no-ateco")
    return [str(one) for one in found]


def _kinds(raw: Any) -> Any:
    if isinstance(raw, dict):
        raw = raw.get("any")
    found = raw if isinstance(raw, list) else [raw]
    return [canonical(re.sub(r"[\s\-]+", "_", str(one).strip().casefold())) for one in found]


Money = Annotated[Sums | None, _or_alone("project")]
Kinds = Annotated[list[str] | None, BeforeValidator(lambda raw: None if raw is None else _kinds(raw))]
Codes = Annotated[list[str] | None, BeforeValidator(lambda raw: None if raw is None else _codes(raw))]
Persons = Annotated[Who | None, BeforeValidator(_or_yes)]
Rates = dict[str, Pct]
ByKind = dict[str, Count]


class Rules(Written):
    """The rules of a call by their names; one that is null or not there does not apply."""

    partners: Bounds | None = None
    count_kind: Word = None
    independent: Annotated[Independent | None, BeforeValidator(_or_yes)] = None
    min_by_kind: ByKind | None = None
    kind_in: Kinds = None
    size_in: Words = None
    min_countries: Annotated[Countries | None, _or_alone("n")] = None
    min_regions: Annotated[Regions | None, _or_alone("n")] = None
    countries: Listed = None
    lead_required: Flag = None
    lead_kind: Kinds = None
    lead_region_kind: Words = None
    seat_region: Annotated[Seat | None, _or_alone("code")] = None
    seat_in_programme_area: Annotated[Any, BeforeValidator(_unless_no)] = None
    must_include_region_kind: RegionKinds | None = None
    categories_all: Words = None
    share_max: Annotated[ShareMost | None, _or_alone("entity")] = None
    share_min: Rates | None = None
    cost_min: Money = None
    cost_max: Money = None
    budget_range: Range = None
    grant_range: Range = None
    grant_max: Money = None
    support_max: Amount = None
    support_share_max: Pct = None
    fixed_grant_max: Amount = None
    per_sme_total_max: Amount = None
    intensity: Annotated[Rates | None, _or_alone("any")] = None
    inkind_min_pct: Pct = None
    duration_max: Number = None
    trl: Trl | None = None
    ateco_in: Codes = None
    ateco_out: Codes = None
    deminimis_headroom: Flag = None
    one_application_per_entity: Persons = None
    s3_priority_required: Flag = None
    smart_specialisation_shared: Flag = None
    recognised_as: Annotated[Recognised | None, BeforeValidator(_recognition)] = None
    legal_personality: Flag = None
    membership_min: Membership | None = None
    accounts_filed_min: Number = None
    plan_sections: Words = None
    docs: Words = None
    output_any: Words = None
    outputs_any: Words = None
    eligible_cost: Words = None
    civil_only: Flag = None
    supplier_kind: Kinds = None
    supplier_independent: Flag = None
    certificates: Texts = None
    exclude: Annotated[dict[str, Flag] | None, BeforeValidator(_excluded)] = None
    bonus: list[Bonus] | None = None
    window: Window | None = None

    @model_validator(mode="before")
    @classmethod
    def _with_dots(cls, raw: Any) -> Any:
        """Read `partners.min: 3` as `partners: {min: 3}`."""
        if not isinstance(raw, dict):
            return raw
        found: dict[str, Any] = {}
        for key, value in raw.items():
            name, dot, rest = str(key).partition(".")
            if dot and isinstance(found.get(name, {}), dict):
                found[name] = {**found.get(name, {}), rest: value}
            else:
                found[name] = value
        return found

    @model_validator(mode="after")
    def _rates(self) -> Rules:
        for name, rates in (self.model_extra or {}).items():
            if not NATIONAL.fullmatch(name) or rates is None:
                continue
            if not isinstance(rates, dict):
                raise fault("no-group", under=name)
            for key, rate in rates.items():
                try:
                    read_pct(rate)
                except PydanticCustomError as error:
                    raise fault("no-share", under=f"{name}.{key}", value=str(rate)[:60]) from error
        return self

    @property
    def national_rates(self) -> dict[str, Rates]:
        """Give the rates that hold in one country alone: `intensity_it` for Italy."""
        found = {}
        for name, value in (self.model_extra or {}).items():
            if NATIONAL.fullmatch(name) and isinstance(value, dict):
                rates = {str(key): read_pct(rate) for key, rate in value.items()}
                country = name[-2:].upper()
                found[SAME_COUNTRY.get(country, country)] = rates
        return found

    @property
    def unknown_names(self) -> list[str]:
        """Give the names of rules that we do not know, and of parts of rules (`partners.mim`), as they are written."""
        alone = [
            name
            for name, value in (self.model_extra or {}).items()
            if not NATIONAL.fullmatch(name) and value is not None and _unless_no(value) is not False
        ]
        groups = {name: getattr(self, name) for name in type(self).model_fields}
        parts = [
            f"{name}.{part}"
            for name, group in groups.items()
            if isinstance(group, Written)
            for part, value in (group.model_extra or {}).items()
            if value is not None and part not in ASIDE
        ]
        return alone + parts


class Call(Written):
    """A call for applications."""

    id: Id
    title: str = ""
    modelled_on: str = ""
    aid: str = ""
    tz: str = HOME
    window: Window = Field(default_factory=lambda: Window.model_validate({}))
    rules: Rules
    clauses: dict[str, str] = Field(default_factory=dict)
    programme_area: Texts = None

    @model_validator(mode="before")
    @classmethod
    def _clauses_apart(cls, raw: Any) -> Any:
        """Take the clause of a rule, which may stand in the rule, to where all stand; unwrap `{value: …, clause: …}`."""
        if not isinstance(raw, dict) or not isinstance(raw.get("rules"), dict):
            return raw
        written = raw.get("clauses")
        if written is not None and not isinstance(written, dict):
            return raw  # said by the field, with its place
        clauses, rules = dict(written or {}), {}
        for name, value in raw["rules"].items():
            if isinstance(value, dict) and "clause" in value:
                clauses[name] = value["clause"]
                value = {key: one for key, one in value.items() if key != "clause"}
                value = value["value"] if set(value) == {"value"} else value
            rules[name] = value
        return raw | {"rules": rules, "clauses": clauses}

    @model_validator(mode="after")
    def _one_window(self) -> Call:
        """Take a window that stands among the rules for the call's, where the call has none."""
        if self.rules.window is None or self.window != Window.model_validate({}):
            return self
        return self.model_copy(update={"window": self.rules.window})

    @field_validator("tz", mode="before")
    @classmethod
    def _home(cls, tz: Any) -> Any:
        return HOME if tz is None else tz

    @field_validator("title", "modelled_on", "aid", mode="before")
    @classmethod
    def _text(cls, written: Any) -> Any:
        return "" if written is None else str(written)

    @field_validator("window", mode="before")
    @classmethod
    def _window(cls, window: Any) -> Any:
        return {} if window is None else window

    @field_validator("clauses", mode="before")
    @classmethod
    def _clauses(cls, clauses: Any) -> Any:
        return {str(key): str(value) for key, value in clauses.items()} if isinstance(clauses, dict) else clauses

    @field_validator("tz")
    @classmethod
    def _zone(cls, tz: str) -> str:
        try:
            return ZoneInfo(tz).key
        except (KeyError, ValueError, OSError) as error:
            raise fault("no-zone") from error

    @property
    def zone(self) -> str:
        """Give the zone in which moments are that are written without one."""
        return self.window.tz or self.tz
