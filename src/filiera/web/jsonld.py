"""schema.org of the shell's own pages: who publishes this site, how to ask it, and its sources as data sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from filiera.competence.jsonld import as_script

if TYPE_CHECKING:
    from django.http import HttpRequest

    from filiera.common.instance import Instance


def site_jsonld(instance: Instance, request: HttpRequest) -> str:
    """Describe the cluster and its site, with the address that answers a question."""
    root = request.build_absolute_uri("/")
    publisher = {
        "@type": "Organization",
        "@id": f"{root}#publisher",
        "name": str(instance.identity.official_name),
        "alternateName": instance.name,
        "url": request.build_absolute_uri(reverse("home")),
        **({"email": instance.contact.email} if instance.contact.email else {}),
    }
    site = {
        "@type": "WebSite",
        "@id": f"{root}#site",
        "name": instance.name,
        "description": str(instance.words.lead),
        "url": request.build_absolute_uri(reverse("home")),
        "inLanguage": instance.languages,
        "publisher": {"@id": f"{root}#publisher"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{request.build_absolute_uri(reverse('ask'))}?q={{question}}",
            },
            "query-input": "required name=question",
        },
    }
    return as_script({"@context": "https://schema.org", "@graph": [publisher, site]})


def sources_jsonld(instance: Instance, request: HttpRequest) -> str:
    """Describe the register as a data set, based on the data sets that it credits."""
    credits: list[dict[str, Any]] = [
        {"@type": "Dataset", "name": str(one.name), "description": str(one.text), "license": str(one.licence)}
        | ({"url": one.url} if one.url else {})
        for one in instance.credits
    ]
    values = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": request.build_absolute_uri("/api/v1/catalogue#register"),
        "name": instance.name,
        "description": str(instance.words.lead),
        "url": request.build_absolute_uri(request.path),
        "isBasedOn": credits,
        "distribution": {
            "@type": "DataDownload",
            "encodingFormat": "application/json",
            "contentUrl": request.build_absolute_uri("/api/v1/organisations"),
        },
    }
    return as_script(values)
