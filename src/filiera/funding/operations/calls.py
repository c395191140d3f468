"""Record what a source says of calls: a new one, another version of one, or nothing new; office and source side by side."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.folding import fold, slug
from filiera.common.public_ids import free_code
from filiera.common.visibility import Visibility
from filiera.funding.adapters import has_no_end, stored_moment
from filiera.funding.enums import CallSource
from filiera.funding.models import Call, CallCutOff, CallRule
from filiera.funding.operations.drafts import is_readable
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.operations.versions import Recorded, Served, keep_version, last_values

if TYPE_CHECKING:
    from filiera.funding.drafts import CallDraft, RuleDraft

LONGEST = {
    "programme": 160,
    "call_identifier": 160,
    "call_title": 400,
    "level": 8,
    "aid": 40,
    "granted_by": 300,
}
"""Texts that a draft carries as they are, with the characters that their columns hold."""

AMOUNTS = ("budget_eur", "grant_min_eur", "grant_max_eur", "expected_grants")
LISTS = ("types_of_action", "keywords", "sectors", "support_forms")
OWN_SOURCES = frozenset({CallSource.HAND, CallSource.TEXT})
"""Calls that the office wrote: nobody else may see them until it says so."""

OTHER_PAGES = frozenset({"bring", "mine", "read", "reading", "wanted", "write"})
"""Words that stand for other pages where an address names a call."""

MOST_OF_TITLE = 400
LONGEST_URL = 500
FIRST_ALONE = "first alone"
"""What an importer notes of rounds of which its source gives the first."""


@transaction.atomic
def show_call(*, call: Call, is_shown: bool, actor: Any = None) -> Call:
    """Show a call to everybody, or take it back to the office."""
    level = Visibility.PUBLIC if is_shown else Visibility.OFFICE
    if call.visibility != level:
        before, call.visibility = call.visibility, level
        call.save(update_fields=["visibility"])
        audit.record(
            actor=actor, verb="show-call", thing=call, before={"visibility": before}, after={"visibility": str(level)}
        )
    return call


@transaction.atomic
def record_call(*, draft: CallDraft, now: datetime, actor: Any = None, note: str = "") -> Recorded:
    """Record what a source says of one call. The same said again is no new version.

    What the office wrote of a rule stays; what the source says instead is kept beside it. Raises FundingRefused where
    somebody else records the same one at the same moment.
    """
    call = Call.objects.select_for_update().filter(source=draft.source, ref=draft.ref).first()
    is_new = call is None
    if call is None:
        hidden = draft.source in OWN_SOURCES
        call = Call(
            source=draft.source,
            ref=draft.ref,
            code=_free_code(draft),
            created_at=now,
            visibility=Visibility.OFFICE if hidden else Visibility.PUBLIC,
        )
    before = None if is_new else last_values(call)
    fill_call(call, draft)
    call.changed_at = call.changed_at or now
    _store(call)
    _fill_cutoffs(call, draft)
    _fill_rules(call, draft, now)
    served = Served(draft.raw, draft.raw_format, draft.text, draft.licence, draft.retrieved_on, draft.source_changed_on)
    return keep_version(call=call, before=before, served=served, now=now, actor=actor, note=note)


def _store(call: Call) -> None:
    try:
        with transaction.atomic():
            call.save()
    except IntegrityError as error:
        if (
            not Call.objects.filter(Q(source=call.source, ref=call.ref) | Q(code=call.code))
            .exclude(pk=call.pk)
            .exists()
        ):
            raise
        raise FundingRefused(_("Somebody else brought this call in at the same moment: look again.")) from error


def fill_call(call: Call, draft: CallDraft) -> None:
    """Carry what a draft says to the columns; what it does not say is empty again, as the source says it no more."""
    is_english = draft.language == "en"
    call.language = "en" if is_english else "it"
    setattr(call, f"title_{call.language}", draft.title[:MOST_OF_TITLE])
    setattr(call, f"summary_{call.language}", draft.summary)
    other = "it" if is_english else "en"
    setattr(call, f"title_{other}", draft.title_other[:MOST_OF_TITLE])
    setattr(call, f"summary_{other}", draft.summary_other)
    for name in LONGEST:
        setattr(call, name, str(getattr(draft, name))[: LONGEST[name]])
    call.url = draft.url if is_link(draft.url) else ""
    call.procedure = draft.procedure or ""
    for name in AMOUNTS:
        setattr(call, name, getattr(draft, name))
    for name in LISTS:
        setattr(call, name, list(getattr(draft, name)))
    window = draft.window
    call.tz = window.tz
    call.opens_at, call.opens_hour_known = stored_moment(window.opens, window.tz)
    call.closes_at, call.closes_hour_known = stored_moment(window.closes, window.tz, is_end=True)
    call.hour_assumed = window.closes_assumed
    call.until_spent = window.until_spent
    call.said = window.said
    call.source_status = window.status or ""
    call.more_rounds = draft.also.get("cutoffs") == FIRST_ALONE
    call.ends_at = call.closes_at or (None if call.more_rounds else max(_rounds(draft), default=None))
    call.has_no_end = has_no_end(call)
    call.also = dict(draft.also)
    call.retrieved_on = draft.retrieved_on
    said = (draft.title, draft.title_other, draft.summary, draft.summary_other)
    words = (*said, draft.call_identifier, draft.ref, draft.programme, *draft.keywords)
    call.search_text = fold(" ".join(words))


def is_link(url: str) -> bool:
    """Tell whether an address leads to a page of the web, whole."""
    return len(url) <= LONGEST_URL and url.lower().startswith(("https://", "http://"))


def _rounds(draft: CallDraft) -> dict[datetime, bool]:
    """Give the moments at which rounds close, each with whether its hour is known."""
    found = [stored_moment(one, draft.window.tz, is_end=True) for one in draft.window.cutoffs]
    return {at: known for at, known in found if at is not None}


def _fill_cutoffs(call: Call, draft: CallDraft) -> None:
    wanted = _rounds(draft)
    call.cutoffs.exclude(at__in=wanted).delete()
    for at, known in wanted.items():
        CallCutOff.objects.update_or_create(call=call, at=at, defaults={"hour_known": known})


def _fill_rules(call: Call, draft: CallDraft, now: datetime) -> None:
    """Bring the rules to what the source says: what is the office's stays, what the source drops goes."""
    held = {one.name: one for one in call.rules.all()}
    origin = CallRule.Origin.READ if draft.source == CallSource.TEXT else CallRule.Origin.SOURCE
    said = {one.name: one for one in draft.rules if is_readable(one)}
    for name, rule in said.items():
        row = held.get(name)
        if row is None:
            _new_rule(call, rule, origin, now)
        elif row.origin == CallRule.Origin.OFFICE:
            row.source_value = None if row.value == rule.value and not row.is_dropped else rule.value
            row.save(update_fields=["source_value"])
        elif (row.value, row.clause, row.article) != (rule.value, rule.clause, rule.article[:160]):
            row.value, row.clause, row.article = rule.value, rule.clause, rule.article[:160]
            row.is_sure, row.changed_at = rule.sure, now
            row.save()
    gone = call.rules.exclude(name__in=said)
    gone.exclude(origin=CallRule.Origin.OFFICE).delete()
    gone.filter(origin=CallRule.Origin.OFFICE).update(source_value=None)


def _new_rule(call: Call, rule: RuleDraft, origin: str, now: datetime) -> None:
    CallRule.objects.create(
        call=call,
        name=rule.name,
        value=rule.value,
        clause=rule.clause,
        article=rule.article[:160],
        origin=origin,
        is_sure=rule.sure,
        changed_at=now,
    )


def _free_code(draft: CallDraft) -> str:
    """Give a public id that is free: of the reference where it is a word, else of the title."""
    base = slug(draft.ref, 100) if draft.source == CallSource.EU_PORTAL else _in_words(slug(draft.title, 120))
    return free_code(Call.objects.all(), base, taken=OTHER_PAGES)


def _in_words(name: str, limit: int = 60) -> str:
    """Cut an id where a word ends."""
    return name if len(name) <= limit else name[: limit + 1].rpartition("-")[0] or name[:limit]


def record_calls(*, drafts: Iterable[CallDraft], now: datetime, actor: Any = None) -> list[Recorded]:
    """Record many calls, all or none."""
    with transaction.atomic():
        return [record_call(draft=draft, now=now, actor=actor) for draft in drafts]
