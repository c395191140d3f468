"""Rows of the lists that only machines read, narrowed as the pages narrow theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Prefetch, Q

from filiera.competence.enums import PROVING_ROLES
from filiera.competence.models import Evidence, EvidenceLink, Reading
from filiera.competence.queries.sources import open_evidence
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from filiera.common.visibility import Audience


def organisation_of(code: str, *, audience: Audience) -> Organisation | None:
    """Find an organisation by its public id, None where it is hidden or absent; an emptied one gives what it became."""
    rows = Organisation.objects.select_related(
        "stage", "group", "municipality", "merged_into__stage", "merged_into__group", "merged_into__municipality"
    )
    row: Organisation | None = rows.visible_to(audience).filter(code=code).first()
    if row is not None and row.merged_into is not None:
        row = row.merged_into
        return row if row.is_visible_to(audience) else None
    return row


def evidence_rows(
    *,
    audience: Audience,
    kinds: Collection[str] = (),
    organisation: int | None = None,
    named: bool = False,
    competence: str = "",
    since: date | None = None,
) -> Any:
    """Find evidence by kind, organisation, competence read in it (leaf, group or stage) and first day.

    An organisation's evidence is what proves something of it, as on its page; `named` adds what only names it.
    """
    rows = open_evidence(audience)
    if kinds:
        rows = rows.filter(kind__in=sorted(kinds))
    if organisation is not None:
        ties = EvidenceLink.objects.filter(evidence=OuterRef("pk"), organisation=organisation)
        rows = rows.filter(Exists(ties if named else ties.filter(role__in=sorted(PROVING_ROLES))))
    if competence:
        under = Q(competence=competence) | Q(competence__parent=competence) | Q(competence__parent__parent=competence)
        rows = rows.filter(Exists(Reading.objects.filter(under, evidence=OuterRef("pk"))))
    if since is not None:
        rows = rows.filter(on__gte=since)
    return rows


def with_ties(rows: Any, *, audience: Audience) -> Any:
    """Bring sources, ties and readings along: two queries more. Ties to hidden organisations are left out."""
    shown = Q(organisation=None) | Q(organisation__in=Organisation.objects.visible_to(audience))
    links = EvidenceLink.objects.filter(shown).select_related("organisation").order_by("pk")
    readings = Reading.objects.select_related("competence").order_by("-relevance", "competence_id")
    return rows.select_related("source").prefetch_related(
        Prefetch("links", links, to_attr="open_links"), Prefetch("readings", readings, to_attr="read")
    )


def placed(rows: Any) -> list[tuple[Any, ...]]:
    """Give code, name, kind, stage, town, province, example and place of organisations: one query."""
    fields = ("code", "name", "kind", "stage_id", "municipality__name", "town", "province_id", "is_example")
    places = ("lat", "lon", "municipality__lat", "municipality__lon")
    return list(rows.order_by("search_name", "pk").values_list(*fields, *places))


def uids_of(evidence_ids: Collection[int]) -> dict[int, str]:
    """Give the public ids of evidence already known to be visible."""
    return dict(Evidence.objects.filter(pk__in=evidence_ids).values_list("pk", "uid"))
