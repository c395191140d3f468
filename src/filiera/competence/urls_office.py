"""Addresses of the office's pages on evidence."""

from __future__ import annotations

from django.urls import path

from filiera.competence.views import claims, imports, preparing, unknown

urlpatterns = [
    path("office/claims/", claims.claims_waiting, name="claims-waiting"),
    path("office/map/compute/", preparing.compute, name="map-compute"),
    path("office/map/progress/", preparing.progress, name="map-progress"),
    path("office/map/advance/", preparing.advance, name="map-advance"),
    path("office/evidence/", imports.imports, name="evidence-imports"),
    path("office/evidence/template.xlsx", imports.template, name="evidence-template"),
    path("office/evidence/discard-failed/", imports.discard_all_failed, name="evidence-imports-clear"),
    path("office/evidence/<int:pk>/", imports.batch, name="evidence-import"),
    path("office/evidence/<int:pk>/advance/", imports.advance, name="evidence-import-advance"),
    path("office/evidence/<int:pk>/begin/", imports.begin, name="evidence-import-begin"),
    path("office/evidence/<int:pk>/try-as/", imports.try_as, name="evidence-import-try-as"),
    path("office/evidence/<int:pk>/discard/", imports.discard, name="evidence-import-discard"),
    path("office/evidence/<int:pk>/undo/", imports.undo, name="evidence-import-undo"),
    path("office/evidence/<int:pk>/map/", imports.renew, name="evidence-import-map"),
    path("office/evidence/<int:pk>/answer/", imports.answer, name="evidence-import-answer"),
    path("office/evidence/<int:pk>/rejected.csv", imports.rejected, name="evidence-import-rejected"),
    path("office/unknown/", unknown.unknown, name="unknown-organisations"),
    path("office/unknown/settle/", unknown.settle, name="unknown-settle"),
    path("office/unknown/register/", unknown.register, name="unknown-register"),
]
