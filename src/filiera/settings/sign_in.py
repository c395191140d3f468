"""Settings of sign-in: what django-allauth is asked to do, and how often it lets somebody try."""

from __future__ import annotations

from filiera.settings import env

ACCOUNT_ADAPTER = "filiera.web.sign_in.adapter.AccountAdapter"
MFA_ADAPTER = "filiera.web.sign_in.second_factor.SecondFactorAdapter"

ACCOUNT_FORMS = {"user_token": "filiera.web.sign_in.forms.LinkForm"}

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_METHODS = {"password", "mfa"}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

# A code rather than a link: a letter's link may be opened by a scanner of mail, and is often read on another device.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True

# A known address and an unknown one get the same page, and both get a letter: neither words nor time tell them apart.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True

# Links of an administrator and of a forgotten password; Django's generator writes nothing to the database.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105

ACCOUNT_RATE_LIMITS = {
    # `key` is the address of mail from one network address: nobody can lock another person out.
    "login_failed": "8/900s/key,40/900s/ip",
    "login": "30/60s/ip",
    "signup": "30/3600s/ip",
    "reset_password": "20/3600s/ip,3/3600s/key",
    "reset_password_from_key": "20/60s/ip",
    "confirm_email": "1/10s/key,8/3600s/key",
    "change_password": "5/60s/user",
    "manage_email": "10/600s/user",
    "reauthenticate": "8/300s/user",
}

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1

REQUIRE_SECOND_FACTOR = env.REQUIRE_SECOND_FACTOR
