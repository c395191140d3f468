"""A call on file with what it asks for: the competences that it names, else those that are read in its words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filiera.competence.adapters import current_reader
from filiera.competence.models import Competence
from filiera.engine.reading import EvidenceText
from filiera.funding.files import FileFault, UnreadableFile, line_in, read_calls_of
from filiera.funding.logic.call import Call
from filiera.funding.yaml_lines import Place, dotted


def read_written(path: Path) -> tuple[Call, dict[str, float]]:
    """Read a call and its weights by competence. Raises OSError and UnreadableFile, with every fault.

    `competences` in the file is a list of codes, or of `{id, weight}`, or weights by code; without it title, summary and
    text are read.
    """
    calls = read_calls_of(path)
    if len(calls) != 1:
        raise UnreadableFile([FileFault(path.name, 1, "calls", "one-call", str(len(calls)))])
    call, raw = calls[0]
    named = raw.get("competences")
    if named is not None:
        return call, _weights(path, named)
    words = "\n".join(str(raw[name]) for name in ("summary", "text", "modelled_on") if raw.get(name))
    found = current_reader().read_many([EvidenceText(call.title, words, None, "call")])[0]
    return call, {one.competence_id: max(0.01, min(1.0, one.score)) for one in found}


def _weights(path: Path, named: Any) -> dict[str, float]:
    """Give weights by competence. Raises UnreadableFile with the place of each that is not known or weighs nothing."""
    rows = list(_rows(named))
    codes = [code for _place, code, _weight in rows]
    known, times = set(Competence.objects.filter(code__in=codes).values_list("code", flat=True)), Counter(codes)
    faults, weights = [], {}
    for place, code, written in rows:
        weight = _number(written)
        wrong = "no-competence" if code not in known else "twice" if times[code] > 1 else "no-weight"
        if code in known and times[code] == 1 and weight is not None:
            weights[code] = weight
            continue
        value = code if wrong == "no-competence" else str(written)
        faults.append(FileFault(path.name, line_in(path, place), dotted(place), wrong, value[:60]))
    if faults:
        raise UnreadableFile(faults)
    return weights


def _rows(named: Any) -> Iterator[tuple[Place, str, Any]]:
    """Give place, code and weight of each competence that is named, in whichever way it is written."""
    if isinstance(named, dict):
        yield from ((("competences", code), str(code), weight) for code, weight in named.items())
        return
    for at, one in enumerate(named if isinstance(named, list) else [named]):
        if isinstance(one, dict):
            code = one.get("id", one.get("competence", one.get("code")))
            yield ("competences", at), str(code), one.get("weight", 1)
        else:
            yield ("competences", at), str(one), 1


def _number(written: Any) -> float | None:
    """Read a weight: a number above nothing."""
    try:
        found = float(str(written))
    except ValueError:
        return None
    return found if not isinstance(written, bool) and math.isfinite(found) and found > 0 else None
