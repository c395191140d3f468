"""The words of the pictures: names of the kinds of evidence, and sentences that say what a picture shows."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from filiera.pictures.chain import Stage
from filiera.pictures.marks import Kind, Piece

KIND_NAMES: dict[Kind, Promise] = {
    Kind.PROJECT: gettext_lazy("project"),
    Kind.PUBLICATION: gettext_lazy("publication"),
    Kind.PATENT: gettext_lazy("patent"),
    Kind.CERTIFICATE: gettext_lazy("certificate"),
    Kind.EQUIPMENT: gettext_lazy("equipment"),
    Kind.PLANT: gettext_lazy("plant"),
    Kind.PRODUCT: gettext_lazy("product"),
    Kind.SERVICE: gettext_lazy("service"),
    Kind.PARTNERSHIP: gettext_lazy("partnership"),
    Kind.COURSE: gettext_lazy("course"),
    Kind.AWARD: gettext_lazy("award"),
}

LANE_NAMES: dict[Kind, Promise] = {
    Kind.PROJECT: gettext_lazy("Projects"),
    Kind.PUBLICATION: gettext_lazy("Publications"),
    Kind.PATENT: gettext_lazy("Patents"),
    Kind.CERTIFICATE: gettext_lazy("Certificates"),
    Kind.EQUIPMENT: gettext_lazy("Equipment"),
    Kind.PLANT: gettext_lazy("Plants"),
    Kind.PRODUCT: gettext_lazy("Products"),
    Kind.SERVICE: gettext_lazy("Services"),
    Kind.PARTNERSHIP: gettext_lazy("Partnerships"),
    Kind.COURSE: gettext_lazy("Courses"),
    Kind.AWARD: gettext_lazy("Awards"),
}

MEMBER_KINDS: dict[str, Promise] = {
    "company": gettext_lazy("company"),
    "research": gettext_lazy("university or research centre"),
    "pack": gettext_lazy("packaging"),
    "school": gettext_lazy("school"),
    "other": gettext_lazy("other body"),
}

KIND_WITH_NOTE = {Kind.CERTIFICATE: gettext_lazy("certificate, with how long it lasts")}
LIST_AT_MOST = 12


def kind_name(kind: str) -> str:
    """Name a kind of evidence in the reader's language, whatever its case."""
    return str(KIND_NAMES[Kind(kind.lower())])


def describe_piece(piece: Piece) -> str:
    """Say one piece of evidence in words: "project 2019, until 2022"."""
    words = [f"{kind_name(piece.kind)} {piece.start.year}" if piece.start else kind_name(piece.kind)]
    if piece.last:
        words.append(_("until %(year)s") % {"year": piece.last.year})
    text = ", ".join(words)
    if piece.expired:
        return _("%(words)s (expired)") % {"words": text}
    if not piece.independent:
        said = pgettext("said of a mark", "self-declared")
        return f"{text} ({said})"
    return text


def describe_pieces(pieces: Sequence[Piece]) -> str:
    """Say the evidence of a picture in words, by date; a long list is cut and the rest counted."""
    dated = sorted((piece for piece in pieces if piece.start), key=lambda p: p.start.toordinal() if p.start else 0)
    words = [describe_piece(piece) for piece in dated[:LIST_AT_MOST]]
    if len(dated) > LIST_AT_MOST:
        rest = len(dated) - LIST_AT_MOST
        words.append(ngettext("%(n)s more", "%(n)s more", rest) % {"n": rest})
    return "; ".join(words)


def uncounted(undated: int, hidden: int) -> str:
    """Say in words what a picture of dates cannot draw: undated pieces, and those that found no room."""
    words = []
    if undated:
        words.append(ngettext("%(n)s without a date", "%(n)s without a date", undated) % {"n": undated})
    if hidden:
        words.append(ngettext("%(n)s more in the same years", "%(n)s more in the same years", hidden) % {"n": hidden})
    return ", ".join(words)


def holders_words(holders: int) -> str:
    """Say how many organisations hold a competence."""
    if holders == 0:
        return _("nobody")
    return ngettext("%(n)s organisation", "%(n)s organisations", holders) % {"n": holders}


def describe_chain(stages: Sequence[Stage]) -> str:
    """Say what the chain shows: how many competences, gaps and single sources."""
    leaves = [leaf for stage in stages for leaf in stage.leaves]
    return _(
        "%(leaves)s competences in %(stages)s stages: %(gaps)s with nobody, %(single)s with a single source. "
        "A thread is thicker where more organisations have evidence; a golden point marks a gap."
    ) % {
        "leaves": len(leaves),
        "stages": len(stages),
        "gaps": sum(leaf.holders == 0 for leaf in leaves),
        "single": sum(leaf.holders == 1 for leaf in leaves),
    }


def silence_words(days: int, due: Sequence[int]) -> str:
    """Say where a silence stands: how long it lasts, and the days on which something is due."""
    lasted = ngettext("%(n)s day of silence", "%(n)s days of silence", days) % {"n": days}
    named = ", ".join(str(day) for day in due[:-1])
    return _("%(lasted)s; a letter is due on day %(days)s, the end on day %(last)s.") % {
        "lasted": lasted,
        "days": named,
        "last": due[-1],
    }
