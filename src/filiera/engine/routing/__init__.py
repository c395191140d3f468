"""Routing: who of the ranked solvers of a need is asked in the next small batch, and why the others are not.

Vocabulary: a *solver* is an owner with the score of its match; a *gate* keeps it out whatever its score; a *batch* is who is
asked together; the *budget* is how much one person may be asked; the *ledger* is who was suggested, asked and chosen; the
*floor* is the place of a new member. No Django here, no clock and no chance: the same need gives the same batch, in whatever
order its solvers stand.
"""
