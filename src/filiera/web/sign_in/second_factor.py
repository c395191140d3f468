"""What allauth asks of the house about second factors: secrets that the database does not show, names, what may be removed."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _

from filiera.accounts.second_factors import STRONG, works_for_the_cluster
from filiera.common.instance import current_instance
from filiera.web.sign_in import words

if TYPE_CHECKING:
    from django.http import HttpRequest

    from filiera.accounts.models import User


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    """Derive the cipher of secrets from the installation's keys, the newest first; the purpose keeps it apart."""
    digests = [hashlib.sha256(b"filiera.second-factor\x00" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def _keys() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors as this house has them."""

    error_messages = words.SECOND_FACTOR_REFUSALS

    def encrypt(self, text: str) -> str:
        """Hide a secret from whoever reads the database alone."""
        return _cipher(_keys()).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Give back a hidden secret. Raises InvalidToken where the installation's key is another and no old one fits."""
        return _cipher(_keys()).decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """Name the cluster in the person's app."""
        return str(current_instance().name)

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        """Name a passkey that its person has not named."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey") if number == 1 else _("Passkey %(n)s") % {"n": number}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Tell whether a second factor may go: not the last one of whoever must have one."""
        if settings.REQUIRE_SECOND_FACTOR != "office" or not works_for_the_cluster(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=STRONG)
        return others.exclude(pk=authenticator.pk).exists()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the site to the browser: passkeys belong to its host, and the person sees the cluster's name."""
        return super().get_public_key_credential_rp_entity() | {"name": str(current_instance().name)}


def can_have_passkeys(request: HttpRequest) -> bool:
    """Tell whether browsers make passkeys for the host of this request: they do for names, not for numbers."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return True
    return False
