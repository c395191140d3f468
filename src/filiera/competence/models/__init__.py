"""The tables of the competence map."""

from filiera.competence.models.claims import Claim, ClaimDecision, ClaimProof, MapRun
from filiera.competence.models.evidence import Evidence, EvidenceLink, Reading, Vector
from filiera.competence.models.shortlists import Shortlist, ShortlistItem
from filiera.competence.models.suggestions import Suggestion
from filiera.competence.models.summaries import Summary
from filiera.competence.models.taxonomy import Competence

__all__ = [
    "Claim",
    "ClaimDecision",
    "ClaimProof",
    "Competence",
    "Evidence",
    "EvidenceLink",
    "MapRun",
    "Reading",
    "Shortlist",
    "ShortlistItem",
    "Suggestion",
    "Summary",
    "Vector",
]
