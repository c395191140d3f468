"""The choices of funding: where a call comes from, on which level it is, how it takes applications, where it stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CallSource(models.TextChoices):
    """Where the text of a call comes from; with the id that it has there, it says which call it is."""

    EU_PORTAL = "EU_PORTAL", _("EU Funding & Tenders portal")
    INCENTIVI = "INCENTIVI", _("incentivi.gov.it")
    HAND = "HAND", _("written by the office")
    TEXT = "TEXT", _("read from a text")


class CallLevel(models.TextChoices):
    """Who gives the money."""

    EU = "EU", _("European Union")
    EUREKA = "EUREKA", _("Eureka network")
    CASCADE = "CASCADE", _("a European project, to third parties")
    NATIONAL = "NATIONAL", _("Italy")
    REGIONAL = "REGIONAL", _("a region")
    LOCAL = "LOCAL", _("a chamber or a local authority")
    OTHER = "OTHER", _("others")


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
    OPEN = "OPEN", _("open")
    CLOSED = "CLOSED", _("closed")
