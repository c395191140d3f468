"""What a rule is given and what it answers; and the answer of rules that ask one thing of each partner."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from filiera.funding.logic.aid import Aid, AidOf
from filiera.funding.logic.case import Case
from filiera.funding.logic.consortium import Partner, Project
from filiera.funding.logic.verdicts import Ground, Tally, ground, opposite, some

Predicate = Callable[[Partner], bool | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule answers: whether it holds (None: not known), why, and what would change it."""

    holds: bool | None
    grounds: tuple[Ground, ...]
    remedies: tuple[Ground, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A case as rules see it, with the aid worked out once."""

    case: Case

    @cached_property
    def costs(self) -> AidOf:
        """Give the costs and what works out the aid."""
        return AidOf(self.case)

    @cached_property
    def aid(self) -> Aid:
        """Give the aid."""
        return self.costs.aid()

    @property
    def project(self) -> Project:
        """Give the project."""
        return self.case.consortium.project

    @cached_property
    def wanted(self) -> Decimal | None:
        """Give the grant that is asked for: the project's, else what the partners ask for, as far as it is known."""
        asking = [one.grant_eur for one in self.case.partners if one.grant_eur is not None]
        if self.project.grant_eur is not None or not asking:
            return self.project.grant_eur
        return sum(asking, Decimal(0))

    def names(self, partners: Iterable[Partner]) -> str:
        """Name partners in a sentence."""
        return ", ".join(one.called for one in partners)

    def unsure(self, who: str) -> list[Partner]:
        """Give the partners of whom it is not known whether a rule about somebody is about them."""
        return [one for one in self.case.partners if self.case.is_concerned(one, who) is None]


def counted(found: Tally, *, least: int, most: int) -> dict[str, str | int]:
    """Give the words of a count: how many there are, and how many there may be."""
    number = str(found.certain) if found.certain == found.possible else f"{found.certain}-{found.possible}"
    return {"n": number, "least": least, "most": most}


def about(asked: Asked, who: str | None, predicate: Predicate, *, code: str, remedy: str, **words: str | int) -> Answer:
    """Answer whether something holds for each partner whom a rule is about.

    The sentences are `code-yes`, `code-no` and `code-unknown`, the last two with the names.
    """
    case = asked.case
    if not case.knows_partners or not case.partners:
        return Answer(None, (ground("no-partners"),), (ground("say-partners"),))
    answers = [(one, some((opposite(case.is_concerned(one, who)), predicate(one)))) for one in case.partners]
    wrong = [one for one, answer in answers if answer is False]
    open_ = [one for one, answer in answers if answer is None]
    if wrong:
        names = asked.names(wrong)
        return Answer(False, (ground(f"{code}-no", names=names, **words),), (ground(remedy, names=names, **words),))
    if open_:
        names = asked.names(open_)
        return Answer(
            None, (ground(f"{code}-unknown", names=names, **words),), (ground(f"say-{code}", names=names, **words),)
        )
    return Answer(True, (ground(f"{code}-yes", **words),))
