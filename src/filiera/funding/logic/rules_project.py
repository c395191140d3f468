"""Rules about the project and the conduct of who applies: length, readiness, papers, codes, applications, membership."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from filiera.common.days import months_later
from filiera.funding.logic import ateco
from filiera.funding.logic.asked import Answer, Asked, about
from filiera.funding.logic.call import Membership, Trl, Who
from filiera.funding.logic.consortium import Partner
from filiera.funding.logic.kinds import KINDS, canonical, said_by
from filiera.funding.logic.sizes import SIZES
from filiera.funding.logic.undertakings import HOLDING_PCT
from filiera.funding.logic.values import NO
from filiera.funding.logic.verdicts import every, ground, opposite, some
from filiera.funding.logic.windows import Window


def _plain(number: Decimal | int) -> str:
    return f"{Decimal(number):f}".rstrip("0").rstrip(".") if "." in f"{Decimal(number):f}" else f"{number}"


def duration_max(asked: Asked, most: Decimal) -> Answer:
    """The project lasts no longer than the call allows."""
    months = asked.project.duration_months
    if months is None:
        return Answer(None, (ground("duration-unknown", most=_plain(most)),), (ground("say-duration"),))
    words = {"n": _plain(months), "most": _plain(most)}
    if months <= most:
        return Answer(True, (ground("duration-yes", **words),))
    return Answer(False, (ground("duration-no", **words),), (ground("cut-duration", n=_plain(months - most)),))


def trl(asked: Asked, rule: Trl) -> Answer:
    """The project begins and ends between the readiness levels of the call."""
    own = asked.project.trl
    start, end = (own.start, own.end) if own else (None, None)
    low = True if rule.start is None else None if start is None else start >= rule.start
    if low is not False and rule.end is not None and start is not None and start > rule.end:
        low = False
    high = True if rule.end is None else None if end is None else end <= rule.end
    if high is not False and rule.start is not None and end is not None and end < rule.start:
        high = False
    holds = every((low, high))
    words = {
        "start": start or "?",
        "end": end or "?",
        "least": rule.start or 1,
        "most": rule.end or 9,
    }
    code = {True: "trl-yes", False: "trl-no", None: "trl-unknown"}[holds]
    remedy = ground("say-trl") if holds is None else ground("move-trl", **words)
    return Answer(holds, (ground(code, **words),), () if holds else (remedy,))


def s3_priority_required(asked: Asked, _is_asked: bool) -> Answer:
    """The project names a priority of the smart specialisation strategy."""
    return _named(asked, code="s3")


def smart_specialisation_shared(asked: Asked, _is_asked: bool) -> Answer:
    """The partners' regions share the priority that the project names."""
    said = asked.project.smart_specialisation_shared
    if said is None:
        return _named(asked, code="s3-shared")
    return Answer(said, (ground(f"s3-shared-{'yes' if said else 'no'}"),), () if said else (ground("name-s3"),))


def _named(asked: Asked, *, code: str) -> Answer:
    written = asked.project.s3_priority
    if written is None:
        return Answer(None, (ground(f"{code}-unknown"),), (ground("name-s3"),))
    if not str(written).strip() or written in ([], {}, False) or str(written).strip().casefold() in NO:
        return Answer(False, (ground(f"{code}-no"),), (ground("name-s3"),))
    return Answer(True, (ground(f"{code}-yes"),))


def _has_all(found: Sequence[str] | None, wanted: Sequence[str], *, code: str) -> Answer:
    """Answer whether everything that is asked for is there."""
    if found is None and wanted:
        names = ", ".join(wanted)
        return Answer(None, (ground(f"{code}-unknown", names=names),), (ground(f"say-{code}"),))
    missing = [one for one in wanted if one not in (found or ())]
    if missing:
        names = ", ".join(missing)
        return Answer(False, (ground(f"{code}-missing", names=names),), (ground(f"add-{code}", names=names),))
    return Answer(True, (ground(f"{code}-there"),))


