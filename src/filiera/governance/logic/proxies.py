"""Which proxies hold: written, dated, never blank, limited in number, revocable until the vote, never passed on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from filiera.governance.logic.standing import Bar
from filiera.governance.logic.statute import WITHOUT_DIRECTORS, ItemKind

if TYPE_CHECKING:
    from filiera.governance.logic.case import CaseProxy
    from filiera.governance.logic.standing import Standing


@dataclass(frozen=True, slots=True)
class JudgedProxies:
    """`holders` gives who stands for whom, by giver; `refused` gives why a giver is not represented."""

    holders: dict[str, str]
    refused: dict[str, Bar]


def judge_proxies(standing: Standing) -> JudgedProxies:
    """Judge the proxies of a case. One whose giver came in person falls, and is neither held nor refused.

    Of two from one giver the last dated holds. Of too many in one hand the last dated are refused; a proxy that adds
    nobody to the quorum takes no place.
    """
    present = set(standing.case.attendance)
    refused: dict[str, Bar] = {}
    valid: dict[str, CaseProxy] = {}
    for proxy in sorted(standing.case.proxies, key=_age):
        if proxy.giver in present:
            continue
        bar = _bar(proxy, standing)
        if bar is None:
            # The one before gives up its place too: of the same age, the order of the file decides.
            valid.pop(proxy.giver, None)
            valid[proxy.giver] = proxy
        else:
            refused.setdefault(proxy.giver, bar)
    limit = standing.case.statute.proxy.max_per_holder
    taken: defaultdict[str, int] = defaultdict(int)
    holders: dict[str, str] = {}
    for giver, proxy in sorted(valid.items(), key=lambda pair: _age(pair[1])):
        holder = str(proxy.holder)
        if giver in standing.base:
            if limit is not None and taken[holder] >= limit:
                refused[giver] = Bar.PROXY_TOO_MANY
                continue
            taken[holder] += 1
        holders[giver] = holder
    return JudgedProxies(holders, {giver: bar for giver, bar in refused.items() if giver not in holders})


def _age(proxy: CaseProxy) -> datetime:
    return proxy.dated or datetime.max


def _bar(proxy: CaseProxy, standing: Standing) -> Bar | None:
    """Tell why a proxy does not hold, by its form first, then by who holds it."""
    return _bar_of_form(proxy, standing) or holder_bar(proxy, standing)


def _bar_of_form(proxy: CaseProxy, standing: Standing) -> Bar | None:
    held_at = standing.case.held_at
    if standing.register_bar(proxy.giver) is not None:
        return standing.register_bar(proxy.giver)
    # A statute that is silent on it is judged as the file says; the platform offers no such proxy.
    if standing.kind == ItemKind.BOARD and standing.case.statute.proxy.in_board is False:
        return Bar.PROXY_IN_BOARD
    if not (proxy.holder or "").strip():
        return Bar.PROXY_BLANK
    if proxy.dated is None:
        return Bar.PROXY_UNDATED
    if not proxy.signed:
        return Bar.PROXY_UNSIGNED
    if held_at is not None and proxy.dated.date() > held_at.date():
        return Bar.PROXY_DATED_LATER
    # The file does not say when the vote was: a revocation counts that came before the meeting began.
    if proxy.revoked is not None and (held_at is None or proxy.revoked <= held_at):
        return Bar.PROXY_REVOKED
    if proxy.received_by_proxy and not standing.case.statute.proxy.sub_delegation:
        return Bar.PROXY_PASSED_ON
    return None


def holder_bar(proxy: CaseProxy, standing: Standing) -> Bar | None:
    """Tell why whoever is named may not hold a proxy, however many it holds already."""
    rule, holder = standing.case.statute.proxy, str(proxy.holder)
    member = standing.by_id.get(holder)
    if holder == proxy.giver or (rule.holder != "anyone" and standing.register_bar(holder) is not None):
        return Bar.PROXY_HOLDER_NOT_MEMBER
    if rule.holder == "member_with_vote" and standing.vote_bar(holder) is not None:
        return Bar.PROXY_HOLDER_WITHOUT_VOTE
    giver = standing.by_id[proxy.giver]
    if rule.holder == "same_class" and member is not None and member.member_class != giver.member_class:
        return Bar.PROXY_HOLDER_OTHER_CLASS
    if holder not in standing.case.attendance:
        return Bar.PROXY_HOLDER_ABSENT
    is_director = member is not None and member.director
    if is_director and standing.kind in WITHOUT_DIRECTORS and not rule.director_may_hold_on_accounts:
        return Bar.PROXY_HOLDER_DIRECTOR
    return None
