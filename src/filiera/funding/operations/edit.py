"""What the office writes of calls: one by hand, its fields, its rules; each change a version, an amendment or a correction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from pydantic import ValidationError

from filiera.common import audit
from filiera.common.again import SECOND_CLICK
from filiera.common.folding import fold
from filiera.funding.adapters import has_no_end, stored_moment
from filiera.funding.drafts import CallDraft
from filiera.funding.enums import CallLevel, Procedure, SourceStatus
from filiera.funding.files import value_fault
from filiera.funding.logic.call import Rules
from filiera.funding.models import Call, CallCutOff, CallRule
from filiera.funding.operations.calls import LONGEST, fill_call, is_link, record_call
from filiera.funding.operations.drafts import MOST_EUR, is_zone
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.operations.versions import Recorded, Served, keep_version, last_values
from filiera.funding.wording_files import value_words

if TYPE_CHECKING:
    from filiera.funding.drafts import Moment

PLAIN = (
    "title_it",
    "title_en",
    "summary_it",
    "summary_en",
    "programme",
    "level",
    "procedure",
    "aid",
    "granted_by",
    "url",
    "budget_eur",
    "grant_min_eur",
    "grant_max_eur",
    "until_spent",
    "said",
    "source_status",
    "called_off_on",
)
"""Fields that are set as they are given."""

CODES: Mapping[str, type[TextChoices]] = {"level": CallLevel, "procedure": Procedure, "source_status": SourceStatus}


@dataclass(frozen=True, slots=True)
class Edit:
    """How a change is to be understood: an amendment of the call, or a correction of ours, and a word about it."""

    amends: bool = False
    note: str = ""


CORRECTION = Edit()


def write_call(*, draft: CallDraft, now: datetime, actor: Any = None) -> Call:
    """Write a call by hand; the office alone sees it until it is shown. A second click gives the first's.

    Raises FundingRefused.
    """
    held: Call | None = Call.objects.filter(source=draft.source, ref=draft.ref).first()
    if held is not None and now - held.created_at < SECOND_CLICK:
        return held
    if held is not None:
        raise FundingRefused(_("There is a call with this identifier already."), field="ref")
    tried = Call()
    fill_call(tried, draft)
    _check(tried)
    return record_call(draft=draft, now=now, actor=actor).call


@transaction.atomic
def edit_call(*, call: Call, values: Mapping[str, Any], edit: Edit, now: datetime, actor: Any = None) -> Recorded:
    """Change fields of a call. `opens` and `closes` are days or moments of its zone. Raises FundingRefused.

    What a source says again later wins over what was written here of its fields; of rules the office's stays.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    before = last_values(call)
    put_fields(call, values)
    return _kept(call, before, edit, now, actor)


def _kept(call: Call, before: dict[str, Any] | None, edit: Edit, now: datetime, actor: Any) -> Recorded:
    """Keep a version of what was edited."""
    return keep_version(
        call=call, before=before, served=Served(), now=now, actor=actor, note=edit.note, amends=edit.amends
    )


def put_fields(call: Call, values: Mapping[str, Any]) -> None:
    """Write fields of a call that is held; whoever writes them keeps the version. Raises FundingRefused."""
    _check_words(values)
    for name in PLAIN:
        if name in values:
            value = values[name]
            setattr(call, name, value[: LONGEST[name]] if isinstance(value, str) and name in LONGEST else value)
    call.tz = values.get("tz", call.tz)
    if "opens" in values:
        call.opens_at, call.opens_hour_known = _moment(call, values, "opens")
    if "closes" in values:
        call.closes_at, call.closes_hour_known = _moment(call, values, "closes")
        call.hour_assumed = False
    _check(call)
    if "cutoffs" in values:
        _set_rounds(call, values["cutoffs"])
    last_round = call.cutoffs.order_by("-at").values_list("at", flat=True).first()
    call.ends_at = call.closes_at or (None if call.more_rounds else last_round)
    call.has_no_end = has_no_end(call)
    words = (call.title_it, call.title_en, call.summary_it, call.summary_en, call.call_identifier, call.ref)
    call.search_text = fold(" ".join((*words, call.programme, *call.keywords)))
    call.save()


def _moment(call: Call, values: Mapping[str, Any], name: str) -> tuple[datetime | None, bool]:
    """Give a moment as it is stored, and whether its hour is known. Raises FundingRefused of a year without its like in UTC."""
    try:
        return stored_moment(values[name], call.tz, is_end=name == "closes")
    except OverflowError as error:
        raise FundingRefused(_("No call has such a day: correct the year."), field=f"{name}_on") from error


