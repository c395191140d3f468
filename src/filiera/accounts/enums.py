"""By which way and how often whoever has an address is written to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """Where somebody reads what concerns them."""

    MAIL = "MAIL", _("by e-mail")
    SITE = "SITE", _("only on the site: no letter leaves")


class Rhythm(models.TextChoices):
    """How often letters leave."""

    AT_ONCE = "AT_ONCE", _("at once, each by itself; news of calls once a day")
    DAILY = "DAILY", _("one letter a day, where there is something")
    WEEKLY = "WEEKLY", _("one letter a week, on Monday, where there is something")