def plan_sections(asked: Asked, wanted: list[str]) -> Answer:
    """The plan has every section."""
    return _has_all(asked.project.plan_sections, wanted, code="sections")


def docs(asked: Asked, wanted: list[str]) -> Answer:
    """Every document is there; what public bodies alone owe is not asked for where all are enterprises."""
    kinds = [said_by(one.kind) for one in asked.case.partners]
    are_firms = bool(kinds) and all(kind is not None and kind.is_company for kind in kinds)
    needed = [one for one in wanted if not (are_firms and one.endswith("_public_bodies"))]
    return _has_all(asked.project.documents, needed, code="documents")


def certificates(asked: Asked, wanted: list[str]) -> Answer:
    """Every partner has every certificate."""
    needed = {one.casefold() for one in wanted}

    def has(partner: Partner) -> bool | None:
        own = partner.certificates
        return None if own is None else needed <= {one.casefold() for one in own}

    return about(asked, "all", has, code="certificates", remedy="get-certificates", wanted=", ".join(wanted))


def output_any(asked: Asked, wanted: list[str]) -> Answer:
    """The project brings one of the results that the call asks for."""
    found, names = asked.project.outputs, ", ".join(wanted)
    if found is None:
        return Answer(None, (ground("outputs-unknown", names=names),), (ground("say-outputs", names=names),))
    holds = any(one.removesuffix("s") in {w.removesuffix("s") for w in wanted} for one in found)
    code = "outputs-yes" if holds else "outputs-no"
    return Answer(holds, (ground(code, names=names),), () if holds else (ground("say-outputs", names=names),))


def eligible_cost(asked: Asked, admitted: list[str]) -> Answer:
    """Costs are of the kinds that the call admits; where kinds are not written, what is written is taken for admitted."""
    own, names = asked.project.cost_kinds, ", ".join(admitted)
    if own is None:
        return Answer(True, (ground("cost-kinds-taken", names=names),))
    wrong = [one for one in own if one not in admitted]
    if wrong:
        told = ", ".join(wrong)
        return Answer(False, (ground("cost-kinds-no", names=told),), (ground("drop-cost-kinds", names=told),))
    return Answer(True, (ground("cost-kinds-yes", names=names),))


def civil_only(asked: Asked, _is_asked: bool) -> Answer:
    """The project has civil purposes alone."""
    said = asked.project.civil_only
    code = {True: "civil-yes", False: "civil-no", None: "civil-unknown"}[said]
    return Answer(said, (ground(code),), () if said else (ground("say-civil"),))


def supplier_kind(asked: Asked, kinds: list[str]) -> Answer:
    """The supplier is of a kind that the call admits."""
    supplier, names = asked.project.supplier, ", ".join(kinds)
    if supplier is None or supplier.kind is None:
        return Answer(None, (ground("supplier-unknown"),), (ground("say-supplier"),))
    said = said_by(supplier.kind)
    answers = [
        said.is_research if said and one == "research" else None if said is None else supplier.kind == one
        for one in kinds
    ]
    holds = some(answers)
    code = {True: "supplier-yes", False: "supplier-no", None: "supplier-unknown"}[holds]
    return Answer(holds, (ground(code, kinds=names),), () if holds else (ground("choose-supplier", kinds=names),))


def supplier_independent(asked: Asked, _is_asked: bool) -> Answer:
    """Nobody who applies owns 25 % or more of the supplier, nor the other way round, nor has the same owner."""
    supplier, ties = asked.project.supplier, asked.case.ties
    if supplier is None:
        return Answer(None, (ground("supplier-unknown"),), (ground("say-supplier"),))
    holds = every(ties.are_independent(one.id, supplier.id) for one in asked.case.partners)
    if not asked.case.partners:
        holds = None
    code = {True: "supplier-free", False: "supplier-tied", None: "links-unknown"}[holds]
    remedy = ground("say-links") if holds is None else ground("replace-supplier")
    words = {"limit": _plain(HOLDING_PCT)}
    return Answer(holds, (ground(code, **words),), () if holds else (remedy,))


