"""A call on file with what it asks for: the competences that it names, else those that are read in its words."""

from __future__ import annotations

from pathlib import Path

from filiera.competence.adapters import current_reader
from filiera.engine.reading import EvidenceText
from filiera.funding.files import FileFault, UnreadableFile, read_calls_of
from filiera.funding.logic.call import Call


def read_written(path: Path) -> tuple[Call, dict[str, float]]:
    """Read a call and its weights by competence in (0, 1]. Raises OSError and UnreadableFile.

    `competences` in the file is a list of codes, or of `{id, weight}`; without it title, summary and text are read.
    """
    calls = read_calls_of(path)
    if len(calls) != 1:
        raise UnreadableFile([FileFault(path.name, 1, "calls", "one-call", str(len(calls)))])
    call, raw = calls[0]
    named = raw.get("competences")
    if isinstance(named, list):
        return call, dict(_weight(one) for one in named)
    words = "\n".join(str(raw[name]) for name in ("summary", "text", "modelled_on") if raw.get(name))
    found = current_reader().read_many([EvidenceText(call.title, words, None, "call")])[0]
    return call, {one.competence_id: max(0.01, min(1.0, one.score)) for one in found}


def _weight(one: object) -> tuple[str, float]:
    if isinstance(one, dict):
        return str(one.get("id")), float(one.get("weight", 1.0))
    return str(one), 1.0
