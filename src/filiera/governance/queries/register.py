"""The members' register as a book: its lines, and whether its chain stands."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from filiera.governance.logic.chain import Break, ChainedAct, broken_at
from filiera.governance.models import Member, RegisterEntry

if TYPE_CHECKING:
    from django.db.models import QuerySet


def content_of(entry: RegisterEntry, member_number: int, corrects: int | None) -> dict[str, Any]:
    """Give what the digest of a line is of; who recorded it is not part of it, and can be erased."""
    resolution = entry.resolution
    return {
        "number": entry.number,
        "member": member_number,
        "event": str(entry.event),
        "effective_on": entry.effective_on.isoformat(),
        "recorded_at": entry.recorded_at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "member_class": entry.member_class,
        "resolution": f"{resolution.body.code} {resolution}" if resolution is not None else "",
        "corrects": corrects,
        "note": entry.note,
    }


def entries_of(member: Member) -> QuerySet[RegisterEntry]:
    """Give the lines of a member, in the order in which they were written."""
    rows = RegisterEntry.objects.filter(member=member).select_related("resolution__body", "corrects", "recorded_by")
    return rows.order_by("number")


def register_broken_at() -> Break | None:
    """Find the first line of the register that does not verify; None when the whole book stands."""
    rows = RegisterEntry.objects.select_related("member", "resolution__body", "corrects").order_by("number")
    return broken_at(
        ChainedAct(
            row.number,
            content_of(row, row.member.number, row.corrects.number if row.corrects else None),
            row.digest,
            row.chain,
        )
        for row in rows.iterator()
    )


def last_link() -> str:
    """Give the link of the last line: whoever notes it down can tell later that nothing before it was changed."""
    row = RegisterEntry.objects.order_by("-number").first()
    return row.chain if row else ""