def ateco_in(asked: Asked, codes: list[str]) -> Answer:
    """Every enterprise has recorded an activity that the call lists, in whichever edition of ATECO."""
    return about(
        asked,
        "company",
        lambda one: ateco.is_in(one.ateco, codes),
        code="ateco",
        remedy="check-ateco",
        codes=", ".join(codes),
    )


def ateco_out(asked: Asked, codes: list[str]) -> Answer:
    """No enterprise has recorded an activity that the call leaves out."""

    def is_out(partner: Partner) -> bool | None:
        return opposite(ateco.is_in(partner.ateco, codes))

    return about(asked, "company", is_out, code="ateco-out", remedy="replace-ateco", codes=", ".join(codes))


def one_application_per_entity(asked: Asked, rule: Who) -> Answer:
    """Whoever the rule is about takes part in no other application to this call."""
    call = asked.case.call.id

    def is_free(partner: Partner) -> bool | None:
        return None if partner.other_applications is None else call not in partner.other_applications

    return about(asked, rule.who, is_free, code="one-application", remedy="leave-other", call=call)


def accounts_filed_min(asked: Asked, least: Decimal) -> Answer:
    """Every enterprise has filed its accounts for enough years."""

    def has(partner: Partner) -> bool | None:
        return None if partner.accounts_filed is None else partner.accounts_filed >= least

    return about(asked, "company", has, code="accounts", remedy="wait-accounts", least=_plain(least))


def membership_min(asked: Asked, rule: Membership) -> Answer:
    """Every enterprise has been a member for enough months, to the day, at the moment that the rule names."""
    at = _moment_of(asked, rule.at or "closes")
    months = int(rule.months or 0)
    is_recorded = rule.of.strip().casefold() == "ctl"  # of other bodies no date is recorded

    def has(partner: Partner) -> bool | None:
        if not is_recorded:
            return None
        if partner.is_no_member:
            return False
        since = partner.ctl_member_since
        if since is None or at is None:
            return None
        return months_later(since, months) <= at

    words: dict[str, str | int] = {"months": months, "of": rule.of, "at": at.isoformat() if at else "?"}
    return about(asked, "company", has, code="membership", remedy="wait-membership", **words)


def _moment_of(asked: Asked, name: str) -> date | None:
    """Give the day at which something must hold: opening, closing, sending, grant, or one that is written."""
    case, project = asked.case, asked.project
    window, zone = case.call.window, case.call.zone
    moments: dict[str, datetime | date | None] = {
        "closes": window.end(zone),
        "opens": window.start(zone),
        "grant": project.grant_on,
        "start": project.start_on,
    }
    moments |= dict.fromkeys(("application", "submission", "submitted"), project.submitted_at)
    found = moments.get(name)
    if found is None and name not in moments:
        try:
            return date.fromisoformat(name)
        except ValueError:
            return None
    return _day_in(zone, found) if isinstance(found, datetime) else found


def _day_in(zone: str, moment: datetime) -> date:
    """Give the day that it is in a zone; a moment without a zone is of this one."""
    return _in(zone, moment).date()


def _in(zone: str, moment: datetime) -> datetime:
    """Give a moment as a zone has it; at the ends of the calendar, where the zone's would lie outside it, as it is."""
    try:
        return moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment
    except OverflowError:
        return moment


def exclude(asked: Asked, rules: dict[str, bool | None]) -> Answer:
    """Nobody is of those whom the call leaves out."""
    names = [name for name, applies in rules.items() if applies]

    def is_in(partner: Partner) -> bool | None:
        return every(opposite(_is(partner, name)) for name in names)

    return about(asked, "all", is_in, code="excluded", remedy="replace-excluded", what=", ".join(names))


def _is(partner: Partner, name: str) -> bool | None:
    found = getattr(partner, name, None)
    if found is None:
        found = (partner.model_extra or {}).get(name)
    return found if isinstance(found, bool) else None


