"""Words that say nothing, to pad invented evidence with."""

from __future__ import annotations

FILLERS = (
    "linea reparto lotto prova cliente formato capacità controllo qualità campione consegna turno progetto partner "
    "risultato misura metodo macchina squadra materiale fornitore audit manuale versione"
).split()
