"""Read the text of a call into proposals, and do what a person says of each: take it, or refuse it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.digests import sha256_of
from filiera.funding.drafts import CallDraft
from filiera.funding.enums import CallSource
from filiera.funding.models import Call, CallProposal, CallRule
from filiera.funding.operations.calls import record_call
from filiera.funding.operations.edit import Edit, put_fields, put_rule
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.operations.versions import Served, keep_version, last_values
from filiera.funding.reading.texts import CallReading, read_call

if TYPE_CHECKING:
    from filiera.funding.drafts import Moment
    from filiera.funding.reading.texts import Proposal

AMOUNTS = frozenset({"budget_eur", "grant_min_eur", "grant_max_eur"})
MOMENTS = frozenset({"opens", "closes"})
DIRECT = AMOUNTS | MOMENTS | {"cutoffs", "programme", "url", "aid", "procedure", "level", "until_spent", "tz"}
"""Fields of a call that a proposal may set; the title is the call's own language's."""


@transaction.atomic
def call_from_text(*, text: str, pages: Collection[int] = (), now: datetime, actor: Any = None) -> Call:
    """Make a call of a text, for the office alone, with all that was read in it as proposals. Raises FundingRefused.

    The same text on the same day is the same call. `pages` are the places in it at which the pages of a PDF begin.
    """
    today = timezone.localdate(now)
    ref = f"{today:%Y%m%d}-{sha256_of(text)[:8]}"
    held: Call | None = Call.objects.filter(source=CallSource.TEXT, ref=ref).first()
    if held is not None:
        return held
    reading = _read(text, today)
    title = next((str(one.value) for one in reading.proposals if one.field == "title"), "") or _first_line(text)
    draft = CallDraft(
        source=CallSource.TEXT,
        ref=ref,
        language=reading.language,
        title=title,
        text=text,
        retrieved_on=today,
        raw=text,
        raw_format="text",
    )
    call = record_call(draft=draft, now=now, actor=actor).call
    _propose(call, [one for one in reading.proposals if one.field != "title"], tuple(pages), text)
    return call


@transaction.atomic
def propose_from_text(*, call: Call, text: str, pages: Collection[int] = (), now: datetime, actor: Any = None) -> int:
    """Read another text of a call that is there, as an amendment; give how many proposals differ from what stands.

    Raises FundingRefused where nothing can be read in it.
    """
    today = timezone.localdate(now)
    reading = _read(text, today)
    call = Call.objects.select_for_update().get(pk=call.pk)
    rules = {one.name: one.value for one in call.rules.all() if not one.is_dropped}
    new = [one for one in reading.proposals if one.field != "title" and not _stands(one, call, rules)]
    call.proposals.filter(state=CallProposal.State.OPEN).delete()
    _propose(call, new, tuple(pages), text)
    served = Served(text, "text", text, retrieved_on=today)
    keep_version(
        call=call, before=last_values(call), served=served, now=now, actor=actor, note=_("Another text"), amends=False
    )
    return len(new)


@transaction.atomic
def decide_proposals(
    *, call: Call, taken: Collection[int], edit: Edit, now: datetime, actor: Any = None
) -> tuple[int, int]:
    """Take the proposals that are named and refuse the others; give how many of each. Raises FundingRefused, nothing taken.

    What is taken at once is one version of the call.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    rows = list(call.proposals.select_for_update().filter(state=CallProposal.State.OPEN).order_by("pk"))
    chosen = [row for row in rows if row.pk in taken]
    before = last_values(call)
    fields = {row.field: _field_value(row) for row in chosen if not row.field.startswith("rules.")}
    if len(fields) < sum(not row.field.startswith("rules.") for row in chosen):
        raise FundingRefused(_("Two of those ticked say different things of the same field: keep one."))
    rules = [row for row in chosen if row.field.startswith("rules.")]
    if len({row.field for row in rules}) < len(rules):
        raise FundingRefused(_("Two of those ticked say different things of the same rule: keep one."))
    for row in rules:
        rule = CallRule(
            name=row.field.removeprefix("rules."), value=row.value, clause=row.sentence, article=row.article
        )
        put_rule(call, rule, edit, now, actor)
    if fields:
        put_fields(call, fields)
    if chosen:
        keep_version(
            call=call, before=before, served=Served(), now=now, actor=actor, note=edit.note, amends=edit.amends
        )
    for row in rows:
        row.state = CallProposal.State.TAKEN if row in chosen else CallProposal.State.REFUSED
        row.decided_at, row.decided_by = now, actor
    CallProposal.objects.bulk_update(rows, ["state", "decided_at", "decided_by"])
    values = {"taken": len(chosen), "refused": len(rows) - len(chosen)}
    audit.record(actor=actor, verb="decide-call-proposals", thing=call, values=values)
    return len(chosen), len(rows) - len(chosen)


def _read(text: str, today: date) -> CallReading:
    if not text.strip():
        raise FundingRefused(_("There is no text."), field="text")
    return read_call(text, language=None, today=today)


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), _("Call without a title"))[:400]


def _propose(call: Call, proposals: Collection[Proposal], pages: tuple[int, ...], text: str) -> None:
    rows = []
    for one in proposals:
        field = _field(one)
        if not field.startswith("rules.") and field not in DIRECT:
            continue
        page = sum(start <= one.start for start in pages) or None
        rows.append(
            CallProposal(
                call=call,
                field=field[:60],
                value=_plain(one.value),
                sentence=one.sentence,
                article=one.article[:160],
                page=page,
                is_sure=one.sure,
                note=one.note[:200],
            )
        )
    CallProposal.objects.bulk_create(rows)


def _field(one: Proposal) -> str:
    """Give the field of a call that was read: of a window its own parts."""
    return one.field.removeprefix("window.")


def _stands(one: Proposal, call: Call, rules: dict[str, Any]) -> bool:
    """Tell whether a call says already what was read."""
    value = _plain(one.value)
    if one.field.startswith("rules."):
        return bool(rules.get(one.field.removeprefix("rules.")) == value)
    return bool(last_values_of(call).get(_field(one)) == value)


def last_values_of(call: Call) -> dict[str, Any]:
    """Give the values of a call's newest version."""
    return last_values(call) or {}


def _plain(value: Any) -> Any:
    """Give a value as JSON holds it, and as a version of a call keeps it."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return value


def _field_value(row: CallProposal) -> Any:
    """Give the value of a field as `edit_call` takes it."""
    if row.field in AMOUNTS:
        try:
            return Decimal(str(row.value))
        except InvalidOperation as error:
            raise FundingRefused(_("“%(value)s” is no amount.") % {"value": row.value}) from error
    if row.field in MOMENTS:
        return _moment(row.value)
    if row.field == "cutoffs":
        return [_moment(one) for one in row.value]
    return row.value


def _moment(written: object) -> Moment:
    text = str(written)
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError as error:
        raise FundingRefused(_("“%(value)s” is no date.") % {"value": written}) from error
