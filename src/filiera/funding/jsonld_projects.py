"""A funded project for machines: schema.org in JSON-LD, saying exactly what the page says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from filiera.competence.jsonld import as_script

if TYPE_CHECKING:
    from django.http import HttpRequest

    from filiera.funding.models import ProjectPartner
    from filiera.funding.queries.projects import ProjectPage


def project_jsonld(shown: ProjectPage, request: HttpRequest) -> str:
    """Describe a project with its partners and its grant; an amount that is not known is left out."""
    row = shown.project
    url = request.build_absolute_uri(reverse("project", args=[row.code]))
    values: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ResearchProject",
        "@id": url,
        "url": url,
        "name": shown.title,
        "inLanguage": shown.language,
    }
    optional = {
        "alternateName": row.acronym,
        "description": shown.summary,
        "sameAs": shown.url,
        "foundingDate": row.starts_on.isoformat() if row.starts_on else "",
        "dissolutionDate": row.ends_on.isoformat() if row.ends_on else "",
        "disambiguatingDescription": _("Invented project, an example of this platform.") if row.is_example else "",
    }
    values |= {name: value for name, value in optional.items() if value}
    values["member"] = [_member(one, request) for one in shown.partners]
    if row.grant_eur is not None or row.programme:
        grant: dict[str, Any] = {"@type": "MonetaryGrant"}
        if row.programme:
            grant["name"] = row.programme
        if row.grant_eur is not None:
            grant["amount"] = {"@type": "MonetaryAmount", "currency": "EUR", "value": f"{row.grant_eur:.2f}"}
        values["funding"] = grant
    return as_script(values)


def _member(one: ProjectPartner, request: HttpRequest) -> dict[str, Any]:
    values: dict[str, Any] = {"@type": "Organization", "name": str(one)}
    if one.organisation is not None:
        values["@id"] = request.build_absolute_uri(reverse("organisation", args=[one.organisation.code]))
    return values