def window(asked: Asked, rule: Window) -> Answer | None:
    """The application is sent between opening and closing; nothing is said where no moment of sending is given."""
    sent, zone = asked.project.submitted_at, asked.case.call.zone
    opens, closes = rule.start(zone), rule.end(zone)
    if sent is None or (opens is None and closes is None):
        return None
    answer = (
        _of_a_moment(sent, opens, closes, zone) if isinstance(sent, datetime) else _of_a_day(sent, opens, closes, zone)
    )
    lasting = (ground("funds-last"),) if rule.until_spent and answer.holds else ()
    return replace(answer, grounds=(*answer.grounds, *lasting))


def _of_a_moment(sent: datetime, opens: datetime | None, closes: datetime | None, zone: str) -> Answer:
    at = sent if sent.tzinfo else sent.replace(tzinfo=ZoneInfo(zone))
    words = _spoken(opens, closes, zone)
    if opens is not None and at < opens:
        return Answer(False, (ground("sent-early", **words),), (ground("send-between", **words),))
    if closes is not None and at > closes:
        return Answer(False, (ground("sent-late", **words),), (ground("send-between", **words),))
    return Answer(True, (ground("sent-between", **words),))


def _of_a_day(sent: date, opens: datetime | None, closes: datetime | None, zone: str) -> Answer:
    """Answer of a day without an hour: on the days of opening and closing the hour decides."""
    first, last = (_in(zone, one).date() if one else None for one in (opens, closes))
    words = _spoken(opens, closes, zone)
    if (first and sent < first) or (last and sent > last):
        code = "sent-early" if first and sent < first else "sent-late"
        return Answer(False, (ground(code, **words),), (ground("send-between", **words),))
    if sent in (first, last):
        return Answer(None, (ground("sent-hour", **words),), (ground("say-hour"),))
    return Answer(True, (ground("sent-between", **words),))


def _spoken(opens: datetime | None, closes: datetime | None, zone: str) -> dict[str, str | int]:
    written = [_in(zone, one).isoformat(" ", "minutes")[:16] if one else "…" for one in (opens, closes)]
    return {"opens": written[0], "closes": written[1], "zone": zone}


def incentive_effect(asked: Asked) -> Answer | None:
    """Work begins after the application; said where both days are known. Source: GBER, article 6(2)."""
    start, sent = asked.project.start_on, asked.project.submitted_at
    if start is None or sent is None:
        return None
    day = _day_in(asked.case.call.zone, sent) if isinstance(sent, datetime) else sent
    if start >= day:
        return None
    words = {"start": start.isoformat(), "sent": day.isoformat()}
    return Answer(False, (ground("began-before", **words),), (ground("begin-after"),))


def points(asked: Asked) -> list[tuple[str, Decimal, bool | None]]:
    """Give the points of the call: what they are for, how many, and whether somebody who applies has what they reward."""
    found = []
    for one in asked.case.call.rules.bonus or ():
        answers = [_rewarded(asked, partner, one.condition or "") for partner in asked.case.partners]
        found.append((one.condition or "", one.points or Decimal(0), some(answers) if answers else None))
    return found


def _rewarded(asked: Asked, partner: Partner, condition: str) -> bool | None:
    """Tell whether a partner is what points are for: member, of a kind or size, recognised, certified, or so it says."""
    if condition in ("ctl_member", "member"):
        since, until = partner.ctl_member_since, _moment_of(asked, "closes")
        if partner.is_no_member or since is None:
            return False if partner.is_no_member else None
        return until is None or since <= until
    found = [one.is_held for one in partner.recognitions or () if _folded(one.name) == condition]
    found += [True for one in partner.certificates or () if _folded(one) == condition]
    kind = canonical(condition) or condition
    if kind in KINDS or kind in ("sme", "innovative_sme", "nonprofit", "private", "public", *SIZES):
        found.append(asked.case.is_kind(partner, kind))
    own = _is(partner, condition)
    return some(found) if found and own is None else some([*found, own])


def _folded(name: str) -> str:
    return "_".join(name.casefold().replace("-", " ").split())
