"""What features above hang on the files; they add themselves when their application starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

naming: list[Callable[[], Iterable[str]]] = []
"""Each gives the digests of the files that rows of its own name: those are kept as a document's are."""
