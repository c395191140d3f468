"""What an importer, a form or a reader of texts gives of a call, before it is stored: values with where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from filiera.funding.enums import CallLevel, CallSource, Procedure, SourceStatus

if TYPE_CHECKING:
    from filiera.funding.files import FileFault

Moment = date | datetime
"""A day, where the hour is not said, or a moment; one without a zone is of the zone of the call."""


@dataclass(frozen=True, slots=True)
class WindowDraft:
    """From when until when applications are taken. `said` is the sentence of the source, as it stands there.

    `tz` is a name of the IANA list. `until_spent`: it may close before, when the money is spent. `status` is what the
    source itself says, which may know that a call is closed that has no date. `closes_assumed`: the day is the source's, the
    hour is the usual one of this source.
    """

    opens: Moment | None = None
    closes: Moment | None = None
    cutoffs: tuple[Moment, ...] = ()
    tz: str = "Europe/Rome"
    until_spent: bool = False
    said: str = ""
    status: SourceStatus | None = None
    closes_assumed: bool = False


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """One rule, by its name in `logic.call.Rules`, with the value as `CALL.yaml` writes it, and the clause that asks for it.

    `clause` is the sentence, `article` where it stands. `sure` is False where a person should look first.
    """

    name: str
    value: Any
    clause: str = ""
    article: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class CallDraft:
    """A call as a source gives it. (`source`, `ref`) is its identity; what is empty or None the source does not say.

    Amounts in euro. `text` is plain, a line for each paragraph or item of a list. `raw` is the record as it was served,
    `raw_format` its format (`json`, `csv`, `text`). `retrieved_on` is the day of the file or of the answer.
    `title_other` and `summary_other` are in the other of the two languages, where somebody wrote both.
    """

    source: CallSource
    ref: str
    language: str
    title: str
    window: WindowDraft = field(default_factory=WindowDraft)
    summary: str = ""
    text: str = ""
    programme: str = ""
    call_identifier: str = ""
    call_title: str = ""
    level: CallLevel = CallLevel.OTHER
    procedure: Procedure | None = None
    aid: str = ""
    granted_by: str = ""
    types_of_action: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    support_forms: tuple[str, ...] = ()
    url: str = ""
    budget_eur: Decimal | None = None
    grant_min_eur: Decimal | None = None
    grant_max_eur: Decimal | None = None
    expected_grants: int | None = None
    rules: tuple[RuleDraft, ...] = ()
    title_other: str = ""
    summary_other: str = ""
    licence: str = ""
    retrieved_on: date | None = None
    source_changed_on: date | None = None
    raw: str = ""
    raw_format: str = ""
    also: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class CallFault:
    """What could not be read of a record: code of the wording, file, line or number of the record, field, value.

    `is_fatal`: the record is left out; else it is taken without the field. `written` is the fault as a file of ours has it.
    """

    code: str
    file: str
    at: int
    field: str = ""
    value: str = ""
    is_fatal: bool = True
    written: FileFault | None = None
