"""The sentences of a judgement: what was counted, against what, by which article; in the active language."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from filiera.governance.logic.judging import Result
from filiera.governance.logic.standing import Bar
from filiera.governance.wording_articles import cited, in_brackets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filiera.governance.logic.faults import CaseFault
    from filiera.governance.logic.judging import Figures, Judgement
    from filiera.governance.logic.shares import Share

LANGUAGES = ("it", "en")


NO_NAMES: Mapping[str, str] = MappingProxyType({})


def explanations(judgement: Judgement, names: Mapping[str, str] = NO_NAMES) -> dict[str, str]:
    """Explain a judgement in every language, by its code."""
    explained = {}
    for code in LANGUAGES:
        with override(code):
            explained[code] = explanation(judgement, names)
    return explained


def explanation(judgement: Judgement, names: Mapping[str, str] = NO_NAMES) -> str:
    """Explain a judgement: quorum, votes, outcome, who does not count; `names` are what to call ids of the case."""
    match judgement.result:
        case Result.CALL_NOT_VALID:
            sentences = [_why_call_is_not_valid(judgement)]
        case Result.DUE | Result.NOT_DUE:
            sentences = _of_petition(judgement)
        case Result.NO_QUORUM:
            sentences = [quorum_sentence(judgement)]
        case Result.ELECTED | Result.REJECTED if judgement.figures.tally is not None:
            sentences = [quorum_sentence(judgement), *_of_election(judgement)]
        case _:
            sentences = [quorum_sentence(judgement), *_of_votes(judgement)]
    if judgement.excluded:
        sentences.append(_of_excluded(judgement, names))
    return " ".join(sentences)


def share_words(share: Share) -> str:
    """Say a share: "at least 3/4", "more than half", "whatever number"."""
    if share.is_any:
        return _("whatever number")
    if share.is_half:
        return _("more than half") if share.is_strict else _("at least half")
    part = f"{share.part.numerator}/{share.part.denominator}"
    return (_("more than %(part)s") if share.is_strict else _("at least %(part)s")) % {"part": part}


def quorum_sentence(judgement: Judgement) -> str:
    """Say whether there is a quorum: how many there are, of how many, how many are needed, by which article."""
    figures = judgement.figures
    present, in_person = figures.present or 0, figures.in_person or 0
    words = {"present": present, "base": figures.base, "in_person": in_person, "by_proxy": present - in_person}
    there = _("There is a quorum") if judgement.quorum else _("There is no quorum")
    counted = _("%(present)s of %(base)s, %(in_person)s in person and %(by_proxy)s by proxy") % words
    return f"{there}: {counted}; {_asked(judgement)}."


def quorum_ahead(judgement: Judgement) -> str:
    """Say, before a meeting begins, who is counted and how many will be needed: nobody can be there yet."""
    words = {"base": judgement.figures.base, "asked": _asked(judgement)}
    return _("Counted when it opens, on %(base)s: %(asked)s.") % words


def _asked(judgement: Judgement) -> str:
    """Say how many are needed in a call, by which article."""
    case = judgement.case
    rule = case.statute.quorum_rule(case.item.kind)
    share = rule.share(case.call) if rule else None
    words = {
        "call": _("second call") if case.call == 2 else _("first call"),
        "share": share_words(share) if share else "",
        "needed": judgement.figures.quorum_needed,
        "article": in_brackets(rule.article if rule else ""),
    }
    if share is None or share.is_any:
        return _("in %(call)s whatever number is enough%(article)s") % words
    return _("in %(call)s %(share)s must be there, that is %(needed)s%(article)s") % words


def _of_votes(judgement: Judgement) -> list[str]:
    figures, case = judgement.figures, judgement.case
    rule = case.statute.majority[case.item.kind]
    words = {
        "share": share_words(rule.share),
        "whom": _whom()[rule.of],
        "base": figures.majority_base,
        "needed": figures.majority_needed,
        "article": in_brackets(rule.article or judgement.article),
    }
    sentences = [_("Votes: %(counted)s.") % {"counted": _counted(figures)}]
    if judgement.majority is None:
        sentences = [_("Nobody has voted.")]
    elif figures.majority_base:
        asked = _("%(share)s of %(whom)s is needed: %(needed)s of %(base)s%(article)s.") % words
        sentences.append(asked[:1].upper() + asked[1:])
    if case.statute.vote_weight and case.statute.vote_weight_article:
        article = cited(case.statute.vote_weight_article)
        sentences.append(_("Votes have the weight of their class (%(article)s).") % {"article": article})
    elif case.statute.vote_weight:
        sentences.append(_("No article gives votes a weight: each counts one."))
    if judgement.by_president:
        sentences.append(_("The votes were equal: the president's decided."))
    adopted = judgement.result == Result.ADOPTED
    sentences.append(_("The proposal is adopted.") if adopted else _("The proposal is not adopted."))
    return sentences


def _counted(figures: Figures) -> str:
    """Count the votes in words, one being singular."""
    favour, against, abstain = figures.in_favour or 0, figures.against or 0, figures.abstain or 0
    parts = [
        ngettext("%(n)s for", "%(n)s for", favour) % {"n": favour},
        ngettext("%(n)s against", "%(n)s against", against) % {"n": against},
        ngettext("%(n)s abstained", "%(n)s abstained", abstain) % {"n": abstain},
    ]
    return ", ".join(parts)


def _whom() -> dict[str, str]:
    return {
        "votes_cast": _("the votes cast"),
        "votes_and_abstentions": _("votes and abstentions"),
        "present": _("those present or represented"),
        "all_members": _("all members"),
    }


def _of_election(judgement: Judgement) -> list[str]:
    figures = judgement.figures
    tally = ", ".join(f"{name} {votes}" for name, votes in (figures.tally or {}).items())
    sentences = [_("Votes: %(tally)s.") % {"tally": tally} if tally else _("Nobody was named.")]
    if figures.elected:
        sentences.append(_("Elected: %(names)s.") % {"names": ", ".join(figures.elected)})
    else:
        sentences.append(_("Nobody is elected."))
    if figures.vacant:
        sentence = ngettext("%(n)s seat stays vacant.", "%(n)s seats stay vacant.", figures.vacant)
        sentences.append(sentence % {"n": figures.vacant})
    if figures.blank or figures.void:
        words = {"blank": figures.blank, "void": figures.void}
        sentences.append(_("Blank ballots: %(blank)s; void: %(void)s.") % words)
    return sentences


def _of_petition(judgement: Judgement) -> list[str]:
    figures, statute = judgement.figures, judgement.case.statute
    words = {
        "signed": figures.in_favour,
        "base": figures.majority_base,
        "share": share_words(statute.petition.share),
        "needed": figures.majority_needed,
        "article": in_brackets(statute.petition.article),
    }
    asked = ngettext(
        "%(signed)s of %(base)s members asks for it; %(share)s is needed, that is %(needed)s%(article)s.",
        "%(signed)s of %(base)s members ask for it; %(share)s is needed, that is %(needed)s%(article)s.",
        figures.in_favour or 0,
    )
    sentences = [asked % words]
    if judgement.result == Result.DUE:
        return [*sentences, _("The assembly must be called.")]
    if (figures.in_favour or 0) >= (figures.majority_needed or 1):
        sentences.append(_("The request gives no reasons, which the law asks for."))
    return [*sentences, _("The assembly need not be called.")]


def _why_call_is_not_valid(judgement: Judgement) -> str:
    case, article = judgement.case, in_brackets(judgement.article)
    first, second = case.times.first, case.times.second
    if case.statute.second_call.must_be_in_notice and not (second and case.times.second_in_notice):
        return _("The second call is not valid: the notice did not state it%(article)s.") % {"article": article}
    if first and second and second <= first:
        return _("The second call is not valid: it is not later than the first%(article)s.") % {"article": article}
    return _("The second call is not valid: it falls on the day of the first%(article)s.") % {"article": article}


def _of_excluded(judgement: Judgement, names: Mapping[str, str]) -> str:
    listed = "; ".join(f"{names.get(one.id, one.id)}, {bar_words(one.bar, judgement)}" for one in judgement.excluded)
    return _("Present or represented, but without a vote on this: %(listed)s.") % {"listed": listed}


def bar_words(bar: Bar, judgement: Judgement | None = None) -> str:
    """Say why somebody does not count."""
    words = _bars()[bar]
    article = judgement.case.statute.arrears_no_vote if judgement and bar == Bar.ARREARS else None
    return words + (in_brackets(article.article) if article else "")


def _bars() -> dict[Bar, str]:
    return {
        Bar.NOT_A_MEMBER: _("not in the members' register"),
        Bar.WITHDRAWN: _("no longer a member"),
        Bar.JOINED_LATER: _("a member only since after the record date"),
        Bar.NOT_IN_OFFICE: _("not in office in the board"),
        Bar.CLASS_WITHOUT_VOTE: _("of a class without vote"),
        Bar.SUSPENDED: _("suspended"),
        Bar.ARREARS: _("in arrears with the fee"),
        Bar.TOO_RECENT: _("a member for too short a time"),
        Bar.DIRECTOR: _("a director, who does not vote on this item"),
        Bar.CONFLICT: _("has declared a conflict of interest: counts for the quorum, does not vote"),
        Bar.OUTSIDE_CLASS: _("not of the class that elects: the ballot is void"),
        Bar.PROXY_BLANK: _("the proxy names nobody"),
        Bar.PROXY_UNDATED: _("the proxy has no date"),
        Bar.PROXY_UNSIGNED: _("the proxy is not signed"),
        Bar.PROXY_DATED_LATER: _("the proxy is dated after the meeting"),
        Bar.PROXY_REVOKED: _("the proxy was revoked"),
        Bar.PROXY_REPLACED: _("a later proxy replaced this one"),
        Bar.PROXY_PASSED_ON: _("the proxy was passed on by whoever held it"),
        Bar.PROXY_HOLDER_NOT_MEMBER: _("the proxy is held by somebody who is not another member"),
        Bar.PROXY_HOLDER_WITHOUT_VOTE: _("the proxy is held by a member without vote"),
        Bar.PROXY_HOLDER_OTHER_CLASS: _("the proxy is held by a member of another class"),
        Bar.PROXY_HOLDER_ABSENT: _("who holds the proxy is not there"),
        Bar.PROXY_HOLDER_DIRECTOR: _("the proxy is held by a director, who may not on this item"),
        Bar.PROXY_IN_BOARD: _("in the board one votes in person: the proxy does not count"),
        Bar.PROXY_TOO_MANY: _("who holds the proxy has too many: the last dated do not count"),
    }


def fault_words(fault: CaseFault) -> str:
    """Say what is wrong with a field of a file, and what to write there."""
    place = fault.field or _("the file")
    return f"{place}{_value(fault.value)}: {_fault_sentences(fault)[fault.code]}"


def _value(value: str) -> str:
    return _(" “%(value)s”") % {"value": value} if value else ""


def _fault_sentences(fault: CaseFault) -> dict[str, str]:
    return {
        "missing": _("this value is needed. Fill it in."),
        "no-text": _("a text is expected here. Put it in quotes."),
        "no-flag": _("write true or false here."),
        "no-number": _("a whole number is expected here."),
        "no-list": _("a list is expected here, in square brackets."),
        "no-group": _("an object with named values is expected here, in braces."),
        "no-choice": _("write one of %(choices)s.") % {"choices": fault.choices},
        "too-small": _("the number is too small: at least %(least)s.") % {"least": fault.choices},
        "no-times": _("without a record date or the moment of the call nobody knows which register counts. Write one."),
        "no-statute": _(
            "no statute of this name comes with the platform. Write one of %(choices)s, or the whole statute."
        )
        % {"choices": fault.choices},
        "no-moment": _("this is not a date. Write it as 2027-04-20 or 2027-04-20T15:00."),
        "no-share": _("this is not a share. Write “1/2” for at least half, “>1/2” for more than half, or “any”."),
        "twice": _("this id stands in the register twice. Give each its own."),
        "unknown-class": _("the statute has no such class. Write one of %(choices)s.") % {"choices": fault.choices},
        "wrong": _("this value cannot be used here."),
    }
