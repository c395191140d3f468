"""Why a row has its fate, and why two organisations resemble each other, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.in_words import euro, long_date, shortened, whole
from filiera.common.partial_date import PartialDate, precision_word
from filiera.registry.enums import FactField, Kind, Scheme, Size
from filiera.registry.models import Stage
from filiera.registry.sheets.fields import SheetField


def _features() -> dict[str, tuple[str, str]]:
    """Give, for each comparison of names, what it says for and against."""
    return {
        "equal_names": (_("the names are equal, legal form aside"), ""),
        "telling_words": (_("both names say “%(detail)s”"), ""),
        "near_spelling": (_("the names are spelt nearly alike: %(detail)s"), ""),
        "same_words": (_("the names have the same words"), _("the names have other words")),
        "near_words": (_("the names have nearly the same words: %(detail)s"), ""),
        "same_part": (_("a part of one name is the other"), ""),
        "rare_words": (_("both names have the rare words “%(detail)s”"), _("the rare words of the names differ")),
        "no_rival_words": ("", _("each name has words that the other lacks: %(detail)s")),
        "same_body": ("", _("only one name says “%(detail)s”")),
        "same_numbers": (_("the numbers in the names agree"), _("the numbers in the names differ: %(detail)s")),
        "same_legal_form": (_("the legal form is the same"), _("the legal forms differ: %(detail)s")),
        "same_town": (_("the town is the same"), _("the towns differ: %(detail)s")),
        "same_country": ("", _("the countries differ: %(detail)s")),
        "same_acronym": (_("the short form is the same: %(detail)s"), _("the short forms differ: %(detail)s")),
        "same_domain": (_("the web domain is the same: %(detail)s"), ""),
        "vat": (_("the VAT number is the same"), _("the VAT numbers differ: %(detail)s")),
        "tax_code": (_("the tax code is the same"), _("the tax codes differ: %(detail)s")),
        "pic": (_("the PIC is the same"), _("the PICs differ: %(detail)s")),
        "ror": (_("the ROR identifier is the same"), _("the ROR identifiers differ: %(detail)s")),
    }


def feature_words(name: str, detail: str, *, speaks_for: bool) -> str:
    """Say what one comparison found; an empty text where it is not worth saying."""
    words = _features().get(name, ("", ""))[0 if speaks_for else 1]
    return words % {"detail": detail} if words else ""


def reason_words(reason: Mapping[str, Any]) -> str:
    """Say one stored reason."""
    code = reason["code"]
    if code == "feature":
        return feature_words(reason["name"], reason["detail"], speaks_for=reason["for"])
    if code == "by":
        return _by(reason["by"])
    if code == "new":
        return new_value_words(reason)
    return _plain(code) % {"line": reason.get("line", ""), "scheme": scheme_label(reason.get("scheme", ""))}


def _plain(code: str) -> str:
    return {
        "line": _("the same as line %(line)s of this file"),
        "also": _("line %(line)s of this file is the same organisation"),
        "key-other-name": _("the identifier is the same (%(scheme)s), but the names have nothing in common"),
        "since-taken": _("since the trial somebody else has come to hold this identifier (%(scheme)s)"),
        "total": _("a total, not an organisation"),
        "section": _("the heading of a section, not an organisation"),
        "note": _("it looks like a note, not an organisation"),
        "left": _("left out by a person"),
    }.get(code, "")


def _by(by: str) -> str:
    if by == "person":
        return _("you said so before")
    if by == "code":
        return _("the register's own id")
    return _("the same identifier: %(scheme)s") % {"scheme": scheme_label(by)}


def scheme_label(scheme: str) -> str:
    """Give the name of a register of identifiers."""
    if scheme == Scheme.DOMAIN:
        return _("website")
    return str(Scheme(scheme).label) if scheme in Scheme.values else scheme


def field_label(field: str) -> str:
    """Give the name of a field of the sheet, with a capital."""
    label = str(SheetField(field).label) if field in SheetField.values else field
    return label[:1].upper() + label[1:]


def value_words(field: str, value: str) -> str:
    """Write a value of the register as people read it: codes as their words."""
    if field == SheetField.KIND and value in Kind.values:
        return str(Kind(value).label)
    if field == SheetField.SIZE and value in Size.values:
        return str(Size(value).label)
    if field == SheetField.MEMBER:
        return {"YES": _("yes"), "NO": _("no")}.get(value, value)
    if field == SheetField.STAGE:
        from filiera.common.language import localised

        stage = Stage.objects.filter(code=value).first()
        return localised(stage, "label") if stage else value
    if field == SheetField.MEMBER_SINCE:
        return day_words(value)
    return shortened(number_words(field, value))


def day_words(value: str) -> str:
    """Write a stored date as people read it; what is none stays as it was said."""
    try:
        when = PartialDate.parse(value)
    except ValueError:
        when = None
    return long_date(when.day, precision_word(when.precision)) if when else shortened(value)


def number_words(field: str, value: str) -> str:
    """Write a figure with its thousands apart, an amount in euro; what is not a plain figure stays as it was said."""
    if not value.isdecimal():
        return value
    if field == FactField.TURNOVER:
        return euro(int(value))
    return whole(int(value)) if field in (FactField.EMPLOYEES, FactField.MIN_BATCH) else value


def new_value_words(reason: Mapping[str, Any]) -> str:
    """Say which value is new, and what the register, or an earlier line of the file, says instead."""
    field, value = reason["field"], value_words(reason["field"], reason["value"])
    label = field_label(field)
    if field in (SheetField.NAME, SheetField.ALIAS):
        return _("another spelling: “%(value)s”") % {"value": value}
    if not reason["had"]:
        return _("%(field)s: %(value)s") % {"field": label, "value": value}
    had = _(" or ").join(value_words(field, one) for one in reason["had"])
    said = {"field": label, "value": value, "had": had, "line": reason.get("line")}
    if said["line"]:
        return _("%(field)s: %(value)s, where line %(line)s says %(had)s") % said
    return _("%(field)s: %(value)s, where the register says %(had)s") % said


def sentence(parts: Iterable[str]) -> str:
    """Join reasons in one sentence."""
    said = [part for part in dict.fromkeys(parts) if part]
    if not said:
        return ""
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def resemblance(reasons: Iterable[Mapping[str, Any]]) -> str:
    """Say why two resemble each other; where no single comparison tells, the names do so as a whole."""
    return sentence(reason_words(reason) for reason in reasons) or _("As a whole the names resemble each other.")


def holder_words(label: str, number: int) -> str:
    """Say how many rows of a table still hang on an organisation, after an undo."""
    words = {
        "competence.EvidenceLink": ngettext("%(n)s piece of evidence", "%(n)s pieces of evidence", number),
        "competence.ClaimDecision": ngettext("%(n)s decision", "%(n)s decisions", number),
        "competence.ShortlistItem": ngettext("%(n)s shortlist", "%(n)s shortlists", number),
        "competence.Claim": ngettext("%(n)s competence", "%(n)s competences", number),
        "registry.Fact": ngettext("%(n)s fact", "%(n)s facts", number),
        "registry.ImportedValue": ngettext("%(n)s value of another sheet", "%(n)s values of other sheets", number),
        "registry.AtecoCode": ngettext("%(n)s ATECO code", "%(n)s ATECO codes", number),
        "registry.ImportRow": ngettext("%(n)s row of a sheet", "%(n)s rows of sheets", number),
        "registry.Merge": ngettext("%(n)s merge", "%(n)s merges", number),
        "registry.Delegate": ngettext("%(n)s delegate", "%(n)s delegates", number),
        "registry.Alias": ngettext("%(n)s other name", "%(n)s other names", number),
        "registry.Identifier": ngettext("%(n)s identifier", "%(n)s identifiers", number),
        "registry.Site": ngettext("%(n)s site", "%(n)s sites", number),
        "registry.PersonRole": ngettext("%(n)s person", "%(n)s people", number),
        "registry.Source": ngettext("%(n)s source", "%(n)s sources", number),
    }
    return words.get(label, ngettext("%(n)s record", "%(n)s records", number)) % {"n": number}
