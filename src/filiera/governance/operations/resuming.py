"""The link of a mail by which a draft is taken up again, on any device, until it belongs to an account."""

from __future__ import annotations

from django.core import signing

from filiera.common.models import OutgoingMail
from filiera.common.outbox import queue
from filiera.governance import letters_members as letters
from filiera.governance.models import MembershipApplication

SALT = "filiera.governance.resume"
VERB = "begin-application"
RESUME_SECONDS = 30 * 24 * 3600
"""How long the link leads to the draft."""


def send_resume_link(*, application: MembershipApplication, email: str) -> None:
    """Mail the link, once for an application."""
    sent = OutgoingMail.objects.filter(object_type=application._meta.label, object_id=str(application.pk), verb=VERB)
    if sent.exists():
        return
    address = letters.page("join-resume", signing.dumps(application.code, salt=SALT))
    queue(
        write=lambda: letters.begun(address),
        to=email,
        language=application.language,
        verb=VERB,
        thing=application,
    )


def application_of(token: str) -> MembershipApplication | None:
    """Give the application of a link; None for a link that is not ours or too old, and for one that is gone."""
    try:
        code = signing.loads(token, salt=SALT, max_age=RESUME_SECONDS)
    except signing.BadSignature:
        return None
    return MembershipApplication.objects.filter(code=code).first()
