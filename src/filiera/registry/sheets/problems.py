"""What is wrong with a file, a row or a value, kept as a code and said in the reader's language at the moment of showing."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from filiera.common.in_words import shortened

ERROR, CELL, WARNING = "error", "cell", "warning"
UNKNOWN_TOWN = "unknown-town"
"""How the codes begin of a town that comes in as text, without its place on the map."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of one value. `column` is the index in the sheet, `choices` what may be written instead.

    An error keeps the row out until it is mended; `cell` keeps only the value out; a warning keeps the value as text, or
    leaves it aside.
    """

    code: str
    level: str = ERROR
    column: int | None = None
    value: str = ""
    choices: tuple[str, ...] = ()
    params: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Give the problem as it is stored with its row."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Problem:
        """Read a stored problem back."""
        return cls(**{**stored, "choices": tuple(stored["choices"])})

    @property
    def message(self) -> str:
        """Say what is wrong, in the active language."""
        return _said(_words()[self.code][0], self)

    @property
    def remedy(self) -> str:
        """Say how to put it right, in the active language."""
        return _said(_words()[self.code][1], self)


class SheetError(Exception):
    """Raised for a file that cannot be read as a sheet: `message` says what is wrong, `remedy` what to do."""

    def __init__(self, code: str, **params: object) -> None:
        """Keep the code and what the words need."""
        super().__init__(code)
        self.code, self.params = code, {key: str(value) for key, value in params.items()}

    @property
    def message(self) -> str:
        """Say what is wrong, in the active language."""
        return _file_words()[self.code][0] % self.params

    @property
    def remedy(self) -> str:
        """Say what to do, in the active language."""
        return _file_words()[self.code][1] % self.params

    def __str__(self) -> str:
        """Say both."""
        return f"{self.message} {self.remedy}"


def _said(words: str, problem: Problem) -> str:
    listed = _(" or ").join(problem.choices)
    params = {name: shortened(value) for name, value in problem.params.items()}
    return words % {"value": shortened(problem.value), "choices": listed, **params}


def _words() -> dict[str, tuple[str, str]]:
    return {
        **_row_words(),
        **_identifier_words(),
        **_number_words(),
        **_place_words(),
        **_list_words(),
        **_soft_words(),
    }


def _row_words() -> dict[str, tuple[str, str]]:
    return {
        "no-name": (_("The row names nobody."), _("Write the organisation's name, or take the row out.")),
        "name-too-long": (_("The name is longer than 200 characters."), _("Shorten it; the rest may go in a note.")),
        "not-a-name": (_("This is not a name."), _("Write the organisation's name, or take the row out.")),
        "too-many-cells": (
            _("The row has more values than the header has columns."),
            _("Perhaps a separator stands inside a value: put the value between quotes."),
        ),
        "formula-error": (_("The formula gives an error."), _("Put the formula right, or write the value.")),
        "formula-without-value": (
            _("The file holds the formula, not its value."),
            _("Open the file in the spreadsheet program and save it again, or write the value."),
        ),
        "vat-of-another": (
            _("This VAT number belongs to %(owner)s, and you said that they are two."),
            _("Write the right number, or leave it empty."),
        ),
        "too-long": (_("The text is longer than 600 characters."), _("The first 600 come in; the row keeps them all.")),
    }


def _identifier_words() -> dict[str, tuple[str, str]]:
    return {
        "checksum": (_("The check digit does not add up."), _("Read the number again, or leave it empty.")),
        "checksum-known": (_("The check digit does not add up."), _("Perhaps %(choices)s, as in the register.")),
        "length": (_("The number has too many or too few digits."), _("An Italian VAT number has 11 digits.")),
        "format": (_("There are characters that such a number cannot have."), _("Write only the number.")),
        "too-many-zeros": (
            _("No VAT number begins with so many zeros."),
            _("Read the number again, or leave it empty."),
        ),
        "component": (_("A part of the code cannot be."), _("Read the code again, or leave it empty.")),
        "country": (_("No VAT number of the Union begins like this."), _("Put the two letters of the country first.")),
        "bad-ror": (_("This is not a ROR identifier."), _("Write it as https://ror.org/ and nine characters.")),
        "bad-pic": (_("This is not a PIC."), _("A PIC has 9 digits.")),
    }


def _number_words() -> dict[str, tuple[str, str]]:
    return {
        "interval": (
            _("A number is needed, this is an interval."),
            _("Write %(choices)s and keep the rest in a note, or leave it empty."),
        ),
        "not-number": (_("A number is needed."), _("Write it in figures, or leave it empty.")),
        "negative": (_("A number below zero cannot be."), _("Read it again, or leave it empty.")),
        "too-large": (_("The number is too large to be true."), _("Read it again, or leave it empty.")),
        "not-year": (_("This is not a year."), _("Write four figures, for instance 1998.")),
        "year-to-come": (_("This year is still to come."), _("Write the year of the foundation, or leave it empty.")),
        "member-long-ago": (
            _("No membership goes back to before %(year)s."),
            _("Write the right date, day/month/year, or leave it empty."),
        ),
        "member-before-founded": (
            _("The membership would be older than the organisation, founded in %(year)s."),
            _("Put the date right, or the year of foundation, or leave it empty."),
        ),
        "not-date": (_("This is not a whole date."), _("Write day/month/year, for instance 15/12/2025.")),
        "no-such-day": (_("This day does not exist."), _("Write the right date: day/month/year.")),
    }


def _place_words() -> dict[str, tuple[str, str]]:
    return {
        "many-towns": (_("Several municipalities are called so."), _("Choose %(choices)s.")),
        "unknown-province": (_("No province is called so."), _("Write its two letters, for instance CR.")),
        "unknown-country": (_("No country is called so."), _("Write its two letters, for instance IT.")),
        "other-province": (
            _("%(value)s is not in that province."),
            _("Put the municipality or the province right: it may be %(choices)s."),
        ),
    }


def _list_words() -> dict[str, tuple[str, str]]:
    return {
        "unknown-kind": (
            _("This is not a kind of organisation."),
            _("Write company, university, research body, ITS, association, public body or network."),
        ),
        "unknown-size": (_("This is not a size."), _("Write micro, small, medium or large.")),
        "not-yes-no": (_("This says neither yes nor no."), _("Write yes or no, or leave it empty.")),
        "bad-mail": (_("This is not an e-mail address."), _("Write it as name@site.it, or leave it empty.")),
        "bad-site": (_("This is not a web address."), _("Write it as www.name.it, or leave it empty.")),
        "bad-phone": (_("This is not a telephone number."), _("Write the number, or leave it empty.")),
        "no-such-ateco": (
            _("No edition of ATECO has this code."),
            _("Look the code up in the company's certificate, or leave it empty."),
        ),
        "bad-ateco": (_("This is not an ATECO code."), _("Write it as 20.42, or 2025:20.42 with its edition.")),
    }


def _soft_words() -> dict[str, tuple[str, str]]:
    return {
        "about": (_("This is not an exact number."), _("It comes in as it is written, not as a number.")),
        "read-as": (_("Read as %(read)s."), _("If it is wrong, write it in figures.")),
        "not-known": (_("The value says that it is not known."), _("It is left empty.")),
        "unknown-town": (
            _("No municipality is called so."),
            _("It comes in as it is written, without a place on the map."),
        ),
        "unknown-town-near": (
            _("No municipality is called so."),
            _("Perhaps %(choices)s; if not, it comes in as written."),
        ),
        "unknown-stage": (_("No stage of the chain is called so."), _("It comes in as it is written.")),
        "personal-code": (
            _("This is the tax code of a person."),
            _("It stays in the file and does not enter the register."),
        ),
        "ateco-edition": (
            _("The edition of the code is not said."),
            _("It comes in as it is written; write 2025:20.42 to give the edition."),
        ),
    }


def _file_words() -> dict[str, tuple[str, str]]:
    return {
        "too-big": (
            _("The file is larger than %(limit)s MB."),
            _("Split it, or take out pictures and sheets that are not needed."),
        ),
        "too-many-rows": (
            _("Sheet “%(sheet)s” has more than %(limit)s rows."),
            _("Split it into files of at most %(limit)s rows."),
        ),
        "too-wide": (
            _("Sheet “%(sheet)s”, line %(line)s has more than %(limit)s columns."),
            _("Take out the columns that are not needed."),
        ),
        "no-rows": (_("There is no row to read."), _("Choose a file with a header and at least one row.")),
        "no-such-sheet": (_("The file has no sheet “%(sheet)s”."), _("Its sheets are: %(sheets)s.")),
        "old-excel": (
            _("This is an old Excel workbook (.xls), or one locked by a password."),
            _("Open it, save it as .xlsx without a password, and bring that in."),
        ),
        "open-document": (
            _("This is an OpenDocument sheet (.ods)."),
            _("Open it, save it as .xlsx or .csv, and bring that in."),
        ),
        "wrong-type": (
            _("“%(name)s” is neither an XLSX workbook nor a CSV text."),
            _("Save the sheet as .xlsx or .csv and bring that in."),
        ),
        "web-page": (
            _("“%(name)s” is a web page or XML inside, not a workbook."),
            _("Open it in the spreadsheet program, save it as .xlsx, and bring that in."),
        ),
        "not-a-workbook": (
            _("“%(name)s” is called a workbook, but inside it is plain text."),
            _("If it is a CSV text, call it .csv; else open it in the spreadsheet program and save it as .xlsx."),
        ),
        "corrupt": (
            _("The workbook is damaged: %(part)s cannot be read."),
            _("Open it in the spreadsheet program, save it again, and bring that in."),
        ),
        "bomb": (
            _("Unpacked, the workbook would fill %(size)s MB: we do not open it."),
            _("Copy the rows into a new workbook and bring that in."),
        ),
        "long-cell": (
            _("A value at line %(line)s is longer than a cell can be."),
            _("Perhaps a quotation mark is never closed: look at that line."),
        ),
    }
