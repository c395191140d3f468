"""All that is held of a person, as a page and as a file."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from filiera.common.in_words import long_date, moment
from filiera.privacy import hooks
from filiera.privacy.enums import Fate

if TYPE_CHECKING:
    from filiera.accounts.models import User
    from filiera.privacy.hooks import Section, Value


def own_sections(user: User) -> list[Section]:
    """Ask every feature what it holds of a person; sections without a row are given too, so that nothing looks hidden."""
    return [section for provider in hooks.personal_data for section in provider(user)]


def own_file(user: User, *, now: datetime) -> dict[str, Any]:
    """Give all of it as JSON takes it: section, title, rows by column. Source: GDPR, arts. 15.3 and 20."""
    return {
        "made_at": now.isoformat(),
        "account": user.pk,
        "sections": {
            section.code: {
                "title": str(section.title),
                "after_erasure": section.fate.value,
                "reason": str(section.why),
                "rows": [
                    {code: _plain(value) for (code, _words), value in zip(section.columns, row, strict=True)}
                    for row in section.rows
                ],
            }
            for section in own_sections(user)
        },
    }


def _plain(value: Value) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def cell_words(value: Value) -> str:
    """Write a cell for people."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return long_date(value)
    return "–" if value is None or value == "" else str(value)


def kept_after_erasure(user: User) -> list[Section]:
    """Give the sections with something in them that an erasure leaves, with or without the name."""
    return [section for section in own_sections(user) if section.fate != Fate.ERASED and section.rows]
