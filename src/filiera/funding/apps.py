"""The Django application of `filiera.funding`."""

from __future__ import annotations

from django.apps import AppConfig


class FundingConfig(AppConfig):
    """Register `filiera.funding` under the label `funding`."""

    name = "filiera.funding"
    label = "funding"
