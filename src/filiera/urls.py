"""The one list of URL prefixes."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

handler400 = "filiera.web.views.unreadable"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("filiera.web.urls_root")),
    path("", include("filiera.api.urls")),
]
urlpatterns += i18n_patterns(
    path("", include("filiera.web.urls")),
    path("", include("filiera.funding.urls")),
    path("", include("filiera.governance.urls")),
    path("", include("filiera.exchange.urls")),
    path("", include("filiera.competence.urls")),
    path("", include("filiera.documents.urls")),
    path("", include("filiera.registry.urls")),
    path("", include("filiera.privacy.urls")),
    path("", include("filiera.accounts.urls")),
    path("", include("filiera.observatory.urls")),
)
