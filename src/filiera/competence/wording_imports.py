"""What became of an import of evidence, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def undone_words(done: Mapping[str, int]) -> str:
    """Say what an undo did, and of whom the map shows nothing until it is computed again."""
    words = _("%(removed)s taken out, %(restored)s put back as before, %(kept)s kept.") % done
    if not done["stale"]:
        return words
    waiting = ngettext(
        "Of %(stale)s organisation the lists show no competence until the map is computed again.",
        "Of %(stale)s organisations the lists show no competence until the map is computed again.",
        done["stale"],
    )
    return f"{words} {waiting % done}"
