"""Which reader each kind of batch uses, and the place that it is limited to."""

from __future__ import annotations

from filiera.common.folding import fold
from filiera.competence.importers.base import Importer
from filiera.competence.importers.cordis import Place
from filiera.competence.importers.cordis_files import CordisImporter
from filiera.competence.importers.institutions import InstitutionImporter
from filiera.competence.importers.openalex import OpenAlexImporter
from filiera.competence.importers.sheet_files import SheetImporter
from filiera.competence.operations.import_known import known_uids
from filiera.registry.importers.regions import region_names
from filiera.registry.models import ImportBatch, Municipality, Province

KINDS = {
    "cordis": ImportBatch.Kind.CORDIS,
    "openalex": ImportBatch.Kind.OPENALEX,
    "ror": ImportBatch.Kind.ROR,
    "sheet": ImportBatch.Kind.EVIDENCE,
}
"""The words of the command and of the page, and the kinds of batch behind them."""


class UnknownRegion(ValueError):
    """Raised for a region that is neither a NUTS code nor a name that the territory knows."""


def importer_of(batch: ImportBatch) -> Importer:
    """Give the reader of a batch. Raises UnknownRegion, or KeyError on a kind that is no public format."""
    place = place_of(batch.mapping.get("country", ""), batch.mapping.get("region", ""))
    if batch.kind == ImportBatch.Kind.CORDIS:
        return CordisImporter(place, known_uids)
    if batch.kind == ImportBatch.Kind.OPENALEX:
        return OpenAlexImporter(place)
    if batch.kind == ImportBatch.Kind.ROR:
        return InstitutionImporter()
    if batch.kind == ImportBatch.Kind.EVIDENCE:
        return SheetImporter()
    raise KeyError(batch.kind)


def region_name(region: str) -> str:
    """Give the name of a region that is written as a NUTS code; any other writing is given back."""
    found = Province.objects.filter(nuts3__startswith=region).order_by("code").first() if is_nuts(region) else None
    return found.region if found else region


def is_nuts(region: str) -> bool:
    """Tell whether a region is written as a NUTS code."""
    return region.upper() == region and any(c.isdigit() for c in region)


def place_of(country: str, region: str) -> Place:
    """Give the place of a country and a region, the latter a NUTS code (`ITC4`) or a name in Italian or English."""
    if not region:
        return Place(country)
    provinces = Province.objects.exclude(nuts3="")
    if is_nuts(region):
        found = provinces.filter(nuts3__startswith=region)
        codes: tuple[str, ...] = (region,)
    else:
        names = region_names(region)
        found = [one for one in provinces if fold(one.region) in names]  # type: ignore[assignment]
        codes = tuple(sorted({one.nuts3[:4] for one in found}))
    if not codes:
        raise UnknownRegion(region)
    towns = Municipality.objects.filter(province__in=[one.pk for one in found]).values_list("search_name", flat=True)
    return Place(country or codes[0][:2], codes, frozenset(towns))
