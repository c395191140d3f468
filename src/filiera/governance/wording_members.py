"""Members, certificates and register lines in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from filiera.common.in_words import long_date
from filiera.common.language import current_language
from filiera.governance.logic.membership import MemberStanding, Status
from filiera.governance.wording_articles import cited
from filiera.registry.enums import Kind, Size

if TYPE_CHECKING:
    from filiera.governance.logic.charter import Charter
    from filiera.governance.queries.certificates import Checked

TONES = {
    Status.ACTIVE: "ok",
    Status.SUSPENDED: "partial",
    Status.LEAVING: "partial",
    Status.WITHDRAWN: "unknown",
    Status.EXCLUDED: "bad",
    Status.NOT_YET: "unknown",
}


def status_words(standing: MemberStanding) -> str:
    """Say what a member is on the day looked at."""
    match standing.status:
        case Status.ACTIVE:
            return _("member")
        case Status.SUSPENDED:
            return _("suspended since %(day)s") % {"day": long_date(standing.suspended_on)}
        case Status.LEAVING:
            return _("leaves on %(day)s") % {"day": long_date(standing.leaves_on)}
        case Status.WITHDRAWN:
            return _("withdrew, out from %(day)s") % {"day": long_date(standing.left_on)}
        case Status.EXCLUDED:
            return _("excluded on %(day)s") % {"day": long_date(standing.left_on)}
    return _("not yet a member")


def tone_of(standing: MemberStanding) -> str:
    """Give the tone in which a state is shown."""
    return TONES[standing.status]


def _named(article: str) -> str:
    """Give an article as a sentence names it: Italian puts its own before it."""
    if current_language() != "it":
        return cited(article)
    if article.startswith("art."):
        return f"l'{article}"
    return f"lo {article}" if article.startswith("statuto") else article


def certificate_sentence(found: Checked) -> str:
    """Say what a certificate says, in a sentence."""
    words = {
        "cluster": found.cluster,
        "length": found.length,
        "article": _named(found.article),
        "months": found.months,
        "day": long_date(found.reached_on) if found.reached_on else "",
    }
    said = _("has been a member of %(cluster)s for %(length)s, counted by %(article)s.") % words
    if found.has_reached:
        return said + " " + _("It reached %(months)s months on %(day)s.") % words
    if found.reached_on is not None:
        return said + " " + _("It reaches %(months)s months on %(day)s.") % words
    return said


def answer_words(field: str, value: object, charter: Charter) -> str:
    """Say what an applicant answered in a field of the form; what is no day yet stands as it was written."""
    if field == "kind" and value in Kind.values:
        return str(Kind(value).label)
    if field == "size" and value in Size.values:
        return str(Size(value).label)
    if field == "member_class":
        return charter.class_name(str(value), current_language())
    if field in ("act_on", "act_until_on"):
        try:
            return long_date(date.fromisoformat(str(value)))
        except ValueError:
            return str(value)
    return _("yes") if value is True else str(value)
