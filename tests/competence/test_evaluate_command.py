"""The evaluate command: its options, its output for people and for machines, its faults; it touches no database."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from engine.test_evaluation import KEYS, read_run, write

QRELS = "q1\trossi\t1\nq2\tlab\t1\n"


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("evaluate", *arguments, stdout=out)
    return out.getvalue()


def test_evaluate_prints_one_json_object_and_writes_a_run(tmp_path: Path) -> None:
    write(tmp_path, QRELS)
    found = json.loads(run(str(tmp_path), "--matcher", "bm25-v1", "--run", str(tmp_path / "run"), "--json"))
    assert list(found) == KEYS
    assert (found["mrr"], found["queries"], found["matcher"]) == (1.0, 2, "bm25-v1")
    assert list(read_run(tmp_path / "run")) == ["q1", "q2"]


def test_evaluate_ranks_evidence_when_told(tmp_path: Path) -> None:
    write(tmp_path, "q1\tvetro-1\t1\n")
    found = json.loads(run(str(tmp_path), "--matcher", "tfidf-v1", "--rank", "evidence", "--json"))
    assert (found["mrr"], found["queries"]) == (1.0, 1)


def test_evaluate_prints_a_table_for_people(tmp_path: Path) -> None:
    write(tmp_path, QRELS)
    lines = run(str(tmp_path), "--matcher", "bm25-v1").splitlines()
    assert [line.split()[0] for line in lines] == KEYS
    assert lines[1].split() == ["mrr", "1.0000"]


def test_evaluate_names_the_line_that_is_wrong(tmp_path: Path) -> None:
    write(tmp_path, "q1 rossi 1\n")
    with pytest.raises(CommandError, match=r"qrels\.tsv, line 1: 1 columns instead of 3"):
        run(str(tmp_path), "--matcher", "bm25-v1")


def test_evaluate_of_unknown_matcher_names_those_there_are(tmp_path: Path) -> None:
    write(tmp_path, QRELS)
    with pytest.raises(CommandError, match="unknown matcher 'best'"):
        run(str(tmp_path), "--matcher", "best")


def test_evaluate_says_what_does_not_fit_together(tmp_path: Path) -> None:
    write(tmp_path, "q1\trossi\t1\nq1\tnobody\t1\nq7\trossi\t1\n")
    errors = StringIO()
    with override("it"):
        call_command("evaluate", str(tmp_path), "--matcher", "bm25-v1", "--json", stdout=StringIO(), stderr=errors)
    assert errors.getvalue().splitlines() == [
        "1 giudizio riguarda chi non ha prove: vale come non trovato.",
        "1 domanda di qrels.tsv non è in queries.jsonl: resta fuori.",
        "2 domande non hanno nessun giudizio positivo: restano fuori.",
    ]


def test_evaluate_of_no_judgement_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "")
    with pytest.raises(CommandError, match=r"qrels\.tsv: no judgement"):
        run(str(tmp_path), "--matcher", "bm25-v1")


def test_folder_that_is_not_there_is_said_in_plain_words(tmp_path: Path) -> None:
    with override("it"), pytest.raises(CommandError) as refused:
        run(str(tmp_path / "nope"))
    expected = f"Il file «{tmp_path / 'nope' / 'evidence.jsonl'}» non c’è. Controlla il nome e la cartella."
    assert str(refused.value) == expected


def test_run_that_cannot_be_written_is_said_in_plain_words(tmp_path: Path) -> None:
    write(tmp_path, QRELS)
    with override("it"), pytest.raises(CommandError) as refused:
        run(str(tmp_path), "--matcher", "bm25-v1", "--run", str(tmp_path))
    assert str(refused.value) == f"«{tmp_path}» è una cartella. Indica un file che sta lì dentro."
