"""Under which name an act is signed: one's own, and for whom where the act names another."""

from __future__ import annotations

from filiera.common.folding import fold


def same_person(one: str, other: str) -> bool:
    """Tell whether two names are of one person, as far as names tell: all the words of one are in the other."""
    first, second = set(fold(one).split()), set(fold(other).split())
    return bool(first and second) and (first <= second or second <= first)


def signed_name(name: str, named: str) -> str:
    """Give what stands under an act that names somebody: "Rosa Neri (per Ada Bianchi)" where another signs. In Italian."""
    if not named.strip() or same_person(name, named):
        return name
    return f"{name} (per {named.strip()})"
