"""By which act minutes were approved, as pages say it; the act itself keeps its words in Italian."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from filiera.common.in_words import long_date, moment
from filiera.common.language import current_language
from filiera.governance.logic import approvals

if TYPE_CHECKING:
    from filiera.governance.models import Minutes

MONTHS = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre",
    "dicembre",
)  # fmt: skip
_DAY = re.compile(rf"(?P<day>\d{{1,2}})º? (?P<month>{'|'.join(MONTHS)}) (?P<year>\d{{4}})")


def approval_words(minutes: Minutes) -> str:
    """Say how minutes were approved in the language in force; what is not known stays as the act has it."""
    how = minutes.approved_how
    if not how or current_language() == "it":
        return how
    if how == approvals.AT_END:
        return _("read and approved at the end of the meeting")
    if how.startswith(approvals.LATER) and (on := _day(how)) is not None:
        return _("read and approved in the meeting of %(day)s") % {"day": long_date(on)}
    if how.startswith(approvals.BY_TERM) and minutes.checked_until_at is not None:
        until = {"day": moment(minutes.checked_until_at)}
        if how.endswith(approvals.NOBODY_ASKED):
            return _("the days to ask for changes were over on %(day)s: nobody asked for any") % until
        return _("the days to ask for changes were over on %(day)s: each request was answered") % until
    return how


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    if found is None:
        return None
    return date(int(found["year"]), MONTHS.index(found["month"]) + 1, int(found["day"]))
