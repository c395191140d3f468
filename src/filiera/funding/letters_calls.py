"""Letters about calls: the digest, what an amendment turns for a consortium, replies to notices of partners wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.accounts.letter_kinds import Block, Heading
from filiera.common.in_words import on_day, quoted
from filiera.common.language import localised
from filiera.common.letters import Letter
from filiera.funding.logic.verdicts import Verdict
from filiera.funding.wording_calls import left_in_words
from filiera.funding.wording_changes import change_in_words

if TYPE_CHECKING:
    from filiera.funding.models import Call, PartnerWanted, WantedReply
    from filiera.funding.queries.amendments import Amendment, TouchedDraft, Turn
    from filiera.funding.queries.digests import News

MOST_NEW = 30
"""New calls that a digest says one by one; of more it says how many, and leads to the list."""

MOST_TOPICS = 4


def address(path: str) -> str:
    """Give the whole address of a page."""
    return str(settings.SITE_URL).rstrip("/") + path


def digest_letter(news: Sequence[News], stop_path: str) -> Letter:
    """Write a digest: a paragraph for each call, with the sentence that matters; how to change it, how to stop it."""
    lines = [_("What is new in the calls that concern you:")]
    lines += ["\n".join([called(one.call), *_lines_of(one)]) for one in _shown(news)]
    return Letter(_("Calls: %(what)s") % {"what": ", ".join(_counts(news))}, [*lines, *digest_tail(news, stop_path)])


CALLS = Heading(50, lambda n: ngettext("%(n)s call with news", "%(n)s calls with news", n) % {"n": n})


def digest_blocks(news: Sequence[News]) -> list[Block]:
    """Give the calls of a digest as parts of a letter that gathers other things too."""
    return [
        Block(CALLS, ("call", one.call.pk), one.call.changed_at, Letter(called(one.call), _lines_of(one)))
        for one in _shown(news)
    ]


def digest_tail(news: Sequence[News], stop_path: str) -> list[str]:
    """Give the end of a digest: what it leaves out, how to change it, how to stop it."""
    left_out, lines = len(news) - len(_shown(news)), []
    if left_out:
        words = ngettext("And %(n)s more new call: %(url)s", "And %(n)s more new calls: %(url)s", left_out)
        lines.append(words % {"n": left_out, "url": address(reverse("calls"))})
    lines.append(_("Change what we tell you of calls: %(url)s") % {"url": address(reverse("call-searches"))})
    lines.append(_("No letters about calls any more: %(url)s") % {"url": address(stop_path)})
    return lines


def _shown(news: Sequence[News]) -> list[News]:
    """Give the calls that are said one by one."""
    left_out = [one for one in news if one.searches and not one.numbers and not one.closing][MOST_NEW:]
    return [one for one in news if one not in left_out]


def _counts(news: Sequence[News]) -> list[str]:
    """Say how much there is of each: "3 new, 1 amended, 2 close soon"."""
    new, amended, closing = (
        sum(bool(one.searches) for one in news),
        sum(bool(one.numbers) for one in news),
        sum(one.closing for one in news),
    )
    found = []
    if new:
        found.append(ngettext("%(n)s new", "%(n)s new", new) % {"n": new})
    if amended:
        found.append(ngettext("%(n)s amended", "%(n)s amended", amended) % {"n": amended})
    if closing:
        found.append(ngettext("%(n)s closes soon", "%(n)s close soon", closing) % {"n": closing})
    return found


def called(call: Call) -> str:
    """Name a call, what is invented marked."""
    title = localised(call, "title")
    return _("%(title)s (example)") % {"title": title} if call.is_example else title


def _lines_of(one: News) -> list[str]:
    said = (*_new_lines(one), *_amended_lines(one), *_closing_lines(one))
    return [address(one.line.url), *(f"– {line}" for line in said)]


def _new_lines(one: News) -> list[str]:
    """Say why a new call is told: which search found it, what it asks for, what of that one has; until when it is open."""
    if not one.searches:
        return []
    names = ", ".join(map(quoted, one.searches))
    lines = [
        ngettext("New: your search %(names)s finds it.", "New: your searches %(names)s find it.", len(one.searches))
        % {"names": names}
    ]
    topics = [topic.label for topic in one.line.all_topics[:MOST_TOPICS]]
    if topics:
        lines.append(_("It asks for: %(topics)s.") % {"topics": ", ".join(topics)})
    if one.own:
        lines.append(_("Your organisation has evidence of: %(topics)s.") % {"topics": ", ".join(one.own)})
    if one.line.until and not one.closing:
        lines.append(_("Closes %(until)s.") % {"until": one.line.until})
    return lines


def _amended_lines(one: News) -> list[str]:
    if one.amended_on is None:
        return []
    changes = " ".join(said for change in one.changes if (said := change_in_words(change)))
    words = {"on": on_day(one.amended_on), "changes": changes or _("its page says what.")}
    return [_("Amended %(on)s: %(changes)s") % words]


def _closing_lines(one: News) -> list[str]:
    """Say when a call closes, with hour and zone, and how many days are left."""
    if not one.closing:
        return []
    stand = one.line.stand
    words = {"until": one.line.until, "left": left_in_words(stand)}
    if stand.hour_known:
        return [_("Closes %(until)s. %(left)s") % words]
    return [_("Closes %(until)s; the hour is not said: look at the official page. %(left)s") % words]


def amendment_letter(amendment: Amendment, drafts: Sequence[TouchedDraft]) -> Letter:
    """Write to a partner what an amendment changed, and what turned for the consortia that it is within."""
    name = called(amendment.call)
    changes = " ".join(said for one in amendment.changes if (said := change_in_words(one)))
    lines = [
        _("“%(call)s” was amended. %(changes)s") % {"call": name, "changes": changes},
        address(reverse("call", args=[amendment.call.code])),
    ]
    for draft in drafts:
        lines.append(_of_draft(draft))
        lines.append(address(reverse("consortium", args=[draft.consortium.code])))
    return Letter(_("Amended: %(call)s") % {"call": name}, lines)


def _of_draft(draft: TouchedDraft) -> str:
    words = {"name": draft.consortium.name}
    if not draft.turns:
        return _("For “%(name)s” no rule turns; its dates move.") % words
    said = [_("For “%(name)s”:") % words]
    for turn in draft.turns:
        said.append(f"– {turn_in_words(turn)}")
    return "\n".join(said)


def turn_in_words(turn: Turn) -> str:
    """Say how a rule turned, why, and what would change it."""
    words = {"rule": turn.label, "before": _verdict(turn.before), "after": _verdict(turn.after)}
    said = [_("%(rule)s: was %(before)s, is %(after)s.") % words]
    if turn.reason:
        said.append(turn.reason)
    if turn.remedy:
        is_failed = turn.after == Verdict.FAIL
        lead = _("To pass: %(remedy)s") if is_failed else _("To know: %(remedy)s")
        said.append(lead % {"remedy": turn.remedy})
    return " ".join(said)


def _verdict(verdict: Verdict | None) -> str:
    said = {Verdict.PASS: _("met"), Verdict.FAIL: _("not met"), Verdict.UNKNOWN: _("not known")}
    return said[verdict] if verdict is not None else _("not asked")


def reply_letter(reply: WantedReply) -> Letter:
    """Tell whoever wants partners that an organisation offers itself."""
    notice = reply.notice
    words = {"name": reply.organisation.name, "title": notice.title, "call": called(notice.call)}
    lines = [
        _("%(name)s answers your notice “%(title)s”, for “%(call)s”:") % words,
        reply.note,
        _("Take it up or decline it here:"),
        address(reverse("wanted-notice", args=[notice.pk])),
    ]
    return Letter(_("%(name)s answers “%(title)s”") % words, lines)


def decision_letter(reply: WantedReply, *, is_taken: bool, notice: PartnerWanted) -> Letter:
    """Tell whoever answered a notice what came of it."""
    words = {"name": notice.organisation.name, "title": notice.title}
    if not is_taken:
        lines = [_("%(name)s looks elsewhere this time. Thank you for having answered “%(title)s”.") % words]
        return Letter(_("About “%(title)s”") % words, lines)
    lines = [_("%(name)s takes up your answer to “%(title)s”, and will write to you.") % words]
    if notice.consortium_id is not None:
        lines.append(
            _("You are proposed as a partner of its draft: an invitation follows, which you are free to decline.")
        )
    lines.append(address(reverse("wanted-notice", args=[notice.pk])))
    return Letter(_("Your answer to “%(title)s” is taken up") % words, lines)
