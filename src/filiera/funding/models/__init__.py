"""What is kept of funding: calls with their versions, rules and topics; what rules ask of those who would apply."""

from filiera.funding.models.applicants import ApplicantProfile, DeMinimisAward, Recognition, Shareholding
from filiera.funding.models.calls import Call, CallCutOff, CallVersion
from filiera.funding.models.consortia import ComposingRun, Consortium, Partner
from filiera.funding.models.imports import CallImport
from filiera.funding.models.interest import (
    CallDigest,
    CallFeed,
    CallSearch,
    CallTold,
    CallWatch,
    ExpressionOfInterest,
    PartnerWanted,
    WantedReply,
)
from filiera.funding.models.projects import FundedProject, ProjectPartner, ProjectResult
from filiera.funding.models.proposals import CallProposal
from filiera.funding.models.rules import CallRule, CallTopic
from filiera.funding.models.workspace import ConsortiumPaper, ConsortiumTask, OutcomeCriterion, PaperSignature

__all__ = [
    "ApplicantProfile",
    "Call",
    "CallCutOff",
    "CallDigest",
    "CallFeed",
    "CallImport",
    "CallProposal",
    "CallRule",
    "CallSearch",
    "CallTold",
    "CallTopic",
    "CallVersion",
    "CallWatch",
    "ComposingRun",
    "Consortium",
    "ConsortiumPaper",
    "ConsortiumTask",
    "DeMinimisAward",
    "ExpressionOfInterest",
    "FundedProject",
    "OutcomeCriterion",
    "PaperSignature",
    "Partner",
    "PartnerWanted",
    "ProjectPartner",
    "ProjectResult",
    "Recognition",
    "Shareholding",
    "WantedReply",
]
