"""What needs hold of a person: who wrote, asked, answered and signed; and how it goes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filiera.exchange.logic.steps import LIVE_STATES
from filiera.exchange.models import (
    Collaboration,
    Disclosure,
    Match,
    Need,
    NeedExit,
    NeedPaper,
    NeedProposal,
    NeedTopic,
    Satisfaction,
)
from filiera.privacy.enums import Fate
from filiera.privacy.hooks import RetentionRule, Section
from filiera.privacy.operations.redaction import redact, redact_json
from filiera.privacy.operations.retention import let_go

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filiera.accounts.models import User
    from filiera.privacy.hooks import Gone

FIVE_YEARS = timedelta(days=5 * 365)


def needs_sections(user: User) -> Sequence[Section]:
    """Give the needs that a person wrote or asked for, and the requests that went to the person's address."""
    return [_written(user), _papers(user), _asked(user), _seen(user)]


def _written(user: User) -> Section:
    needs = Need.objects.filter(Q(asked_by=user) | Q(contact_email__iexact=user.email)).order_by("pk")
    return Section(
        "needs-written",
        _("Needs that you wrote or asked for"),
        [("title", _("Title")), ("words", _("Words")), ("at", _("When"))],
        [(row.title, row.words, row.created_at) for row in needs],
        Fate.PARTED,
        _("it is the organisation’s word, and stays its own"),
    )


def _papers(user: User) -> Section:
    return Section(
        "needs-papers",
        _("Papers that you sent with a need"),
        [("file", _("File")), ("at", _("When"))],
        [(row.file_name, row.sent_at) for row in NeedPaper.objects.filter(sent_by=user).order_by("pk")],
        Fate.PARTED,
        _("it is the organisation’s word, and stays its own"),
    )


def _asked(user: User) -> Section:
    asked = Match.objects.filter(email__iexact=user.email, asked_at__isnull=False).order_by("pk")
    return Section(
        "needs-asked",
        _("What you were asked, and what you answered"),
        [("state", _("Answer")), ("note", _("Words")), ("name", _("Signed as")), ("at", _("When"))],
        [(row.get_state_display(), row.note, row.terms_name, row.asked_at) for row in asked],
        Fate.PARTED,
        _("it is the organisation’s word, and stays its own"),
    )


def _seen(user: User) -> Section:
    seen = Disclosure.objects.filter(Q(user=user) | Q(email__iexact=user.email)).order_by("pk")
    return Section(
        "needs-seen",
        _("Confidential requests that you were shown"),
        [("stage", _("What")), ("name", _("Signed as")), ("at", _("When"))],
        [(row.get_stage_display(), row.name, row.at) for row in seen],
        Fate.PARTED,
        _("whoever asked has a right to know who saw it"),
    )


def erase_from_needs(gone: Gone) -> dict[str, int]:
    """Take a person's name and addresses out of needs, answers and signatures; what the organisations said stays."""
    for model, column in ((Need, "contact_email"), (Match, "email"), (Disclosure, "email")):
        for email in gone.emails:
            model.objects.filter(**{f"{column}__iexact": email}).update(**{column: ""})
    written = redact(
        Need.objects.all(),
        ("contact_name", "source_text", "title", "words", "brief", "place", "returned_why", "closed_note"),
        gone,
    )
    written += redact_json(Need.objects.all(), ("answers",), gone)
    written += redact(NeedTopic.objects.all(), ("passage",), gone)
    written += redact(NeedProposal.objects.all(), ("sentence",), gone) + redact_json(
        NeedProposal.objects.all(), ("value",), gone
    )
    written += redact(NeedPaper.objects.all(), ("file_name", "text", "kept_back_why"), gone)
    written += redact(NeedExit.objects.all(), ("note", "done_note"), gone)
    answered = redact(Match.objects.all(), ("contact_name", "note", "aside_note", "passed_to", "terms_name"), gone)
    answered += redact(Disclosure.objects.all(), ("name",), gone)
    ended = redact(Collaboration.objects.all(), ("result", "stopped_why", "public_title"), gone)
    ended += redact(Satisfaction.objects.all(), ("note",), gone)
    return {"needs-written": written, "needs-asked": answered, "needs-ended": ended}


def _needs_past(now: datetime, most: int, is_trial: bool) -> int:
    """Let go of needs that ended long ago and came to nothing; those with an introduction stay with what came of it."""
    over = Need.objects.filter(ended_at__lt=now - FIVE_YEARS).exclude(state__in=LIVE_STATES)
    return let_go(over.exclude(matches__introduced_at__isnull=False), most, is_trial)


RULES = (
    RetentionRule(
        "needs-ended",
        gettext_lazy("needs that ended without an introduction, with who was asked"),
        gettext_lazy("five years, as long as the confidentiality agreement binds"),
        gettext_lazy("the service that was asked for, and the proof of who saw what (GDPR, arts. 6.1.b and 6.1.f)"),
        _needs_past,
    ),
)
