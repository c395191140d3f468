"""Countries of a programme's area, and the region of a lead that nobody can be."""

from __future__ import annotations

from typing import Any

import pytest

from factories.consortia import check_of, judged, partner

CALL = {"modelled_on": "Interreg Central Europe / Alpine Space"}


def at(code: str, country: str | None, region: str | None, seats: list[str] | None = None, **fields: Any) -> Any:
    return partner(code, "university", country=country, region=region, operating_seats=seats, **fields)


@pytest.mark.parametrize(
    ("third", "expected"),
    [
        (("SI", "SI03", None), "pass"),
        (("SI", None, None), "pass"),
        (("PT", "PT17", ["ITC4"]), "fail"),  # its seat in Lombardy does not bring Portugal into the area
        (("FR", "FR10", ["FRK2"]), "pass"),
        (("FR", "FR10", ["ITC4"]), "fail"),
        (("FR", None, ["ITC4"]), "unknown"),
        (("DE", None, None), "unknown"),
        ((None, "PT17", ["ITC4"]), "unknown"),
        (("IT", "ITG1", ["ITC4"]), "fail"),
    ],
)
def test_a_country_counts_where_the_partner_is_in_it(third: Any, expected: str) -> None:
    rule = {"min_countries": {"n": 3, "of": "PROGRAMME_AREA"}}
    found = judged(rule, at("A", "IT", "ITC4"), at("B", "AT", "AT13"), at("C", *third), **CALL)
    assert check_of("min_countries", found).verdict == expected


def test_a_seat_abroad_still_sits_in_the_area() -> None:
    found = judged({"seat_in_programme_area": True}, at("A", "PT", "PT17", ["ITC4"]), **CALL)
    assert check_of("seat_in_programme_area", found).verdict == "pass"


@pytest.mark.parametrize(
    ("leads", "expected"),
    [
        ((None, None), "unknown"),
        ((False, None), "fail"),  # who is left sits in Sicily
        ((None, False), "unknown"),
        ((False, False), "fail"),
        ((True, None), "pass"),
    ],
)
def test_nobody_who_may_lead_sits_in_the_region(leads: tuple[Any, Any], expected: str) -> None:
    found = judged(
        {"lead_region_kind": "more_developed"},
        at("A", "IT", "ITC4", lead=leads[0]),
        at("B", "IT", "ITG1", lead=leads[1]),
    )
    assert check_of("lead_region_kind", found).verdict == expected
