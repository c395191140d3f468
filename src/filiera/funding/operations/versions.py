"""Keep the versions of a call: what was new, whether it is an amendment, what was served."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from filiera.common import audit
from filiera.common.digests import sha256_of
from filiera.funding.adapters import call_values, values_digest
from filiera.funding.logic.amendments import Change, changes_of, is_amendment
from filiera.funding.models import Call, CallVersion
from filiera.funding.operations.amendments import tell_later


class Came(StrEnum):
    """What came of a record."""

    NEW = "new"
    CHANGED = "changed"
    AMENDED = "amended"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A call as it was recorded: what came of it, what changed since the version before."""

    call: Call
    came: Came
    changes: tuple[Change, ...] = ()
    version: CallVersion | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """What a version rests on: the record as it was served and its format, the plain text, licence, days."""

    raw: str = ""
    raw_format: str = ""
    text: str = ""
    licence: str = ""
    retrieved_on: date | None = None
    source_changed_on: date | None = None


def last_values(call: Call) -> dict[str, Any] | None:
    """Give the values of the newest version; None where there is none."""
    last = call.versions.order_by("-number").first()
    return None if last is None else last.values


def keep_version(
    *,
    call: Call,
    before: dict[str, Any] | None,
    served: Served,
    now: datetime,
    actor: Any = None,
    note: str = "",
    amends: bool | None = None,
) -> Recorded:
    """Add a version where the call differs from `before`, its values in the newest one; the caller holds the call.

    `amends` says whether it is an amendment of the call or a correction of ours; None leaves it to what changed.
    """
    text = served.text
    values = call_values(call, call.rules.all()) | {
        "text": sha256_of(text)[:16] if text else (before or {}).get("text", "")
    }
    changes = changes_of(before, values) if before is not None else ()
    if before is not None and not changes:
        return Recorded(call, Came.SAME)
    amended = before is not None and (is_amendment(changes) if amends is None else amends)
    version = CallVersion.objects.create(
        call=call,
        number=call.versions.count() + 1,
        is_amendment=amended,
        digest=values_digest(values),
        raw=served.raw,
        raw_format=served.raw_format,
        text=text or _last_text(call),
        values=values,
        changes=[{"field": one.field, "before": one.before, "after": one.after} for one in changes],
        note=note[:400],
        licence=served.licence[:200],
        retrieved_on=served.retrieved_on,
        source_changed_on=served.source_changed_on,
        recorded_at=now,
        recorded_by=actor,
    )
    is_read = not text and not {"title", "summary"} & {one.field for one in changes}
    call.changed_at, call.topics_read_as = now, call.topics_read_as if is_read else ""
    Call.objects.filter(pk=call.pk).update(changed_at=now, topics_read_as=call.topics_read_as)
    came = Came.NEW if before is None else Came.AMENDED if amended else Came.CHANGED
    said = {
        "source": str(call.source),
        "ref": call.ref,
        "version": version.number,
        "fields": [c.field for c in changes],
    }
    audit.record(actor=actor, verb="record-call", thing=call, values=said)
    if amended:
        tell_later(version=version, now=now)
    return Recorded(call, came, changes, version)


def _last_text(call: Call) -> str:
    newest = call.versions.order_by("-number").values_list("text", flat=True).first()
    return newest or ""
