"""Research organisations as ROR (schema 1 and 2, JSON and CSV) and OpenAlex describe them, in one shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from filiera.registry.enums import AliasKind, Kind, Scheme
from filiera.registry.importers.cells import bare, country_of, identifier_of
from filiera.registry.importers.tables import column_key

TYPES = {
    "education": Kind.UNIVERSITY,
    "company": Kind.COMPANY,
    "facility": Kind.RESEARCH_BODY,
    "healthcare": Kind.RESEARCH_BODY,
    "archive": Kind.RESEARCH_BODY,
    "government": Kind.PUBLIC_BODY,
    "nonprofit": Kind.ASSOCIATION,
    "funder": Kind.OTHER,
    "other": Kind.OTHER,
}
"""What each type of ROR is in the register; the most telling of several comes first (see `KINDS_FIRST`)."""

KINDS_FIRST = (Kind.UNIVERSITY, Kind.RESEARCH_BODY, Kind.COMPANY, Kind.PUBLIC_BODY, Kind.ASSOCIATION, Kind.OTHER)
ACTIVE = "active"


class NotAnInstitution(ValueError):
    """Raised for a record that lacks what an institution must have; `code` is no-id or no-name."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class OtherName:
    """Another name, why there is one, and its language where the record says."""

    name: str
    kind: AliasKind
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """A relationship: parent, child, successor, predecessor or related, with the other's ROR id and name."""

    kind: str
    ror: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Institution:
    """A research organisation; coordinates in degrees WGS84, `founded` a year as text."""

    key: str
    name: str
    others: tuple[OtherName, ...] = ()
    kind: Kind = Kind.OTHER
    status: str = ACTIVE
    country: str = ""
    region: str = ""
    town: str = ""
    lat: float | None = None
    lon: float | None = None
    website: str = ""
    founded: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    related: tuple[Related, ...] = ()

    @property
    def own_name(self) -> str:
        """Give the name in the language of its country where the record has one: the register speaks so of its own."""
        lang = self.country.lower()
        return next((one.name for one in self.others if one.lang == lang and one.kind == AliasKind.ALIAS), self.name)

    @property
    def full_names(self) -> tuple[str, ...]:
        """Give its names without acronyms, the first one first."""
        return tuple(dict.fromkeys([self.name, *(o.name for o in self.others if o.kind != AliasKind.ACRONYM)]))


def institution_of(record: Mapping[str, Any]) -> Institution:
    """Read a record, whichever of the layouts it has. Raises NotAnInstitution."""
    if (
        "ror_id" in record
        or "names.types.ror_display" in record
        or not any(isinstance(value, list | dict) for value in record.values())
    ):
        return _from_row(record)
    if "display_name" in record:
        return _from_openalex(record)
    return _from_v2(record) if "names" in record else _from_v1(record)


def is_institution(record: Mapping[str, Any]) -> bool:
    """Tell whether a JSON record is an institution of ROR or OpenAlex."""
    identity = str(record.get("id", ""))
    return "ror.org/" in identity or "openalex.org/I" in identity


def _checked(institution: Institution) -> Institution:
    if not institution.key:
        raise NotAnInstitution("no-id")
    if not institution.name:
        raise NotAnInstitution("no-name")
    return institution


