"""Settings that hold everywhere."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF

from filiera.settings import env
from filiera.settings.sign_in import *  # noqa: F403

INSTANCE_DIR = env.INSTANCE_DIR
VAR_DIR = env.VAR_DIR
MODEL_DIR = env.MODEL_DIR
EMBEDDER = env.EMBEDDER
MATCHER = env.MATCHER
SITE_URL = env.SITE_URL

SECRET_KEY = env.SECRET_KEY
SECRET_KEY_FALLBACKS = env.SECRET_KEY_FALLBACKS
DEBUG = False
ALLOWED_HOSTS = env.ALLOWED_HOSTS
CSRF_TRUSTED_ORIGINS = env.CSRF_TRUSTED_ORIGINS
DEMO = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django_htmx",
    # Without `allauth` itself: its own pages and letters cannot be found, so that only ours are shown.
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rules",
    "csp",
    "filiera.web",
    "filiera.api",
    "filiera.observatory",
    "filiera.funding",
    "filiera.governance",
    "filiera.exchange",
    "filiera.competence",
    "filiera.documents",
    "filiera.registry",
    "filiera.privacy",
    "filiera.accounts",
    "filiera.common",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "filiera.common.middleware.RefuseControlMiddleware",
    "django.middleware.common.CommonMiddleware",
    "filiera.common.middleware.ElisionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "filiera.registry.middleware.ActingMiddleware",
    "filiera.web.sign_in.middleware.LastSeenMiddleware",
    "filiera.web.sign_in.middleware.SecondFactorDoorMiddleware",
    "filiera.common.middleware.OfficeDoorMiddleware",
    "filiera.common.middleware.OneAudienceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "filiera.urls"
WSGI_APPLICATION = "filiera.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", ["filiera.common.unindented.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "filiera.web.context.shell",
            ],
        },
    },
]

DATABASES = {"default": env.database()}
PG_BIN = env.PG_BIN
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Libraries count tries and used codes in `default`: it must be one for all processes.
    "default": env.limits_cache(),
    "limits": env.limits_cache(),
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "filiera",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
    # Where the templates' own `cache` looks first: drawings are each process's own.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}
UPLOAD_MB = env.UPLOAD_MB
TRUSTED_PROXIES = env.TRUSTED_PROXIES

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "filiera.accounts.passwords.UnlikeThePerson"},
    {"NAME": "filiera.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "filiera.accounts.passwords.NotCommon"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "it"
LANGUAGES = [("it", "Italiano"), ("en", "English")]
TIME_ZONE = "Europe/Rome"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["filiera.common.formats"]

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

DEFAULT_FROM_EMAIL = env.DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20
globals().update(env.email())

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "filiera.common.logs.MaskSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["secrets"]}},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "granian.access": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
    "root": {"handlers": ["console"], "level": env.LOG_LEVEL},
}
