"""The closed lists of the competence map."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EvidenceKind(models.TextChoices):
    """The eleven kinds of proof; the engine knows them by their lower-case names."""

    PROJECT = "PROJECT", _("project")
    PUBLICATION = "PUBLICATION", _("publication")
    PATENT = "PATENT", _("patent")
    CERTIFICATE = "CERTIFICATE", _("certificate")
    EQUIPMENT = "EQUIPMENT", _("equipment")
    PRODUCT = "PRODUCT", _("product")
    SERVICE = "SERVICE", _("service")
    PARTNERSHIP = "PARTNERSHIP", _("partnership")
    PLANT = "PLANT", _("plant")
    COURSE = "COURSE", _("course")
    AWARD = "AWARD", _("award")


class LinkRole(models.TextChoices):
    """What an organisation has to do with a piece of evidence."""

    HOLDER = "HOLDER", _("holder")
    COORDINATOR = "COORDINATOR", _("coordinator")
    PARTICIPANT = "PARTICIPANT", _("participant")
    PARTNER = "PARTNER", _("named as partner")
    FUNDER = "FUNDER", _("funder")


PROVING_ROLES = frozenset({LinkRole.HOLDER, LinkRole.COORDINATOR, LinkRole.PARTICIPANT})
"""The roles that prove a competence. Being named as a partner in somebody else's evidence, or paying for it, proves a tie,
no more."""


class LinkBand(models.TextChoices):
    """How the organisation of a piece of evidence was found."""

    IDENTIFIER = "IDENTIFIER", _("by identifier")
    SAME = "SAME", _("by name")
    CONFIRMED = "CONFIRMED", _("by a person")
    ASK = "ASK", _("in doubt")
    UNKNOWN = "UNKNOWN", _("organisation not in the register")


class Verdict(models.TextChoices):
    """What a person says of a claim of the machine."""

    CONFIRMED = "CONFIRMED", _("confirmed")
    CORRECTED = "CORRECTED", _("corrected")
    REFUSED = "REFUSED", _("refused")
