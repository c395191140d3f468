"""What is wrong with a row of a file, said with its place, value and remedy in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of one value: `code` is translated by `message` and `remedy` at the moment of showing."""

    code: str
    column: str = ""
    value: str = ""
    line: int | None = None
    file: str = ""
    sheet: str = ""

    @property
    def message(self) -> str:
        """Say what is wrong, in the active language."""
        return _messages().get(self.code, (self.code, ""))[0]

    @property
    def remedy(self) -> str:
        """Say what to do about it, in the active language."""
        return _messages().get(self.code, ("", ""))[1]


def _messages() -> dict[str, tuple[str, str]]:
    return {
        "missing": (_("This value is needed."), _("Fill it in, or take the row out.")),
        "unknown-kind": (
            _("This is not a kind of evidence."),
            _("Use project, publication, patent, certificate, equipment, product, service, partnership, plant, course or award."),
        ),
        "bad-date": (_("This is not a date."), _("Write year-month-day, year-month or only the year.")),
        "no-such-day": (_("This day does not exist."), _("Write the right day: year-month-day.")),
        "unknown-visibility": (
            _("This is not a level of visibility."),
            _("Use public, members, organisation or office."),
        ),
        "unknown-certainty": (_("This is not a degree of certainty."), _("Use seen, memory, declared or disputed.")),
        "no-title": (_("The evidence has no title."), _("Fill in a title in Italian or English.")),
        "no-organisation": (_("No organisation is named."), _("Fill in the organisation's id or name.")),
        "twice": (_("This id stands in the file twice."), _("Give each piece of evidence an id of its own.")),
        "no-source": (_("The evidence names no source."), _("Say where it was read: a source name is needed.")),
        "columns": (_("The row has another number of values than the header."), _("Check quotes and separators.")),
        "unreadable": (_("The row cannot be read."), _("Check quotes and separators, or take the row out.")),
        "missing-column": (_("The file lacks this column."), _("Download the template and keep its header.")),
    }
