"""Shortlists and answers as files to take away: XLSX with real types, tagged PDF."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from filiera.common.in_words import long_date
from filiera.common.language import current_language
from filiera.common.typeset import typeset
from filiera.common.workbook import Sheet, write_workbook
from filiera.competence.queries.shortlists import questions_of, reserved_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from filiera.competence.queries.shortlists import ShortlistRow

TEMPLATE = Path(__file__).parent / "typst" / "shortlist.typ"


def shortlist_xlsx(rows: list[ShortlistRow], today: date) -> bytes:
    """Write a shortlist as a workbook; text that looks like a formula stays text. What is reserved is said above all."""
    columns, reserved = _columns(), reserved_words(rows)
    about: list[list[object]] = [[_("Date"), today]]
    about += [[_("Question"), one] for one in questions_of(rows)]
    return write_workbook(
        Sheet(
            title=_("Shortlist"),
            heads=[head for head, _width, _value in columns],
            rows=[[value(row) for _head, _width, value in columns] for row in rows],
            widths=[width for _head, width, _value in columns],
            above=[reserved] if reserved else [],
        ),
        Sheet(_("About"), (), about),
    )


def _columns() -> list[tuple[str, int, Callable[[ShortlistRow], str]]]:
    """Give the columns of the workbook: heading, width in characters, value of a row."""
    return [
        (_("Organisation"), 34, lambda row: row.entry.name),
        (_("Example"), 10, lambda row: _("yes") if row.entry.is_example else ""),
        (_("Place"), 20, lambda row: row.entry.town),
        (_("Stage"), 22, lambda row: row.entry.stage),
        (_("Competences"), 48, lambda row: "; ".join(line.label for line in row.entry.chips)),
        (_("Question"), 48, lambda row: row.kept_from),
        (_("Reason"), 70, lambda row: row.reason),
        (_("Proofs"), 70, lambda row: "; ".join(proof.words for proof in row.proofs)),
        (_("Telephone"), 22, lambda row: "; ".join(str(one) for one in row.contact.phones)),
        (_("E-mail"), 34, lambda row: "; ".join(str(one) for one in row.contact.emails)),
        (_("Person"), 40, lambda row: "; ".join(str(one) for one in row.contact.people)),
        (_("Web site"), 40, lambda row: row.website),
        (_("Page"), 48, lambda row: row.address),
    ]


def shortlist_pdf(rows: list[ShortlistRow], today: date) -> bytes:
    """Write a shortlist as a tagged PDF (PDF/UA-1). What people wrote goes in as data, never as markup."""
    return typeset(TEMPLATE, on_paper(rows, today))


def on_paper(rows: list[ShortlistRow], today: date) -> dict[str, object]:
    """Give what the PDF of a shortlist says, as its template takes it."""
    from filiera.common.instance import current_instance

    instance = current_instance()
    questions = questions_of(rows)
    mixed = len({row.question for row in rows}) > 1
    return {
        "lang": current_language(),
        "title": _("Shortlist"),
        "cluster": instance.name,
        "questions": questions,
        "question_label": _("The question") if len(questions) == 1 else _("The questions"),
        "date": long_date(today),
        "reserved": reserved_words(rows),
        "example": _("example"),
        "evidence_label": _("Proofs"),
        "rows": [
            {
                "name": row.entry.name,
                "example": row.entry.is_example,
                "meta": " · ".join(part for part in (row.entry.town, row.entry.stage) if part),
                "question": row.kept_from if mixed else "",
                "reason": row.reason,
                "proofs": [proof.words for proof in row.proofs],
                "contact": " · ".join(part for part in (row.contact.words, row.website) if part),
                "competences": ", ".join(line.label for line in row.entry.chips),
                "address": row.address,
            }
            for row in rows
        ],
        "footer": str(instance.words.footer),
    }
