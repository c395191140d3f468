"""What is wrong with calls that are brought or asked for: place, fault and remedy, in the active language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as n_

from filiera.funding.drafts import CallFault
from filiera.funding.wording_files import fault_words

_AGAIN = n_("Download it again from its source.")
_OUT = n_("It is left out: look at the source.")
_KEPT = n_("The call is kept without it: look at the source.")

FAULTS: Mapping[str, tuple[str, str]] = {
    # files
    "missing-file": (n_("the file is not there"), n_("Check the path.")),
    "unreadable-file": (n_("the file cannot be opened"), n_("Check who may read it, and whether it is whole.")),
    "no-files": (n_("there is no readable file in it"), n_("Bring JSON or CSV, or a zip or folder of them.")),
    "bad-zip": (n_("the zip is damaged"), _AGAIN),
    "unsafe-zip": (n_("the zip holds a path that leads outside it"), n_("Do not trust it: ask for it at its source.")),
    "zip-bomb": (
        n_("the file swells beyond reason when it is opened"),
        n_("Do not trust it: ask for it at its source."),
    ),
    "locked-zip": (n_("the zip is protected by a password"), n_("Bring it without a password.")),
    "packed": (
        n_("the file is packed, and its name does not say so"),
        n_("Let its name end in .zip or .gz, or unpack it."),
    ),
    "too-large": (n_("it is larger than 200 MB"), n_("Bring it in parts.")),
    "empty": (n_("the file is empty"), _AGAIN),
    "picture": (n_("this is a picture"), n_("Bring the data of the source: JSON or CSV.")),
    "pdf": (n_("this is a PDF"), n_("Read it as the text of a call, or bring the data of the source: JSON or CSV.")),
    "document": (n_("this is a text document"), n_("Bring the data of the source: JSON or CSV.")),
    "workbook": (n_("this is a workbook"), n_("Save it as CSV and bring that.")),
    "no-text-file": (n_("this is neither JSON nor a table"), n_("Bring the data of the source: JSON or CSV.")),
    "no-utf8": (
        n_("the file is not in UTF-8: some letters may be wrong"),
        n_("Save it in UTF-8, or download it again."),
    ),
    "unknown-file": (
        n_("no known table of calls has these columns: “%(value)s”"),
        n_("Bring an export of the EU portal or of incentivi.gov.it, with its header."),
    ),
    "unknown-records": (
        n_("this is JSON, but it holds no calls: “%(value)s”"),
        n_("Bring answers of the EU portal or of incentivi.gov.it as they were served."),
    ),
    "no-records": (n_("the answer holds no call"), n_("Nothing to do, if nothing was found; else ask again.")),
    "no-data-but-page": (n_("this is a web page, not data"), n_("Ask again later: the source may be out of order.")),
    # records
    "cut-off": (n_("the file ends in the middle of a record"), n_("What stands before is read. Download it again.")),
    "no-json": (n_("the record is damaged"), n_("The others are read. Download it again.")),
    "unknown-record": (n_("the record is no call that we know: “%(value)s”"), n_("The others are read.")),
    "columns": (n_("the row has another number of values than the header"), n_("Check quotes and separators.")),
    "quotes": (n_("the quotes of the row do not match"), n_("Close the open quote, or double one inside a text.")),
    "swallowed": (n_("a quote left open swallows the rows that follow"), n_("Close the quote; the others are read.")),
    "too-long": (n_("the row is longer than any real one"), n_("Check whether a quote was left open.")),
    "no-id": (n_("the record has no identifier: “%(value)s”"), n_("It is left out. Download it again.")),
    "no-title": (n_("the call “%(value)s” has no title"), n_("It is left out. Look at the source.")),
    "no-call": (n_("this is a tender or a page of help, not a call: “%(value)s”"), n_("It is left out.")),
    "twice": (n_("“%(value)s” stands there more than once, with different contents"), n_("The newer one is kept.")),
    "text-alone": (
        n_("this text belongs to a topic that is not there: “%(value)s”"),
        n_("Bring the table of topics together with the texts."),
    ),
    "no-texts": (
        n_("topics without a text: %(value)s"),
        n_("Bring the files of texts together with the table, if there are any."),
    ),
    # values
    "bad-date": (n_("“%(value)s” is no date"), _KEPT),
    "bad-amount": (n_("“%(value)s” is no amount"), _KEPT),
    "bad-count": (n_("“%(value)s” is no whole number"), _KEPT),
    "two-senses": (n_("“%(value)s” may be either of two amounts"), _KEPT),
    "closes-before-opens": (
        n_("it opens after it closes: %(value)s"),
        n_("The closing is kept, the opening is not: look at the source."),
    ),
    "dates-out-of-order": (n_("it closes before it opens: %(value)s"), _OUT),
    "odd-dates": (n_("its dates cannot be: %(value)s"), _OUT),
    "grants-out-of-order": (n_("its least grant is above its largest: %(value)s"), _OUT),
    "odd-amount": (n_("an amount cannot be: %(value)s"), _OUT),
    "odd-rule": (
        n_("the rule “%(value)s” cannot be judged"),
        n_("The call is kept without it: write it by hand."),
    ),
    "several-deadlines": (
        n_("it has one stage and several deadlines: %(value)s"),
        n_("They are kept as cut-offs: look at the source."),
    ),
    "text-cut": (n_("the text is too long: %(value)s characters"), n_("Its beginning is kept: look at the source.")),
    "inner-json": (n_("the data inside the field are damaged"), _KEPT),
    "unknown-status": (n_("“%(value)s” is no known status"), n_("The dates alone tell whether it is open.")),
    "unknown-procedure": (n_("“%(value)s” is no known procedure"), _KEPT),
    "unknown-action-type": (
        n_("“%(value)s” is no known type of action"),
        n_("Its standard conditions are not known: read the call document."),
    ),
    "unknown-size": (n_("“%(value)s” is no known size"), n_("Look at who may apply before relying on it.")),
    "unknown-kind": (
        n_("“%(value)s” is no known kind of applicant"),
        n_("Look at who may apply before relying on it."),
    ),
    "unknown-region": (n_("“%(value)s” is no region"), n_("Look at where applicants must be seated.")),
    # sources asked over the network
    "no-connection": (n_("the source cannot be reached"), n_("Check the connection, and try again later.")),
    "slow": (n_("the source takes too long to answer"), n_("Try again later.")),
    "cut-connection": (n_("the connection broke off"), n_("Try again later. What came before is kept.")),
    "busy": (
        n_("the source is overloaded or out of order (%(value)s)"),
        n_("Try again later. What came before is kept."),
    ),
    "refused": (n_("the source refuses the question (%(value)s)"), n_("Its address or its key may have changed.")),
    "not-there": (n_("the source does not know the address (%(value)s)"), n_("Its address may have changed.")),
    "no-json-answer": (n_("the answer is damaged: “%(value)s”"), n_("Try again later.")),
    "same-page": (
        n_("the source gives the same page again (%(value)s)"),
        n_("What came before is kept. Ask for less at once."),
    ),
    "too-many-pages": (
        n_("the source has more than %(value)s pages"),
        n_("What came is kept. Ask for one programme at a time."),
    ),
    "no-export": (
        n_("no export of the last days is there (%(value)s)"),
        n_("Download it by hand, or try again tomorrow."),
    ),
}


def call_fault_words(fault: CallFault) -> str:
    """Say a fault with its file, its place and its field, and what to do about it."""
    if fault.written is not None:
        return fault_words(fault.written)
    what, remedy = FAULTS.get(fault.code, (n_("it cannot be read"), _AGAIN))
    words = {"value": fault.value}
    place = {"file": fault.file, "at": fault.at, "field": fault.field, "what": _(what) % words, "remedy": _(remedy)}
    if not fault.at:
        return _("%(file)s: %(what)s. %(remedy)s") % place
    if not fault.field:
        return _("%(file)s, %(at)s: %(what)s. %(remedy)s") % place
    return _("%(file)s, %(at)s, %(field)s: %(what)s. %(remedy)s") % place
