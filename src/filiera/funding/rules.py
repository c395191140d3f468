"""Who may do what with calls."""

from __future__ import annotations

from typing import Any

import rules

from filiera.common.acting import acting_of
from filiera.common.rules import may_see, works_for_office
from filiera.common.visibility import audience_of
from filiera.funding.queries.interest import may_read
from filiera.registry.rules import acts_for

rules.add_perm("funding.view_call", may_see)
rules.add_perm("funding.keep_calls", works_for_office)


@rules.predicate
def acts_for_somebody(user: Any) -> bool:
    """Whether the person acts for an organisation today."""
    return acting_of(user) is not None


@rules.predicate
def leads_consortium(user: Any, consortium: Any) -> bool:
    """Whether the person acts for the organisation that leads the consortium."""
    acting = acting_of(user)
    lead = consortium.lead if consortium is not None else None
    return acting is not None and lead is not None and lead.organisation_id == acting.organisation_id


@rules.predicate
def made_run(user: Any, run: Any) -> bool:
    """Whether the composition was computed for the person."""
    return run is not None and user.is_authenticated and run.made_by_id == user.pk


@rules.predicate
def is_to_lead(user: Any, run: Any) -> bool:
    """Whether the organisation that the person acts for was to lead what was composed."""
    acting = acting_of(user)
    return run is not None and acting is not None and run.lead_id == acting.organisation_id


@rules.predicate
def may_see_call_of_run(user: Any, run: Any) -> bool:
    """Whether the call for which a consortium was composed is open to the person; one on file is."""
    return run is not None and (run.call is None or bool(run.call.is_visible_to(audience_of(user))))


@rules.predicate
def may_see_call_of(user: Any, thing: Any) -> bool:
    """Whether the call is open to the person."""
    return thing is not None and bool(thing.is_visible_to(audience_of(user)))


@rules.predicate
def is_invited(user: Any, partner: Any) -> bool:
    """Whether the organisation that the person acts for was asked in: who is only proposed has not heard of it yet."""
    acting = acting_of(user)
    if partner is None or acting is None or partner.invited_at is None:
        return False
    return bool(partner.organisation_id == acting.organisation_id)


@rules.predicate
def leads_project(user: Any, project: Any) -> bool:
    """Whether the person acts for the organisation that leads the consortium of the project."""
    return project is not None and bool(leads_consortium(user, project.consortium))


@rules.predicate
def acts_for_member(user: Any) -> bool:
    """Whether the person acts for a member today."""
    acting = acting_of(user)
    return acting is not None and acting.is_member


@rules.predicate
def may_read_notice(user: Any, notice: Any) -> bool:
    """Whether the notice of partners wanted may be read by the person."""
    acting = acting_of(user)
    own = acting.organisation_id if acting else None
    return notice is not None and may_read(notice, audience=audience_of(user), organisation_id=own)


@rules.predicate
def wrote_notice(user: Any, notice: Any) -> bool:
    """Whether the notice is of the organisation that the person acts for."""
    acting = acting_of(user)
    return notice is not None and acting is not None and notice.organisation_id == acting.organisation_id


@rules.predicate
def got_reply(user: Any, reply: Any) -> bool:
    """Whether the answer is to a notice of the organisation that the person acts for, and of a call that it may see."""
    if reply is None or not may_read_notice(user, reply.notice):
        return False
    return bool(works_for_office(user) or wrote_notice(user, reply.notice))


@rules.predicate
def is_open_notice(_user: Any, notice: Any) -> bool:
    """Whether partners are still looked for by the notice."""
    return notice is not None and notice.closed_at is None


rules.add_perm("funding.answer_invitation", is_invited)
rules.add_perm("funding.compose_consortium", (works_for_office | acts_for_somebody) & may_see_call_of)
rules.add_perm("funding.view_run", works_for_office | (made_run & may_see_call_of_run))
rules.add_perm("funding.begin_consortium", works_for_office | (made_run & may_see_call_of_run & is_to_lead))
rules.add_perm("funding.view_consortium", may_see)
rules.add_perm("funding.change_consortium", may_see & (works_for_office | leads_consortium))
rules.add_perm("funding.view_consortia", works_for_office | acts_for_somebody)
rules.add_perm("funding.keep_applicant", works_for_office | acts_for)
rules.add_perm("funding.work_in_consortium", may_see)
rules.add_perm("funding.view_project", may_see)
rules.add_perm("funding.change_project", may_see & (works_for_office | leads_project))
rules.add_perm("funding.keep_projects", works_for_office)
rules.add_perm("funding.follow_call", rules.is_authenticated & may_see_call_of)
rules.add_perm("funding.say_interest", acts_for_member & may_see_call_of)
rules.add_perm("funding.view_wanted", may_read_notice)
rules.add_perm("funding.keep_wanted", may_read_notice & (works_for_office | wrote_notice))
rules.add_perm("funding.reply_to_wanted", may_read_notice & acts_for_somebody & ~wrote_notice & is_open_notice)
rules.add_perm("funding.decide_reply", got_reply)
