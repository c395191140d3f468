"""Evidence on its way in: the one shape that every importer makes and one operation records."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum

from filiera.common.folding import fold
from filiera.common.partial_date import PartialDate
from filiera.common.visibility import Visibility
from filiera.competence.enums import EvidenceKind, LinkRole
from filiera.registry.enums import Certainty, SourceKind


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """Where a piece of evidence was read."""

    name: str
    url: str = ""
    on: PartialDate | None = None
    kind: SourceKind = SourceKind.PAGE
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """An organisation as the source names it: identifiers by scheme (`{"PIC": "999981634"}`), or our own `code`."""

    name: str
    role: LinkRole = LinkRole.HOLDER
    ids: dict[str, str] = field(default_factory=dict)
    code: str = ""
    town: str = ""
    country: str = ""

    @property
    def key(self) -> str:
        """Give the stable key of this mention: its code, its first identifier (a web site is none), or its name."""
        if self.code:
            return f"code:{self.code}"[:64]
        strong = sorted(pair for pair in self.ids.items() if pair[0] != "DOMAIN")
        if strong:
            return f"{strong[0][0]}:{strong[0][1]}"[:64]
        text = f"{fold(self.name)}|{self.country}"
        return text if len(text) <= 64 else hashlib.sha256(text.encode()).hexdigest()[:64]


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """A piece of evidence before it is recorded; `uid` is the source's id with its prefix."""

    uid: str
    kind: EvidenceKind
    source: SourceDraft
    mentions: tuple[Mention, ...]
    title_it: str = ""
    title_en: str = ""
    text_it: str = ""
    text_en: str = ""
    on: PartialDate | None = None
    ended_on: date | None = None
    valid_until_on: date | None = None
    certainty: Certainty = Certainty.SEEN
    visibility: Visibility = Visibility.PUBLIC
    url: str = ""
    line: int | None = None
    is_example: bool = False

    def digest(self) -> str:
        """Give the digest of the content, by which changed is told from unchanged (the line number is not content)."""
        values = {**asdict(self), "line": None, "on": str(self.on or ""), "source_on": str(self.source.on or "")}
        values["source"] = {**asdict(self.source), "on": str(self.source.on or "")}
        return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


class Outcome(StrEnum):
    """What became of a draft."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
