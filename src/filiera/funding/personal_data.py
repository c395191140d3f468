"""What calls hold of a person: who brought them, who holds shares; what others wrote of them is cleaned, acts are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filiera.funding.models import (
    ApplicantProfile,
    CallImport,
    CallVersion,
    DeMinimisAward,
    Recognition,
    Shareholding,
)
from filiera.privacy.enums import Fate
from filiera.privacy.hooks import Section
from filiera.privacy.operations.redaction import redact, redact_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filiera.accounts.models import User
    from filiera.common.visibility import Audience
    from filiera.funding.models import Call
    from filiera.privacy.hooks import Gone

_PUBLISHED = gettext_lazy("a published call names who answers for it, with its source (art. 17.3.a)")
KEPT_TRACES = {
    "funding.Call": _PUBLISHED,
    "funding.CallVersion": _PUBLISHED,
    "funding.CallRule": _PUBLISHED,
    "funding.CallTopic": _PUBLISHED,
    "funding.CallProposal": _PUBLISHED,
}


def call_known(call: Call, audience: Audience) -> str:
    """Name a call as its person may know it now: one that was hidden since has no title."""
    return str(call) if call.is_visible_to(audience) else _("a call that is not shown any more")


def calls_sections(user: User) -> Sequence[Section]:
    """Give the files of calls that a person brought in."""
    rows = CallImport.objects.filter(brought_by=user).order_by("pk")
    return [
        Section(
            "calls",
            _("Files of calls that you brought in"),
            [("name", _("Files")), ("at", _("When"))],
            [(row.name, row.brought_at) for row in rows],
            Fate.PARTED,
            _("the calls are public, and stay"),
        )
    ]


def erase_from_calls(gone: Gone) -> dict[str, int]:
    """Take name and addresses out of what was written about calls and about those who apply; published texts stay."""
    return {
        "calls": redact(CallImport.objects.all(), ("name",), gone)
        + redact(CallVersion.objects.all(), ("note",), gone)
        + redact(Shareholding.objects.all(), ("holder_name", "source"), gone)
        + redact(DeMinimisAward.objects.all(), ("measure",), gone)
        + redact(Recognition.objects.all(), ("act", "name"), gone)
        + redact_json(ApplicantProfile.objects.all(), ("operating_seats", "other_applications"), gone)
    }
