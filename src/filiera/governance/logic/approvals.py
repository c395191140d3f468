"""How the act says that minutes were approved: in Italian, as acts are written. Pages know each again by its first words."""

from __future__ import annotations

AT_END = "letto e approvato seduta stante"
LATER = "letto e approvato nella riunione"
BY_TERM = "approvato per decorso del termine"

NOBODY_ASKED = "nessuno ha chiesto modifiche"
ALL_ANSWERED = "ogni richiesta di modifica ha avuto risposta"
"""What the days that passed leave behind: one or the other ends an approval by term."""
