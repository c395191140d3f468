"""A statute in words: every rule by which the platform counts, with its article, written from the data that it counts by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.in_words import cents, first_cased
from filiera.common.language import current_language
from filiera.governance.logic.statute import ItemKind
from filiera.governance.wording import share_words

if TYPE_CHECKING:
    from filiera.governance.logic.calendar import YearDay
    from filiera.governance.logic.charter import BodyRule, Charter, NoticeRule


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in a sentence, and the article that sets it; empty where none is named."""

    words: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class StatutePart:
    """The rules on one matter, under a code that an address may point at."""

    code: str
    title: str
    lines: tuple[RuleLine, ...]


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class: its name, whom it is for, the votes of a member, its seats in the board, whether it takes new members."""

    name: str
    who: str
    votes: int
    board_seats: int | None
    is_open: bool


def class_lines(charter: Charter) -> list[ClassLine]:
    """Give the classes of members, those with a vote first."""
    language, said = current_language(), charter.adhesion.classes
    lines = [
        ClassLine(
            name=charter.class_name(code, language),
            who=said[code].who(language) if code in said else "",
            votes=charter.weight(code) if rule.vote else 0,
            board_seats=rule.board_seats,
            is_open=code in charter.open_classes(),
        )
        for code, rule in charter.classes.items()
    ]
    return sorted(lines, key=lambda one: not one.votes)


def statute_parts(charter: Charter) -> list[StatutePart]:
    """Give the whole statute in words, matter by matter."""
    parts = [
        StatutePart("admission", _("Joining"), _admission(charter)),
        StatutePart("fees", _("Fees"), _fees(charter)),
        StatutePart("leaving", _("Suspension, withdrawal, exclusion"), _leaving(charter)),
        StatutePart("calls", _("How a meeting is called"), _calls(charter)),
        StatutePart("voting", _("Who counts, and who votes"), _voting(charter)),
        StatutePart("proxies", _("Proxies"), _proxies(charter)),
        StatutePart("bodies", _("Bodies"), _bodies(charter)),
        StatutePart("minutes", _("Minutes and resolutions"), _minutes(charter)),
    ]
    return [part for part in parts if part.lines]


def _admission(charter: Charter) -> tuple[RuleLine, ...]:
    rule = charter.adhesion
    lines = [
        _("The board decides on every application, and gives the reasons of a refusal.")
        if rule.decided_by == "board"
        else _("The assembly decides on every application, and gives the reasons of a refusal.")
    ]
    if rule.decide_within_days is not None:
        sentence = ngettext(
            "It decides within %(n)s day of the application.",
            "It decides within %(n)s days of the application.",
            rule.decide_within_days,
        )
        lines.append(sentence % {"n": rule.decide_within_days})
    if rule.ratified_by:
        lines.append(_("The assembly ratifies the admission."))
    language = current_language()
    checked = [RuleLine(one.words(language), one.article) for one in rule.criteria]
    return (*(RuleLine(words, rule.article) for words in lines), *checked)


def _fees(charter: Charter) -> tuple[RuleLine, ...]:
    rule = charter.fees
    by_board = rule.decided_by == "board"
    words = {
        "day": _day_of_year(rule.due_on),
        "first": rule.first_due_days,
        "reminders": ", ".join(str(days) for days in rule.reminders_days),
        "arrears": rule.arrears_after_days,
        "suspend": rule.suspend_after_days,
        "least": cents(rule.minimum_eur),
    }
    lines = [_("The board sets the fees.") if by_board else _("The assembly sets the fees.")]
    lines.append(
        _("A fee is due each year on %(day)s; a new member’s first not before %(first)s days from its admission.")
    )
    if rule.minimum_eur:
        lines.append(_("No fee is below %(least)s."))
    if rule.reminders_days:
        lines.append(_("Whoever is late is reminded, this many days after that day: %(reminders)s."))
    lines.append(_("A fee is in arrears when it is %(arrears)s days late."))
    if rule.suspend_after_days is not None:
        lines.append(_("Whoever is %(suspend)s days late may be suspended; nobody is by itself."))
    lines.append(
        _("Who is suspended owes the fee all the same.") if rule.suspended_owes else _("Who is suspended owes no fee.")
    )
    lines.append(
        _("The board alone waives a fee, by a resolution.")
        if rule.waived_by == "board"
        else _("The assembly alone waives a fee, by a resolution.")
    )
    return tuple(RuleLine(line % words, rule.article) for line in lines)


def _day_of_year(day: YearDay) -> str:
    written = date_format(day.in_year(2024), "j F")
    if current_language() == "en":
        return written
    return first_cased(written.lower()) if day.day == 1 else written.lower()


def _leaving(charter: Charter) -> tuple[RuleLine, ...]:
    suspension, withdrawal, exclusion, seniority = (
        charter.suspension,
        charter.withdrawal,
        charter.exclusion,
        charter.seniority,
    )
    suspends = (
        _("The board suspends a member.") if suspension.decided_by == "board" else _("The assembly suspends a member.")
    )
    if withdrawal.effective == "year_end":
        leaves = _(
            "Who withdraws is out at the end of the year, if the notice comes %(n)s months before; else a year later."
        )
    else:
        leaves = _("Who withdraws is out %(n)s months after the notice.")
    excludes = (
        _("The board excludes a member.") if exclusion.decided_by == "board" else _("The assembly excludes a member.")
    )
    counts = (
        _("For seniority the days of a suspension count.")
        if seniority.suspended_counts
        else _("For seniority the days of a suspension do not count.")
    )
    return (
        RuleLine(suspends, suspension.article),
        RuleLine(leaves % {"n": withdrawal.notice_months}, withdrawal.article),
        RuleLine(excludes, exclusion.article),
        RuleLine(
            _("Who is excluded may go to court within %(n)s months.") % {"n": exclusion.challenge_months},
            exclusion.article,
        ),
        RuleLine(counts, seniority.article),
    )


def _calls(charter: Charter) -> tuple[RuleLine, ...]:
    named = {
        "assembly": (
            _("The notice of the assembly leaves at least %(n)s days before."),
            _(
                "The notice of the assembly leaves at least %(n)s free days before: neither its day nor the meeting’s counts."
            ),
        ),
        "board": (
            _("The notice of the board leaves at least %(n)s days before."),
            _(
                "The notice of the board leaves at least %(n)s free days before: neither its day nor the meeting’s counts."
            ),
        ),
    }
    lines = [_notice(charter.notice[code], *words) for code, words in named.items() if code in charter.notice]
    second = charter.second_call
    if second.must_be_in_notice:
        lines.append(RuleLine(_("A second call is valid only if the notice states it."), second.article))
    if second.not_same_day:
        lines.append(RuleLine(_("The second call is not on the day of the first."), second.article))
    yearly = charter.assembly
    lines.append(
        RuleLine(
            _("The assembly meets for the accounts at least every %(n)s months.") % {"n": yearly.accounts_every_months},
            yearly.article,
        )
    )
    asked = _("It is also called when members ask for it with reasons: %(share)s of them.")
    share = share_words(charter.petition.share)
    return (*lines, RuleLine(asked % {"share": share}, charter.petition.article))


def _notice(rule: NoticeRule, days: str, free_days: str) -> RuleLine:
    return RuleLine((free_days if rule.free_days else days) % {"n": rule.days}, rule.article)


def _voting(charter: Charter) -> tuple[RuleLine, ...]:
    usual = charter.quorum_rule(ItemKind.ORDINARY)
    article = usual.article if usual else ""
    accounts = charter.quorum_rule(ItemKind.ACCOUNTS)
    lines = [
        RuleLine(
            _("The quorum is counted on all members.")
            if charter.quorum_base == "all_members"
            else _("The quorum is counted on the members with a vote."),
            article,
        ),
        RuleLine(
            _("On accounts and liability directors do not vote; they count for the quorum.")
            if charter.directors_count_for_quorum_on_accounts
            else _("On accounts and liability directors do not vote, and do not count for the quorum."),
            accounts.article if accounts else "",
        ),
        RuleLine(_ties()[charter.tie], article),
        RuleLine(_("Votes have the weight of their class."), charter.vote_weight_article)
        if charter.vote_weight and charter.vote_weight_article
        else RuleLine(_("Each member with a vote has one.")),
    ]
    if charter.arrears_no_vote is not None:
        lines.append(RuleLine(_("Who is in arrears does not vote."), charter.arrears_no_vote.article))
    else:
        lines.append(RuleLine(_("Arrears take nobody’s vote away.")))
    if charter.suspended_no_vote:
        lines.append(RuleLine(_("Who is suspended does not vote."), charter.suspension.article))
    if charter.min_seniority_days:
        words = _("Who has been a member for less than %(n)s days does not vote.")
        lines.append(RuleLine(words % {"n": charter.min_seniority_days}))
    return tuple(lines)


def _ties() -> dict[str, str]:
    return {
        "rejected": _("If votes are equal the proposal is not adopted."),
        "president": _("If votes are equal the president’s decides."),
        "seniority": _("If votes for two candidates are equal, the senior one is elected."),
    }


def _proxies(charter: Charter) -> tuple[RuleLine, ...]:
    rule = charter.proxy
    if rule.max_per_holder == 0:
        return (RuleLine(_("Nobody votes by proxy."), rule.article),)
    holders = {
        "member": _("A proxy is given to another member."),
        "member_with_vote": _("A proxy is given to another member that has a vote."),
        "same_class": _("A proxy is given to another member of the same class."),
        "anyone": _("A proxy may be given to anybody."),
    }
    lines = [holders[rule.holder]]
    if rule.max_per_holder is None:
        lines.append(_("There is no limit to how many one may hold."))
    else:
        most = ngettext("Nobody holds more than %(n)s.", "Nobody holds more than %(n)s.", rule.max_per_holder)
        lines.append(most % {"n": rule.max_per_holder})
    lines.append(
        _("A director may hold them on accounts and liability too.")
        if rule.director_may_hold_on_accounts
        else _("A director holds none on accounts and liability.")
    )
    lines.append(_("Who holds one may pass it on.") if rule.sub_delegation else _("Who holds one does not pass it on."))
    if rule.in_board is not None:
        lines.append(
            _("In the board too one may stand for another.")
            if rule.in_board
            else _("In the board everybody votes in person.")
        )
    return tuple(RuleLine(words, rule.article) for words in lines)


def _bodies(charter: Charter) -> tuple[RuleLine, ...]:
    lines: list[RuleLine] = []
    for code, rule in sorted(charter.bodies.items(), key=lambda pair: pair[0] != "board"):
        lines += [RuleLine(words, rule.article) for words in _of_body(code, rule)]
    return tuple(lines)


def _of_body(code: str, rule: BodyRule) -> list[str]:
    names = {"board": _("Board"), "auditor": _("Auditors")}
    words = {"body": names.get(code, code), "least": rule.seats_min, "most": rule.seats_max, "years": rule.term_years}
    lines = []
    if rule.seats_min is not None and rule.seats_min == rule.seats_max:
        lines.append(ngettext("%(body)s: %(most)s seat.", "%(body)s: %(most)s seats.", rule.seats_min))
    elif rule.seats_min is not None and rule.seats_max is not None:
        lines.append(_("%(body)s: from %(least)s to %(most)s seats."))
    elif rule.seats_max is not None:
        lines.append(ngettext("%(body)s: at most %(most)s seat.", "%(body)s: at most %(most)s seats.", rule.seats_max))
    elif rule.seats_min is not None:
        lines.append(
            ngettext("%(body)s: at least %(least)s seat.", "%(body)s: at least %(least)s seats.", rule.seats_min)
        )
    if rule.term_years is not None:
        lines.append(
            ngettext(
                "%(body)s: in office for %(years)s year.", "%(body)s: in office for %(years)s years.", rule.term_years
            )
        )
    if rule.cooption and rule.cooption_max_share is not None:
        part = rule.cooption_max_share.part
        lines.append(_("%(body)s: it fills vacant seats by itself, up to %(part)s of them."))
        words["part"] = f"{part.numerator}/{part.denominator}"
    elif rule.cooption:
        lines.append(_("%(body)s: it fills vacant seats by itself."))
    if rule.lapse_after_absences is not None:
        lines.append(_("%(body)s: who misses %(absences)s meetings in a row may be declared lapsed."))
        words["absences"] = rule.lapse_after_absences
    return [line % words for line in lines]


def _minutes(charter: Charter) -> tuple[RuleLine, ...]:
    check = charter.minutes
    return (
        RuleLine(
            _("Who was there may ask to change the draft of the minutes within %(n)s days.") % {"n": check.check_days},
            check.article,
        ),
        RuleLine(
            _(
                "Bodies, every member and the public prosecutor may have a resolution annulled that is against law or statute."
            ),
            charter.challenge.article,
        ),
    )
