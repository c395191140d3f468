"""What an incentive asks of who applies: size, kind, seat, ATECO and cost, each with the words of the source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from filiera.funding.drafts import RuleDraft
from filiera.funding.importers.incentivi_words import (
    KINDS,
    REGIONS,
    SIZES,
    UNSIZED,
    ateco_codes,
    region_code,
    region_key,
    values_of,
)
from filiera.funding.importers.noted import Noted
from filiera.funding.importers.text import one_line
from filiera.funding.logic.sizes import SIZES as ORDER

MOST_CLAUSE = 1_000


def incentive_rules(noted: Noted, values: Mapping[str, Any], *, granted_by: str) -> tuple[RuleDraft, ...]:
    """Give the rules of an incentive; the legal basis is the article of each."""
    found = [
        _sizes(noted, values_of(values.get("sizes"))),
        _kinds(noted, values_of(values.get("kinds"))),
        _seat(noted, values_of(values.get("regions")), granted_by),
        _ateco(noted, values.get("ateco")),
        _cost(noted, "cost_min", values.get("cost_min"), "Spesa ammessa, minimo", sure=True),
        _cost(noted, "cost_max", values.get("cost_max"), "Spesa ammessa, massimo", sure=False),
    ]
    article = one_line(str(values.get("legal_basis") or ""))[:MOST_CLAUSE]
    return tuple(
        RuleDraft(one.name, one.value, one.clause[:MOST_CLAUSE], article, one.sure) for one in found if one is not None
    )


def _sizes(noted: Noted, written: tuple[str, ...]) -> RuleDraft | None:
    """Give which sizes may apply; no rule where all may, or none is named."""
    found = {SIZES[one.casefold()] for one in written if one.casefold() in SIZES}
    strange = [one for one in written if one.casefold() not in SIZES and one.casefold() not in UNSIZED]
    for one in strange:
        noted.remark("unknown-size", "sizes", one)
    if not found or len(found) == len(ORDER):
        return None
    return RuleDraft(
        "size_in", [one for one in ORDER if one in found], f"Dimensioni: {'; '.join(written)}", sure=not strange
    )


def _kinds(noted: Noted, written: tuple[str, ...]) -> RuleDraft | None:
    """Give which kinds may apply; unsure where a kind is narrower than ours, as enterprises of the young are."""
    kinds: list[str] = []
    told: dict[str, bool] = {}
    strange = []
    for one in written:
        known = KINDS.get(one.replace("’", "'").casefold())
        if known is None:
            noted.remark("unknown-kind", "kinds", one)
            strange.append(one)
            continue
        kinds += known[0]
        told |= {kind: told.get(kind, False) or known[1] for kind in known[0]}
    if not kinds:
        return None
    sure = not strange and all(told.values())
    return RuleDraft("kind_in", list(dict.fromkeys(kinds)), f"Tipologia soggetto: {'; '.join(written)}", sure=sure)


def _seat(noted: Noted, names: tuple[str, ...], granted_by: str) -> RuleDraft | None:
    """Give the region where it is one; the source does not say by when the seat must be there, so a person looks."""
    for one in names:
        if region_key(one) not in REGIONS and region_key(one).replace(" ", "-", 1) not in REGIONS:
            noted.remark("unknown-region", "regions", one)
    code = region_code(names, granted_by)
    return RuleDraft("seat_region", {"code": code}, f"Regioni: {'; '.join(names)}", sure=False) if code else None


def _ateco(noted: Noted, written: Any) -> RuleDraft | None:
    """Give the codes where the field has nothing else; words are kept as they are."""
    text = one_line("; ".join(map(str, written)) if isinstance(written, list) else str(written or ""))
    codes, is_known = ateco_codes(text)
    if not codes:
        noted.keep("ateco", text)
        return None
    return RuleDraft("ateco_in", list(codes), f"Codici ATECO: {text}", sure=is_known)


def _cost(noted: Noted, name: str, written: Any, words: str, *, sure: bool) -> RuleDraft | None:
    """Give a bound of the cost. Above the most a project may often cost more and count so far: a person looks."""
    amount = noted.amount(name, written)
    if amount is None:
        return None
    plain = int(amount) if amount == amount.to_integral_value() else f"{amount:f}"
    return RuleDraft(name, {"project": plain}, f"{words}: {written}", sure=sure)
