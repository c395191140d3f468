"""Which change of a level shows a thing to more people: asked of the rule itself, with a witness of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from filiera.common.visibility import Audience, Role

OWNER = -1
"""The owner's id among the witnesses, whichever organisation it is."""

ROLES = (Role.VISITOR, Role.MEMBER, Role.OFFICE)


@dataclass(frozen=True, slots=True)
class Standing:
    """For whom a document is: the level of its title, that of its file, and the circle that they name."""

    visibility: str
    content_visibility: str
    circle_id: int | None = None


def is_wider(before: Standing, after: Standing) -> bool:
    """Tell whether anybody may see after a change what that person could not see before: title or file.

    This is the whole rule of consent. What narrows holds at once, whoever asks for it. What widens is the owner's to allow:
    its delegates do it directly, and what the office proposes for a paper of others waits for one of them. The cluster's
    own papers, those of the board among them, the office widens itself and says why.
    """
    return any(
        _opens(who, after, name) and not _opens(who, before, name)
        for who in _witnesses(before.circle_id, after.circle_id)
        for name in ("visibility", "content_visibility")
    )


def _opens(who: Audience, standing: Standing, name: str) -> bool:
    title = who.may_see(standing.visibility, (OWNER,), standing.circle_id)
    return title and who.may_see(getattr(standing, name), (OWNER,), standing.circle_id)


def _witnesses(*circles: int | None) -> Iterator[Audience]:
    """Give an audience for every set of rights that could matter: some things open only to whoever has two of them."""
    named = [one for one in set(circles) if one is not None]
    some = [frozenset(part) for number in range(len(named) + 1) for part in combinations(named, number)]
    owners = (frozenset[int](), frozenset({OWNER}))
    for role, on_board, own, stands, signed in product(ROLES, (False, True), owners, some, some):
        yield Audience(role, own, circle_ids=stands, signed_ids=signed, on_board=on_board)
