"""The members' register as a book to be read: each line a row of a table, on paper and as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.in_words import long_date
from filiera.common.instance import current_instance
from filiera.common.language import current_language
from filiera.common.workbook import Sheet, write_workbook
from filiera.governance.exports_members import register_paper
from filiera.governance.models import RegisterEntry
from filiera.governance.queries.statutes import charter_on

if TYPE_CHECKING:
    from filiera.governance.logic.charter import Charter

WIDTHS = [1.1, 2.2, 1.2, 4.4, 2.6, 2.4, 4.4, 1.9]
"""How wide the columns are on paper, against one another."""

DIGEST_SHOWN = 12
"""Digits of a digest on paper; the workbook and the JSON have all of them."""


def book_lines() -> list[RegisterEntry]:
    """Give the lines of the register in order, with what their rows say: one query."""
    lines = RegisterEntry.objects.select_related("member__organisation", "resolution__body", "corrects")
    return list(lines.order_by("number"))


def book_heads() -> list[str]:
    """Give the headings of the members' book."""
    return [
        _("No."),
        _("Date"),
        _("Member no."),
        _("Member"),
        _("What happened"),
        _("Class"),
        _("Act and note"),
        _("Digest"),
    ]


def _act_and_note(line: RegisterEntry, language: str) -> str:
    parts = []
    if line.resolution is not None:
        body = line.resolution.body
        named = {"number": line.resolution, "body": body.name_en if language == "en" else body.name_it}
        parts.append(_("resolution %(number)s, %(body)s") % named)
    if line.corrects is not None:
        parts.append(_("corrects line no. %(number)s") % {"number": line.corrects.number})
    return " · ".join([*parts, *([line.note] if line.note else [])])


def _texts(line: RegisterEntry, charter: Charter, language: str) -> tuple[str, str, str, str]:
    mark = " (" + _("example") + ")" if line.member.is_example else ""
    class_name = charter.class_name(line.member_class, language) if line.member_class else ""
    name = f"{line.member.organisation.name}{mark}"
    return name, str(line.get_event_display()), class_name, _act_and_note(line, language)


def members_book_pdf() -> bytes:
    """Write the members' book as a tagged PDF (PDF/UA-1)."""
    lines, charter, language = book_lines(), charter_on(timezone.localdate()), current_language()
    rows = []
    for line in lines:
        name, event, class_name, act = _texts(line, charter, language)
        number, day = str(line.number), long_date(line.effective_on)
        rows.append([number, day, str(line.member.number), name, event, class_name, act, line.digest[:DIGEST_SHOWN]])
    return register_paper(
        title=_("Members' book"),
        sentence=ngettext("%(n)s line, as of %(day)s.", "%(n)s lines, as of %(day)s.", len(lines))
        % {"n": len(lines), "day": long_date(timezone.localdate())},
        heads=book_heads(),
        rows=rows,
        widths=WIDTHS,
        last_link=lines[-1].chain if lines else "",
    )


def members_book_xlsx() -> bytes:
    """Write the members' book as a workbook, with real days and numbers; text stays text."""
    charter, language = charter_on(timezone.localdate()), current_language()
    heads = [*book_heads(), _("Written in the book"), _("Link of the chain")]
    rows = [
        [
            line.number,
            line.effective_on,
            line.member.number,
            *_texts(line, charter, language),
            line.digest,
            line.recorded_at,
            line.chain,
        ]
        for line in book_lines()
    ]
    about: list[list[object]] = [[str(current_instance().identity.official_name)], [_("Date"), timezone.localdate()]]
    return write_workbook(
        Sheet(_("Members' book"), heads, rows, (8, 14, 10, 44, 22, 26, 44, 66, 18, 66)), Sheet(_("About"), (), about)
    )
