"""The page of a call: where it stands, what it asks with the clause beside, what changed, where the text comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from filiera.common.language import language_of, localised
from filiera.funding.enums import CallSource
from filiera.funding.logic.amendments import Change
from filiera.funding.models import Call, CallRule, CallVersion
from filiera.funding.queries.calls import CallLine, lines_of
from filiera.funding.wording_changes import change_in_words
from filiera.funding.wording_rules import rule_in_words, rule_label

_DATES_ALONE = re.compile(r"^[0-9T\s:;,.+/Z-]*$")


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as the page says it: what it asks, its clause and where that stands, who says so, what the source says instead."""

    name: str
    asks: str
    label: str
    clause: str
    article: str
    origin: str
    is_office: bool
    is_sure: bool
    instead: str
    value: Any


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a call: its number, its day, whether it is an amendment, what changed in words."""

    number: int
    on: date
    is_amendment: bool
    changes: tuple[str, ...]
    note: str
    has_raw: bool


@dataclass(frozen=True, slots=True)
class CallPage:
    """All that the page of a call says by itself; title and summary may be in another language than `language`, the call's."""

    call: Call
    line: CallLine
    title: str
    summary: str
    text: str
    language: str
    title_language: str
    summary_language: str
    rules: tuple[RuleLine, ...]
    versions: tuple[VersionLine, ...]
    source: str
    licence: str
    rounds: tuple[datetime, ...]

    @property
    def with_clause(self) -> int:
        """Count the rules that bear the clause which asks for them."""
        return sum(bool(one.clause or one.article) for one in self.rules)

    @property
    def said(self) -> str:
        """Give what the source says of its dates, where it says more than the dates."""
        return "" if _DATES_ALONE.match(self.call.said) else self.call.said

    @property
    def amendment(self) -> VersionLine | None:
        """Give the last amendment, where there is one."""
        return next((one for one in self.versions if one.is_amendment), None)

    @property
    def number(self) -> int:
        """Give the number of the version that counts."""
        return self.versions[0].number if self.versions else 0


def call_page(call: Call, *, now: datetime) -> CallPage:
    """Read what the page of a call says: five queries."""
    versions = list(call.versions.order_by("-number").defer("raw"))
    newest = versions[0] if versions else None
    rules = [rule for rule in call.rules.order_by("pk") if not rule.is_dropped]
    return CallPage(
        call=call,
        line=lines_of([call], now=now)[0],
        title=localised(call, "title"),
        summary=localised(call, "summary"),
        text=newest.text if newest else "",
        language=call.language,
        title_language=language_of(call, "title"),
        summary_language=language_of(call, "summary"),
        rules=tuple(rule_line(one) for one in rules),
        versions=tuple(_version(one) for one in versions),
        source=str(CallSource(call.source).label),
        licence=newest.licence if newest else "",
        rounds=tuple(call.cutoffs.order_by("at").values_list("at", flat=True)),
    )


def rule_line(rule: CallRule) -> RuleLine:
    """Give a rule as pages say it."""
    return RuleLine(
        name=rule.name,
        asks=rule_in_words(rule.name, rule.value),
        label=rule_label(rule.name),
        clause=rule.clause,
        article=rule.article,
        origin=str(CallRule.Origin(rule.origin).label),
        is_office=rule.origin == CallRule.Origin.OFFICE,
        is_sure=rule.is_sure,
        instead="" if rule.source_value is None else rule_in_words(rule.name, rule.source_value),
        value=rule.value,
    )


def _version(version: CallVersion) -> VersionLine:
    changes = [Change(one["field"], one["before"], one["after"]) for one in version.changes]
    return VersionLine(
        number=version.number,
        on=version.source_changed_on or version.retrieved_on or timezone.localdate(version.recorded_at),
        is_amendment=version.is_amendment,
        changes=tuple(said for one in changes if (said := change_in_words(one))),
        note=version.note,
        has_raw=bool(version.raw_format),
    )


def raw_of(call: Call, number: int) -> CallVersion | None:
    """Find a version of a call by its number."""
    return call.versions.filter(number=number).first()
