"""Rows of the register into the parties that the engine compares by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from filiera.engine.names import NameIndex, Party
from filiera.registry.enums import AliasKind, Scheme
from filiera.registry.models import Alias, Identifier, Organisation

ENGINE_SCHEMES = {
    Scheme.VAT: "vat",
    Scheme.FISCAL: "tax_code",
    Scheme.PIC: "pic",
    Scheme.ROR: "ror",
    Scheme.DOMAIN: "domain",
}
"""The engine compares these; the register's other schemes are looked up by key alone."""


def engine_identifiers(identifiers: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Give identifiers by scheme as the engine takes them; schemes that it does not compare are left out."""
    return {ENGINE_SCHEMES[Scheme(key)]: (value,) for key, value in identifiers.items() if key in ENGINE_SCHEMES}


def party(*, name: str, town: str = "", country: str = "", identifiers: Mapping[str, str] | None = None) -> Party:
    """Give an organisation as somebody named it, to be looked for."""
    return Party("?", (name,), town=town, country=country, identifiers=engine_identifiers(identifiers or {}))


def known_organisations() -> NameIndex:
    """Give the register as the engine compares it: names, aliases, acronyms, places, identifiers. Three queries."""
    names: dict[int, list[str]] = defaultdict(list)
    short: dict[int, list[str]] = defaultdict(list)
    for organisation_id, name, kind in Alias.objects.order_by("pk").values_list("organisation_id", "name", "kind"):
        (short if kind == AliasKind.ACRONYM else names)[organisation_id].append(name)
    identifiers: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = Identifier.objects.filter(scheme__in=list(ENGINE_SCHEMES)).order_by("pk")
    for organisation_id, scheme, value in rows.values_list("organisation_id", "scheme", "value"):
        identifiers[organisation_id][ENGINE_SCHEMES[Scheme(scheme)]].append(value)
    parties = [
        Party(
            id=str(pk),
            names=tuple(dict.fromkeys([name, *([legal] if legal else []), *names[pk]])),
            short=tuple(short[pk]),
            town=town,
            country=country,
            identifiers={scheme: tuple(values) for scheme, values in identifiers[pk].items()},
        )
        for pk, name, legal, town, country in Organisation.objects.filter(merged_into=None)
        .order_by("pk")
        .values_list("pk", "name", "legal_name", "town", "country")
    ]
    return NameIndex(parties)
