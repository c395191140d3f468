"""Settings of the tests: quick hashing, mail in memory, the small embedder unless a test asks for the real one."""

from __future__ import annotations

from filiera.settings import base, env
from filiera.settings.base import *  # noqa: F403

SECRET_KEY = "only-for-tests-" + "x" * 40
DEMO = True
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
EMBEDDER = "hash-v1"
VAR_DIR = env.VAR_DIR / "test"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
CACHES = {**base.CACHES}
if not env.DATABASE_URL:  # files would be shared by the several workers of the tests
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "limits"}
    CACHES["limits"] = CACHES["default"]
