"""What search engines and other machines look for first: the map of public pages in both languages, robots, security."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as write_sitemap
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from filiera.common.instance import current_instance
from filiera.common.views import public
from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.competence.filters import current_organisations
from filiera.competence.models import Competence
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from django.http import HttpRequest

PAGES = ("home", "ask", "chain", "directory", "directory-map", "directory-network", "cluster", "sources")
SECURITY_DAYS = 180
"""RFC 9116 asks for less than a year; the file is written at each request, so that it never lapses unseen."""


class _BothLanguages(Sitemap):  # type: ignore[type-arg]  # generic in the stubs alone
    """Every page in Italian and English, each naming the other (hreflang)."""

    i18n = True
    alternates = True
    x_default = True


class PagesMap(_BothLanguages):
    """The main pages."""

    def items(self) -> list[str]:
        """Give the names of their addresses."""
        return list(PAGES)

    def location(self, item: str) -> str:
        """Give the address."""
        return reverse(item)


class OrganisationsMap(_BothLanguages):
    """The organisations that a visitor may see, invented examples left out: nobody should find them by searching."""

    def items(self) -> Any:
        """Give them by name."""
        rows = current_organisations(PUBLIC_AUDIENCE).filter(is_example=False)
        return rows.only("code", "updated_at").order_by("search_name", "pk")

    def location(self, item: Organisation) -> str:
        """Give the address of its page."""
        return reverse("organisation", args=[item.code])

    def lastmod(self, item: Organisation) -> datetime:
        """Give when its row last changed."""
        return item.updated_at


class CompetencesMap(_BothLanguages):
    """The leaves of the taxonomy."""

    def items(self) -> Any:
        """Give them in the order of the taxonomy."""
        return Competence.objects.filter(level=3, successor=None).only("code").order_by("ordinal")

    def location(self, item: Competence) -> str:
        """Give the address of its page."""
        return reverse("competence", args=[item.code])


SITEMAPS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "pages": PagesMap,
    "organisations": OrganisationsMap,
    "competences": CompetencesMap,
}


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """Give the map."""
    return write_sitemap(request, SITEMAPS)


@public
def robots(request: HttpRequest) -> HttpResponse:
    """Let everybody read what is public, and say where the map is."""
    lines = [
        "User-agent: *",
        "Disallow: /*/shortlist/",
        "Disallow: /*/sign-in/",
        "Disallow: /*/sign-up/",
        "Disallow: /*/password/",
        "Disallow: /*/account/",
        "Allow: /",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
def security(request: HttpRequest) -> HttpResponse:
    """Say how to report a weakness (RFC 9116)."""
    midnight = datetime.combine(timezone.localdate(), datetime.min.time(), UTC)
    expires = midnight + timedelta(days=SECURITY_DAYS)
    instance = current_instance()
    email = instance.contact.email
    lines = [
        f"Contact: {f'mailto:{email}' if email else request.build_absolute_uri(reverse('suggest'))}",
        f"Expires: {expires.strftime('%Y-%m-%dT%H:%M:%SZ')}",
        f"Preferred-Languages: {', '.join(instance.languages)}",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
