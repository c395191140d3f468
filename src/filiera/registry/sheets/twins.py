"""Find the rows of one file that mean the same organisation: by identifier first, by name in three bands otherwise."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from filiera.engine.names import NEW, SAME, NameIndex, NameMatch, Party, verdict

SCHEMES = {"VAT": "vat", "FISCAL": "tax_code", "PIC": "pic", "ROR": "ror", "DOMAIN": "domain"}


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row as the comparison needs it: `key` is the caller's handle, `line` its place in the file."""

    key: int
    line: int
    name: str
    town: str = ""
    country: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    fingerprint: str = ""

    def party(self) -> Party:
        """Give the row as the engine compares it."""
        identifiers: dict[str, tuple[str, ...]] = {
            SCHEMES[scheme]: (value,) for scheme, value in self.ids.items() if scheme in SCHEMES
        }
        return Party(str(self.key), (self.name,), town=self.town, country=self.country, identifiers=identifiers)


@dataclass(frozen=True, slots=True)
class Twin:
    """Another row that means the same organisation (`sure`), or may mean it; `key` is its handle."""

    key: int
    sure: bool
    match: NameMatch


class FileIndex:
    """The named rows of one file; it does not change."""

    def __init__(self, rows: Sequence[NamedRow]) -> None:
        self.rows = {row.key: row for row in rows}
        self._index = NameIndex([row.party() for row in rows])

    def twin_of(self, row: NamedRow, *, fits: Callable[[NamedRow], bool], apart: Collection[str] = ()) -> Twin | None:
        """Give the best other row that `fits` and may be the same; `apart` are fingerprints told apart from this row's."""
        for match in self._index.match(row.party(), limit=8).matches:
            other = self.rows[int(match.known_id)]
            if other.key == row.key or match.band == NEW or other.fingerprint in apart or not fits(other):
                continue
            return Twin(other.key, is_sure(match) or other.fingerprint == row.fingerprint, match)
        return None


def is_sure(match: NameMatch) -> bool:
    """Tell whether a match joins two rows by itself.

    The index holds the row that is asked about too, which is always as good as its twin: so the band of the match, which
    counts rivals, is worked out again without it.
    """
    return verdict(match.features, match.score) == SAME
