"""The tables of the association."""

from __future__ import annotations

from filiera.governance.models.applications import ApplicationCheck, MembershipApplication, SeniorityCertificate
from filiera.governance.models.bodies import Body, Mandate
from filiera.governance.models.fees import (
    Fee,
    FeePayment,
    FeeRate,
    FeeReminder,
)
from filiera.governance.models.meetings import (
    AgendaItem,
    Attendance,
    ConflictDeclaration,
    Meeting,
    NoticeDelivery,
    Objection,
    Proxy,
    ReminderAcceptance,
    RollSeat,
)
from filiera.governance.models.members import Member, RegisterEntry
from filiera.governance.models.minutes import (
    Book,
    BookEntry,
    Minutes,
    MinutesAmendment,
    MinutesSignature,
)
from filiera.governance.models.papers import MeetingPaper
from filiera.governance.models.petitions import Petition, PetitionSignature
from filiera.governance.models.resolutions import FollowUp, Resolution
from filiera.governance.models.statutes import StatuteVersion
from filiera.governance.models.votes import (
    BallotMark,
    Candidate,
    OpenVote,
    Urn,
)

__all__ = [
    "AgendaItem",
    "ApplicationCheck",
    "Attendance",
    "BallotMark",
    "Body",
    "Book",
    "BookEntry",
    "Candidate",
    "ConflictDeclaration",
    "Fee",
    "FeePayment",
    "FeeRate",
    "FeeReminder",
    "FollowUp",
    "Mandate",
    "Meeting",
    "MeetingPaper",
    "Member",
    "MembershipApplication",
    "Minutes",
    "MinutesAmendment",
    "MinutesSignature",
    "NoticeDelivery",
    "Objection",
    "OpenVote",
    "Petition",
    "PetitionSignature",
    "Proxy",
    "RegisterEntry",
    "ReminderAcceptance",
    "Resolution",
    "RollSeat",
    "SeniorityCertificate",
    "StatuteVersion",
    "Urn",
]