def _set_rounds(call: Call, rounds: Sequence[Moment]) -> None:
    """Write until when each round takes applications, in the place of those that stood."""
    wanted = {at: known for at, known in (stored_moment(one, call.tz, is_end=True) for one in rounds) if at is not None}
    call.cutoffs.exclude(at__in=wanted).delete()
    for at, known in wanted.items():
        CallCutOff.objects.update_or_create(call=call, at=at, defaults={"hour_known": known})
    call.more_rounds = False


def _check_words(values: Mapping[str, Any]) -> None:
    """Refuse codes that mean nothing and time zones that are none."""
    for name, choices in CODES.items():
        if values.get(name) and values[name] not in choices.values:
            raise FundingRefused(_("“%(value)s” is none of the choices.") % {"value": values[name]}, field=name)
    if "tz" in values and not is_zone(values["tz"]):
        raise FundingRefused(_("“%(value)s” is no time zone.") % {"value": values["tz"]}, field="tz")


def _check(call: Call) -> None:
    if not call.title_it and not call.title_en:
        raise FundingRefused(_("Write the title, in one language at least."), field="title_it")
    if call.opens_at and call.closes_at and call.closes_at < call.opens_at:
        raise FundingRefused(_("It closes before it opens: correct one of the two."), field="closes_on")
    low, high = call.grant_min_eur, call.grant_max_eur
    if low is not None and high is not None and high < low:
        raise FundingRefused(_("The largest grant is smaller than the least."), field="grant_max_eur")
    if call.url and not is_link(call.url):
        raise FundingRefused(_("This is no address of a page: begin it with https://"), field="url")
    for name in ("budget_eur", "grant_min_eur", "grant_max_eur"):
        amount = getattr(call, name) or 0
        if amount > MOST_EUR:
            raise FundingRefused(_("More than any call gives: correct the amount."), field=name)
        if amount < 0:
            raise FundingRefused(_("An amount is not below zero: correct it."), field=name)


@transaction.atomic
def set_rules(
    *,
    call: Call,
    rules: Sequence[CallRule] = (),
    dropped: Collection[str] = (),
    edit: Edit,
    now: datetime,
    actor: Any = None,
) -> Recorded:
    """Write rules of a call, new or in the place of those of their names, and say which it does not have, as one change.

    Each rule carries name, value, clause, article. What its source says later of a dropped one does not bring it back.
    Raises FundingRefused where the judge cannot read a value.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    before = last_values(call)
    for rule in rules:
        put_rule(call, rule, edit, now, actor)
    call.rules.filter(name__in=dropped).update(
        is_dropped=True, origin=CallRule.Origin.OFFICE, changed_at=now, changed_by=actor
    )
    return _kept(call, before, edit, now, actor)


def set_rule(*, call: Call, rule: CallRule, edit: Edit, now: datetime, actor: Any = None) -> Recorded:
    """Write one rule of a call. Raises FundingRefused where the judge cannot read the value."""
    return set_rules(call=call, rules=[rule], edit=edit, now=now, actor=actor)


def put_rule(call: Call, rule: CallRule, edit: Edit, now: datetime, actor: Any = None) -> None:
    """Write a rule of a call that is held; whoever writes it keeps the version. Raises FundingRefused."""
    check_rule(rule.name, rule.value)
    held = call.rules.filter(name=rule.name).first()
    said = None if held is None or held.origin == CallRule.Origin.OFFICE else held.value
    CallRule.objects.update_or_create(
        call=call,
        name=rule.name,
        defaults={
            "value": rule.value,
            "clause": rule.clause,
            "article": rule.article[:160],
            "origin": CallRule.Origin.OFFICE,
            "is_sure": True,
            "is_dropped": False,
            "source_value": said if said is not None and said != rule.value and not edit.amends else None,
            "changed_at": now,
            "changed_by": actor,
        },
    )


def drop_rule(*, call: Call, name: str, edit: Edit, now: datetime, actor: Any = None) -> Recorded:
    """Say that a call does not have a rule; what its source says of it later does not bring it back."""
    return set_rules(call=call, dropped=[name], edit=edit, now=now, actor=actor)


@transaction.atomic
def confirm_rule(*, call: Call, name: str, now: datetime, actor: Any = None) -> None:
    """Say that a rule which a machine read is right."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.rules.filter(name=name, is_sure=False).update(is_sure=True, changed_at=now, changed_by=actor):
        audit.record(actor=actor, verb="confirm-call-rule", thing=call, values={"rule": name})


def check_rule(name: str, value: Any) -> None:
    """Make sure that the judge can read a rule. Raises FundingRefused with what is wrong."""
    try:
        read = Rules.model_validate({name: value})
    except ValidationError as error:
        raise FundingRefused(
            " ".join(value_words(value_fault(one)) for one in error.errors(include_url=False))
        ) from error
    if read.unknown_names:
        raise FundingRefused(_("Filiera does not know the rule “%(name)s”.") % {"name": name})
