"""Addresses of privacy, under their language."""

from __future__ import annotations

from django.urls import path

from filiera.privacy.views import breaches, consents, desk, notice, own

urlpatterns = [
    path("privacy/", notice.notice, name="privacy"),
    path("account/data/", own.own_data, name="own-data"),
    path("account/data/file/", own.own_data_file, name="own-data-file"),
    path("account/data/erase/", own.own_erase, name="own-erase"),
    path("account/consents/", own.own_consents, name="own-consents"),
    path("office/people/", desk.rights_requests, name="rights-requests"),
    path("office/people/<int:pk>/", desk.rights_request, name="rights-request"),
    path("office/people/processing/", desk.processing, name="processing"),
    path("office/people/processing/file/", desk.processing_file, name="processing-file"),
    path("office/people/consents/", consents.consents, name="consents"),
    path("office/people/breaches/", breaches.breaches, name="breaches"),
    path("office/people/breaches/<int:pk>/", breaches.breach, name="breach"),
]
