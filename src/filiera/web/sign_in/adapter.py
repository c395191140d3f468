"""What allauth asks of the house at each step of sign-in: who is refused, what is said, which letters leave, where it leads."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.core.mail import EmailMessage
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from filiera.accounts.models import User
from filiera.accounts.operations import vouch_for_address
from filiera.accounts.sessions import SEEN_KEY
from filiera.common.outbox import note_left
from filiera.common.visibility import audience_of
from filiera.competence.operations.shortlists import adopt_shortlist
from filiera.competence.views.shortlists import SESSION_KEY
from filiera.web.sign_in import words
from filiera.web.sign_in.letters import letter
from filiera.web.sign_in.links import password_path
from filiera.web.sign_in.middleware import client_address

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in, sign-up and letters as this house has them."""

    error_messages = words.ACCOUNT_REFUSALS

    def get_client_ip(self, request: HttpRequest) -> str:
        """Give the address that our own proxies saw; a customer's IPv6 network is one."""
        return client_address(request)

    def is_safe_url(self, url: str) -> bool:
        """Tell whether one may be led on to an address: this site's own alone."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by address of mail and of network together, so that nobody locks out another."""
        return f"{str(credentials.get('email', '')).lower()}|{client_address(request)}"

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Find the person of address and password; a closed account is refused as a wrong password is."""
        user = super().authenticate(request, **credentials)
        if user is not None and not user.is_active:
            self.pre_authenticate(request, **credentials)  # counted as any wrong try
            return None
        return user

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> Any:
        """Stop at a closed account; hold as confirmed the address of one that the office opened."""
        response = super().pre_login(request, user, **kwargs)
        if response is None:
            vouch_for_address(user=user)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Lead back to the sign-in, and say no more than of a wrong password."""
        messages.error(request, str(words.NOT_TOGETHER))
        return redirect("account_login")

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, keeping the shortlist that the browser had in hand, from now on the person's own."""
        if not User.objects.filter(pk=user.pk, is_active=True).exists():  # closed between two steps
            clear_login(request)
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        kept = request.session.get(SESSION_KEY, "")
        super().login(request, user)
        request.session[SEEN_KEY] = timezone.now().timestamp()
        if kept and adopt_shortlist(token=kept, owner=user) is not None:
            request.session[SESSION_KEY] = kept

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead the office to its desk, members to the association, everybody else home, where the address says nothing else."""
        if audience_of(request.user).is_office:
            return reverse("office")
        return reverse("association" if request.user.has_perm("governance.view_register") else "home")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Lead whoever has just opened an account home."""
        return reverse("home")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to the own account."""
        return reverse("own-account")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Lead back to the own account, or to the sign-in."""
        return reverse("own-account" if self.request.user.is_authenticated else "account_login")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Give the whole address of the link to set a password."""
        code, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": code, "key": token})
        return str(self.request.build_absolute_uri(path))

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell the person that there is an account, with a link to set another password."""
        user = User.objects.filter(email=email.lower(), is_active=True).first()
        path = password_path(user) if user else reverse("account_reset_password")
        url = self.request.build_absolute_uri(path)
        self.send_mail("account/email/account_already_exists", email, {"password_reset_url": url})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter of ours in the person's language; one that does not leave is logged, and can be asked for again."""
        with override(self._language_of(email, context)):
            subject, text = letter(template_prefix, context)
        mail = EmailMessage(subject, text, self.get_from_email(), [email])
        try:
            mail.send()
        except (SMTPException, OSError):
            logger.exception("The mail server did not take a letter of sign-in.")
            return
        # Of an address that has no account nothing is kept.
        person = User.objects.filter(email=email.lower()).first()
        if person is not None:
            note_left(mail=mail, verb="write-about-sign-in", thing=person)

    def _language_of(self, email: str, context: dict[str, Any]) -> str:
        person = context.get("user") or self.request.user
        if not getattr(person, "language", ""):
            person = User.objects.filter(email=email.lower()).first()
        return getattr(person, "language", "") or get_language() or "it"

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: Any = None,
    ) -> None:
        """Say one of our sentences; what has none in our words is not said."""
        text = str(message) if message else words.sentence(message_template, message_context)
        if message_template == words.PASSWORD_CHANGED and not request.user.is_authenticated:
            text = str(words.PASSWORD_SET)
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Give the ways to prove oneself again, in our words."""
        said = {
            "reauthenticate": _("With the password"),
            "mfa_reauthenticate": _("With a code of the app, or a recovery code"),
            "mfa_reauthenticate:webauthn": _("With a passkey"),
        }
        return [
            one | {"description": said[one["id"]]}
            for one in super().get_reauthentication_methods(user)
            if one["id"] in said
        ]
