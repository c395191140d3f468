"""The choices of funding: where a call comes from, on which level it is, how it takes applications, where it stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CallSource(models.TextChoices):
    """Where the text of a call comes from; with the id that it has there, it says which call it is."""

    EU_PORTAL = "EU_PORTAL", _("EU Funding & Tenders portal")
    INCENTIVI = "INCENTIVI", _("incentivi.gov.it")
    HAND = "HAND", _("written by the office")
    TEXT = "TEXT", _("read from a text")


class CallLevel(models.TextChoices):
    """Whose call it is; each label reads well alone, above a title."""

    EU = "EU", _("European call")
    EUREKA = "EUREKA", _("Eureka call")
    CASCADE = "CASCADE", _("cascade call of a European project")
    NATIONAL = "NATIONAL", _("national call")
    REGIONAL = "REGIONAL", _("regional call")
    LOCAL = "LOCAL", _("call of a chamber or local authority")
    OTHER = "OTHER", _("other call")


class Procedure(models.TextChoices):
    """How applications are taken and chosen."""

    SINGLE_STAGE = "SINGLE_STAGE", _("one stage")
    TWO_STAGE = "TWO_STAGE", _("two stages")
    CUT_OFFS = "CUT_OFFS", _("several dates")
    RANKING = "RANKING", _("by ranking")
    COUNTER = "COUNTER", _("in order of arrival")
    NEGOTIATED = "NEGOTIATED", _("negotiated")
    CONTINUOUS = "CONTINUOUS", _("always open")


class SourceStatus(models.TextChoices):
    """What the source itself says of a call; empty where it says nothing."""

    FORTHCOMING = "FORTHCOMING", _("forthcoming")
    OPEN = "OPEN", pgettext_lazy("call", "open")
    CLOSED = "CLOSED", pgettext_lazy("call", "closed")


class ConsortiumState(models.TextChoices):
    """How far a consortium is, from a draft to the money; its steps stand in `logic.steps`."""

    DRAFT = "DRAFT", _("draft")
    INVITING = "INVITING", _("partners being asked")
    READY = "READY", _("ready to submit")
    SUBMITTED = "SUBMITTED", pgettext_lazy("consortium", "submitted")
    RESERVE = "RESERVE", _("on the reserve list")
    FUNDED = "FUNDED", _("funded")
    REJECTED = "REJECTED", _("not funded")
    ABANDONED = "ABANDONED", _("abandoned")


class PartnerRole(models.TextChoices):
    """What a partner is in a funded project."""

    LEAD = "LEAD", _("lead")
    PARTNER = "PARTNER", _("partner")


class PartnerState(models.TextChoices):
    """Whether a partner is in."""

    LEADS = "LEADS", _("leads")
    PROPOSED = "PROPOSED", pgettext_lazy("partner", "proposed")
    INVITED = "INVITED", pgettext_lazy("partner", "invited")
    ACCEPTED = "ACCEPTED", _("has accepted")
    DECLINED = "DECLINED", _("has declined")
    LEFT = "LEFT", _("has left")
