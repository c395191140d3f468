"""The whole statute of an association as data: how it judges meetings, and terms, notices, admission, exit, fees.

A meeting is judged by `Statute` alone; the rest is what the association lives by between one meeting and the next.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer

from filiera.governance.logic.calendar import YearDay
from filiera.governance.logic.shares import Share, share_of
from filiera.governance.logic.statute import Rules, ShareField, Statute


def _year_day(written: object) -> YearDay:
    return written if isinstance(written, YearDay) else YearDay.of(str(written))


YearDayField = Annotated[YearDay, BeforeValidator(_year_day), PlainSerializer(str)]
Days = Annotated[int, Field(ge=0)]


class NoticeRule(Rules):
    """How long before a meeting its notice must leave. `free_days` counts neither the day it leaves nor the meeting's."""

    days: Days
    free_days: bool = False
    article: str = ""


class BodyRule(Rules):
    """A body of several: how many sit in it and for how long, co-option and lapse. None where the statute is silent."""

    seats_min: int | None = Field(default=None, ge=1)
    seats_max: int | None = Field(default=None, ge=1)
    term_years: int | None = Field(default=None, ge=1)
    cooption: bool = False
    cooption_max_share: ShareField | None = None
    lapse_after_absences: int | None = Field(default=None, ge=1)
    article: str = ""


class ClassAdmission(Rules):
    """Which kinds and sizes of organisations a class is for; empty is any. A class that is not `open` takes no applications.

    The codes are those of the register, in upper case.
    """

    open: bool = True
    kinds: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    who_it: str = ""
    who_en: str = ""

    def takes(self, kind: str, size: str) -> bool:
        """Tell whether the class is for an organisation; an unknown size is no reason against it."""
        return (
            self.open and (not self.kinds or kind in self.kinds) and (not self.sizes or not size or size in self.sizes)
        )

    def who(self, language: str) -> str:
        """Say whom the class is for."""
        return (self.who_it if language == "it" else self.who_en) or self.who_it


class Criterion(Rules):
    """What is checked of every application, in words that are published; `what` is its code."""

    what: str
    it: str
    en: str
    article: str = ""

    def words(self, language: str) -> str:
        """Say the criterion."""
        return self.it if language == "it" else self.en


class AdhesionRule(Rules):
    """Who admits members by which criteria, whether somebody ratifies it, within how many days."""

    classes: dict[str, ClassAdmission] = {}
    criteria: tuple[Criterion, ...] = ()

    decided_by: Literal["board", "assembly"] = "board"
    ratified_by: Literal["assembly"] | None = None
    decide_within_days: Days | None = None
    article: str = ""


class WithdrawalRule(Rules):
    """When a withdrawal takes effect. Source: art. 24 c. 2 c.c."""

    notice_months: int = Field(default=3, ge=0)
    effective: Literal["year_end", "notice"] = "year_end"
    article: str = "art. 24 c. 2 c.c."


class ExclusionRule(Rules):
    """Who excludes, and how long the member may challenge it. Source: art. 24 c. 3 c.c."""

    decided_by: Literal["assembly", "board"] = "assembly"
    challenge_months: int = Field(default=6, ge=0)
    article: str = "art. 24 c. 3 c.c."


class SuspensionRule(Rules):
    """Who suspends a member."""

    decided_by: Literal["assembly", "board"] = "board"
    article: str = ""


class SeniorityRule(Rules):
    """Whether the days of a suspension count for seniority, and the months that the certificate is asked for."""

    suspended_counts: bool = False
    full_months: int = Field(default=12, ge=1)
    article: str = ""


class FeeRule(Rules):
    """When fees are due and what follows, who sets them and who waives one. The amounts are not here.

    `due_on` is the day of the year; a new member's first fee is due `first_due_days` after admission. A reminder leaves at
    each of `reminders_days` after the due day; a fee is in arrears `arrears_after_days` after it.
    """

    decided_by: Literal["assembly", "board"] = "assembly"
    waived_by: Literal["board", "assembly"] = "board"
    due_on: YearDayField = YearDay(1, 31)
    first_due_days: Days = 30
    reminders_days: tuple[Days, ...] = (15, 30, 60)
    arrears_after_days: Days = 90
    suspend_after_days: Days | None = None
    suspended_owes: bool = True
    minimum_eur: Decimal = Decimal(0)
    article: str = ""


class AssemblyRule(Rules):
    """How often the assembly must meet. Source: art. 20 c. 1 c.c."""

    accounts_every_months: int = Field(default=12, ge=1)
    article: str = "art. 20 c. 1 c.c."


class MinutesRule(Rules):
    """How long those who were there may ask to amend a draft of minutes."""

    check_days: Days = 10
    article: str = ""


class ChallengeRule(Rules):
    """Who may have a resolution annulled. Source: art. 23 c.c."""

    article: str = "art. 23 c.c."


class Charter(Statute):
    """A statute in full."""

    notice: dict[str, NoticeRule] = {}
    bodies: dict[str, BodyRule] = {}
    adhesion: AdhesionRule = AdhesionRule()
    withdrawal: WithdrawalRule = WithdrawalRule()
    exclusion: ExclusionRule = ExclusionRule()
    suspension: SuspensionRule = SuspensionRule()
    seniority: SeniorityRule = SeniorityRule()
    fees: FeeRule = FeeRule()
    assembly: AssemblyRule = AssemblyRule()
    minutes: MinutesRule = MinutesRule()
    challenge: ChallengeRule = ChallengeRule()

    def lets_proxies(self, *, in_assembly: bool) -> bool:
        """Tell whether one may stand for another in a meeting.

        Outside the assembly only where the statute says so: a director acts in person. Source: art. 2388 c. 3 c.c., by
        analogy.
        """
        return self.proxy.max_per_holder != 0 and (in_assembly or self.proxy.in_board is True)

    def class_name(self, code: str, language: str) -> str:
        """Give the name of a class in a language, its code where the statute gives none."""
        rule = self.classes.get(code)
        if rule is None:
            return code
        return (rule.name_it if language == "it" else rule.name_en) or rule.name_it or code

    def open_classes(self) -> list[str]:
        """Give the classes that take applications, in the statute's order."""
        return [code for code in self.classes if self.adhesion.classes.get(code, ClassAdmission()).open]

    def proposed_class(self, kind: str, size: str) -> str:
        """Propose the first class that says it is for such an organisation, else the first that says nothing."""
        said = self.adhesion.classes
        for code in self.open_classes():
            if code in said and (said[code].kinds or said[code].sizes) and said[code].takes(kind, size):
                return code
        silent = [code for code in self.open_classes() if code not in said or said[code].takes(kind, size)]
        return silent[0] if silent else ""

    def fits(self, code: str, kind: str, size: str) -> bool:
        """Tell whether a class is for an organisation by what the statute says of it; where it says nothing it is for all."""
        return self.adhesion.classes.get(code, ClassAdmission()).takes(kind, size)

    def cooption_limit(self, body: str, seats: int) -> int:
        """Give how many of a body's seats may be filled by co-option at one time."""
        rule = self.bodies.get(body)
        if rule is None or not rule.cooption:
            return 0
        share: Share = rule.cooption_max_share or share_of("1")
        return int(share.part * seats)
