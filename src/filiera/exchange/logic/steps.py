"""How a need, an offer, a match and a collaboration go on: which state may follow which."""

from __future__ import annotations

from filiera.common.steps import Steps
from filiera.exchange.enums import CollaborationState, MatchState, NeedState, OfferState

NEED_STEPS = Steps(
    {
        NeedState.DRAFT: (NeedState.PUBLISHED, NeedState.CLOSED),
        # The office gives one back to its writer with a question.
        NeedState.PUBLISHED: (
            NeedState.MATCHING,
            NeedState.DRAFT,
            NeedState.SOLVED,
            NeedState.CLOSED,
            NeedState.EXPIRED,
        ),
        # Opened or closed to others' eyes before anybody was asked, it is read again.
        NeedState.MATCHING: (
            NeedState.IN_TALKS,
            NeedState.PUBLISHED,
            NeedState.SOLVED,
            NeedState.CLOSED,
            NeedState.EXPIRED,
        ),
        # Talks that come to nothing leave a need that solvers are sought for again.
        NeedState.IN_TALKS: (NeedState.MATCHING, NeedState.SOLVED, NeedState.CLOSED, NeedState.EXPIRED),
        # Renewed, it is read again before anybody is asked.
        NeedState.EXPIRED: (NeedState.PUBLISHED, NeedState.SOLVED, NeedState.CLOSED),
        NeedState.SOLVED: (NeedState.MATCHING,),
        NeedState.CLOSED: (NeedState.PUBLISHED,),
    }
)

LIVE_STATES = (NeedState.PUBLISHED, NeedState.MATCHING, NeedState.IN_TALKS)
"""Needs that the desk works on."""

ASKING_STATES = (NeedState.MATCHING, NeedState.IN_TALKS)
"""Needs for which solvers may be asked: read by the office, and not over."""

UNREAD_STATES = (NeedState.DRAFT, NeedState.PUBLISHED)
"""Needs whose texts their own people still write: the office has not let them out."""

MATCH_STEPS = Steps(
    {
        MatchState.SUGGESTED: (MatchState.SHORTLISTED, MatchState.ASKED, MatchState.DISMISSED),
        MatchState.SHORTLISTED: (MatchState.SUGGESTED, MatchState.ASKED, MatchState.DISMISSED),
        MatchState.ASKED: (
            MatchState.READING,
            MatchState.INTERESTED,
            MatchState.LATER,
            MatchState.REFUSED,
            MatchState.SILENT,
            MatchState.DISMISSED,
            MatchState.WITHDRAWN,
        ),
        # An answer that is taken back opens the question again, at the stage reached.
        MatchState.READING: (
            MatchState.ASKED,
            MatchState.INTERESTED,
            MatchState.LATER,
            MatchState.REFUSED,
            MatchState.SILENT,
            MatchState.DISMISSED,
            MatchState.WITHDRAWN,
        ),
        MatchState.LATER: (
            MatchState.ASKED,
            MatchState.READING,
            MatchState.INTERESTED,
            MatchState.REFUSED,
            MatchState.SILENT,
            MatchState.DISMISSED,
            MatchState.WITHDRAWN,
        ),
        MatchState.INTERESTED: (
            MatchState.ASKED,
            MatchState.READING,
            MatchState.MUTUAL,
            MatchState.DECLINED,
            MatchState.REFUSED,
            MatchState.DISMISSED,
            MatchState.WITHDRAWN,
        ),
        # From here on names are known: nothing unsays them.
        MatchState.MUTUAL: (MatchState.INTRODUCED, MatchState.DISMISSED, MatchState.WITHDRAWN),
        MatchState.INTRODUCED: (),
        MatchState.REFUSED: (MatchState.ASKED, MatchState.READING),
        MatchState.DECLINED: (MatchState.INTERESTED,),
        MatchState.DISMISSED: (MatchState.SUGGESTED,),
        # Somebody was reached by telephone after all.
        MatchState.SILENT: (
            MatchState.ASKED,
            MatchState.LATER,
            MatchState.INTERESTED,
            MatchState.REFUSED,
            MatchState.WITHDRAWN,
        ),
        MatchState.WITHDRAWN: (),
    }
)

WAITING_STATES = (MatchState.ASKED, MatchState.READING, MatchState.LATER)
"""Matches of which the solver's answer is still to come."""

YES_STATES = (MatchState.INTERESTED, MatchState.MUTUAL, MatchState.INTRODUCED)
"""Matches of which the solver has said yes."""

NAMED_STATES = (MatchState.MUTUAL, MatchState.INTRODUCED)
"""Matches of which both know the other's name."""

UNMET_STATES = (MatchState.INTERESTED, MatchState.MUTUAL)
"""Matches of which the solver has said yes, and that were not introduced."""

OVER_STATES = (CollaborationState.COMPLETED, CollaborationState.STOPPED)
"""Collaborations that do not go on."""

COLLABORATION_STEPS = Steps(
    {
        CollaborationState.SCOPING: (
            CollaborationState.NDA,
            CollaborationState.AGREED,
            CollaborationState.RUNNING,
            CollaborationState.STOPPED,
        ),
        CollaborationState.NDA: (CollaborationState.AGREED, CollaborationState.RUNNING, CollaborationState.STOPPED),
        CollaborationState.AGREED: (CollaborationState.RUNNING, CollaborationState.STOPPED),
        CollaborationState.RUNNING: (CollaborationState.COMPLETED, CollaborationState.STOPPED),
        # Written down wrong, it runs again until its result has become evidence.
        CollaborationState.COMPLETED: (CollaborationState.RUNNING,),
        CollaborationState.STOPPED: (CollaborationState.SCOPING, CollaborationState.RUNNING),
    }
)

OFFER_STEPS = Steps(
    {
        OfferState.DRAFT: (OfferState.PUBLISHED, OfferState.WITHDRAWN),
        OfferState.PUBLISHED: (OfferState.WITHDRAWN, OfferState.EXPIRED),
        # Its owner publishes it again, as it is or changed.
        OfferState.WITHDRAWN: (OfferState.PUBLISHED,),
        OfferState.EXPIRED: (OfferState.PUBLISHED, OfferState.WITHDRAWN),
    }
)