def _kind(types: Iterable[str]) -> Kind:
    kinds = {TYPES.get(one.strip().lower(), Kind.OTHER) for one in types}
    return next((kind for kind in KINDS_FIRST if kind in kinds), Kind.OTHER)


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _first(value: Any) -> str:
    """Give the first of a list, or the value itself, as text."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return bare(str(value if value is not None else ""))


def _ids(ror: str, grid: str, wikidata: str, openalex: str = "") -> dict[str, str]:
    short = {
        Scheme.GRID: grid,
        Scheme.WIKIDATA: wikidata.rsplit("/", 1)[-1],
        Scheme.OPENALEX: openalex.rsplit("/", 1)[-1],
    }
    found = {Scheme.ROR: identifier_of(Scheme.ROR, ror), **short}
    return {str(scheme): value for scheme, value in found.items() if value}


def _related(items: Iterable[Mapping[str, Any]]) -> tuple[Related, ...]:
    found = (
        Related(
            str(one.get("type", "")).lower(),
            identifier_of(Scheme.ROR, str(one.get("id", ""))),
            str(one.get("label") or ""),
        )
        for one in items
    )
    return tuple(one for one in found if one.ror)


def _from_v2(record: Mapping[str, Any]) -> Institution:
    names = [
        (str(one.get("value") or "").strip(), one.get("types") or [], one.get("lang") or "") for one in record["names"]
    ]
    shown = next((value for value, types, _lang in names if "ror_display" in types), names[0][0] if names else "")
    others = [
        OtherName(value, AliasKind.ACRONYM if "acronym" in types else AliasKind.ALIAS, lang)
        for value, types, lang in names
        if value
    ]
    place = ((record.get("locations") or [{}])[0] or {}).get("geonames_details") or {}
    outside = {
        str(one.get("type", "")).lower(): _first(one.get("preferred") or one.get("all"))
        for one in record.get("external_ids") or []
    }
    sites = [one.get("value") or "" for one in record.get("links") or [] if one.get("type") == "website"]
    ids = _ids(str(record.get("id", "")), outside.get("grid", ""), outside.get("wikidata", ""))
    return _checked(
        Institution(
            key=ids.get("ROR", ""),
            name=shown,
            others=tuple(others),
            kind=_kind(record.get("types") or []),
            status=str(record.get("status") or ACTIVE).lower(),
            country=country_of(place.get("country_code") or ""),
            region=place.get("country_subdivision_name") or "",
            town=place.get("name") or "",
            lat=_number(place.get("lat")),
            lon=_number(place.get("lng")),
            website=_first(sites),
            founded=_first(record.get("established")),
            ids=ids,
            related=_related(record.get("relationships") or []),
        )
    )


def _from_v1(record: Mapping[str, Any]) -> Institution:
    others = [OtherName(str(one), AliasKind.ALIAS) for one in record.get("aliases") or []]
    others += [OtherName(str(one), AliasKind.ACRONYM) for one in record.get("acronyms") or []]
    labels = [one for one in record.get("labels") or [] if one.get("label")]
    others += [OtherName(one["label"], AliasKind.ALIAS, one.get("iso639") or "") for one in labels]
    address = (record.get("addresses") or [{}])[0] or {}
    town = address.get("geonames_city") or {}
    outside = {
        key.lower(): _first(value.get("preferred") or value.get("all"))
        for key, value in (record.get("external_ids") or {}).items()
    }
    ids = _ids(str(record.get("id", "")), outside.get("grid", ""), outside.get("wikidata", ""))
    admin = town.get("geonames_admin1")
    return _checked(
        Institution(
            key=ids.get("ROR", ""),
            name=_first(record.get("name")),
            others=tuple(others),
            kind=_kind(record.get("types") or []),
            status=str(record.get("status") or ACTIVE).lower(),
            country=country_of((record.get("country") or {}).get("country_code") or ""),
            region=address.get("state") or (admin.get("name") if isinstance(admin, dict) else "") or "",
            town=address.get("city") or town.get("city") or "",
            lat=_number(address.get("lat")),
            lon=_number(address.get("lng")),
            website=_first(record.get("links")),
            founded=_first(record.get("established")),
            ids=ids,
            related=_related(record.get("relationships") or []),
        )
    )


def _from_openalex(record: Mapping[str, Any]) -> Institution:
    geo = record.get("geo") or {}
    outside = record.get("ids") or {}
    ids = _ids(
        str(record.get("ror") or ""),
        str(outside.get("grid") or ""),
        str(outside.get("wikidata") or ""),
        str(record["id"]),
    )
    others = [OtherName(one, AliasKind.ALIAS) for one in record.get("display_name_alternatives") or []]
    others += [OtherName(one, AliasKind.ACRONYM) for one in record.get("display_name_acronyms") or []]
    spoken = ((record.get("international") or {}).get("display_name") or {}).items()
    others += [OtherName(name, AliasKind.ALIAS, lang) for lang, name in spoken if lang in ("it", "en")]
    return _checked(
        Institution(
            key=ids.get("ROR", "") or ids.get("OPENALEX", ""),
            name=_first(record.get("display_name")),
            others=tuple(others),
            kind=_kind([record.get("type") or ""]),
            country=country_of(record.get("country_code") or geo.get("country_code") or ""),
            region=geo.get("region") or "",
            town=geo.get("city") or "",
            lat=_number(geo.get("latitude")),
            lon=_number(geo.get("longitude")),
            website=_first(record.get("homepage_url")),
            ids=ids,
        )
    )


COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("rorid", "id"),
    "name": ("namestypesrordisplay", "name"),
    "status": ("status",),
    "types": ("types",),
    "town": ("locationsgeonamesdetailsname", "city", "addresses0city"),
    "region": ("locationsgeonamesdetailscountrysubdivisionname", "region", "addresses0state"),
    "country": ("locationsgeonamesdetailscountrycode", "countrycode", "countrycountrycode"),
    "lat": ("locationsgeonamesdetailslat", "lat", "addresses0lat", "latitude"),
    "lon": ("locationsgeonamesdetailslng", "lng", "addresses0lng", "longitude"),
    "founded": ("established",),
    "labels": ("namestypeslabel", "labels"),
    "aliases": ("namestypesalias", "aliases"),
    "acronyms": ("namestypesacronym", "acronyms"),
    "website": ("linkstypewebsite", "website", "links"),
    "wikidata": (
        "externalidstypewikidatapreferred",
        "externalidstypewikidataall",
        "wikidata",
        "externalidswikidatapreferred",
    ),
    "grid": ("externalidstypegridpreferred", "externalidstypegridall", "grid", "externalidsgridpreferred"),
    "parents": ("parents",),
    "relationships": ("relationships",),
}
"""Our names of the columns, and the keys (see `column_key`) of the dump's CSV in both schemas and of cuts of it."""


