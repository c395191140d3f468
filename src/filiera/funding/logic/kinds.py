"""Kinds of partners and what each kind says: enterprise or not, research, private or public, for profit or not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind says by itself; None is what it leaves open."""

    is_company: bool
    is_research: bool = False
    is_private: bool | None = None
    is_nonprofit: bool | None = None
    category: str = ""


_COMPANY = Kind(is_company=True, is_private=True, is_nonprofit=False, category="economic_operator")
_PUBLIC = Kind(is_company=False, is_private=False, is_nonprofit=True, category="public_administration")
_CIVIL = Kind(is_company=False, is_private=True, is_nonprofit=True, category="civil_society")
_TRAINING = Kind(is_company=False, category="training")

NARROW = frozenset({"startup", "spin_off", "cooperative"})
"""Kinds of enterprise: whoever is written as an enterprise may be one of them."""

KINDS = {
    "company": _COMPANY,
    **dict.fromkeys(sorted(NARROW), _COMPANY),
    "research": Kind(is_company=False, is_research=True, is_nonprofit=True, category="research"),
    "university": Kind(is_company=False, is_research=True, is_nonprofit=True, category="research"),
    # An ITS academy is a foundation of private law that trains: Italian law 99/2022, article 4. It is no research body.
    "its": Kind(is_company=False, is_private=True, is_nonprofit=True, category="training"),
    "public_body": _PUBLIC,
    "chamber": _PUBLIC,
    "municipality": _PUBLIC,
    "region": _PUBLIC,
    "province": _PUBLIC,
    "association": _CIVIL,
    "foundation": _CIVIL,
    "cluster": _CIVIL,
    "ngo": _CIVIL,
    "civil_society": _CIVIL,
    "training": _TRAINING,
    "school": _TRAINING,
}
"""A kind that is not here says nothing: what depends on it is not known."""

CATEGORIES = {"public_body": "public_administration", "civil_society": "civil_society", "training": "training"}
"""Kinds that stand for a whole category of society."""

_OTHER_NAMES = {
    "enterprise": "company",
    "firm": "company",
    "impresa": "company",
    "start_up": "startup",
    "spinoff": "spin_off",
    "research_body": "research",
    "research_centre": "research",
    "research_center": "research",
    "research_organisation": "research",
    "research_organization": "research",
    "odr": "research",
    "università": "university",
    "its_academy": "its",
    "public_administration": "public_body",
    "public": "public_body",
    "local_authority": "public_body",
    "chamber_of_commerce": "chamber",
    "comune": "municipality",
    "third_sector": "ngo",
    "training_body": "training",
    "training_provider": "training",
}


def canonical(kind: str | None) -> str | None:
    """Give the name of a kind as we have it; one that we do not know stays as written."""
    return _OTHER_NAMES.get(kind, kind) if kind else None


def said_by(kind: str | None) -> Kind | None:
    """Give what a kind says; nothing of one that we do not know."""
    return KINDS.get(kind or "")
