"""Organisations of the register that share a name, a VAT number or a domain, and that nobody has told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from itertools import combinations

from filiera.engine.identifiers import InvalidIdentifier, web_domain
from filiera.engine.names_words import name_of
from filiera.registry.enums import AliasKind, FactField, Scheme
from filiera.registry.models import Alias, DuplicateDecision, Fact, Identifier, Organisation
from filiera.registry.queries.duplicates import fingerprint_of


def twins_among(ids: Collection[int]) -> dict[int, set[int]]:
    """Give, of some organisations, those of the others that may be the same, by id: five queries, however many.

    They share a name (its legal form and small words left out), a VAT number, or the domain of a site that is not one of many.
    What somebody said are two is left out.
    """
    held: dict[str, set[int]] = defaultdict(set)
    rows = Organisation.objects.filter(pk__in=ids, merged_into=None).in_bulk()
    for pk, row in rows.items():
        for name in filter(None, (row.name, row.legal_name)):
            held[f"name {name_of(name).text}"].add(pk)
    aliases = Alias.objects.filter(organisation__in=rows).exclude(kind=AliasKind.ACRONYM)
    for pk, name in aliases.values_list("organisation_id", "name"):
        held[f"name {name_of(name).text}"].add(pk)
    keys = Identifier.objects.filter(organisation__in=rows, scheme__in=(Scheme.VAT, Scheme.DOMAIN))
    facts = Fact.objects.filter(organisation__in=rows, field__in=(FactField.VAT, FactField.WEBSITE))
    said = (
        *keys.values_list("organisation_id", "scheme", "value"),
        *facts.values_list("organisation_id", "field", "value"),
    )
    for pk, kind, value in said:
        key = _vat(value) if kind in (Scheme.VAT, FactField.VAT) else _domain(value)
        if key:
            held[key].add(pk)
    return _not_told_apart(rows, {pair for one in held.values() for pair in combinations(sorted(one), 2)})


def _vat(value: str) -> str:
    digits = "".join(sign for sign in value.upper() if sign.isalnum()).removeprefix("IT")
    return f"vat {digits}" if digits else ""


def _domain(value: str) -> str:
    try:
        return f"domain {web_domain(value)}"
    except InvalidIdentifier:
        return ""


def _not_told_apart(rows: dict[int, Organisation], pairs: Collection[tuple[int, int]]) -> dict[int, set[int]]:
    prints = {pk: fingerprint_of(rows[pk]) for pair in pairs for pk in pair}
    decisions = DuplicateDecision.objects.filter(
        fingerprint__in=set(prints.values()), verdict=DuplicateDecision.Verdict.DIFFERENT
    )
    apart = set(decisions.values_list("fingerprint", "organisation_id")) if pairs else set()
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        if (prints[one], other) not in apart and (prints[other], one) not in apart:
            found[one].add(other)
            found[other].add(one)
    return dict(found)
