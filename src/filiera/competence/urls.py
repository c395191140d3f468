"""Addresses of the map's pages."""

from __future__ import annotations

from django.urls import include, path

from filiera.competence.views import ask, chain, directory, organisation, proposals, shortlists, suggestions

urlpatterns = [
    path("", include("filiera.competence.urls_office")),
    path("ask/", ask.ask, name="ask"),
    path("chain/", chain.chain, name="chain"),
    path("competences/<str:code>/", chain.competence, name="competence"),
    path("organisations/", directory.directory, name="directory"),
    path("organisations/map/", directory.directory_map, name="directory-map"),
    path("organisations/network/", directory.directory_network, name="directory-network"),
    path("organisations/<slug:code>/", organisation.organisation, name="organisation"),
    path("organisations/<slug:code>/competences/<str:competence>/decide/", organisation.decide, name="claim-decide"),
    path("suggest/", suggestions.suggest, name="suggest"),
    path("office/suggestions/", suggestions.suggestions, name="suggestions"),
    path("office/suggestions/<int:pk>/handled/", suggestions.handle, name="suggestion-handle"),
    path("office/suggestions/<int:pk>/evidence/", proposals.proposal, name="proposal"),
    path("shortlist/", shortlists.shortlist, name="shortlist"),
    path("shortlist/new/", shortlists.begin, name="shortlist-begin"),
    path("shortlist/export.<str:form>", shortlists.export, name="shortlist-export"),
    path("shortlist/saved/<str:token>/", shortlists.saved, name="shortlist-saved"),
    path("shortlist/keep/<slug:code>/", shortlists.keep, name="shortlist-keep"),
    path("shortlist/drop/<slug:code>/", shortlists.drop, name="shortlist-drop"),
]
