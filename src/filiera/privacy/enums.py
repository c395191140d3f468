"""The words of privacy that are stored."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a consent is for; each is asked apart."""

    NEWSLETTER = "NEWSLETTER", _("newsletter")
    PHOTOS = "PHOTOS", _("photographs and video of events")


class How(models.TextChoices):
    """The way by which a consent was given or withdrawn."""

    ACCOUNT = "ACCOUNT", _("on the own account page")
    PAPER = "PAPER", _("on paper")
    ERASURE = "ERASURE", _("with the erasure of the account")


class Right(models.TextChoices):
    """What a person asks of us. Source: GDPR, arts. 15, 16, 17, 21."""

    ACCESS = "ACCESS", _("a copy of the data")
    RECTIFICATION = "RECTIFICATION", _("a correction")
    ERASURE = "ERASURE", _("erasure")
    OBJECTION = "OBJECTION", _("objection")


class Fate(models.TextChoices):
    """What an erasure does with what is held."""

    ERASED = "ERASED", _("erased")
    KEPT = "KEPT", _("kept")
    PARTED = "PARTED", _("kept without the name")
