"""How a consortium goes from a draft to the money, and how a partner comes in: which state may follow which."""

from __future__ import annotations

from filiera.common.steps import Steps
from filiera.funding.enums import ConsortiumState, PartnerState

CONSORTIUM_STEPS = Steps(
    {
        ConsortiumState.DRAFT: (ConsortiumState.INVITING, ConsortiumState.READY, ConsortiumState.ABANDONED),
        ConsortiumState.INVITING: (ConsortiumState.DRAFT, ConsortiumState.READY, ConsortiumState.ABANDONED),
        # Whoever changes the partners of one that is ready makes a draft of it again.
        ConsortiumState.READY: (ConsortiumState.DRAFT, ConsortiumState.SUBMITTED, ConsortiumState.ABANDONED),
        ConsortiumState.SUBMITTED: (
            ConsortiumState.FUNDED,
            ConsortiumState.RESERVE,
            ConsortiumState.REJECTED,
            ConsortiumState.ABANDONED,
        ),
        # A list moves, an appeal is heard, a decision was written down wrong: it is corrected until a project is made of it.
        ConsortiumState.RESERVE: (ConsortiumState.FUNDED, ConsortiumState.REJECTED),
        ConsortiumState.FUNDED: (ConsortiumState.RESERVE, ConsortiumState.REJECTED),
        ConsortiumState.REJECTED: (ConsortiumState.FUNDED, ConsortiumState.RESERVE),
        ConsortiumState.ABANDONED: (ConsortiumState.DRAFT,),
    }
)

OPEN_STATES = (ConsortiumState.DRAFT, ConsortiumState.INVITING, ConsortiumState.READY)
"""Those whose partners and figures may still be changed."""

WORKING_STATES = (*OPEN_STATES, ConsortiumState.SUBMITTED, ConsortiumState.RESERVE, ConsortiumState.FUNDED)
"""Those in which tasks, papers and signatures are still written down."""

DECIDED_STATES = (ConsortiumState.FUNDED, ConsortiumState.RESERVE, ConsortiumState.REJECTED)
"""Those of which the evaluators have said something."""

WITH_ANSWER = (PartnerState.ACCEPTED, PartnerState.DECLINED)
"""Partners that have said whether they take part."""

PARTNER_STEPS = Steps(
    {
        # Who leads goes on as a partner once another leads.
        PartnerState.LEADS: (PartnerState.ACCEPTED,),
        # Who was never asked is taken out with its row.
        PartnerState.PROPOSED: (PartnerState.INVITED, PartnerState.ACCEPTED, PartnerState.DECLINED, PartnerState.LEADS),
        PartnerState.INVITED: (PartnerState.ACCEPTED, PartnerState.DECLINED, PartnerState.LEFT),
        # Who takes an answer back is asked again.
        PartnerState.ACCEPTED: (PartnerState.INVITED, PartnerState.LEFT, PartnerState.LEADS),
        PartnerState.DECLINED: (
            PartnerState.PROPOSED,
            PartnerState.INVITED,
            PartnerState.ACCEPTED,
            PartnerState.LEFT,
        ),
        PartnerState.LEFT: (PartnerState.PROPOSED, PartnerState.INVITED),
    }
)
