"""What is kept of funding: calls with their versions, rules and topics; what rules ask of those who would apply."""

from filiera.funding.models.applicants import ApplicantProfile, DeMinimisAward, Recognition, Shareholding
from filiera.funding.models.calls import Call, CallCutOff, CallVersion
from filiera.funding.models.consortia import ComposingRun, Consortium, Partner
from filiera.funding.models.imports import CallImport
from filiera.funding.models.proposals import CallProposal
from filiera.funding.models.rules import CallRule, CallTopic

__all__ = [
    "ApplicantProfile",
    "Call",
    "CallCutOff",
    "CallImport",
    "CallProposal",
    "CallRule",
    "CallTopic",
    "CallVersion",
    "ComposingRun",
    "Consortium",
    "DeMinimisAward",
    "Partner",
    "Recognition",
    "Shareholding",
]
