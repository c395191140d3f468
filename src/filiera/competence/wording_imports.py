"""What became of an import of evidence, and of an answer about a name, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NAMED = 5
"""Organisations that a sentence names before it says "and others"."""


def undone_words(done: Mapping[str, int], *, gone: Sequence[str] = (), emptied: Sequence[str] = ()) -> str:
    """Say what an undo did and why something stays, and of whom the map shows nothing until it is computed again.

    `gone` are the names of organisations that left the register with it, `emptied` those that stay with nothing else.
    """
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
    left = ngettext(
        "%(organisations)s organisation leaves the register with it%(names)s.",
        "%(organisations)s organisations leave the register with it%(names)s.",
        done["organisations"],
    )
    said = {"removed": removed, "organisations": left, "restored": restored, "kept": kept, "stale": waiting}
    names = _named(gone, done["organisations"])
    words = [
        sentence % {**done, "names": f": {names}" if names else ""} for name, sentence in said.items() if done[name]
    ]
    if emptied:
        stays = ngettext(
            "%(n)s organisation stays in the register with nothing but its name: %(names)s.",
            "%(n)s organisations stay in the register with nothing but their names: %(names)s.",
            len(emptied),
        )
        words.append(stays % {"n": len(emptied), "names": _named(emptied, len(emptied))})
    if not any(done[name] for name in ("removed", "organisations", "restored", "kept")):
        words.insert(0, _("There was nothing to take out: what the file holds was in before it."))
    return " ".join(words)


def _named(names: Sequence[str], number: int) -> str:
    """Name some organisations, the first few of many."""
    few = "; ".join(names[:NAMED])
    return _("%(names)s and others") % {"names": few} if few and number > NAMED else few


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
