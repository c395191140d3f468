"""What is wrong with files of funded projects, in words: where, what, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from filiera.competence.importers.stage import Fault


def fault_words(fault: Fault) -> str:
    """Say what is wrong with a row, with its file and line."""
    words = {
        "no-project": _("the row names no project: it is left out."),
        "bad-project": _("“%(value)s” is no number of a project: the row is left out."),
        "bad-amount": _("“%(value)s” is no amount in euro: it counts as not known."),
        "bad-date": _("“%(value)s” is no day: it counts as not known."),
    }
    said = words.get(fault.code, _("the row is damaged and is left out: open the file and look at its quotes."))
    place = _("%(file)s, line %(line)s") % {"file": fault.file, "line": fault.line}
    return f"{place}: {said % {'value': fault.value}}"
