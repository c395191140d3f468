"""What was read in the words of a need is proposed for its fields, with the sentence; a person takes it or not."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.competence.filters import current_organisations
from filiera.exchange.enums import HELP_READ, Help
from filiera.exchange.logic.steps import ASKING_STATES
from filiera.exchange.models import Need, NeedExclusion, NeedProposal
from filiera.exchange.operations.needs import READ_ALREADY, READ_TEXTS, check_goes_on, hold, set_secrecy
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.operations.topics import asked_text
from filiera.exchange.reading.needs import Knowledge, read_need
from filiera.registry.models import Municipality

if TYPE_CHECKING:
    from filiera.exchange.reading.proposals import Proposal

FIELDS = frozenset({"deadline", "trl", "place", "secrecy", "help", "excluded"})
SENTENCE = 600


@transaction.atomic
def propose(*, need: Need, now: datetime) -> int:
    """Read a need's words, and keep what they say beyond what is written in its fields; give how many wait for a person.

    What a person decided of a sentence stays.
    """
    row = hold(need)
    found = read_need(
        asked_text(row), today=timezone.localdate(now), language=row.language, knowledge=Knowledge(is_town=_is_town)
    )
    wanted = {(one.field, one.sentence[:SENTENCE]): one for one in found.proposals if one.field in FIELDS}
    held = {(one.field, one.sentence): one for one in row.proposals.all()}
    stale = [one.pk for key, one in held.items() if one.taken is None and key not in wanted]
    NeedProposal.objects.filter(pk__in=stale).delete()
    rows = [
        NeedProposal(need=row, field=field, value=value, sentence=sentence, is_sure=one.sure)
        for (field, sentence), one in wanted.items()
        if (field, sentence) not in held and not _is_said(row, field, value := _value(one))
    ]
    NeedProposal.objects.bulk_create(rows)
    return row.proposals.filter(taken=None).count()


def _is_town(name: str) -> bool:
    return Municipality.objects.filter(name__iexact=name).exists()


def _value(one: Proposal) -> Any:
    """Give the value of a proposal as it is kept: a day in ISO 8601, two levels, a place as it is written, a code."""
    if isinstance(one.value, date):
        return one.value.isoformat()
    if isinstance(one.value, tuple):
        return list(one.value)
    if isinstance(one.value, str):
        return str(HELP_READ.get(one.value, one.value))
    within = f" ({one.value.km} km)" if one.value.km else ""
    return f"{one.value.name}{within}"


def _is_said(row: Need, field: str, value: Any) -> bool:
    """Tell whether a field says it already."""
    if field == "deadline":
        return row.deadline_on is not None
    if field == "trl":
        return row.trl_start is not None
    if field == "place":
        return bool(row.place)
    return bool(value == (row.secrecy if field == "secrecy" else row.help)) and field != "excluded"


@transaction.atomic
def take_proposal(
    *, proposal: NeedProposal, takes: bool, now: datetime, by_office: bool = False, actor: Any = None
) -> NeedProposal:
    """Take what was read into the field of the need, or leave it. Raises ExchangeRefused.

    Once the office has read the need, it alone takes what solvers read in words.
    """
    need = hold(proposal.need)
    row: NeedProposal = NeedProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.taken is not None:
        return row
    if takes:
        check_goes_on(need)
        if row.field in READ_TEXTS and need.state in ASKING_STATES and not by_office:
            raise ExchangeRefused(READ_ALREADY)
        _apply(need, row)
        need.changed_at = now
        need.save()
    row.taken = takes
    row.save(update_fields=["taken"])
    values = {"need": need.code, "field": row.field, "takes": takes}
    audit.record(actor=actor, verb="decide-need-proposal", thing=need, values=values)
    return row


def _apply(need: Need, row: NeedProposal) -> None:
    if row.field == "deadline":
        need.deadline_on = date.fromisoformat(row.value)
    elif row.field == "trl":
        need.trl_start, need.trl_end = row.value
    elif row.field == "place":
        need.place = row.value[:120]
    elif row.field == "help":
        need.help = Help(row.value)
    elif row.field == "secrecy":
        set_secrecy(need, row.value)
    else:
        _keep_out(need, str(row.value))


def _keep_out(need: Need, name: str) -> None:
    """Keep an organisation out that the words name. Raises ExchangeRefused where it is not one of the register."""
    rows = current_organisations(OFFICE_AUDIENCE).exclude(pk=need.organisation_id)
    found = list(rows.filter(name__iexact=name)[:2]) or list(rows.filter(name__icontains=name)[:2])
    if len(found) != 1:
        words = {"name": name}
        raise ExchangeRefused(_("“%(name)s” is not found in the register: write whom you mean on the need.") % words)
    NeedExclusion.objects.get_or_create(need=need, organisation=found[0])
