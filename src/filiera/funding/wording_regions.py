"""What regions are called: of Italy by the names that people use, of others by their codes."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as n_

ITALIAN = {
    "IT": n_("Italy"),
    "ITC1": "Piemonte",
    "ITC2": "Valle d’Aosta",
    "ITC3": "Liguria",
    "ITC4": n_("Lombardy"),
    "ITH1": "Alto Adige",
    "ITH2": "Trentino",
    "ITH3": "Veneto",
    "ITH4": "Friuli-Venezia Giulia",
    "ITH5": "Emilia-Romagna",
    "ITI1": n_("Tuscany"),
    "ITI2": "Umbria",
    "ITI3": "Marche",
    "ITI4": "Lazio",
    "ITF1": "Abruzzo",
    "ITF2": "Molise",
    "ITF3": "Campania",
    "ITF4": "Puglia",
    "ITF5": "Basilicata",
    "ITF6": "Calabria",
    "ITG1": n_("Sicily"),
    "ITG2": n_("Sardinia"),
}
"""NUTS 2021 codes of Italy and its regions. Source: Regulation (EU) 2019/1755."""


def region_name(code: str) -> str:
    """Say what a region is called; its code where we have no name for it."""
    name = ITALIAN.get(code)
    return code if name is None else _(name)
