"""Papers of needs: as whoever asks and the office read them, and as a solver at its stage does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from filiera.common.given import Copy
from filiera.documents.files import path_of
from filiera.exchange.enums import Disclosed
from filiera.exchange.logic.papers import Standing, gets_file_itself, is_given
from filiera.exchange.models import Need, NeedPaper
from filiera.exchange.queries.understood import doubtful_in

if TYPE_CHECKING:
    from collections.abc import Collection

    from filiera.exchange.queries.understood import Doubtful

ENDINGS = {"application/pdf": "pdf", "text/plain": "txt", "text/csv": "csv"}
"""Endings of the names of clean copies, by their kind."""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper as a solver reads of it: its number, and the name of the file where it is given as it was sent.

    `number` counts what this reader is given, in the order in which it was let out: no gap tells that another paper is kept
    back, or is for a later stage. `kept_as` is its number among all of the need, which whoever asks and the office know.
    """

    number: int
    label: str
    pages: int
    kept_as: int


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """A paper as whoever asks and the office read of it; `doubtful` are words in it that should be looked at."""

    paper: NeedPaper
    label: str
    has_clean_copy: bool
    has_text: bool
    doubtful: tuple[Doubtful, ...] = ()


def paper_name(number: int) -> str:
    """Give the name by which a solver knows a paper."""
    return _("Document %(number)s") % {"number": number}


def paper_of(code: str, number: int) -> NeedPaper | None:
    """Find a paper by the public id of its need and its number."""
    if number >= 2**15:
        return None
    rows = NeedPaper.objects.select_related("need__organisation")
    return rows.filter(need__code=code, number=number, removed_at=None).first()


def own_papers(need: Need, *, is_office: bool) -> tuple[OwnPaper, ...]:
    """Give the papers of a need to its own people or to the office, which is shown what to look at."""
    return tuple(
        OwnPaper(
            paper=row,
            label=paper_name(row.number),
            has_clean_copy=bool(row.clean_digest),
            has_text=bool(row.text.strip()),
            doubtful=doubtful_in(need, row.text) if is_office and row.released_at is None else (),
        )
        for row in need.papers.filter(removed_at=None).order_by("number")
    )


def papers_let_out(needs: Collection[int]) -> dict[int, list[NeedPaper]]:
    """Give the papers of some needs that the office let out, by the need's key, in their order: one query."""
    found: dict[int, list[NeedPaper]] = {pk: [] for pk in needs}
    rows = NeedPaper.objects.filter(need__in=needs, removed_at=None, released_at__isnull=False)
    for row in rows.order_by("number"):
        found[row.need_id].append(row)
    return found


def papers_for(
    need: Need, reached: Disclosed | None, *, until: datetime | None, rows: Collection[NeedPaper] | None = None
) -> tuple[PaperLine, ...]:
    """Give the papers that a solver gets at the stage that it has reached; who is out, those let out `until` then.

    Those that were let out (`rows`) are looked up where they are not given.
    """
    let_out = papers_let_out((need.pk,))[need.pk] if rows is None else rows
    given = [
        row
        for row in let_out
        if is_given(standing_of(row), reached) and (until is None or (row.released_at or until) <= until)
    ]
    has_file = gets_file_itself(reached)
    return tuple(
        PaperLine(place, row.file_name if has_file else paper_name(place), row.pages, row.number)
        for place, row in enumerate(sorted(given, key=_turn), start=1)
    )


def _turn(row: NeedPaper) -> tuple[bool, datetime | None, int]:
    """Give the place of a paper among what is given: what comes later, or with the names, changes no number before it."""
    return row.stage == Disclosed.NAMES, row.released_at, row.number


def paper_shown(code: str, number: int) -> NeedPaper | None:
    """Find a paper of a need by the number under which whoever knows the names is given it."""
    need = Need.objects.filter(code=code).first()
    lines = papers_for(need, Disclosed.NAMES, until=None) if need else ()
    line = next((one for one in lines if one.number == number), None)
    return paper_of(code, line.kept_as) if line else None


def standing_of(row: NeedPaper) -> Standing:
    """Give how a paper stands, for the rule that says who gets it."""
    return Standing(Disclosed(row.stage), row.released_at is not None, bool(row.clean_digest))


def copy_for(row: NeedPaper, reached: Disclosed, *, number: int) -> Copy:
    """Give a paper as it is given at a stage: the file itself with the names, before them the clean copy under a number."""
    if gets_file_itself(reached):
        return Copy(row.file_name, row.media_type, path_of(row.digest))
    name = f"{paper_name(number).replace(' ', '-').lower()}.{ENDINGS[row.clean_type]}"
    return Copy(name, row.clean_type, path_of(row.clean_digest))


def own_copy(row: NeedPaper, *, is_clean: bool) -> Copy | None:
    """Give a paper to whoever asks, or to the office: as it was sent, or the clean copy; None where there is none."""
    if row.removed_at is not None or (is_clean and not row.clean_digest):
        return None
    return copy_for(row, Disclosed.PROBLEM if is_clean else Disclosed.NAMES, number=row.number)


def need_digests() -> set[str]:
    """Give the digests of the files that papers of needs name."""
    rows = NeedPaper.objects.filter(removed_at=None).values_list("digest", "clean_digest")
    return {digest for row in rows for digest in row if digest}
