"""What can be checked of an application by itself; the rest is unknown until somebody looks, and unknown is no pass."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from filiera.common.in_words import long_date
from filiera.governance.enums import CheckVerdict
from filiera.governance.logic.charter import ClassAdmission
from filiera.registry.enums import Scheme
from filiera.registry.identifiers import InvalidIdentifier, normal_identifier

if TYPE_CHECKING:
    from filiera.governance.logic.charter import Charter
    from filiera.governance.models import MembershipApplication

Found = tuple[CheckVerdict, str]
UNKNOWN: Found = (CheckVerdict.UNKNOWN, "")


def first_checks(application: MembershipApplication, charter: Charter, *, today: date) -> dict[str, Found]:
    """Give the verdict and note of each published criterion, as far as a machine can tell on a day."""
    can = {
        "identity": _identity,
        "representative": lambda row, _charter: _representative(row, today),
        "class": _class,
        "statements": _statements,
    }
    return {
        one.what: can[one.what](application, charter) if one.what in can else UNKNOWN
        for one in charter.adhesion.criteria
    }


def _identity(application: MembershipApplication, charter: Charter) -> Found:
    written = application.answers["organisation"].get("vat", "")
    if not written:
        return (CheckVerdict.UNKNOWN, _("No VAT number was given."))
    try:
        normal_identifier(Scheme.VAT, written)
    except InvalidIdentifier:
        return (CheckVerdict.FAIL, _("The VAT number is not valid."))
    return (CheckVerdict.UNKNOWN, _("The check digit of the VAT number is right; whose it is must be looked up."))


def _representative(application: MembershipApplication, today: date) -> Found:
    written = application.answers["representative"].get("act_until_on")
    if written and date.fromisoformat(written) < today:
        ended = {"day": long_date(date.fromisoformat(written))}
        return (CheckVerdict.FAIL, _("The act ended on %(day)s: nobody could act by it.") % ended)
    return UNKNOWN


def _class(application: MembershipApplication, charter: Charter) -> Found:
    said = application.answers["organisation"]
    admission = charter.adhesion.classes.get(application.member_class, ClassAdmission())
    if application.member_class not in charter.open_classes():
        return (CheckVerdict.FAIL, _("This class takes no applications."))
    if not charter.fits(application.member_class, said.get("kind", ""), said.get("size", "")):
        return (CheckVerdict.FAIL, _("The class is not for organisations of this kind and size."))
    if admission.sizes and not said.get("size"):
        return (CheckVerdict.UNKNOWN, _("Its size was not given."))
    return (CheckVerdict.PASS, _("Kind and size are those of the class."))


def _statements(application: MembershipApplication, charter: Charter) -> Found:
    if all(application.answers["statements"].get(name) for name in ("statute", "competition", "privacy")):
        return (CheckVerdict.PASS, _("Accepted in the form."))
    return (CheckVerdict.FAIL, _("Not accepted."))
