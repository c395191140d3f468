"""The open data of this installation as a DCAT-AP_IT catalogue, for the national and European portals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from filiera.api.shapes import responses
from filiera.common.instance import current_instance
from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.competence.filters import current_organisations

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.common.instance import Instance

router = Router(tags=["Cluster"])
MEDIA_TYPE = "application/ld+json"

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatapit": "http://dati.gov.it/onto/dcatapit#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
AUTHORITY = "http://publications.europa.eu/resource/authority"
LANGUAGES = {"it": f"{AUTHORITY}/language/ITA", "en": f"{AUTHORITY}/language/ENG"}

# Fields of DCAT-AP_IT 2.1's mandatory properties. Themes and frequencies are codes of the EU Publications Office.
DATASETS = (
    {
        "id": "register",
        "title": {
            "it": "Registro dei soggetti della filiera",
            "en": "Register of the chain's organisations",
        },
        "description": {
            "it": "Soggetti, sedi, fatti e competenze con la fonte, la data e la certezza di ciascuno.",
            "en": "Organisations, sites, facts and competences, each with its source, date and certainty.",
        },
        "theme": "ECON",
        "frequency": "IRREG",
        "files": (("organisations", "JSON", "application/json"), ("map.geojson", "GEOJSON", "application/geo+json")),
    },
    {
        "id": "competences",
        "title": {"it": "Tassonomia e copertura delle competenze", "en": "Taxonomy and coverage of competences"},
        "description": {
            "it": "Tappe, gruppi e competenze in quattro lingue, con quanti le hanno e dove manca qualcuno.",
            "en": "Stages, groups and competences in four languages, with how many hold them and where nobody does.",
        },
        "theme": "TECH",
        "frequency": "IRREG",
        "files": (("competences", "JSON", "application/json"), ("coverage", "JSON", "application/json")),
    },
    {
        "id": "evidence",
        "title": {"it": "Prove pubbliche delle competenze", "en": "Public evidence of competences"},
        "description": {
            "it": "Progetti, brevetti, certificati, pubblicazioni e altre prove, con fonte e data.",
            "en": "Projects, patents, certificates, publications and other evidence, with source and date.",
        },
        "theme": "TECH",
        "frequency": "IRREG",
        "files": (("evidence", "JSON", "application/json"), ("sources", "JSON", "application/json")),
    },
)


class CatalogueShape(Schema, extra="allow"):
    """A catalogue in JSON-LD, by the profile DCAT-AP_IT."""


@router.get("/catalogue", response=responses(CatalogueShape), operation_id="getCatalogue")
def catalogue(request: HttpRequest) -> HttpResponse:
    """Describe the open data of this installation."""
    changed = current_organisations(PUBLIC_AUDIENCE).aggregate(last=Max("updated_at"))["last"]
    body = catalogue_jsonld(current_instance(), request.build_absolute_uri("/"), changed)
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type=MEDIA_TYPE)


def _texts(values: dict[str, str]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": lang} for lang, text in values.items()]


def _ids(addresses: list[str]) -> list[dict[str, str]]:
    return [{"@id": address} for address in addresses]


def catalogue_jsonld(instance: Instance, root: str, changed: datetime | None) -> dict[str, Any]:
    """Write the catalogue; `root` is the address of the site with its closing slash."""
    names = instance.identity.official_name
    agent = {
        "@id": f"{root}#publisher",
        "@type": ["dcatapit:Agent", "foaf:Agent"],
        "dct:identifier": instance.identity.organisation_id,
        "foaf:name": _texts({"it": names.it, "en": names.en}),
    }
    title = {"it": f"Dati aperti di {names.it}", "en": f"Open data of {names.en}"}
    modified = {"@value": changed.date().isoformat(), "@type": "xsd:date"} if changed else None
    body: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": f"{root}api/v1/catalogue",
        "@type": ["dcatapit:Catalog", "dcat:Catalog"],
        "dct:title": _texts(title),
        "dct:description": _texts({"it": instance.words.lead.it, "en": instance.words.lead.en}),
        "dct:publisher": agent,
        "dct:language": _ids([LANGUAGES[lang] for lang in instance.languages if lang in LANGUAGES]),
        "foaf:homepage": {"@id": root},
        "dcat:themeTaxonomy": {"@id": f"{AUTHORITY}/data-theme"},
        "dcat:dataset": [_dataset(one, instance, root, modified) for one in DATASETS],
    }
    return body | ({"dct:modified": modified} if modified else {})


def _reached(email: str, root: str) -> dict[str, dict[str, str]]:
    """Give the office's address of mail, or the form of the site where it has none."""
    return {"vcard:hasEmail": {"@id": f"mailto:{email}"}} if email else {"vcard:hasURL": {"@id": f"{root}it/suggest/"}}


def _dataset(one: dict[str, Any], instance: Instance, root: str, modified: dict[str, str] | None) -> dict[str, Any]:
    address = f"{root}api/v1/catalogue#{one['id']}"
    contact = instance.contact
    body: dict[str, Any] = {
        "@id": address,
        "@type": ["dcatapit:Dataset", "dcat:Dataset"],
        "dct:identifier": f"{instance.id}:{one['id']}",
        "dct:title": _texts(one["title"]),
        "dct:description": _texts(one["description"]),
        "dcat:theme": {"@id": f"{AUTHORITY}/data-theme/{one['theme']}"},
        "dct:accrualPeriodicity": {"@id": f"{AUTHORITY}/frequency/{one['frequency']}"},
        "dct:rightsHolder": {"@id": f"{root}#publisher"},
        "dct:publisher": {"@id": f"{root}#publisher"},
        "dct:language": _ids(list(LANGUAGES.values())),
        "dct:spatial": {"@id": f"http://data.europa.eu/nuts/code/{instance.region.nuts2}"},
        "dcat:contactPoint": {
            "@id": f"{root}#contact",
            "@type": ["dcatapit:Organization", "vcard:Organization"],
            "vcard:fn": contact.name.it,
            **_reached(contact.email, root),
        },
        "dcat:distribution": [
            {
                "@id": f"{root}api/v1/{path}#distribution",
                "@type": ["dcatapit:Distribution", "dcat:Distribution"],
                "dct:title": _texts({"it": one["title"]["it"], "en": one["title"]["en"]}),
                "dct:format": {"@id": f"{AUTHORITY}/file-type/{form}"},
                "dcat:mediaType": media,
                "dcat:accessURL": {"@id": f"{root}api/v1/{path}"},
                "dct:license": {"@id": f"{root}it/sources/"},
            }
            for path, form, media in one["files"]
        ],
    }
    return body | ({"dct:modified": modified} if modified else {})
