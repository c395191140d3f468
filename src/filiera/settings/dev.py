"""Settings of the demo and of development: a key of its own under `var/`, no secret in the repository."""

from __future__ import annotations

from django.core.management.utils import get_random_secret_key

from filiera.settings import env
from filiera.settings.base import *  # noqa: F403
from filiera.settings.base import SECRET_KEY, VAR_DIR


def _local_key() -> str:
    """Read the installation's own key, making it the first time."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        path.write_text(get_random_secret_key(), encoding="utf-8")
        path.chmod(0o600)
    return path.read_text(encoding="utf-8")


SECRET_KEY = SECRET_KEY or _local_key()
DEBUG = env.DEBUG
DEMO = True
ALLOWED_HOSTS = env.ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]", "testserver"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
