"""Tell an amendment at once to the partners of the consortia that it touches, and to nobody else; once, whoever asks again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from filiera.accounts.models import User
from filiera.common import audit
from filiera.common.models import OutgoingMail
from filiera.common.outbox import queue
from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.funding.letters_calls import amendment_letter
from filiera.funding.models import Call, CallTold, CallVersion
from filiera.funding.models.consortia import WITHIN
from filiera.funding.queries.amendments import TouchedDraft, amendment_of, open_drafts, touched_drafts
from filiera.registry.queries.contacts import Contact, contacts_of

if TYPE_CHECKING:
    from filiera.funding.queries.amendments import Amendment

VERB = "tell-amendment"
CATCH_UP = timedelta(days=3)
"""How long after it a daily run still tells an amendment that was not told: whoever was telling it was stopped."""


@transaction.atomic
def tell_amendment(*, version: int, now: datetime) -> int:
    """Judge the open consortia of an amended call again and write to those that it touches; give how many letters.

    `version` is the number of the row of a version; several of one moment are one amendment. A letter says what changed
    and, for each consortium, which rule turned from what to what. An address is written to once; of a call that is for
    the office alone nobody is told.
    """
    row = CallVersion.objects.filter(pk=version, is_amendment=True).defer("raw", "text", "values").first()
    if row is None:
        return 0
    call = Call.objects.select_for_update().get(pk=row.call_id)
    amendment = amendment_of(row)
    drafts = [one for one in open_drafts(call) if one.created_at <= row.recorded_at]
    if amendment is None or not drafts or not call.is_visible_to(PUBLIC_AUDIENCE):
        return 0
    touched = touched_drafts(amendment, drafts, now=now)
    if not touched:
        return 0
    letters = _to_whom(amendment, touched, now)
    for address, (contact, theirs) in letters.items():
        queue(
            write=partial(amendment_letter, amendment, theirs),
            to=address,
            language=contact.language,
            verb=VERB,
            thing=amendment.version,
            now=now,
        )
    if letters:
        _note(amendment, letters, now)
        said = {"version": amendment.version.number, "drafts": len(touched), "letters": len(letters)}
        audit.record(actor=None, verb=VERB, thing=amendment.call, values=said)
    return len(letters)


def _to_whom(
    amendment: Amendment, touched: Sequence[TouchedDraft], now: datetime
) -> dict[str, tuple[Contact, list[TouchedDraft]]]:
    """Give, by address, who is written to and about which consortia: who leads, and who had accepted when it came."""
    came = amendment.version.recorded_at
    within: dict[int, list[TouchedDraft]] = defaultdict(list)
    for draft in touched:
        for partner in draft.consortium.partners.all():
            was_in = partner.answered_at is None or partner.answered_at <= came
            if partner.state in WITHIN and partner.organisation_id is not None and was_in:
                within[partner.organisation_id].append(draft)
    written = OutgoingMail.objects.filter(
        verb=VERB, object_type=CallVersion._meta.label, object_id=str(amendment.version.pk)
    )
    done = set(written.values_list("email", flat=True))
    found: dict[str, tuple[Contact, list[TouchedDraft]]] = {}
    for pk, contact in contacts_of(within, today=timezone.localdate(now)).items():
        if contact.email in done:
            continue
        _contact, drafts = found.setdefault(contact.email, (contact, []))
        drafts += [one for one in within[pk] if one not in drafts]
    return found


def _note(amendment: Amendment, addresses: Collection[str], now: datetime) -> None:
    """Write down whom it was told: their digest does not say it again."""
    numbers = range(amendment.first, amendment.version.number + 1)
    users = User.objects.filter(email__in=addresses)
    rows = [
        CallTold(user=user, call=amendment.call, what=CallTold.What.AMENDED, number=number, told_at=now)
        for user in users
        for number in numbers
    ]
    CallTold.objects.bulk_create(rows, ignore_conflicts=True)


def tell_later(*, version: CallVersion, now: datetime) -> None:
    """Tell an amendment when the transaction that keeps it has ended; what goes wrong is told by the daily run."""
    pk = version.pk
    transaction.on_commit(lambda: tell_amendment(version=pk, now=now), robust=True)


def tell_left(*, now: datetime) -> int:
    """Tell the amendments of the last days that were not told; give how many letters."""
    rows = CallVersion.objects.filter(is_amendment=True, recorded_at__gt=now - CATCH_UP, recorded_at__lte=now)
    late = rows.filter(call__consortia__isnull=False).distinct().order_by("pk").values_list("pk", flat=True)
    return sum(tell_amendment(version=pk, now=now) for pk in list(late))
