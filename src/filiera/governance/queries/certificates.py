"""Certificates as anybody may check them: what the certificate says, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.language import current_language
from filiera.governance.logic.calendar import months_between
from filiera.governance.logic.certificate_codes import plain_code
from filiera.governance.models import SeniorityCertificate
from filiera.registry.enums import Scheme


@dataclass(frozen=True, slots=True)
class Checked:
    """A certificate as a stranger sees it. One that was revoked says only that, and since when.

    Those issued before they told it have no tax number.
    """

    code: str
    is_valid: bool
    revoked_at: datetime | None = None
    cluster: str = ""
    name: str = ""
    tax_scheme: str = ""
    tax_number: str = ""
    is_example: bool = False
    number: int = 0
    admitted_on: date | None = None
    act: str = ""
    act_on: date | None = None
    days: int = 0
    length: str = ""
    suspended: str = ""
    months: int = 12
    reached_on: date | None = None
    has_reached: bool = False
    article: str = ""
    as_of_on: date | None = None
    issued_at: datetime | None = None
    digest: str = ""

    @property
    def tax_words(self) -> str:
        """Name the number by which the tax office knows the member; empty where none is told."""
        return capfirst(str(Scheme(self.tax_scheme).label)) if self.tax_number else ""


def check_certificate(written: str) -> Checked | None:
    """Give the certificate of a code, however it was written; None where there is none."""
    code = plain_code(written)
    row = SeniorityCertificate.objects.filter(code=code).first() if code else None
    return checked(row) if row is not None else None


def checked(row: SeniorityCertificate) -> Checked:
    """Give what may be told of a certificate."""
    if row.revoked_at is not None:
        return Checked(row.code, False, row.revoked_at)
    said, language = row.content, current_language()
    body = said[f"body_{language}"] if language in ("it", "en") else said["body_it"]
    return Checked(
        code=row.code,
        is_valid=True,
        cluster=said["cluster_en"] if language == "en" else said["cluster_it"],
        name=said["name"],
        tax_scheme=said.get("tax_scheme", ""),
        tax_number=said.get("tax_number", ""),
        is_example=said["is_example"],
        number=said["number"],
        admitted_on=_day(said["admitted_on"]),
        act=", ".join(part for part in (body, said["act"]) if part),
        act_on=_day(said["act_on"]),
        days=said["days"],
        length=length_words(_day(said["admitted_on"]), row.as_of_on, _uncounted(said)),
        suspended=_days_words(said["suspended_days"]),
        months=said["months"],
        reached_on=_day(said["reached_on"]),
        has_reached=said["has_reached"],
        article=said["article"],
        as_of_on=row.as_of_on,
        issued_at=row.issued_at,
        digest=" ".join(said["digest"][n : n + 4] for n in range(0, 16, 4)),
    )


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _uncounted(said: dict[str, Any]) -> int:
    return 0 if said["suspended_counts"] else int(said["suspended_days"])


def _days_words(days: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days} if days else _("none")


def length_words(joined_on: date | None, as_of: date, uncounted: int) -> str:
    """Say a length of membership in years, months and days, without the days that do not count; the first is no day yet."""
    if joined_on is None:
        return ""
    months, days = months_between(joined_on + timedelta(days=uncounted), as_of)
    years, months = divmod(months, 12)
    parts = []
    if years:
        parts.append(ngettext("%(n)s year", "%(n)s years", years) % {"n": years})
    if months:
        parts.append(ngettext("%(n)s month", "%(n)s months", months) % {"n": months})
    if not parts and not days:
        return _("less than a day")
    if days:
        parts.append(ngettext("%(n)s day", "%(n)s days", days) % {"n": days})
    return ", ".join(parts[:-1]) + " " + _("and") + f" {parts[-1]}" if len(parts) > 1 else parts[0]


def certificates_of(member_id: int) -> list[SeniorityCertificate]:
    """Give the certificates of a member, the newest first."""
    return list(SeniorityCertificate.objects.filter(member=member_id).order_by("-issued_at"))
