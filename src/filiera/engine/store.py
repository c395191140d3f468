"""What an index keeps of its documents, on disk: ids, owners, texts, and where each passage begins and ends.

Documents stand in the order of their ids, so that the same documents make the same index whatever came first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from filiera.engine.dense import Groups
from filiera.engine.text import guess_language, normalise, passages, short_code
from filiera.engine.types import Document, Version

_LANGUAGE_UNKNOWN = "xx"


class Store:
    """The documents of an index. A unit is a language version of a document; a passage is a stretch of a unit's text.

    Places (of documents, units, passages and owners) are integers from 0, in the order of ids.
    """

    def __init__(
        self,
        documents: Sequence[tuple[str, list[str], str | None, str | None]],
        unit_rows: NDArray[np.int64],
        languages: Sequence[str],
        passage_rows: NDArray[np.int64],
        text: bytes,
    ) -> None:
        self._rows = documents
        # Per unit: document, language, where its title begins, where its text begins, where it ends (bytes).
        self._units = unit_rows
        self._languages = languages
        # Per passage: unit, first character, last character + 1 of the unit's text.
        self._passages = passage_rows
        self._text = text

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Store:
        """Lay out these documents, cleaned and cut into passages. Raises ValueError where two have the same id."""
        ordered = sorted(documents, key=lambda document: document.id)
        rows: list[tuple[str, list[str], str | None, str | None]] = []
        units: list[tuple[int, int, int, int, int]] = []
        spans: list[tuple[int, int, int]] = []
        languages: list[str] = []
        pieces: list[bytes] = []
        at = 0
        for place, document in enumerate(ordered):
            if rows and rows[-1][0] == document.id:
                raise ValueError(f"two documents have the id {document.id!r}")
            day = document.date.isoformat() if document.date else None
            rows.append((document.id, sorted(set(document.owners)), day, document.kind))
            for version in document.versions:
                title, text = normalise(version.title), _clean(version.text)
                lang = short_code(version.lang or guess_language(f"{title} {text}") or _LANGUAGE_UNKNOWN)
                if lang not in languages:
                    languages.append(lang)
                spans.extend((len(units), span.start, span.end) for span in passages(text))
                first, second = title.encode(), text.encode()
                units.append((place, languages.index(lang), at, at + len(first), at + len(first) + len(second)))
                pieces += [first, second]
                at += len(first) + len(second)
        return cls(
            rows,
            np.array(units, dtype=np.int64).reshape(-1, 5),
            languages,
            np.array(spans, dtype=np.int64).reshape(-1, 3),
            b"".join(pieces),
        )

    def save(self, folder: Path) -> None:
        """Write the documents into an existing folder."""
        facts = {"documents": self._rows, "languages": list(self._languages)}
        (folder / "documents.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        np.save(folder / "units.npy", self._units)
        np.save(folder / "passages.npy", self._passages)
        (folder / "texts.bin").write_bytes(self._text)

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Open what `save` wrote."""
        facts = json.loads((folder / "documents.json").read_text(encoding="utf-8"))
        units, spans = (np.load(folder / f"{name}.npy") for name in ("units", "passages"))
        return cls(facts["documents"], units, facts["languages"], spans, (folder / "texts.bin").read_bytes())

    @cached_property
    def document_ids(self) -> list[str]:
        """Return the ids of the documents, in their order."""
        return [row[0] for row in self._rows]

    @cached_property
    def owner_ids(self) -> list[str]:
        """Return the ids of all owners, sorted."""
        return sorted({owner for row in self._rows for owner in row[1]})

    @property
    def languages(self) -> Sequence[str]:
        """Return the languages that the units have, "xx" for not known."""
        return self._languages

    @cached_property
    def unit_documents(self) -> NDArray[np.int64]:
        """Return the document of every unit."""
        return np.ascontiguousarray(self._units[:, 0])

    @cached_property
    def unit_languages(self) -> NDArray[np.int64]:
        """Return the language of every unit, as a place in `languages`."""
        return np.ascontiguousarray(self._units[:, 1])

    @cached_property
    def passage_units(self) -> NDArray[np.int64]:
        """Return the unit of every passage."""
        return np.ascontiguousarray(self._passages[:, 0])

    @cached_property
    def unit_passages(self) -> Groups:
        """Return the passages of every unit."""
        return Groups.of(self.passage_units, np.arange(len(self._passages)), len(self._units))

    @cached_property
    def document_units(self) -> Groups:
        """Return the units of every document."""
        return Groups.of(self.unit_documents, np.arange(len(self._units)), len(self._rows))

    @cached_property
    def owner_documents(self) -> Groups:
        """Return the documents of every owner."""
        number = {owner: place for place, owner in enumerate(self.owner_ids)}
        pairs = [(number[owner], place) for place, row in enumerate(self._rows) for owner in row[1]]
        table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return Groups.of(table[:, 0], table[:, 1], len(number))

    def unit_text(self, unit: int) -> tuple[str, str]:
        """Return the title and the text of a unit."""
        _, _, title, text, end = self._units[unit].tolist()
        return self._text[title:text].decode(), self._text[text:end].decode()

    def unit_language(self, unit: int) -> str | None:
        """Return the language of a unit, None where it is not known."""
        lang = self._languages[int(self._units[unit, 1])]
        return None if lang == _LANGUAGE_UNKNOWN else lang

    def passage_span(self, passage: int) -> tuple[int, int]:
        """Return where a passage begins and ends in the text of its unit."""
        _, start, end = self._passages[passage].tolist()
        return start, end

    def passage_texts(self) -> list[str]:
        """Return for every passage what is embedded for it: the title of its document, then the passage."""
        texts: list[str] = []
        current, title, text = -1, "", ""
        for unit, start, end in self._passages.tolist():
            if unit != current:
                current = unit
                title, text = self.unit_text(unit)
            texts.append(f"{title}. {text[start:end]}".strip(". ") if title else text[start:end])
        return texts

    def unit_texts(self, lang: str) -> Iterable[tuple[int, str]]:
        """Yield every unit of a language with its title and text together."""
        number = list(self._languages).index(lang)
        for unit in np.flatnonzero(self.unit_languages == number).tolist():
            title, text = self.unit_text(unit)
            yield unit, f"{title}\n{text}"

    def documents(self) -> Iterable[Document]:
        """Yield the documents as they were given, but cleaned."""
        for place, (key, owners, day, kind) in enumerate(self._rows):
            versions = tuple(
                Version(self.unit_language(unit), *self.unit_text(unit))
                for unit in self.document_units.members(place).tolist()
            )
            yield Document(key, tuple(owners), versions, date.fromisoformat(day) if day else None, kind)


def _clean(text: str) -> str:
    """Clean every line apart: a line break ends a sentence and must outlive the cleaning."""
    return "\n".join(filter(None, (normalise(line) for line in text.splitlines())))