def _from_row(record: Mapping[str, Any]) -> Institution:
    values = {column_key(str(name)): bare(str(value or "")) for name, value in record.items()}
    row = {ours: next((values[key] for key in keys if values.get(key)), "") for ours, keys in COLUMNS.items()}
    ids = _ids(row["id"], _list(row["grid"])[0], _list(row["wikidata"])[0])
    others = [OtherName(*_spoken(one, AliasKind.ALIAS)) for one in _list(row["labels"]) + _list(row["aliases"])]
    others += [OtherName(*_spoken(one, AliasKind.ACRONYM)) for one in _list(row["acronyms"])]
    related = [Related("parent", identifier_of(Scheme.ROR, one)) for one in _list(row["parents"])]
    return _checked(
        Institution(
            key=ids.get("ROR", ""),
            name=_spoken(row["name"], AliasKind.ALIAS)[0],
            others=tuple(one for one in others if one.name),
            kind=_kind(_list(row["types"])),
            status=row["status"].lower() or ACTIVE,
            country=country_of(row["country"]),
            region=row["region"],
            town=row["town"],
            lat=_number(row["lat"]),
            lon=_number(row["lon"]),
            website=_list(row["website"])[0],
            founded=row["founded"].removesuffix(".0"),
            ids=ids,
            related=tuple(one for one in related if one.ror),
        )
    )


def _list(text: str) -> list[str]:
    """Split a cell of several values: `|` in cuts, `;` in the dump; one empty text where there is none."""
    return [part.strip() for part in text.split("|" if "|" in text else ";")] or [""]


def _spoken(text: str, kind: AliasKind) -> tuple[str, AliasKind, str]:
    """Take the language off a name of the dump (`it: Politecnico di Milano`)."""
    lang, colon, name = text.partition(":")
    if colon and len(lang.strip()) == 2 and lang.strip().isalpha() and lang.islower():
        return name.strip(), kind, lang.strip()
    return text.strip(), kind, ""
