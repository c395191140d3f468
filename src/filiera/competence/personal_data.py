"""What the map holds of a person: shortlists, messages, decisions; how it lets go of them, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filiera.common.visibility import audience_of
from filiera.competence.models import ClaimDecision, Shortlist, ShortlistItem, Suggestion
from filiera.privacy.enums import Fate
from filiera.privacy.hooks import Gone, RetentionRule, Section
from filiera.privacy.operations.redaction import redact
from filiera.privacy.operations.retention import let_go
from filiera.privacy.queries.names import addresses_of
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filiera.accounts.models import User

YEAR = timedelta(days=365)
TWO_YEARS = timedelta(days=730)

KEPT_TRACES = {
    "competence.Evidence": gettext_lazy("published work cites its authors, with its source (art. 17.3.a)"),
    "competence.EvidenceLink": gettext_lazy("published work cites its authors, with its source (art. 17.3.a)"),
}


def map_sections(user: User) -> Sequence[Section]:
    """Give what the map holds of a person."""
    known = Organisation.objects.visible_to(audience_of(user))
    kept = ShortlistItem.objects.filter(organisation__in=known).select_related("organisation").order_by("pk")
    lists = Shortlist.objects.filter(owner=user).prefetch_related(Prefetch("items", kept)).order_by("pk")
    messages = Suggestion.objects.filter(_theirs(user)).order_by("pk")
    decisions = ClaimDecision.objects.filter(decided_by=user).select_related("organisation").order_by("pk")
    return [
        Section(
            "shortlists",
            _("Your shortlists"),
            [("question", _("Question")), ("kept", _("Kept")), ("sent_to", _("Sent to")), ("at", _("When"))],
            [
                (
                    row.question,
                    "; ".join(" ".join((one.organisation.name, one.note)).strip() for one in row.items.all()),
                    row.sent_to,
                    row.updated_at,
                )
                for row in lists
            ],
        ),
        Section(
            "messages",
            _("What you wrote to the office"),
            [
                ("sent_at", _("When")),
                ("words", _("Words")),
                ("name", _("Name")),
                ("email", _("E-mail")),
                ("answer", _("Answer")),
            ],
            [(row.sent_at, row.words, row.name, row.email, row.answer) for row in messages],
        ),
        Section(
            "decisions",
            _("What you decided on competences"),
            [("organisation", _("Organisation")), ("competence", _("Competence")), ("note", _("Note"))],
            [(row.organisation.name, row.competence_id, row.note) for row in decisions],
            Fate.PARTED,
            _("it is the organisation’s word, and stays its own"),
        ),
    ]


def _theirs(user: User) -> Q:
    return Q(sent_by=user) | Q(email__in=addresses_of(user))


def erase_from_map(gone: Gone) -> dict[str, int]:
    """Delete shortlists and messages, and take name and addresses out of what others wrote."""
    counts = {
        "shortlists": Shortlist.objects.filter(owner=gone.user).delete()[0],
        "messages": Suggestion.objects.filter(Q(sent_by=gone.user) | Q(email__in=gone.emails)).delete()[0],
        "decisions": redact(ClaimDecision.objects.all(), ("note",), gone),
    }
    Shortlist.objects.filter(sent_to__in=gone.emails).update(sent_to="")
    redact(Shortlist.objects.all(), ("question",), gone)
    redact(ShortlistItem.objects.all(), ("question", "note"), gone)
    redact(Suggestion.objects.all(), ("words", "answer", "name"), gone)
    return counts


def _messages_past(now: datetime, most: int, is_trial: bool) -> int:
    return let_go(Suggestion.objects.filter(handled_at__lt=now - TWO_YEARS), most, is_trial)


def _visitors_lists_past(now: datetime, most: int, is_trial: bool) -> int:
    return let_go(Shortlist.objects.filter(owner=None, updated_at__lt=now - YEAR), most, is_trial)


RULES = (
    RetentionRule(
        "messages",
        gettext_lazy("messages to the office"),
        gettext_lazy("24 months after the answer"),
        gettext_lazy("the answer that was asked for (GDPR, art. 6.1.b)"),
        _messages_past,
    ),
    RetentionRule(
        "visitors-lists",
        gettext_lazy("shortlists without an account"),
        gettext_lazy("12 months after the last change"),
        gettext_lazy("the service that was asked for (GDPR, art. 6.1.b)"),
        _visitors_lists_past,
    ),
)
