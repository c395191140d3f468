"""The closed lists of the association's life; which state may follow which is in `logic/steps.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class BodyKind(models.TextChoices):
    """What a body is."""

    ASSEMBLY = "ASSEMBLY", _("assembly")
    BOARD = "BOARD", _("board")
    AUDITORS = "AUDITORS", _("auditor")


class MandateRole(models.TextChoices):
    """What a person is in a body."""

    PRESIDENT = "PRESIDENT", _("president")
    VICE_PRESIDENT = "VICE_PRESIDENT", _("vice president")
    SECRETARY = "SECRETARY", _("secretary")
    DIRECTOR = "DIRECTOR", _("director")
    AUDITOR = "AUDITOR", _("auditor")


class MandateEnd(models.TextChoices):
    """Why a mandate ended before its term, or at it."""

    TERM = "TERM", _("end of term")
    RESIGNED = "RESIGNED", _("resigned")
    LAPSED = "LAPSED", _("lapsed")
    REVOKED = "REVOKED", _("revoked")
    MEMBER_LEFT = "MEMBER_LEFT", _("the member left the association")


class MeetingState(models.TextChoices):
    """Where a meeting is."""

    PLANNED = "PLANNED", _("planned")
    CONVENED = "CONVENED", _("convened")
    OPEN = "OPEN", _("open")
    CLOSED = "CLOSED", _("closed")
    NO_QUORUM = "NO_QUORUM", _("no quorum")
    CANCELLED = "CANCELLED", _("cancelled")


class ItemState(models.TextChoices):
    """Where an item of an agenda is."""

    PLANNED = "PLANNED", _("on the agenda")
    DISCUSSED = "DISCUSSED", _("in discussion")
    VOTING = "VOTING", _("being voted")
    DECIDED = "DECIDED", _("decided")
    STOPPED = "STOPPED", _("stopped by an objection")
    DEFERRED = "DEFERRED", _("deferred")


ITEM_KIND_WORDS: dict[str, _StrPromise] = {
    "ORDINARY": _("ordinary"),
    "ACCOUNTS": pgettext_lazy("an item of an agenda", "accounts"),
    "LIABILITY": _("liability of directors"),
    "STATUTE_CHANGE": _("change of the statute"),
    "DISSOLUTION": _("dissolution and devolution of the assets"),
    "BOARD": _("resolution of the board"),
    "ELECTION": _("election"),
}
"""The kinds of item that an agenda may hold: those of `logic.statute.ItemKind` but a petition, which is no item."""


WITHDRAWN = "withdrawn"
"""The result of an item that was deferred because what it was about was taken back: it is on no agenda any more."""


class VoteMode(models.TextChoices):
    """How an item is voted."""

    NONE = "NONE", _("not voted")
    OPEN = "OPEN", _("open vote")
    SECRET = "SECRET", _("secret vote")


class Choice(models.TextChoices):
    """A vote."""

    FOR = "FOR", _("in favour")
    AGAINST = "AGAINST", _("against")
    ABSTAIN = "ABSTAIN", _("abstained")


class PresenceMode(models.TextChoices):
    """How somebody takes part."""

    ROOM = "ROOM", _("in the room")
    REMOTE = "REMOTE", _("remotely")


class ResolutionState(models.TextChoices):
    """What a resolution is worth today; one that was voted down never was worth anything, and is kept."""

    IN_FORCE = "IN_FORCE", _("in force")
    NOT_ADOPTED = "NOT_ADOPTED", _("not adopted")
    CHALLENGED = "CHALLENGED", _("challenged")
    SUPERSEDED = "SUPERSEDED", _("superseded")
    ANNULLED = "ANNULLED", _("annulled")


class MinutesState(models.TextChoices):
    """Where minutes are; filed ones never change."""

    DRAFT = "DRAFT", _("draft")
    IN_CHECK = "IN_CHECK", _("being checked")
    APPROVED = "APPROVED", _("approved")
    SIGNED = "SIGNED", _("signed")
    FILED = "FILED", _("filed")


class ApprovalKind(models.TextChoices):
    """By which act minutes were approved."""

    AT_END = "AT_END", _("read and approved at the end of the meeting")
    LATER = "LATER", _("read and approved in a later meeting")
    NO_CHANGE = "NO_CHANGE", _("the days to ask for changes are over")


class AmendmentState(models.TextChoices):
    """What became of a proposal to change minutes."""

    PROPOSED = "PROPOSED", _("proposed")
    ACCEPTED = "ACCEPTED", pgettext_lazy("a request", "accepted")
    REFUSED = "REFUSED", _("refused")


class BookKind(models.TextChoices):
    """The books of the association."""

    MEMBERS = "MEMBERS", _("members' register")
    ASSEMBLY = "ASSEMBLY", _("minutes of the assembly")
    BOARD = "BOARD", _("minutes of the board")
    AUDITORS = "AUDITORS", _("minutes of the auditor")


class RegisterEvent(models.TextChoices):
    """What an entry of the members' register writes down."""

    ADMITTED = "ADMITTED", _("admitted")
    CLASS_CHANGED = "CLASS_CHANGED", _("class changed")
    SUSPENDED = "SUSPENDED", _("suspended")
    REINSTATED = "REINSTATED", _("reinstated")
    WITHDRAWAL_NOTIFIED = "WITHDRAWAL_NOTIFIED", _("withdrawal notified")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")
    EXCLUDED = "EXCLUDED", _("excluded")
    CORRECTED = "CORRECTED", _("corrected")


class ApplicationState(models.TextChoices):
    """Where a membership application is."""

    DRAFT = "DRAFT", _("draft")
    SUBMITTED = "SUBMITTED", _("submitted")
    UNDER_REVIEW = "UNDER_REVIEW", _("under review")
    INFO_REQUESTED = "INFO_REQUESTED", _("waiting for an answer")
    BOARD_AGENDA = "BOARD_AGENDA", _("on the board's agenda")
    TO_RATIFY = "TO_RATIFY", _("to be ratified by the assembly")
    ACCEPTED = "ACCEPTED", pgettext_lazy("a request", "accepted")
    REJECTED = "REJECTED", _("rejected")
    WITHDRAWN = "WITHDRAWN", _("withdrawn by the applicant")


class CheckVerdict(models.TextChoices):
    """What a check of an application found; unknown is never a pass."""

    PASS = "PASS", _("in order")
    FAIL = "FAIL", _("not in order")
    UNKNOWN = "UNKNOWN", _("not known")


class PaymentMethod(models.TextChoices):
    """How a fee was paid."""

    TRANSFER = "TRANSFER", _("bank transfer")
    CARD = "CARD", _("card")
    OTHER = "OTHER", _("other")


class PetitionState(models.TextChoices):
    """Where a request for an assembly is."""

    OPEN = "OPEN", _("collecting signatures")
    DUE = "DUE", _("the assembly must be called")
    MET = "MET", _("the assembly is called")
    CLOSED = "CLOSED", _("closed")


class ForbiddenTopic(models.TextChoices):
    """What competitors do not talk about in a meeting. Source: art. 101 TFEU; art. 2 L. 287/1990."""

    PRICES = "PRICES", _("prices")
    MARGINS = "MARGINS", _("margins")
    COSTS = "COSTS", _("costs")
    CAPACITY = "CAPACITY", _("production capacity")
    VOLUMES = "VOLUMES", _("volumes")
    CUSTOMERS = "CUSTOMERS", _("customers")
    WAGES = "WAGES", _("wages")
    BIDS = "BIDS", _("bids and tenders")
    BOYCOTTS = "BOYCOTTS", _("boycotts")
