"""Processes as tables: which state may follow which, read in one place, and the one way to take a step."""

from __future__ import annotations

from filiera.common.steps import Steps
from filiera.governance.enums import (
    AmendmentState,
    ApplicationState,
    ItemState,
    MeetingState,
    MinutesState,
    PetitionState,
    ResolutionState,
)

MEETING_STEPS = Steps(
    {
        MeetingState.PLANNED: (MeetingState.CONVENED, MeetingState.CANCELLED),
        # The first call that fails goes on to the second, where the notice states one: convened again.
        MeetingState.CONVENED: (
            MeetingState.OPEN,
            MeetingState.CONVENED,
            MeetingState.NO_QUORUM,
            MeetingState.CANCELLED,
        ),
        MeetingState.OPEN: (MeetingState.CLOSED, MeetingState.CONVENED, MeetingState.NO_QUORUM),
        MeetingState.CLOSED: (),
        MeetingState.NO_QUORUM: (),
        MeetingState.CANCELLED: (),
    }
)

ITEM_STEPS = Steps(
    {
        ItemState.PLANNED: (ItemState.DISCUSSED, ItemState.DEFERRED),
        # What a first call began is put back for the second.
        ItemState.DISCUSSED: (
            ItemState.VOTING,
            ItemState.DECIDED,
            ItemState.STOPPED,
            ItemState.DEFERRED,
            ItemState.PLANNED,
        ),
        # A vote that closes without a quorum decides nothing.
        ItemState.VOTING: (ItemState.DECIDED, ItemState.STOPPED, ItemState.DEFERRED, ItemState.PLANNED),
        ItemState.STOPPED: (ItemState.DISCUSSED, ItemState.DEFERRED, ItemState.PLANNED),
        ItemState.DECIDED: (),
        ItemState.DEFERRED: (ItemState.PLANNED,),
    }
)

MINUTES_STEPS = Steps(
    {
        MinutesState.DRAFT: (MinutesState.IN_CHECK,),
        MinutesState.IN_CHECK: (MinutesState.APPROVED,),
        MinutesState.APPROVED: (MinutesState.SIGNED,),
        MinutesState.SIGNED: (MinutesState.FILED,),
        MinutesState.FILED: (),
    }
)

AMENDMENT_STEPS = Steps(
    {
        AmendmentState.PROPOSED: (AmendmentState.ACCEPTED, AmendmentState.REFUSED),
        AmendmentState.ACCEPTED: (),
        AmendmentState.REFUSED: (),
    }
)

RESOLUTION_STEPS = Steps(
    {
        ResolutionState.IN_FORCE: (ResolutionState.CHALLENGED, ResolutionState.SUPERSEDED, ResolutionState.ANNULLED),
        ResolutionState.CHALLENGED: (ResolutionState.IN_FORCE, ResolutionState.ANNULLED),
        ResolutionState.NOT_ADOPTED: (),
        ResolutionState.SUPERSEDED: (),
        ResolutionState.ANNULLED: (),
    }
)
"""What is annulled or superseded stays so. Source: art. 23 c.c."""

PETITION_STEPS = Steps(
    {
        PetitionState.OPEN: (PetitionState.DUE, PetitionState.MET, PetitionState.CLOSED),
        PetitionState.DUE: (PetitionState.MET,),
        # The meeting that met it was cancelled.
        PetitionState.MET: (PetitionState.DUE, PetitionState.OPEN),
        PetitionState.CLOSED: (),
    }
)

APPLICATION_STEPS = Steps(
    {
        ApplicationState.DRAFT: (ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN),
        ApplicationState.SUBMITTED: (ApplicationState.UNDER_REVIEW, ApplicationState.WITHDRAWN),
        ApplicationState.UNDER_REVIEW: (
            ApplicationState.INFO_REQUESTED,
            ApplicationState.BOARD_AGENDA,
            ApplicationState.WITHDRAWN,
        ),
        ApplicationState.INFO_REQUESTED: (ApplicationState.UNDER_REVIEW, ApplicationState.WITHDRAWN),
        ApplicationState.BOARD_AGENDA: (
            ApplicationState.UNDER_REVIEW,
            ApplicationState.TO_RATIFY,
            ApplicationState.ACCEPTED,
            ApplicationState.REJECTED,
            ApplicationState.WITHDRAWN,
        ),
        ApplicationState.TO_RATIFY: (ApplicationState.ACCEPTED, ApplicationState.REJECTED),
        ApplicationState.ACCEPTED: (),
        ApplicationState.REJECTED: (),
        ApplicationState.WITHDRAWN: (),
    }
)
