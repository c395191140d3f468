"""What became of an import of evidence, and of an answer about a name, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def undone_words(done: Mapping[str, int]) -> str:
    """Say what an undo did and why something stays, and of whom the map shows nothing until it is computed again."""
    removed = ngettext("%(removed)s record is taken out.", "%(removed)s records are taken out.", done["removed"])
    restored = ngettext(
        "%(restored)s record stands again as it was before.",
        "%(restored)s records stand again as they were before.",
        done["restored"],
    )
    kept = ngettext(
        "%(kept)s record stays: a later import brought it too.",
        "%(kept)s records stay: a later import brought them too.",
        done["kept"],
    )
    waiting = ngettext(
        "Of %(stale)s organisation the lists show no competence until the map is computed again.",
        "Of %(stale)s organisations the lists show no competence until the map is computed again.",
        done["stale"],
    )
    said = {"removed": removed, "restored": restored, "kept": kept, "stale": waiting}
    words = [sentence % done for name, sentence in said.items() if done[name]]
    if not any(done[name] for name in ("removed", "restored", "kept")):
        words.insert(0, _("There was nothing to take out: what the file holds was in before it."))
    return " ".join(words)


def tied_words(*, links: int, organisation: str, is_refused: bool = False) -> str:
    """Say what an answer about a name did: how much evidence has gone over to whom, or that it is somebody else."""
    if is_refused:
        return _("Remembered: it is not %(name)s. Its evidence stays without an organisation.") % {"name": organisation}
    if not organisation:
        words = ngettext("%(n)s tie to evidence was made.", "%(n)s ties to evidence were made.", links)
        return words % {"n": links}
    words = ngettext(
        "%(n)s piece of evidence now belongs to %(name)s.", "%(n)s pieces of evidence now belong to %(name)s.", links
    )
    return words % {"n": links, "name": organisation}
