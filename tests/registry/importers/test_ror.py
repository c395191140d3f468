"""One institution in every layout, and what it teaches the register."""

from __future__ import annotations

from typing import Any

import pytest

from filiera.registry.enums import AliasKind, Kind
from filiera.registry.importers.ror import NotAnInstitution, institution_of

ROR = "https://ror.org/01nffqt88"

V2: dict[str, Any] = {
    "id": ROR,
    "status": "active",
    "types": ["education", "funder"],
    "established": 1863,
    "names": [
        {"value": "Polytechnic of Lodi", "types": ["ror_display", "label"], "lang": "en"},
        {"value": "Politecnico di Lodi", "types": ["label"], "lang": "it"},
        {"value": "POLILO", "types": ["acronym"], "lang": None},
    ],
    "locations": [
        {
            "geonames_id": 1,
            "geonames_details": {
                "name": "Lodi",
                "country_code": "IT",
                "country_subdivision_name": "Lombardy",
                "lat": 45.31,
                "lng": 9.5,
            },
        }
    ],
    "links": [
        {"type": "website", "value": "https://polilo.example"},
        {"type": "wikipedia", "value": "https://w.example"},
    ],
    "external_ids": [
        {"type": "grid", "preferred": "grid.1.2", "all": ["grid.1.2"]},
        {"type": "wikidata", "preferred": None, "all": ["Q12"]},
    ],
    "relationships": [{"type": "parent", "id": "https://ror.org/01xt1w755", "label": "University System"}],
}
V1: dict[str, Any] = {
    "id": ROR,
    "name": "Polytechnic of Lodi",
    "status": "active",
    "types": ["Education"],
    "established": 1863,
    "aliases": [],
    "acronyms": ["POLILO"],
    "labels": [{"label": "Politecnico di Lodi", "iso639": "it"}],
    "addresses": [
        {
            "lat": 45.31,
            "lng": 9.5,
            "city": "Lodi",
            "geonames_city": {"city": "Lodi", "geonames_admin1": {"name": "Lombardy"}},
        }
    ],
    "country": {"country_code": "IT", "country_name": "Italy"},
    "links": ["https://polilo.example"],
    "external_ids": {
        "GRID": {"preferred": "grid.1.2", "all": "grid.1.2"},
        "Wikidata": {"preferred": None, "all": ["Q12"]},
    },
    "relationships": [{"type": "Parent", "id": "https://ror.org/01xt1w755", "label": "University System"}],
}
CUT = {
    "ror_id": ROR,
    "name": "Polytechnic of Lodi",
    "status": "active",
    "types": "education|funder",
    "city": "Lodi",
    "region": "Lombardy",
    "country_code": "IT",
    "lat": "45.31",
    "lng": "9.5",
    "established": "1863",
    "labels": "it: Politecnico di Lodi",
    "aliases": "",
    "acronyms": "POLILO",
    "website": "https://polilo.example",
    "wikidata": "Q12",
    "grid": "grid.1.2",
    "parents": "https://ror.org/01xt1w755",
}
DUMP = {
    "id": ROR,
    "names.types.ror_display": "Polytechnic of Lodi",
    "status": "active",
    "types": "education; funder",
    "names.types.label": "en: Polytechnic of Lodi; it: Politecnico di Lodi",
    "names.types.acronym": "POLILO",
    "locations.geonames_details.name": "Lodi",
    "locations.geonames_details.country_code": "IT",
    "locations.geonames_details.country_subdivision_name": "Lombardy",
    "locations.geonames_details.lat": "45.31",
    "locations.geonames_details.lng": "9.5",
    "established": "1863",
    "links.type.website": "https://polilo.example",
    "external_ids.type.grid.preferred": "grid.1.2",
    "external_ids.type.wikidata.all": "Q12",
}
OPENALEX: dict[str, Any] = {
    "id": "https://openalex.org/I77", "ror": ROR, "display_name": "Polytechnic of Lodi", "country_code": "IT",
    "type": "education", "homepage_url": "https://polilo.example", "display_name_acronyms": ["POLILO"],
    "geo": {"city": "Lodi", "region": "Lombardy", "latitude": 45.31, "longitude": 9.5},
    "ids": {"grid": "grid.1.2", "wikidata": "https://www.wikidata.org/entity/Q12"},
    "international": {"display_name": {"it": "Politecnico di Lodi"}},
}  # fmt: skip


@pytest.mark.parametrize("record", [V2, V1, CUT, DUMP, OPENALEX], ids=["v2", "v1", "cut", "dump", "openalex"])
def test_institution_is_the_same_in_every_layout(record: dict[str, Any]) -> None:
    found = institution_of(record)
    assert (found.key, found.name, found.own_name) == (ROR, "Polytechnic of Lodi", "Politecnico di Lodi")
    assert (found.kind, found.status, found.country, found.town) == (Kind.UNIVERSITY, "active", "IT", "Lodi")
    assert (found.region, found.lat, found.lon, found.website) == ("Lombardy", 45.31, 9.5, "https://polilo.example")
    ids = {name: found.ids[name] for name in ("ROR", "GRID", "WIKIDATA")}
    assert ids == {
        "ROR": ROR,
        "GRID": "grid.1.2",
        "WIKIDATA": "Q12",
    }
    assert [one.name for one in found.others if one.kind == AliasKind.ACRONYM] == ["POLILO"]


@pytest.mark.parametrize("record", [V2, V1, CUT], ids=["v2", "v1", "cut"])
def test_parent_is_read(record: dict[str, Any]) -> None:
    assert [(one.kind, one.ror) for one in institution_of(record).related] == [("parent", "https://ror.org/01xt1w755")]


@pytest.mark.parametrize(("change", "code"), [({"id": "https://ror.org/zzz"}, "no-id"), ({"names": []}, "no-name")])
def test_record_that_lacks_what_it_must_have_says_so(change: dict[str, Any], code: str) -> None:
    with pytest.raises(NotAnInstitution) as caught:
        institution_of(V2 | change)
    assert caught.value.code == code
