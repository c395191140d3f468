"""Who may do what with needs, matches and offers."""

from __future__ import annotations

from typing import Any

import rules

from filiera.common.acting import acting_of
from filiera.common.rules import may_see, works_for_office
from filiera.common.visibility import Visibility, audience_of
from filiera.exchange.enums import OfferState
from filiera.exchange.queries.offers import may_read_offer


@rules.predicate
def acts_for_somebody(user: Any) -> bool:
    """Whether the person acts for an organisation today."""
    return acting_of(user) is not None


@rules.predicate
def asks(user: Any, need: Any) -> bool:
    """Whether the need, or the offer, is of the organisation that the person acts for."""
    acting = acting_of(user)
    return need is not None and acting is not None and need.organisation_id == acting.organisation_id


@rules.predicate
def is_solver(user: Any, match: Any) -> bool:
    """Whether the person acts for the solver of the match, and it was asked: before that it has not heard of it."""
    acting = acting_of(user)
    if match is None or acting is None or match.asked_at is None:
        return False
    return bool(match.solver_id == acting.organisation_id)


@rules.predicate
def asks_of(user: Any, match: Any) -> bool:
    """Whether the person acts for whoever asks, and the solver has said yes."""
    if match is None or match.solver_yes_at is None:
        return False
    return bool(asks(user, match.need))


@rules.predicate
def is_of_introduced(user: Any, match: Any) -> bool:
    """Whether the person acts for one of the two of a match that were introduced."""
    if match is None or match.introduced_at is None:
        return False
    return bool(is_solver(user, match) or asks(user, match.need))


@rules.predicate
def was_introduced(_user: Any, match: Any) -> bool:
    """Whether the two of the match were introduced."""
    return match is not None and match.introduced_at is not None


@rules.predicate
def reads_offer(user: Any, offer: Any) -> bool:
    """Whether the offer may be read by the person."""
    acting = acting_of(user)
    own = acting.organisation_id if acting else None
    return offer is not None and may_read_offer(offer, audience=audience_of(user), organisation_id=own)


@rules.predicate
def got_offer_reply(user: Any, reply: Any) -> bool:
    """Whether the answer is to an offer of the organisation that the person acts for."""
    return reply is not None and bool(asks(user, reply.offer))


@rules.predicate
def is_offered(_user: Any, offer: Any) -> bool:
    """Whether the offer is published."""
    return offer is not None and offer.state == OfferState.PUBLISHED


@rules.predicate
def keeps_need_of(user: Any, proposal: Any) -> bool:
    """Whether the person acts for whoever asks, in the need that something was read in."""
    return proposal is not None and bool(asks(user, proposal.need))


@rules.predicate
def keeps_need_of_paper(user: Any, paper: Any) -> bool:
    """Whether the person acts for whoever asks, in the need that the paper goes with."""
    return paper is not None and bool(asks(user, paper.need))


@rules.predicate
def is_of_a_read_need(user: Any, paper: Any) -> bool:
    """Whether the paper was let out, with a need that stands in the list of those open to the person."""
    if paper is None or paper.released_at is None:
        return False
    return paper.need.visibility == Visibility.MEMBERS and bool(may_see(user, paper.need))


rules.add_perm("exchange.list_needs", acts_for_somebody | works_for_office)
rules.add_perm("exchange.write_need", acts_for_somebody | works_for_office)
rules.add_perm("exchange.view_need", may_see)
rules.add_perm("exchange.keep_need", asks | works_for_office)
rules.add_perm("exchange.keep_paper", keeps_need_of_paper | works_for_office)
rules.add_perm("exchange.judge_paper", works_for_office)
rules.add_perm("exchange.view_paper", is_of_a_read_need)
rules.add_perm("exchange.decide_proposal", keeps_need_of | works_for_office)
rules.add_perm("exchange.route_needs", works_for_office)
rules.add_perm("exchange.view_match", is_solver)
rules.add_perm("exchange.answer_match", is_solver)
rules.add_perm("exchange.meet_solver", asks_of | works_for_office)
rules.add_perm("exchange.keep_match", works_for_office)
rules.add_perm("exchange.view_collaboration", was_introduced & (is_of_introduced | works_for_office))
rules.add_perm("exchange.keep_collaboration", was_introduced & (is_of_introduced | works_for_office))
rules.add_perm("exchange.write_rules", acts_for_somebody)
rules.add_perm("exchange.view_offer", reads_offer)
rules.add_perm("exchange.write_offer", acts_for_somebody | works_for_office)
rules.add_perm("exchange.keep_offer", asks | works_for_office)
rules.add_perm("exchange.reply_to_offer", reads_offer & acts_for_somebody & ~asks & is_offered)
rules.add_perm("exchange.decide_offer_reply", got_offer_reply | works_for_office)
