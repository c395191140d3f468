"""The words of a closed list as people may write them: its codes, and the labels that the pages show in every language."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import override

from filiera.common.folding import fold


@cache
def labelled(choices: type[TextChoices]) -> dict[str, str]:
    """Give the values of a closed list by code and by label in every language, folded."""
    words = {fold(value): value for value in choices.values}
    for language, _name in settings.LANGUAGES:
        with override(language):
            words |= {fold(str(one.label)): one.value for one in choices}
    return words
