"""Needs, offers, matches, what was disclosed, and the collaborations that come of them."""

from filiera.exchange.models.collaborations import Collaboration, Satisfaction
from filiera.exchange.models.doubts import ProfileDoubt
from filiera.exchange.models.matches import Disclosure, Match, RoutingRun
from filiera.exchange.models.needs import Need, NeedExclusion, NeedExit, NeedProposal, NeedTopic
from filiera.exchange.models.offers import Offer, OfferReply, OfferTopic
from filiera.exchange.models.papers import NeedPaper
from filiera.exchange.models.solvers import SolverRules

__all__ = [
    "Collaboration",
    "Disclosure",
    "Match",
    "Need",
    "NeedExclusion",
    "NeedExit",
    "NeedPaper",
    "NeedProposal",
    "NeedTopic",
    "Offer",
    "OfferReply",
    "OfferTopic",
    "ProfileDoubt",
    "RoutingRun",
    "Satisfaction",
    "SolverRules",
]
