"""Settings of the demo and of development: a key of its own under `var/`, no secret in the repository."""

from __future__ import annotations

from django.core.management.utils import get_random_secret_key

from filiera.settings import env
from filiera.settings.base import *  # noqa: F403
from filiera.settings.base import SECRET_KEY, VAR_DIR
from filiera.settings.kept import kept_secret

SECRET_KEY = SECRET_KEY or kept_secret(VAR_DIR / "secret_key", get_random_secret_key)
DEBUG = env.DEBUG
DEMO = True
ALLOWED_HOSTS = env.ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]", "testserver"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the demo is served without TLS, on localhost
