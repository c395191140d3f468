"""The one reader of the environment, so that every setting that an administrator may change stands in one file."""

from __future__ import annotations

import os
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parents[3]
"""The project's root: the folder of `instances/`, `var/` and the Makefile."""

_env = environ.Env()

INSTANCE_DIR = Path(_env.str("FILIERA_INSTANCE", default=str(ROOT / "instances" / "lombardia-cosmetica")))
"""The cluster's folder: identity, taxonomy, territories, facts."""

VAR_DIR = Path(_env.str("FILIERA_VAR", default=str(ROOT / "var")))
"""What the installation makes for itself: database, index, model, uploads."""

MODEL_DIR = Path(_env.str("FILIERA_MODEL_DIR", default=str(VAR_DIR / "models" / "e5")))
"""The embedding model in ONNX, built at set-up."""

DATA_DIR = Path(_env.str("FILIERA_DATA", default=str(ROOT.parent / "shared" / "data")))
"""Public data sets for tests and benchmarks; the product never needs them."""

DATABASE_URL = _env.str("DATABASE_URL", default="")
PG_BIN = _env.str("FILIERA_PG_BIN", default="")
"""The folder of PostgreSQL's client tools, for backup and restore; empty: they are on the path."""

SECRET_KEY = _env.str("SECRET_KEY", default="")
DEBUG = _env.bool("DEBUG", default=False)
SECRET_KEY_FALLBACKS = _env.list("SECRET_KEY_FALLBACKS", default=[])
"""Keys used before, so that sessions, links and second factors made with them go on."""

ALLOWED_HOSTS = _env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = _env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = _env.str("SITE_URL", default="http://127.0.0.1:8000")
"""The public address, for links in mail and documents."""

TRUSTED_PROXIES = _env.int("FILIERA_TRUSTED_PROXIES", default=0)
"""How many proxies of ours stand before the server, each adding to `X-Forwarded-For`; 0: that header is not read."""

REQUIRE_SECOND_FACTOR = _env.str("FILIERA_REQUIRE_SECOND_FACTOR", default="")
"""`office`: whoever works for the cluster must have a second factor; empty: they are urged to."""

EMAIL_URL = _env.str("EMAIL_URL", default="")
DEFAULT_FROM_EMAIL = _env.str("DEFAULT_FROM_EMAIL", default="ufficio@example.org")
EMBEDDER = _env.str("FILIERA_EMBEDDER", default="e5-onnx")
"""The embedding model: `e5-onnx`, `e5-nano`, `hash-v1` or `path:FOLDER` of another ONNX model."""

MATCHER = _env.str("FILIERA_MATCHER", default="hybrid-v1")
"""The matcher that answers users."""

UPLOAD_MB = _env.int("FILIERA_UPLOAD_MB", default=20)
"""The largest file that a document takes, in megabytes (1,048,576 bytes each)."""

LOG_LEVEL = _env.str("LOG_LEVEL", default="INFO")


def served_at(address: str) -> str:
    """Tell the processes to come at which address they are served, unless the environment names one; give it."""
    return os.environ.setdefault("SITE_URL", address)


def database() -> dict[str, object]:
    """Give Django's settings of the default database: `DATABASE_URL`, else an SQLite file under `var/`."""
    url = DATABASE_URL or f"sqlite:///{VAR_DIR / 'filiera.sqlite3'}"
    parsed: dict[str, object] = environ.Env.db_url_config(url)
    if parsed["ENGINE"] == "django.db.backends.sqlite3":
        parsed["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    return parsed


def limits_cache() -> dict[str, object]:
    """Give Django's settings of the cache that counts requests, which all processes of the installation must share.

    PostgreSQL serves many machines, so the counts stand there. An SQLite installation is one machine and lets one
    transaction write at a time: a question must not wait for an import, so the counts stand in files.
    """
    if DATABASE_URL.startswith(("postgres", "pgsql")):
        backend, location = "django.core.cache.backends.db.DatabaseCache", "common_limitcount"
    else:
        backend, location = "django.core.cache.backends.filebased.FileBasedCache", str(VAR_DIR / "limits")
    return {"BACKEND": backend, "LOCATION": location, "OPTIONS": {"MAX_ENTRIES": 5000}}


def email() -> dict[str, object]:
    """Give Django's mail settings: `EMAIL_URL`, else messages as files under `var/mail`."""
    if EMAIL_URL:
        settings: dict[str, object] = environ.Env.email_url_config(EMAIL_URL)
        return settings
    return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": VAR_DIR / "mail"}
