"""The Django application of `filiera.observatory`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.apps import AppConfig

from filiera.competence import hooks

if TYPE_CHECKING:
    from filiera.competence.models import Competence


class ObservatoryConfig(AppConfig):
    """Register `filiera.observatory` under the label `observatory`, and its rules with the pages of competences."""

    name = "filiera.observatory"
    label = "observatory"

    def ready(self) -> None:
        """Tell the pages of competences which rules ask for them."""
        if _rules_that_ask not in hooks.rules_that_ask:
            hooks.rules_that_ask.append(_rules_that_ask)


def _rules_that_ask(competence: Competence) -> Sequence[hooks.RuleLine]:
    """Give the rules; loaded then, because models may not be read before every application stands."""
    from filiera.observatory.queries import rules_that_ask

    return rules_that_ask(competence)
