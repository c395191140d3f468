"""The closed lists of the need desk."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TO_ASK = "need-ask"
"""The kind of letter that asks a solver, or asks it again on the day that it named."""

TO_REMIND = "need-remind"
"""The kind of letter that reminds a solver of what it was asked."""

TO_MEET = "need-solver"
"""The kind of letter that tells whoever asks that a solver would talk with it."""

YES_TAKEN_BACK = "need-yes-back"
"""The kind of letter that tells whoever asks, and was told of a yes, that the solver has taken it back."""

TO_ESCALATE = "need-escalate"
"""The kind of letter that tells another delegate of a solver that a question waits."""

NEED_EXPIRES, NEED_EXPIRED = "need-expires", "need-expired"
"""The kinds of letters about the time of a need: it is nearly over, it is over."""

NEED_OVER = "need-over"
"""The kind of letter that tells a solver which was asked that nobody is sought any more."""

TO_RATE = "need-content"
"""The kind of letter that asks either side of an introduction how it went."""

TO_AGREE = "need-evidence"
"""The kind of letter that asks one side of a completed collaboration whether it becomes evidence, as the other agrees."""

OFFER_REPLY, OFFER_DECIDED = "offer-reply", "offer-decided"
"""The kinds of letters about answers to offers: somebody answers one, what was decided of an answer."""

OFFER_EXPIRES, OFFER_EXPIRED = "offer-expires", "offer-expired"
"""The kinds of letters about the time of an offer: it is nearly over, it is over."""


class Secrecy(models.TextChoices):
    """How much of a need whoever is asked learns at first."""

    OPEN = "OPEN", pgettext_lazy("need", "open")
    RESERVED = "RESERVED", pgettext_lazy("need", "reserved")
    SECRET = "SECRET", pgettext_lazy("need", "secret")


class NeedState(models.TextChoices):
    """How far a need is."""

    DRAFT = "DRAFT", pgettext_lazy("need", "draft")
    PUBLISHED = "PUBLISHED", pgettext_lazy("need", "handed in")
    MATCHING = "MATCHING", pgettext_lazy("need", "solvers are sought")
    IN_TALKS = "IN_TALKS", pgettext_lazy("need", "in talks")
    SOLVED = "SOLVED", pgettext_lazy("need", "solved")
    CLOSED = "CLOSED", pgettext_lazy("need", "closed")
    EXPIRED = "EXPIRED", pgettext_lazy("need", "expired")


class Help(models.TextChoices):
    """What kind of help is sought."""

    SOLVER = "SOLVER", _("a supplier or a partner")
    RESEARCH = "RESEARCH", _("research or development")
    LAB = "LAB", _("tests in a laboratory")
    EQUIPMENT = "EQUIPMENT", _("the use of equipment")
    TRAINING = "TRAINING", _("training")
    FUNDING = "FUNDING", _("partners for a call")


HELP_READ = {"CALL": Help.FUNDING}
"""What the reader of texts calls otherwise."""


class Channel(models.TextChoices):
    """How a need reached the cluster."""

    FORM = "FORM", _("written by itself")
    MAIL = "MAIL", _("by mail")
    PHONE = "PHONE", _("by telephone")
    MEETING = "MEETING", _("in a meeting")
    TABLE = "TABLE", _("at a thematic table")


class TopicOrigin(models.TextChoices):
    """Who says that a need asks for a competence."""

    READ = "READ", _("read in the text")
    PERSON = "PERSON", _("said by a person")


class MatchState(models.TextChoices):
    """How far a need and a solver are."""

    SUGGESTED = "SUGGESTED", pgettext_lazy("match", "suggested")
    SHORTLISTED = "SHORTLISTED", pgettext_lazy("match", "shortlisted")
    ASKED = "ASKED", pgettext_lazy("match", "asked")
    READING = "READING", pgettext_lazy("match", "reads the problem")
    LATER = "LATER", pgettext_lazy("match", "answers later")
    INTERESTED = "INTERESTED", pgettext_lazy("match", "interested")
    MUTUAL = "MUTUAL", pgettext_lazy("match", "both say yes")
    INTRODUCED = "INTRODUCED", pgettext_lazy("match", "introduced")
    REFUSED = "REFUSED", pgettext_lazy("match", "not for it")
    DECLINED = "DECLINED", pgettext_lazy("match", "declined by the requester")
    DISMISSED = "DISMISSED", pgettext_lazy("match", "set aside by the office")
    SILENT = "SILENT", pgettext_lazy("match", "no answer")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("match", "not asked any more")


class Refusal(models.TextChoices):
    """Why a solver says that a need is not for it."""

    NO_COMPETENCE = "NO_COMPETENCE", _("we do not do this")
    NO_CAPACITY = "NO_CAPACITY", _("no room for it now")
    SIZE = "SIZE", _("too small or too large for us")
    CONFLICT = "CONFLICT", _("a conflict with other work")
    OTHER = "OTHER", _("another reason")


class Disclosed(models.TextChoices):
    """What of a need somebody was shown."""

    SECTOR = "SECTOR", _("stage and sector")
    PROBLEM = "PROBLEM", _("the problem")
    NAMES = "NAMES", _("the names")


class ClosedWhy(models.TextChoices):
    """Why a need was closed without a solution."""

    NO_LONGER = "NO_LONGER", _("no longer needed")
    ELSEWHERE = "ELSEWHERE", _("solved elsewhere")
    NOBODY = "NOBODY", _("nobody found")
    NOT_OURS = "NOT_OURS", _("not a matter for the cluster")
    OTHER = "OTHER", _("another reason")


class ExitKind(models.TextChoices):
    """What a need becomes, besides being asked of a solver."""

    LAB = "LAB", _("a job for a laboratory")
    TRAINING = "TRAINING", _("a demand for training")
    CALL_IDEA = "CALL_IDEA", _("an idea for a call")
    TABLE = "TABLE", _("a topic of a thematic table")


class CollaborationState(models.TextChoices):
    """How far a collaboration is."""

    SCOPING = "SCOPING", pgettext_lazy("collaboration", "being scoped")
    NDA = "NDA", pgettext_lazy("collaboration", "under an NDA")
    AGREED = "AGREED", pgettext_lazy("collaboration", "agreed")
    RUNNING = "RUNNING", pgettext_lazy("collaboration", "running")
    COMPLETED = "COMPLETED", pgettext_lazy("collaboration", "completed")
    STOPPED = "STOPPED", pgettext_lazy("collaboration", "stopped")


class Side(models.TextChoices):
    """One of the two of a match."""

    REQUESTER = "REQUESTER", _("who asks")
    SOLVER = "SOLVER", _("who answers")


class OfferKind(models.TextChoices):
    """What is offered."""

    TECHNOLOGY = "TECHNOLOGY", _("technology offer")
    RESULT = "RESULT", _("research result")
    SERVICE = "SERVICE", _("service of a laboratory")


class OfferState(models.TextChoices):
    """How far an offer is."""

    DRAFT = "DRAFT", pgettext_lazy("offer", "draft")
    PUBLISHED = "PUBLISHED", pgettext_lazy("offer", "published")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("offer", "withdrawn")
    EXPIRED = "EXPIRED", pgettext_lazy("offer", "expired")


class Rights(models.TextChoices):
    """Who holds what of what is offered."""

    FILED = "FILED", _("patent filed")
    GRANTED = "GRANTED", _("patent granted")
    SECRET = "SECRET", _("know-how kept secret")
    OPEN = "OPEN", _("free to use")
    JOINT = "JOINT", _("shared with others")
    OTHER = "OTHER", _("to be agreed")


class Sought(models.TextChoices):
    """What whoever offers looks for."""

    LICENCE = "LICENCE", _("somebody who takes a licence")
    JOINT = "JOINT", _("joint development")
    PILOT = "PILOT", _("a pilot customer")
    FUNDING = "FUNDING", _("a partner for funding")
    SPIN_OFF = "SPIN_OFF", _("people for a spin-off")
    OTHER = "OTHER", _("something else")


class ReplyState(models.TextChoices):
    """What became of an answer to an offer."""

    OPEN = "OPEN", pgettext_lazy("offer reply", "waits")
    TAKEN = "TAKEN", pgettext_lazy("offer reply", "taken up")
    DECLINED = "DECLINED", pgettext_lazy("offer reply", "declined")
