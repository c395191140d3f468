"""The fairness ledger: who had much more than the share that its merit gives it comes a little later.

For the solvers i of one need that pass the gates, over the last twelve months:

    had(i)      = asked(i) + chosen(i)            being chosen is what others did not get: it counts once more
    merit(i)    = score(i) * (1 + suggested(i))   how well it fits here, and for how much it fitted at all
    due(i)      = sum(had) * merit(i) / sum(merit)
    excess(i)   = log2((had(i) + prior) / (due(i) + prior))
    adjusted(i) = score(i) * (1 - fairness * min(1, max(0, excess(i) / doublings)))

Nobody is raised, and nobody loses more than `fairness` of its score. Who is too weak is told by the score alone, so the
ledger changes the order among those that are good enough, and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from filiera.engine.routing.types import Parameters, Solver


def adjusted_scores(solvers: Sequence[Solver], parameters: Parameters) -> dict[str, float]:
    """Map each solver's key to its score, in [0, 1], less what the ledger takes off."""
    had = {one.key: one.asked_of_owner + one.chosen for one in solvers}
    merit = {one.key: one.score * (1 + one.suggested) for one in solvers}
    all_had, all_merit = sum(had.values()), math.fsum(merit.values())
    found = {}
    for one in solvers:
        due = all_had * merit[one.key] / all_merit if all_merit else 0.0
        found[one.key] = one.score * (1 - _taken(had[one.key], due, parameters))
    return found


def _taken(had: float, due: float, parameters: Parameters) -> float:
    """Return the part of a score that is taken off, in [0, fairness]."""
    excess = math.log2((had + parameters.fairness_prior) / (due + parameters.fairness_prior))
    return parameters.fairness * min(1.0, max(0.0, excess / parameters.fairness_doublings))
