"""The demo's calls, made by the same operations as anybody's; what is there already is left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from filiera.funding.drafts import CallDraft
from filiera.funding.enums import CallSource
from filiera.funding.models import Call
from filiera.funding.operations.calls import record_call, show_call
from filiera.funding.operations.topics import read_topics
from filiera.funding.written_calls import drafts_of


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
