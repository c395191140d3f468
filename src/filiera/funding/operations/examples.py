"""The demo's calls and applicants, made by the same operations as anybody's; what is there already is left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from filiera.funding.drafts import CallDraft
from filiera.funding.enums import CallSource
from filiera.funding.models import ApplicantProfile, Call
from filiera.funding.operations.applicants import Share, add_award, add_share, write_profile
from filiera.funding.operations.calls import record_call, show_call
from filiera.funding.operations.topics import read_topics
from filiera.funding.written_calls import drafts_of
from filiera.registry.models import Organisation


def make_call_examples(*, path: Path, texts: Path, now: datetime) -> int:
    """Make the example calls that are missing, with the texts and clauses of `texts`; give how many were made."""
    if not path.exists():
        return 0
    told = yaml.safe_load(texts.read_text(encoding="utf-8")) if texts.exists() else {}
    there = set(Call.objects.filter(source=CallSource.HAND, is_example=True).values_list("ref", flat=True))
    made = []
    for draft in drafts_of(path):
        if draft.ref in there:
            continue
        call = record_call(draft=_told(draft, told.get(draft.ref, {})), now=now).call
        Call.objects.filter(pk=call.pk).update(is_example=True)
        made.append(show_call(call=call, is_shown=True))
    read_topics(calls=list(Call.objects.filter(pk__in=[one.pk for one in made])))
    return len(made)


def _told(draft: CallDraft, told: dict[str, Any]) -> CallDraft:
    """Give a draft its words in both languages and the clauses of its rules."""
    clauses = told.get("clauses", {})
    return replace(
        draft,
        language="it",
        title=told.get("title_it", draft.title),
        title_other=told.get("title_en", draft.title),
        summary=told.get("summary_it", "").strip(),
        summary_other=told.get("summary_en", "").strip(),
        rules=tuple(
            replace(one, clause=clauses[one.name][0], article=clauses[one.name][1]) if one.name in clauses else one
            for one in draft.rules
        ),
    )


def make_applicant_examples(*, path: Path, now: datetime) -> int:
    """Let invented organisations say what calls ask of them; those that have said it, or are not there, are left alone."""
    if not path.exists():
        return 0
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = {row.code: row for row in Organisation.objects.filter(is_example=True, code__in=told["organisations"])}
    said = set(
        ApplicantProfile.objects.filter(organisation__in=rows.values()).values_list("organisation__code", flat=True)
    )
    new = {code: row for code, row in rows.items() if code not in said}
    for code, row in new.items():
        write_profile(organisation=row, values={**told["defaults"], **told["organisations"][code]}, now=now)
    for one in told["shares"]:
        if one["held"] in new and one["holder"] in rows:
            share = Share(Decimal(str(one["share_pct"])), rows[one["holder"]])
            add_share(held=new[one["held"]], share=share, now=now)
    for one in told["awards"]:
        if one["organisation"] in new:
            amount = Decimal(str(one["amount_eur"]))
            row = new[one["organisation"]]
            add_award(
                organisation=row, granted_on=one["granted_on"], amount_eur=amount, measure=one["measure"], now=now
            )
    return len(new)
