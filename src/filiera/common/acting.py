"""As whom a person acts at this moment: one organisation at a time, or nobody but oneself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Hat:
    """One organisation that a person may act for: its id, public id and name, in which role, and whether it is a member.

    `used_at` is when the person last chose it among several.
    """

    organisation_id: int
    code: str
    name: str
    role: str
    is_member: bool = False
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Acting:
    """The organisation acted for. `on_behalf`: the office does it for `caller`, who asked by `channel`, for `reason`."""

    organisation_id: int
    code: str
    name: str
    role: str = ""
    is_member: bool = False
    on_behalf: bool = False
    caller: str = ""
    channel: str = ""
    reason: str = ""
    since_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a request knows of its person: the hats held today, and the one worn; None where none is chosen yet.

    Whoever works for the office (`is_office`) works without a hat unless they put one on.
    """

    hats: tuple[Hat, ...] = ()
    acting: Acting | None = None
    is_office: bool = False

    @property
    def must_choose(self) -> bool:
        """Tell whether the person stands for several and has not said for which."""
        return self.acting is None and len(self.hats) > 1 and not self.is_office

    @property
    def may_switch(self) -> bool:
        """Tell whether there is another hat to put on, or one to take off, than the one worn."""
        return len(self.hats) > (0 if self.is_office else 1)


def worn(hat: Hat) -> Acting:
    """Put on a hat."""
    return Acting(hat.organisation_id, hat.code, hat.name, hat.role, hat.is_member)


def standing_with(hats: tuple[Hat, ...], code: str = "", *, is_office: bool = False) -> Standing:
    """Give the standing of whoever holds hats and asked for one by its code; one alone is worn without asking.

    The office wears none without asking: its work is not done as the organisation that one of its people also serves.
    """
    chosen = next((hat for hat in hats if hat.code == code), None)
    if chosen is None and len(hats) == 1 and not code and not is_office:
        chosen = hats[0]
    return Standing(hats, worn(chosen) if chosen else None, is_office)


def last_used(hats: tuple[Hat, ...]) -> str:
    """Give the code of the hat chosen last, empty where none ever was."""
    used = [hat for hat in hats if hat.used_at is not None]
    return max(used, key=lambda hat: str(hat.used_at)).code if used else ""


def acting_of(user: Any) -> Acting | None:
    """Give as whom a person acts; None for nobody, for the machine and for whoever has not signed in."""
    found = getattr(user, "acting", None)
    return found if isinstance(found, Acting) else None


membership_over: list[Callable[[date], Any]] = []
"""What features above know of memberships that are over on a day, whatever the register says yet; they add themselves.

Each gives an expression for a query of delegations, true where the membership of `organisation_id` is over.
"""
