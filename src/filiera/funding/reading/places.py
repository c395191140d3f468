"""Countries as calls name them, with the codes of ISO 3166."""

from __future__ import annotations

import re

_COUNTRIES = {
    "norway": "NO", "iceland": "IS", "liechtenstein": "LI", "switzerland": "CH", "israel": "IL", "canada": "CA",
    "the united kingdom": "GB", "united kingdom": "GB", "ukraine": "UA", "japan": "JP", "republic of korea": "KR",
    "the republic of korea": "KR",
    "new zealand": "NZ", "new-zealand": "NZ", "turkey": "TR", "türkiye": "TR", "serbia": "RS", "moldova": "MD",
}  # fmt: skip


def states_in(written: str) -> tuple[list[str], bool]:
    """Give the countries and lists of a phrase such as "Member States, Norway and Iceland", and whether all of it was read."""
    found: list[str] = []
    is_whole = True
    for part in re.split(r",|\band\b|\bor\b|;", written):
        name = re.sub(
            r"^(?:the\s+)?following\s+(?:additional\s+)?(?:associated\s+)?countries\s*:\s*", "", part.strip().casefold()
        )
        name = re.sub(r"^(?:the|eu)\s+|\s+$", "", name)
        if re.fullmatch(r"(?:eu\s+)?member states", name):
            found.append("MS")
        elif re.fullmatch(r"(?:horizon europe\s+)?associated countries", name):
            found.append("AC")
        elif name in _COUNTRIES:
            found.append(_COUNTRIES[name])
        elif name:
            is_whole = False
    return list(dict.fromkeys(found)), is_whole
