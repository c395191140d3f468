"""What an amendment turns for the consortia of its call: every rule judged before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from filiera.common.visibility import Audience
from filiera.funding.adapters import clause_of
from filiera.funding.files import places
from filiera.funding.logic import call as written
from filiera.funding.logic.amendments import Change, changes_of
from filiera.funding.logic.judging import judge
from filiera.funding.logic.steps import OPEN_STATES
from filiera.funding.logic.verdicts import Check, Verdict
from filiera.funding.models import Call, CallVersion, Consortium
from filiera.funding.queries.consortia import consortia_open_to
from filiera.funding.queries.judged import common_audience, grounds_told, partners_in, written_consortium
from filiera.funding.wording_rules import rule_label

if TYPE_CHECKING:
    from filiera.funding.logic.judging import Judgement

MOVED = frozenset({"opens", "closes", "cutoffs", "called_off_on", "until_spent", "tz"})
"""Fields that say when a call takes applications."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """An amendment as it came, of one version or of several of one moment: the values before and after, what differs."""

    call: Call
    version: CallVersion
    first: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    changes: tuple[Change, ...]

    @property
    def moves_dates(self) -> bool:
        """Tell whether it says otherwise when applications are taken."""
        return any(one.field in MOVED for one in self.changes)


@dataclass(frozen=True, slots=True)
class Turn:
    """A rule that turned for a consortium: its verdict before and its check after; None is a rule that was not there.

    It is said in the language that is active when it is read.
    """

    rule: str
    before: Verdict | None
    check: Check | None

    @property
    def label(self) -> str:
        """Say what the rule is called."""
        return rule_label(self.rule)

    @property
    def after(self) -> Verdict | None:
        """Give its verdict now."""
        return None if self.check is None else self.check.verdict

    @property
    def reason(self) -> str:
        """Say why; empty where the reason has the figures of one organisation, which are not for all."""
        return "" if self.check is None else grounds_told(self.check, with_figures=False)[0]

    @property
    def remedy(self) -> str:
        """Say what would change it; empty where it is met."""
        if self.check is None or self.after == Verdict.PASS:
            return ""
        return grounds_told(self.check, with_figures=False)[1]


@dataclass(frozen=True, slots=True)
class TouchedDraft:
    """A consortium that an amendment touches: the rules that turned, none where only its dates move."""

    consortium: Consortium
    turns: tuple[Turn, ...]


def amendment_of(version: CallVersion) -> Amendment | None:
    """Give the amendment that a version belongs to, with the others of its moment; None of the first version of a call."""
    together = CallVersion.objects.filter(
        call=version.call_id, recorded_at=version.recorded_at, is_amendment=True
    ).order_by("number")
    numbers = list(together.values_list("number", flat=True))
    if not numbers or numbers[0] < 2:
        return None
    rows = CallVersion.objects.filter(call=version.call_id, number__in=[numbers[0] - 1, numbers[-1]])
    found = {row.number: row for row in rows.defer("raw", "text").select_related("call")}
    last, before = found.get(numbers[-1]), found.get(numbers[0] - 1)
    if last is None or before is None:
        return None
    changes = changes_of(before.values, last.values)
    return Amendment(last.call, last, numbers[0], before.values, last.values, changes)


def last_amendment(call: Call) -> Amendment | None:
    """Give the last amendment of a call."""
    version = call.versions.filter(is_amendment=True).order_by("-number").defer("raw", "text", "values").first()
    return None if version is None else amendment_of(version)


def touched_drafts(amendment: Amendment, consortia: Iterable[Consortium], *, now: datetime) -> tuple[TouchedDraft, ...]:
    """Judge consortia by the call as it was and as it is; give those of which a rule turned or whose dates move.

    What comes of it is written to all within, and rests on what they may know together.
    """
    clauses = {rule.name: clause_of(rule) for rule in amendment.call.rules.all()}
    calls = [_written(amendment.call, values, clauses) for values in (amendment.before, amendment.after)]
    found = []
    for consortium in consortia:
        known = common_audience(consortium)
        said = written_consortium(consortium, partners_in(consortium), now=now, audience=known)
        before, after = (judge(one, said, places()) for one in calls)
        turns = turns_of(before, after)
        if turns or amendment.moves_dates:
            found.append(TouchedDraft(consortium, turns))
    return tuple(found)


def open_drafts(call: Call, *, audience: Audience | None = None) -> list[Consortium]:
    """Give the consortia of a call that are still open, of those that an audience sees whole; all of them without one."""
    rows = Consortium.objects.all() if audience is None else consortia_open_to(audience)
    open_rows = rows.filter(call=call, state__in=OPEN_STATES).select_related("call")
    return list(open_rows.prefetch_related("partners__organisation").order_by("pk"))


def turns_of(before: Judgement, after: Judgement) -> tuple[Turn, ...]:
    """Give how rules turned: one that comes and is met, or goes and was met, turns nothing.

    Both judgements are of one consortium, so that whatever differs is the amendment's doing: a rate that changes turns the
    rules on grants as well.
    """
    old = {one.rule: one for one in before.checks}
    new = {one.rule: one for one in after.checks}
    return tuple(
        Turn(rule, old[rule].verdict if rule in old else None, new.get(rule))
        for rule in sorted({*old, *new})
        if _passes(old.get(rule)) != _passes(new.get(rule))
    )


def _passes(check: Check | None) -> Verdict:
    return Verdict.PASS if check is None else check.verdict


def _written(call: Call, values: Mapping[str, Any], clauses: Mapping[str, str]) -> written.Call:
    """Give a call as the judge takes it, by the values of one of its versions."""
    window = {name: values.get(name) for name in ("opens", "closes", "cutoffs") if values.get(name)}
    if values.get("until_spent"):
        window["or"] = "funds_exhausted"
    rules = values.get("rules") or {}
    said = {name: clause for name, clause in clauses.items() if clause and name in rules}
    tz = values.get("tz") or call.tz
    return written.Call.model_validate(
        {
            "id": call.code,
            "title": str(call),
            "aid": values.get("aid") or "",
            "tz": tz,
            "window": {**window, "tz": tz},
            "rules": dict(rules),
            "clauses": said,
        }
    )
