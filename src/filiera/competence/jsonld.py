"""Public pages for machines: schema.org in JSON-LD, saying exactly what the page says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from filiera.common.language import localised
from filiera.registry.enums import Kind

if TYPE_CHECKING:
    from filiera.competence.models import Competence
    from filiera.competence.queries.profile import Profile
    from filiera.registry.models import Organisation

TYPES = {
    Kind.COMPANY: "Corporation",
    Kind.UNIVERSITY: "CollegeOrUniversity",
    Kind.RESEARCH_BODY: "ResearchOrganization",
    Kind.ITS: "EducationalOrganization",
    Kind.PUBLIC_BODY: "GovernmentOrganization",
    Kind.ASSOCIATION: "NGO",
}


def as_script(values: dict[str, Any]) -> str:
    """Give the values as JSON that is safe inside a script element (what could close it is escaped)."""
    text = json.dumps(values, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def organisation_jsonld(row: Organisation, found: Profile, url: str) -> str:
    """Describe an organisation; an invented one says so in its disambiguating description."""
    values: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": TYPES.get(Kind(row.kind), "Organization"),
        "@id": url,
        "url": url,
        "name": row.name,
    }
    if row.legal_name:
        values["legalName"] = row.legal_name
    if row.website:
        values["sameAs"] = [row.website]
    if row.founded_year:
        values["foundingDate"] = str(row.founded_year)
    if row.town or row.country:
        address = {"@type": "PostalAddress", "addressLocality": row.town, "addressCountry": row.country}
        values["address"] = {key: value for key, value in address.items() if value}
    summary = localised(row, "summary")
    if summary:
        values["description"] = summary
    if row.is_example:
        values["disambiguatingDescription"] = _("Invented organisation, an example of this platform.")
    values["knowsAbout"] = [line.label for line in found.held]
    return as_script(values)


def competence_jsonld(row: Competence, url: str) -> str:
    """Describe a competence as a term of the cluster's taxonomy."""
    values = {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": url,
        "termCode": row.code,
        "name": localised(row, "label"),
        "description": localised(row, "definition"),
    }
    return as_script({key: value for key, value in values.items() if value})
