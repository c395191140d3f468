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
            _(
                "Use project, publication, patent, certificate, equipment, product, service, partnership, plant, course "
                "or award."
            ),
        ),
        "bad-date": (_("This is not a date."), _("Write a day, a month or only the year: 14/3/2025, 3/2025, 2025.")),
        "no-such-day": (_("This day does not exist."), _("Write the right day, for instance 14/3/2025.")),
        "ends-before": (_("It ends before it begins."), _("Compare this day with the date of the evidence.")),
        "wrong-vat": (
            _("This is not a valid VAT number."),
            _("Write the right number, or leave it empty and write the organisation's name."),
        ),
        "unknown-visibility": (
            _("This is not a level of visibility."),
            _("Use public, members, organisation or office."),
        ),
        "unknown-certainty": (_("This is not a degree of certainty."), _("Use seen, memory, declared or disputed.")),
        "no-title": (_("The evidence has no title."), _("Fill in a title in Italian or English.")),
        "no-organisation": (_("No organisation is named."), _("Fill in the organisation's id or name.")),
        "twice": (_("This id stands in the file twice."), _("Give each piece of evidence an id of its own.")),
        "columns-differ": (
            _("Two columns of the sheet are the same field and say different things here."),
            _("Keep one of the two columns, or write the same in both."),
        ),
        "no-source": (_("The evidence names no source."), _("Say where it was read: a source name is needed.")),
        **_file_messages(),
        **_open_data_messages(),
        "missing-column": (_("The file lacks this column."), _("Download the template and keep its header.")),
    }


def _file_messages() -> dict[str, tuple[str, str]]:
    return {
        "columns": (_("The row has another number of values than the header."), _("Check quotes and separators.")),
        "unreadable": (_("The row cannot be read."), _("Check quotes and separators, or take the row out.")),
        "quotes": (
            _("The quotes of the row do not match."),
            _("Close the open quote, or double a quote inside a text."),
        ),
        "swallowed": (
            _("A quote left open swallows the rows that follow."),
            _("Close the quote; the rows that follow are read."),
        ),
        "too-long": (_("The row is longer than any real one."), _("Check whether a quote was left open.")),
        "not-json": (_("The record is not valid JSON."), _("Download the file again, or take the record out.")),
        "missing-file": (_("The file is not there."), _("Check the path.")),
        "file-changed": (
            _("The file has changed since the import began."),
            _("Begin a new import with the file as it is now."),
        ),
        "bad-zip": (_("The file is damaged and cannot be opened."), _("Download it again.")),
        "no-workbook": (
            _("The file is no workbook, whatever its name says."),
            _("Save it again as XLSX or CSV from the program in which it was made."),
        ),
        "unsafe-zip": (
            _("The zip holds a path that leads outside it."),
            _("Do not trust this file: ask for it at its source."),
        ),
        "zip-bomb": (
            _("The file swells beyond reason when it is opened."),
            _("Do not trust this file: ask for it at its source."),
        ),
        "locked-zip": (_("The zip is protected by a password."), _("Bring it without a password.")),
        "no-table": (
            _("No table of this format is in the file."),
            _("Check the kind of import: the columns decide, not the names."),
        ),
        "looks-cordis": (_("It looks like CORDIS."), _("Choose CORDIS as what it is.")),
        "looks-openalex": (_("It looks like publications of OpenAlex."), _("Choose OpenAlex as what it is.")),
        "looks-ror": (
            _("It looks like research organisations, of ROR or OpenAlex."),
            _("Choose ROR as what it is."),
        ),
        "members-sheet": (
            _("This looks like a sheet of organisations, not of evidence."),
            _("Bring it in as data of organisations; on the server: filiera sheet FILE."),
        ),
        "too-large": (
            _("The file is larger than the page takes."),
            _("Use the command on the server: filiera evidence import."),
        ),
        "thrown-away": (
            _("Somebody has thrown this file away meanwhile."),
            _("Nothing of it is in: send it again if it is needed."),
        ),
        "begun-already": (_("Some of it is in already."), _("Take the import back instead.")),
        "unknown-region": (_("This region is not known."), _("Write a NUTS code (ITC4) or a name (Lombardia).")),
    }


def _open_data_messages() -> dict[str, tuple[str, str]]:
    return {
        "no-project": (_("The row names no project."), _("Fill in the number of the project, or take the row out.")),
        "bad-project": (_("This is not the number of a project."), _("Check whether the columns have shifted.")),
        "project-unknown": (
            _("The project of these rows is in none of the files."),
            _("Import the table of projects too, together with this one or before it."),
        ),
        "untitled-project": (_("No table gives the title of this project."), _("It is kept with its participants.")),
        "no-participants": (
            _("No table names the participants of this project."),
            _("It is kept, and belongs to nobody until its participants come in."),
        ),
        "nameless-participant": (_("The participant has neither name nor number."), _("It cannot be tied to anybody.")),
        "bad-pic": (_("This is not a participant code (PIC)."), _("The participant is looked for by its other data.")),
        "bad-vat": (_("This is not a valid VAT number."), _("The participant is looked for by its other data.")),
        "untitled-publication": (_("The publication has no title or no id."), _("It is left out.")),
        "no-id": (_("The record has no id of its own."), _("Download the file again from its source.")),
        "not-a-publication": (
            _("This is no publication but a record about one."),
            _("Nothing to do: it proves no work."),
        ),
        "no-institution": (_("The work names no institution."), _("It is kept, and belongs to nobody.")),
        "retracted": (_("The work has been retracted."), _("It is kept, marked, and proves nothing.")),
        "institution-here": (_("This is an institution, not a work."), _("Import the file as institutions (ror).")),
        "no-name": (_("The record has no name."), _("Download the file again from its source.")),
        "in-doubt": (_("The institution may be one of the register."), _("Say whether they are the same.")),
        "doubt-answered": (
            _("It was asked whether the institution is one of the register, and somebody has answered."),
            _("Nothing to do: the next import of the file follows the answer."),
        ),
        "gone": (_("The institution is no longer active."), _("It is not registered; its successor is looked for.")),
        "identifier-taken": (
            _("Another organisation of the register holds this identifier."),
            _("Check whether the two organisations are one, and merge them."),
        ),
    }
