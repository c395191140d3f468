"""What a public installation promises: a clean deployment check, strict cookies and policy, uploads that are judged."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "filiera.settings.production",
    "SECRET_KEY": "k7-only-for-this-test-" + "abcdefghij" * 5,
    "ALLOWED_HOSTS": "cluster.example.org",
    "DATABASE_URL": "",
}

ASKED = """
from django.conf import settings
print([settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY, settings.CSRF_COOKIE_SECURE,
       settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS >= 31536000, settings.DEBUG, settings.DEMO])
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env={**os.environ, **PRODUCTION}, capture_output=True, text=True
    )


def test_deployment_check_is_clean() -> None:
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (0 silenced).")


def test_production_is_strict_about_cookies_and_transport() -> None:
    assert run("-c", ASKED).stdout.strip() == "[True, True, True, True, True, False, False]"


@pytest.mark.django_db
def test_policy_lets_in_nothing_of_others(client: Client) -> None:
    response = client.get("/it/privacy/")
    directives = {one.split()[0]: one.split()[1:] for one in response["Content-Security-Policy"].split("; ")}
    assert directives == {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    assert (response["X-Frame-Options"], response["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert response["Referrer-Policy"] == "same-origin"


def test_bodies_of_requests_are_bounded() -> None:
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE == 5 * 1024 * 1024
    assert settings.UPLOAD_MB == 20


JUDGED = {
    "filiera.registry.forms.UploadForm": "registry/sheets/reading.py: size, kind by content, rows, columns, unpacked size",
    "filiera.competence.forms_office.EvidenceFileForm": "competence/operations/import_uploads.py: size; never unpacked to disk",
    "filiera.documents.forms.DocumentForm": "documents/content.py: size and kind by content",
    "filiera.documents.forms.VersionForm": "documents/content.py: size and kind by content",
    "filiera.exchange.forms.NeedForm": "documents/content.py: size, kind; cleaning.py: pages, time, memory",
    "filiera.exchange.forms_papers.MailForm": "exchange/forms_papers.py: size; what hangs on it by documents/content.py",
    "filiera.exchange.forms_papers.NeedPaperForm": "documents/content.py: size, kind; cleaning.py: pages, time, memory",
    "filiera.funding.forms.CallFilesForm": "funding/operations/imports.py: number, size; importers/brought.py: unpacked size",
    "filiera.funding.forms_projects.ProjectFilesForm": (
        "funding/operations/project_files.py: number, size; registry/importers/files.py: unpacked size, never on disk"
    ),
    "filiera.funding.forms.CallTextForm": "common/reading/pdf.py: size, pages, kind by content",
    "filiera.funding.forms_workspace.PaperForm": "documents/content.py: size and kind by content",
    "filiera.governance.forms_join.AnswerForm": "documents/content.py: size and kind by content",
    "filiera.governance.forms_join.PaperForm": "documents/content.py: size and kind by content",
    "filiera.governance.forms_meetings.PaperProxyForm": "documents/content.py: size and kind by content",
    "filiera.privacy.forms.PaperForm": "documents/content.py: size and kind by content",
}
"""Every form that takes a file, and where the file is judged. A new one is added here with its own tests."""


def test_every_form_that_takes_a_file_is_known() -> None:
    import filiera.urls  # noqa: F401 - loads every view, and with them every form

    found, waiting = set(), [forms.BaseForm]
    while waiting:
        for form in waiting.pop().__subclasses__():
            waiting.append(form)
            fields = getattr(form, "base_fields", {})
            if form.__module__.startswith("filiera.") and any(
                isinstance(one, forms.FileField) for one in fields.values()
            ):
                found.add(f"{form.__module__}.{form.__qualname__}")
    assert found == set(JUDGED)
