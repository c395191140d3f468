"""The sentences about meetings that pages, letters and commands share."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.in_words import elided, long_date, moment
from filiera.common.language import current_language
from filiera.governance.enums import ITEM_KIND_WORDS, ForbiddenTopic
from filiera.governance.logic.convening import NoticeFault, last_notice_day, notice_rule
from filiera.governance.logic.statute import ItemKind
from filiera.governance.wording import share_words
from filiera.governance.wording_articles import cited, in_brackets

if TYPE_CHECKING:
    from datetime import date

    from filiera.governance.logic.charter import Charter
    from filiera.governance.logic.convening import FoundFault
    from filiera.governance.models import Body, Meeting, Resolution


def reminder_text() -> str:
    """Give the reminder of competition law that each participant accepts. Source: art. 101 TFEU; art. 2 L. 287/1990."""
    topics = ", ".join(str(topic.label) for topic in ForbiddenTopic)
    return _(
        "Members of this association compete with one another. In this meeting, and around it, nobody speaks of, asks for or "
        "exchanges: %(topics)s, current or future. Whoever hears any of it objects at once: the item stops, and the minutes "
        "say so. To stay and be silent is not enough (art. 101 TFEU; art. 2 L. 287/1990)."
    ) % {"topics": topics}


def kind_words(kind: str) -> str:
    """Name a kind of item."""
    return str(ITEM_KIND_WORDS.get(kind, kind))


def body_name(body: Body) -> str:
    """Name a body in the reader's language."""
    return body.name_en if current_language() == "en" else body.name_it


def resolution_words(resolution: Resolution) -> str:
    """Name a resolution with its body, for each body counts its own: "3/2026 del Consiglio Direttivo"."""
    name = body_name(resolution.body)
    if current_language() == "en":
        return f"{resolution} of the {name}"
    first = name.split(" ")[0].lower()
    of_the = "dell'" if first[:1] in "aeiou" else "della " if first.endswith("a") else "del "
    return f"{resolution} {of_the}{name}"


def call_words(call: int) -> str:
    """Name a call."""
    return _("second call") if call == 2 else _("first call")


def where_words(meeting: Meeting) -> str:
    """Say where a meeting is held: in a place, remotely, or both."""
    if meeting.place and meeting.remote_url:
        return _("%(place)s, and remotely") % {"place": meeting.place}
    return meeting.place or (_("remotely") if meeting.remote_url else "")


def _ended(sentence: str) -> str:
    """End a sentence with one full stop, though the article that it cites ends with one."""
    return elided(f"{sentence.rstrip('.')}.")


def notice_words(meeting: Meeting, charter: Charter) -> str:
    """Say when the notice left, how many days before, and how many the statute asks for, by which article."""
    if meeting.convened_at is None:
        return ""
    sent, held = timezone.localtime(meeting.convened_at).date(), timezone.localtime(meeting.first_at).date()
    days = (held - sent).days
    said = ngettext("Convened on %(day)s, %(n)s day before", "Convened on %(day)s, %(n)s days before", days) % {
        "day": long_date(sent),
        "n": days,
    }
    rule = notice_rule(charter, meeting.body.kind)
    if rule is None:
        return f"{said}."
    words = {"said": said, "n": rule.days, "article": f", {cited(rule.article)}" if rule.article else ""}
    if rule.free_days:
        return _("%(said)s (%(n)s free days are needed%(article)s).") % words
    return _("%(said)s (%(n)s are needed%(article)s).") % words


def last_day_words(charter: Charter, body: str, meeting_on: date) -> str:
    """Say by when the notice must leave."""
    rule = notice_rule(charter, body)
    day = long_date(last_notice_day(charter, body, meeting_on))
    if rule is None:
        return _("The statute sets no days of notice for this body: convene it by %(day)s.") % {"day": day}
    words = {"day": day, "n": rule.days, "article": f", {cited(rule.article)}" if rule.article else ""}
    if rule.free_days:
        return _ended(_("The notice must leave by %(day)s: %(n)s free days before%(article)s.") % words)
    return _ended(_("The notice must leave by %(day)s: %(n)s days before%(article)s.") % words)


def _first_good(charter: Charter, body: str) -> str:
    """Say to which day the first call must be moved so that a notice that leaves today is in time."""
    today = timezone.localdate()
    days = (today + timedelta(days=n) for n in range(1, 200))
    good = next((day for day in days if last_notice_day(charter, body, day) >= today), None)
    if good is None:
        return _("Move the first call to a later day.")
    return _("Move the first call to %(day)s or later.") % {"day": long_date(good)}


def fault_words(found: FoundFault, meeting: Meeting, charter: Charter) -> str:
    """Say why a meeting cannot be convened as it is planned, and what to do."""
    first = timezone.localtime(meeting.first_at)
    article = charter.second_call.article
    words = {
        "items": ", ".join(str(position) for position in found.positions),
        "first": moment(meeting.first_at),
        "article": in_brackets(article),
    }
    sentences = {
        NoticeFault.NO_ITEMS: _("The agenda is empty. Add at least one item."),
        NoticeFault.NO_PLACE: _(
            "Nobody would know where to go. Write the place, the link to take part remotely, or both."
        ),
        NoticeFault.NOBODY: _(
            "Nobody would be convened: the register has nobody with a right to take part on that day."
        ),
        NoticeFault.FIRST_PAST: _("The first call, %(first)s, is past. Give it a day to come."),
        NoticeFault.NOTICE_TOO_SHORT: last_day_words(charter, meeting.body.kind, first.date())
        + " "
        + _first_good(charter, meeting.body.kind),
        NoticeFault.SECOND_NOT_LATER: _("The second call must come after the first. Move it."),
        NoticeFault.SECOND_SAME_DAY: _(
            "The second call cannot be on the day of the first%(article)s. Move it by a day."
        ),
        NoticeFault.RECORD_LATER: _(
            "The record date is still to come: who takes part would not be known. Choose the day of the notice, or before."
        ),
        NoticeFault.ELECTION_WITHOUT_SEATS: _("Say how many are elected, at item %(items)s."),
        NoticeFault.NOTHING_TO_VOTE: _(
            "Write the proposal that is voted, at item %(items)s, or say that it is not voted."
        ),
    }
    return sentences[found.fault] % words


def kind_of(code: str) -> ItemKind:
    """Give the kind of an item as the rules know it."""
    return ItemKind(code.lower())


def rule_words(charter: Charter, kind: str, call: int) -> str:
    """Say what a kind of item asks for in a call: who must be there, and by which article."""
    rule = charter.quorum_rule(kind_of(kind))
    if rule is None:
        return ""
    words = {"share": share_words(rule.share(call)), "article": in_brackets(rule.article)}
    return _("%(share)s%(article)s") % words


def majority_words(charter: Charter, kind: str) -> str:
    """Say how many of whom must be in favour on a kind of item, by which article; of an election, how it is won."""
    if kind == "ELECTION":
        return _("the most named, one vote a seat")
    rule = charter.majority[kind_of(kind)]
    whom = {
        "votes_cast": _("the votes cast"),
        "votes_and_abstentions": _("votes and abstentions"),
        "present": _("those present or represented"),
        "all_members": _("all members"),
    }[rule.of]
    words = {"share": share_words(rule.share), "whom": whom, "article": in_brackets(rule.article)}
    return _("%(share)s of %(whom)s%(article)s") % words
