"""Shortlists: kept from answers, sent by mail, bound to the account or to the browser's session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.common import audit
from filiera.competence.models import Shortlist, ShortlistItem

if TYPE_CHECKING:
    from filiera.accounts.models import User
    from filiera.registry.models import Organisation

MOST = 100
"""Organisations in one shortlist; a longer one is a directory."""


class ShortlistError(Exception):
    """What cannot be kept or sent; its text is for the reader."""


def open_shortlist(*, owner: User | None, question: str = "", lang: str = "it") -> Shortlist:
    """Begin a shortlist; without an owner it belongs to whoever holds its token."""
    return Shortlist.objects.create(owner=owner, question=question[:1000], lang=lang)


@transaction.atomic
def keep_organisation(*, shortlist: Shortlist, organisation: Organisation, reason: str = "") -> ShortlistItem:
    """Keep an organisation; keeping it twice keeps it once, with the newer reason. Raises ShortlistError when full."""
    Shortlist.objects.select_for_update().get(pk=shortlist.pk)
    if shortlist.items.exclude(organisation=organisation).count() >= MOST:
        raise ShortlistError(_("A shortlist holds %(n)s organisations at most.") % {"n": MOST})
    item, _new = ShortlistItem.objects.update_or_create(
        shortlist=shortlist, organisation=organisation, defaults={"reason": reason[:600]}
    )
    shortlist.save(update_fields=["updated_at"])
    return item


def drop_organisation(*, shortlist: Shortlist, organisation: Organisation) -> None:
    """Take an organisation out."""
    shortlist.items.filter(organisation=organisation).delete()


@transaction.atomic
def send_shortlist(*, shortlist: Shortlist, to: str, words: str, actor: User, pdf: bytes, link: str) -> None:
    """Send a shortlist with its PDF; the message goes out when the transaction stands. Raises ShortlistError when empty."""
    items = list(shortlist.items.select_related("organisation").order_by("kept_at"))
    if not items:
        raise ShortlistError(_("The shortlist is empty: keep at least one organisation."))
    with override(shortlist.lang):
        lines = [f"- {item.organisation.name}: {item.reason}".rstrip(": ") for item in items]
        subject = _("A shortlist of %(n)s organisations") % {"n": len(items)}
        asked = _("The question: %(question)s") % {"question": shortlist.question} if shortlist.question else ""
        body = "\n\n".join(part for part in (words.strip(), asked, "\n".join(lines), link, str(actor)) if part)
        message = EmailMessage(subject, body, to=[to], reply_to=[actor.email])
    message.attach("shortlist.pdf", pdf, "application/pdf")
    shortlist.sent_at, shortlist.sent_to = timezone.now(), to
    shortlist.save(update_fields=["sent_at", "sent_to", "updated_at"])
    audit.record(actor=actor, verb="send-shortlist", thing=shortlist, values={"to": to, "organisations": len(items)})
    transaction.on_commit(message.send)
