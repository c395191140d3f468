"""The Django application of `filiera.governance`."""

from __future__ import annotations

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Register `filiera.governance` under the label `governance`."""

    name = "filiera.governance"
    label = "governance"
