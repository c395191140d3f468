"""One item of one meeting, with everything that decides it: members, who came, proxies, conflicts, votes."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from filiera.governance.logic.statute import ItemKind, Rules, Statute

HOME = "Europe/Rome"
"""The zone of moments that are written with another one."""


def _moment(written: Any) -> Any:
    """Read a day or a moment as a moment of the home zone without its zone: a day is its first instant."""
    if isinstance(written, str):
        text = written.strip().replace("Z", "+00:00")
        written = (
            datetime.combine(date.fromisoformat(text), time()) if len(text) == 10 else datetime.fromisoformat(text)
        )
    if isinstance(written, date) and not isinstance(written, datetime):
        return datetime.combine(written, time())
    if isinstance(written, datetime):
        return _at_home(written) if written.tzinfo else written
    raise ValueError(str(written))


def _at_home(moment: datetime) -> datetime:
    try:
        return moment.astimezone(ZoneInfo(HOME)).replace(tzinfo=None)
    except OverflowError as error:
        raise ValueError(str(moment)) from error


def _day(written: Any) -> Any:
    if isinstance(written, date) and not isinstance(written, datetime):
        return written
    return _moment(written).date()


def _revocation(written: Any) -> Any:
    """Read when a proxy was revoked; a plain yes is a revocation of unknown moment, before everything."""
    if written is True:
        return datetime.min
    return None if written is None or written is False else _moment(written)


def _writing(written: Any) -> Any:
    """Read when a proxy was dated; an empty date is none."""
    return None if written is None or not str(written).strip() else _moment(written)


def _or(default: Any) -> BeforeValidator:
    """Read null as what is not written."""
    return BeforeValidator(lambda written: default if written is None else written)


def _no_flag(written: Any) -> Any:
    """Refuse true and false where a number belongs, which Python takes for 1 and 0."""
    if isinstance(written, bool):
        raise PydanticCustomError("int_type", "a number")
    return written


Moment = Annotated[datetime, BeforeValidator(_moment)]
Day = Annotated[date, BeforeValidator(_day)]
Writing = Annotated[datetime | None, BeforeValidator(_writing)]
Revocation = Annotated[datetime | None, BeforeValidator(_revocation)]
Number = Annotated[int, Field(ge=1), BeforeValidator(_no_flag)]


class CaseMember(Rules):
    """A member as the register has it at the record date."""

    id: str = Field(min_length=1)
    member_class: str = Field(validation_alias="class")
    fee: Literal["paid", "arrears"] = "paid"
    state: Literal["active", "suspended", "withdrawn"] = "active"
    member_since: Day | None = None
    director: bool = False


class CaseProxy(Rules):
    """A proxy as it was given; whether it holds is judged."""

    giver: str = Field(validation_alias="from")
    holder: str | None = Field(default=None, validation_alias="to")
    dated: Writing = None
    signed: bool = False
    revoked: Revocation = None
    received_by_proxy: str | None = None


class Times(Rules):
    """When: the record date, the two calls, and whether the notice stated the second."""

    record_date: Day | None = None
    first: Moment | None = None
    second: Moment | None = None
    second_in_notice: bool | None = None


class Election(Rules):
    """An election: who elects (a class, or everybody), how many, and the ballots: who, naming whom."""

    elects: str | None = Field(default=None, validation_alias="class")
    seats: Number | None = None
    secret: bool = False
    ballots: Annotated[dict[str, Annotated[list[str], _or([])]], _or({})] = {}


class Petition(Rules):
    """A request for an assembly."""

    signatories: list[str]
    reasons: str | list[str] | None = None


class Item(Rules):
    """What is decided. An election or a petition may stand in the item or under its own name."""

    kind: ItemKind = Field(validation_alias="type")
    election: Election | None = None
    petition: Petition | None = None

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, values: Any) -> Any:
        """Take the parts of an election or of a petition that stand in the item itself."""
        if not isinstance(values, dict) or values.get("type") not in ("election", "petition"):
            return values
        kind = values["type"]
        if values.get(kind) is not None:
            return values
        return values | {kind: {name: value for name, value in values.items() if name != "type"}}


Choice = Literal["for", "against", "abstain"]


class MeetingCase(Rules):
    """A meeting on file: enough to judge one item of it."""

    statute: Statute
    members: list[CaseMember]
    call: Annotated[Literal[1, 2], BeforeValidator(_no_flag), _or(1)] = 1
    times: Annotated[Times, _or(Times())] = Times()
    attendance: Annotated[list[str], _or([])] = []
    proxies: Annotated[list[CaseProxy], _or([])] = []
    conflicts: Annotated[list[str], _or([])] = []
    president: str | None = None
    item: Item
    votes: Annotated[dict[str, Choice | None], _or({})] = {}

    @model_validator(mode="before")
    @classmethod
    def _lift(cls, values: Any) -> Any:
        """Take an election or a petition that stands beside the item."""
        if isinstance(values, dict) and isinstance(values.get("item"), dict):
            item = values["item"]
            found = {
                kind: values[kind] for kind in ("election", "petition") if item.get("type") == kind and values.get(kind)
            }
            return values | {"item": found | item}
        return values

    @property
    def held_at(self) -> datetime | None:
        """Give the moment of the call that is judged, where it is known."""
        return self.times.second if self.call == 2 else self.times.first

    @property
    def record_date(self) -> date | None:
        """Give the day whose register counts: the record date, else the day of the call."""
        if self.times.record_date is not None:
            return self.times.record_date
        return self.held_at.date() if self.held_at else None
