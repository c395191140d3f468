"""One filter for the list of calls, its feeds, its calendar, the saved searches and the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from filiera.common.criteria import Criteria
from filiera.common.folding import fold
from filiera.funding.enums import CallLevel
from filiera.funding.logic.standing import Standing
from filiera.funding.models import Call, CallTopic
from filiera.funding.queries.standing import standing_condition, with_until

if TYPE_CHECKING:
    from django.http import QueryDict

    from filiera.common.visibility import Audience

LIVE = (Standing.OPEN.value, Standing.FORTHCOMING.value, Standing.UNKNOWN.value)
"""What a list shows where nobody asks for anything else: all that is not over."""

WITHIN_DAYS = (15, 30, 60, 90, 180)


@dataclass(frozen=True, slots=True)
class CallFilter(Criteria):
    """What somebody looks for among the calls, as read from an address; empty means all that is not over.

    `within` is a number of days until the next closing, 0 for any; `stage` and `competence` are codes of the taxonomy.
    """

    q: str = ""
    standing: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    programme: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    competence: str = ""
    within: int = 0

    @classmethod
    def from_query(cls, query: QueryDict) -> CallFilter:
        """Read a query string. What is not understood is left out: an old link still opens."""

        def known(name: str, allowed: Any) -> tuple[str, ...]:
            return tuple(value for value in dict.fromkeys(query.getlist(name)) if value in allowed)

        days = query.get("within", "")
        return cls(
            q=query.get("q", "").strip()[:200],
            standing=known("standing", set(Standing)),
            level=known("level", set(CallLevel.values)),
            programme=tuple(dict.fromkeys(value[:160] for value in query.getlist("programme") if value)),
            stage=tuple(dict.fromkeys(value[:60] for value in query.getlist("stage") if value)),
            competence=query.get("competence", "")[:20],
            within=min(int(days), 3660) if days.isdecimal() and len(days) < 6 else 0,
        )

    def calls(self, *, audience: Audience, now: datetime, leave_out: str = "") -> QuerySet[Call]:
        """Give the calls that the audience may see and that are asked for, with `until`, but for one criterion left out."""
        rows = with_until(Call.objects.visible_to(audience), now)
        conditions = {
            "q": self._words(),
            "standing": self._standing(now),
            "level": Q(level__in=self.level) if self.level else Q(),
            "programme": Q(programme__in=self.programme) if self.programme else Q(),
            "stage": self._topics(),
            "within": Q(until__lte=now + timedelta(days=self.within)) if self.within else Q(),
        }
        for name, condition in conditions.items():
            if name != leave_out:
                rows = rows.filter(condition)
        return rows

    def _words(self) -> Q:
        found = Q()
        for word in fold(self.q).split():
            found &= Q(search_text__contains=word)
        return found

    def _standing(self, now: datetime) -> Q:
        found = Q(pk__in=[])
        for one in self.standing or LIVE:
            found |= standing_condition(Standing(one), now)
        return found

    def _topics(self) -> Q:
        if not self.stage and not self.competence:
            return Q()
        asked = CallTopic.objects.filter(is_refused=False)
        if self.stage:
            asked = asked.filter(competence__stage__in=self.stage)
        if self.competence:
            asked = asked.filter(Q(competence=self.competence) | Q(competence__parent=self.competence))
        return Q(pk__in=asked.values("call"))
