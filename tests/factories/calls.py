"""Calls as drafts and as rows, what an organisation says of itself for them, and whoever writes to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from factories import OrganisationFactory
from filiera.funding.drafts import CallDraft, RuleDraft, WindowDraft
from filiera.funding.enums import CallSource
from filiera.funding.models import ApplicantProfile, Call
from filiera.funding.operations.calls import record_call, show_call
from filiera.registry.models import Organisation
from tests_clock import NOW, TODAY

MONTHS = RuleDraft("duration_max", 24, clause="La durata massima è di 24 mesi.", article="Art. 4")


def draft(ref: str = "ESEMPIO-1", **said: Any) -> CallDraft:
    """Give a draft of the EU portal that opens in October and closes in January; what is named replaces that."""
    window = said.pop("window", None) or WindowDraft(opens=date(2026, 10, 1), closes=datetime(2027, 1, 15, 17))
    values: dict[str, Any] = {
        "source": CallSource.EU_PORTAL,
        "language": "it",
        "title": "Imballaggi riciclabili (esempio)",
        "summary": "Un bando di esempio sugli imballaggi.",
        "text": "Il testo del bando di esempio.",
        "rules": (MONTHS,),
        "raw": '{"esempio": 1}',
        "raw_format": "json",
        "retrieved_on": TODAY,
    }
    return CallDraft(ref=ref, window=window, **{**values, **said})


def call(ref: str = "ESEMPIO-1", *, is_shown: bool = True, now: datetime = NOW, **said: Any) -> Call:
    """Record a draft, for everybody or for the office alone."""
    made = record_call(draft=draft(ref, **said), now=now).call
    return show_call(call=made, is_shown=is_shown)


def rules(**values: Any) -> tuple[RuleDraft, ...]:
    """Give rules by name, each with a clause of its own."""
    return tuple(RuleDraft(name, value, clause=f"Clausola di {name} (esempio).") for name, value in values.items())


def member(name: str, **values: Any) -> Organisation:
    """Give an organisation that has been a member for years."""
    return OrganisationFactory(name=name, member_since_on=date(2020, 1, 1), **values)


def profile(organisation: Organisation, **values: Any) -> ApplicantProfile:
    """Give what an organisation tells the office of itself for calls."""
    return ApplicantProfile.objects.create(organisation=organisation, visibility="BILATERAL", changed_at=NOW, **values)
