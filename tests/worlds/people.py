"""Who is in a world, and who may read what stands at a level: the requirement as a table, which asks no rule of the code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

READS = {
    "PUBLIC": {"anybody"},
    "MEMBERS": {"member", "owner", "board", "office"},
    "TABLE": {"enrolled", "owner", "office"},
    "BILATERAL": {"named", "owner", "office"},
    "NDA": {"signer", "owner"},
    "BOARD": {"board", "office"},
    "OFFICE": {"office"},
}
"""By level, the rights of which one is enough. The office reads no agreement that it has not signed, nor does the board."""

PLAIN = ("PUBLIC", "MEMBERS", "BILATERAL", "OFFICE")
"""The levels of what names no circle: organisations, facts, people, evidence."""

MEMBERS = frozenset({"alfa", "beta"})
"""The organisations that are members today; gamma was one, delta has applied, the others were none."""


@dataclass(frozen=True)
class Person:
    """Somebody: the organisations stood for with the role there, and the one chosen; what else the person is."""

    key: str
    hats: tuple[tuple[str, str], ...] = ()
    wears: str = ""
    role: str = "PERSON"
    has_account: bool = True
    on_board: bool = False
    is_enrolled: bool = False
    is_named: bool = False
    has_signed: bool = False

    @property
    def acts_for(self) -> str:
        """Give the organisation acted for: the one chosen, or the only one there is."""
        if self.wears or len(self.hats) != 1:
            return self.wears
        return self.hats[0][0]

    @property
    def is_office(self) -> bool:
        """Tell whether the person works for the office."""
        return self.role in ("OFFICE", "ADMINISTRATOR")

    @property
    def is_member(self) -> bool:
        """Tell whether the person reads as a member: for the one acted for, before a choice for any of them."""
        stands = {self.acts_for} if self.acts_for else {code for code, _role in self.hats}
        return bool(stands & MEMBERS)


@dataclass(frozen=True)
class Cast:
    """The people of a world; organisations that a paper names, and that are enrolled at the table."""

    people: tuple[Person, ...]
    named: frozenset[str] = frozenset({"beta"})
    at_table: frozenset[str] = frozenset()

    def of(self, key: str) -> Person:
        """Find a person."""
        return next(one for one in self.people if one.key == key)

    def rights(self, person: Person, owner: str) -> set[str]:
        """Give the rights of a person over a thing of `owner` (empty: the cluster's own)."""
        known = {
            "anybody": True,
            "member": person.is_member,
            "owner": bool(owner) and person.acts_for == owner,
            "board": person.on_board,
            "office": person.is_office,
            "enrolled": person.is_enrolled or person.acts_for in self.at_table,
            "named": person.acts_for in self.named,
            "signer": person.has_signed,
        }
        return {right for right, holds in known.items() if holds}

    def readers(self, level: str, owner: str = "", *, within: Iterable[str] = ()) -> frozenset[str]:
        """Give who reads what stands at a level, and at every level of `within` besides."""
        levels = (level, *within)
        return frozenset(
            one.key for one in self.people if all(READS[each] & self.rights(one, owner) for each in levels)
        )

    def office(self) -> frozenset[str]:
        """Give who works for the office."""
        return frozenset(one.key for one in self.people if one.is_office)

    def own(self, code: str) -> frozenset[str]:
        """Give who acts for an organisation."""
        return frozenset(one.key for one in self.people if one.acts_for == code)

    def stand_for(self, code: str) -> frozenset[str]:
        """Give who may act for an organisation now: who does, and who stands for several and has not said for which."""
        asked = (one for one in self.people if not one.acts_for and not one.is_office)
        return self.own(code) | frozenset(one.key for one in asked if code in dict(one.hats))

    def board(self) -> frozenset[str]:
        """Give who sits on the board."""
        return frozenset(one.key for one in self.people if one.on_board)

    def members(self) -> frozenset[str]:
        """Give who reads with the members: they, the board, the office."""
        return self.readers("MEMBERS")

    def everybody(self) -> frozenset[str]:
        """Give all the people."""
        return frozenset(one.key for one in self.people)


USUAL = Cast(
    (
        Person("visitor", has_account=False),
        Person("stranger"),
        Person("rep_alfa", (("alfa", "REPRESENTATIVE"),)),
        Person("contact_alfa", (("alfa", "CONTACT"),)),
        Person("rep_beta", (("beta", "REPRESENTATIVE"),)),
        Person("undecided", (("alfa", "CONTACT"), ("beta", "CONTACT"))),
        Person("two_hats", (("alfa", "CONTACT"), ("beta", "CONTACT")), wears="beta"),
        Person("former", (("gamma", "REPRESENTATIVE"),)),
        Person("hidden", (("ombra-bilateral", "CONTACT"),)),
        Person("applicant"),
        Person("drafter"),
        Person("director", on_board=True),
        Person("colleague", on_board=True),
        Person("signer", is_named=True, has_signed=True),
        Person("unsigned", is_named=True),
        Person("enrolled", is_enrolled=True),
        Person("office", role="OFFICE"),
        Person("administrator", role="ADMINISTRATOR"),
    )
)
"""One of each kind."""

VARIED = ("stranger", "contact_alfa", "rep_beta", "undecided", "former", "director", "office", "administrator")
"""Whose rights the made-up worlds mix: a seat on the board, a place at the table, a signature."""


def varied(
    *, seated: frozenset[str], enrolled: frozenset[str], signed: frozenset[str], wears: str, **orgs: frozenset[str]
) -> Cast:
    """Give the usual people with rights mixed as a machine chose them."""
    people = []
    for one in USUAL.people:
        if one.key == "undecided":
            one = replace(one, wears=wears)
        if one.key in VARIED:
            one = replace(
                one,
                on_board=one.on_board or one.key in seated,
                is_enrolled=one.key in enrolled,
                is_named=one.key in signed,
                has_signed=one.key in signed,
            )
        people.append(one)
    return Cast(tuple(people), **orgs)
