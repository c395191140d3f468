"""The shapes in which the command line and the API give answers: one place, so that both say the same."""

from __future__ import annotations

from typing import Any

from filiera.competence.queries.answer_proofs import Proof
from filiera.competence.queries.answer_types import Answer, AnswerLine


def answer_shape(found: Answer) -> dict[str, Any]:
    """Give an answer as `filiera ask --json` prints it.

    `competences` are those that the question itself asks for, with the span [start, end) of the words that ask;
    `results` are best first.
    """
    return {
        "query": found.query,
        "lang": found.lang,
        "competences": [
            {"id": one.code, "label": one.label, "score": round(one.score, 4), "span": [one.start, one.end]}
            for one in found.asked
        ],
        "results": [result_shape(line) for line in found.lines],
        "uncovered": [one.code for one in found.uncovered],
        "no_evidence": found.no_evidence,
    }


def result_shape(line: AnswerLine) -> dict[str, Any]:
    """Give one organisation of an answer; `competences` are those asked that it holds."""
    return {
        "organisation": {"id": line.entry.code, "name": line.entry.name, "is_example": line.entry.is_example},
        "score": round(line.score, 4),
        "reason": line.reason,
        "competences": [part.asked.code for part in line.parts if part.is_held],
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
