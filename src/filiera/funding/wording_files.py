"""What is wrong with a call or a consortium on file: place and remedy, in the active language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as n_

from filiera.funding.files import FileFault

FAULTS: Mapping[str, str] = {
    "empty": n_("the file is empty"),
    "no-utf8": n_("the file is not in UTF-8: save it again in it"),
    "no-yaml": n_("this is neither YAML nor JSON: look here and at the line before"),
    "no-text": n_("it holds a character that stands in no text: take it out"),
    "too-deep": n_("it is nested too deeply, or contains itself"),
    "too-many": n_("the file holds too many values"),
    "too-large": n_("the file is larger than 20 MB"),
    "no-key": n_("a name is written as a list or a group"),
    "twice": n_("it stands twice: keep one"),
    "one-call": n_("one call is judged at a time, and there are %(value)s"),
    "twice-call-id": n_("two calls are called “%(value)s”: give each its own"),
    "twice-id": n_("two partners are called “%(value)s”: give each its own"),
    "missing": n_("it is missing: write it"),
    "no-choice": n_("“%(value)s” is none of: %(expected)s"),
    "no-list": n_("a list is written here"),
    "no-group": n_("a group of fields is written here (name: value)"),
    "no-word": n_("a word is written here"),
    "no-count": n_("“%(value)s” is no whole number"),
    "no-number": n_("“%(value)s” is no number"),
    "no-amount": n_("“%(value)s” is no amount: write it in figures, as 1200000.50"),
    "no-competence": n_("“%(value)s” is no competence of the taxonomy"),
    "no-weight": n_("“%(value)s” is no weight: write a number above 0"),
    "marks": n_("“%(value)s” has marks for thousands or a comma: write %(plain)s"),
    "negative": n_("“%(value)s” is less than nothing"),
    "two-senses": n_("“%(value)s” has two senses, %(small)s or %(large)s: write it without a mark for thousands"),
    "no-share": n_("“%(value)s” is no share from 0 to 100"),
    "no-flag": n_("“%(value)s” is neither true nor false"),
    "no-day": n_("“%(value)s” is no day: write 2027-04-15"),
    "no-moment": n_("“%(value)s” is no moment: write 2027-04-15T16:00"),
    "no-country": n_("“%(value)s” is no country: write its two letters, as IT"),
    "no-region": n_("“%(value)s” is no NUTS code: write it as ITC4"),
    "no-zone": n_("“%(value)s” is no time zone: write it as Europe/Rome"),
    "no-ateco": n_("“%(value)s” is no ATECO code: write it with its edition, as 2025:20.42"),
    "no-range": n_("two amounts are written here, the least and the most"),
    "no-id": n_("a short name of its own is written here"),
    "out-of-range": n_("“%(value)s” is too small or too large"),
    "end-before-start": n_("the end comes before the start"),
    "closes-before-opens": n_("it closes before it opens"),
    "max-under-min": n_("the most is less than the least"),
    "no-field": n_("nothing here is called like this: correct the name"),
    "no-points": n_("“%(value)s” is no number of points: from 0 to 99999.99, with two decimals at most"),
    "no-cents": n_("“%(value)s” has more than two decimals: write it to the cent"),
    "no-link": n_("“%(value)s” is no address of a page: begin it with https://"),
    "no-organisation": n_("“%(value)s” is nobody in the register: write its id or its whole name"),
    "no-rule": n_("Filiera does not know the rule “%(value)s”: correct the name"),
    "no-call": n_("“%(value)s” is no call: write its public id"),
    "one-name": n_("write an organisation of the register, or the name of another: one of the two"),
    "above-most": n_("more points than there are: correct one of the two"),
    "too-long": n_("it is longer than %(most)s characters"),
    "own-share": n_("nobody holds a share in itself"),
    "wrong": n_("it cannot be read"),
}


def fault_words(fault: FileFault) -> str:
    """Say a fault with its file, its line and its field."""
    place = {"file": fault.file, "line": fault.line, "field": fault.field, "what": _what(fault)}
    if fault.field:
        return _("%(file)s, line %(line)s, %(field)s: %(what)s.") % place
    return _("%(file)s, line %(line)s: %(what)s.") % place


def fault_shape(fault: FileFault) -> dict[str, str | int]:
    """Give a fault as programs read it: file, line, field and what is wrong."""
    return {"file": fault.file, "line": fault.line, "field": fault.field, "what": _what(fault)}


def value_words(fault: FileFault) -> str:
    """Say a fault of a value that stands in no file: "Nel campo max: …"."""
    words = {"field": fault.field.partition(".")[2], "what": _what(fault)}
    return (
        _("In “%(field)s”: %(what)s.") % words
        if words["field"]
        else _("%(what)s.") % {"what": words["what"].capitalize()}
    )


def _what(fault: FileFault) -> str:
    words = {
        "value": fault.value,
        "expected": "",
        "small": "",
        "large": "",
        "plain": "",
        "most": "",
        **dict(fault.words),
    }
    words["expected"] = words["expected"].replace(" or ", ", ").replace("'", "")
    return _(FAULTS.get(fault.code, FAULTS["wrong"])) % words
