"""The links by which solvers and requesters answer from their mail: made, and closed where the question falls away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filiera.accounts.operations_letters import forget_held
from filiera.accounts.operations_links import revoke_links
from filiera.exchange.enums import TO_ASK, TO_MEET, TO_REMIND
from filiera.exchange.models import Match
from filiera.exchange.operations.needs import hold_match

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.accounts.models import AnswerLink

ASK = "need-ask"
"""The kind of question: is this need one for you?"""

PROBLEM = "need-problem"
"""The kind of question: now that you read the problem, is it one for you? Only whoever has just accepted gets such a link."""

AGAIN = "need-again"
"""The kind of question to an address that accepted the conditions: accept them again to read, or answer."""

SOLVER = "need-solver"
"""The kind of question to whoever asks: would you meet this solver?"""

ASKING = (ASK, PROBLEM, AGAIN)
"""The kinds of links by which a solver answers a request."""

CORRECT = "need-correct"
"""The kind of question to whoever refused: what of your page is not yours?"""

CONTENT = "need-content"
"""The kind of question to either side: how content are you?"""

EVIDENCE = "need-evidence"
"""The kind of question to one side, once the other agrees: may what you did together be evidence of both?"""

NAMED = "need-named"
"""The kind of link by which a solver that was introduced reads the request and its papers again."""


HELD_AS = {ASK: (TO_ASK, TO_REMIND), SOLVER: (TO_MEET,)}
"""The letters by which a question is held."""


def hold_asked(link: AnswerLink) -> None:
    """Hold what a link asks about: its need and match, before the link, as whoever closes it does."""
    row = Match.objects.select_related("need").filter(pk=link.arguments.get("match")).first()
    if row is not None:
        hold_match(row)


def close_questions(
    match: Match, *, now: datetime, actor: Any = None, kinds: tuple[str, ...] = (*ASKING, SOLVER, CORRECT)
) -> None:
    """Let the open links of a match answer nothing any more, and say no more what waits for the next letter about it."""
    for kind in kinds:
        revoke_links(kind=kind, arguments={"match": match.pk}, now=now, actor=actor)
        forget_held(kinds=HELD_AS.get(kind, ()), arguments={"match": match.pk})
