"""The shapes in which the command line and the API give answers: one place, so that both say the same."""

from __future__ import annotations

from typing import Any

from filiera.competence.queries.answer_proofs import Proof
from filiera.competence.queries.answer_types import Answer, AnswerLine, Asked, PlaceAsked
from filiera.competence.wording_question import notes, place_name


def answer_shape(found: Answer) -> dict[str, Any]:
    """Give an answer as `filiera ask --json` prints it: all that the page tells.

    `competences` are those that the question itself asks for, with the span [start, end) of the words that ask;
    `results` are best first. `notes` say what was understood besides, and what is not known, in the active language.
    """
    return {
        "query": found.query,
        "lang": found.lang,
        "competences": [asked_shape(one) for one in found.asked],
        "ignored": list(found.ignored),
        "places": [place_shape(one) for one in found.places],
        "placed": found.placed,
        "refused": [{"words": one.words, "left_out": one.left_out} for one in found.refused],
        "named": [{"id": one.code, "name": one.name} for one in found.named],
        "hints": [
            {"words": one.words, "organisation": {"id": one.meant.code, "name": one.meant.name}} for one in found.hints
        ],
        "asked_of": found.within,
        "register_size": found.everybody,
        "results": [result_shape(line) for line in found.lines],
        "nearest": [result_shape(line) for line in found.nearest],
        "uncovered": [one.code for one in found.uncovered],
        "no_evidence": found.no_evidence,
        "unknown": found.unknown,
        "unknown_batch": found.unknown_batch,
        "unmet": list(found.unmet),
        "notes": notes(found),
    }


def asked_shape(one: Asked) -> dict[str, Any]:
    """Give a competence that the question asks for, and how many hold it; of a `group` any competence will do."""
    return {
        "id": one.code,
        "label": one.label,
        "score": round(one.score, 4),
        "span": [one.start, one.end],
        "holders": one.holders,
        "traces": one.traces,
        "outside": one.outside,
        "group": one.group,
    }


def place_shape(one: PlaceAsked) -> dict[str, Any]:
    """Give a place that the question names; `filter` is what `place` takes to keep the question to it."""
    return {
        "name": place_name(one),
        "kind": one.place.kind,
        "filter": str(one.place),
        "organisations": one.organisations,
        "unknown": one.unknown,
    }


def result_shape(line: AnswerLine) -> dict[str, Any]:
    """Give one organisation of an answer; of those asked it holds `competences`, and has `traces` too weak to count."""
    return {
        "organisation": {"id": line.entry.code, "name": line.entry.name, "is_example": line.entry.is_example},
        "score": round(line.score, 4),
        "reason": line.reason,
        "competences": [part.asked.code for part in line.parts if part.is_held],
        "traces": [part.asked.code for part in line.parts if part.state == "trace"],
        "distance_km": None if line.distance_km is None else round(line.distance_km, 1),
        "evidence": [proof_shape(proof) for proof in line.proofs],
    }


def proof_shape(proof: Proof) -> dict[str, Any]:
    """Give one piece of evidence of an answer, with the passage that counts."""
    return {
        "id": proof.uid,
        "title": proof.title,
        "kind": proof.kind.lower(),
        "date": proof.on.isoformat() if proof.on else None,
        "source": {"name": proof.source_name, "url": proof.source_url},
        "passage": proof.passage,
    }
