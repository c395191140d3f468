"""Settings of a public installation: `check --deploy` is clean with SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL set."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from filiera.settings.base import *  # noqa: F403
from filiera.settings.base import ALLOWED_HOSTS, SECRET_KEY

if not SECRET_KEY or not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set SECRET_KEY and ALLOWED_HOSTS in the environment: see docs/howto/production.md.")

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
