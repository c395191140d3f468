"""An evaluation from files to figures and to a run that others can read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.corpus import documents
from filiera.engine.embedding import HashEmbedder
from filiera.engine.evaluation import RUN_DEPTH, Options, evaluate
from filiera.engine.metrics import measure

KEYS = ["ndcg@10", "mrr", "map", "recall@10", "recall@20", "success@10", "queries", "index_seconds", "query_p50_ms",
        "query_p95_ms", "matcher"]  # fmt: skip


def write(folder: Path, qrels: str, extra: int = 0) -> Path:
    """Write the small corpus as a collection, one owner a document, with `extra` documents about nothing."""
    rows = [
        {"id": one.id, "owner": one.owners[0], "title": one.versions[0].title, "text": one.versions[0].text,
         "lang": one.versions[0].lang, "date": None, "kind": None}
        for one in documents()
    ]  # fmt: skip
    rows += [{"id": f"x{place:05d}", "owner": f"x{place:05d}", "title": "", "text": "niente"} for place in range(extra)]
    queries = [
        ("q1", "flaconi in vetro riciclato", "it"),
        ("q2", "sun protection", "en"),
        ("q3", "nobody judged", None),
    ]
    (folder / "evidence.jsonl").write_text("\n".join(map(json.dumps, rows)))
    lines = (json.dumps({"id": key, "text": text, "lang": lang}) for key, text, lang in queries)
    (folder / "queries.jsonl").write_text("\n".join(lines))
    (folder / "qrels.tsv").write_text(qrels)
    return folder


def read_run(path: Path) -> dict[str, list[tuple[str, int, float, str]]]:
    """Read a run as its consumers do."""
    found: dict[str, list[tuple[str, int, float, str]]] = {}
    for line in path.read_text().splitlines():
        query, zero, target, rank, score, tag = line.split(" ")
        assert zero == "Q0"
        found.setdefault(query, []).append((target, int(rank), float(score), tag))
    return found


def test_evaluate_owners_of_a_hand_solved_collection(tmp_path: Path) -> None:
    write(tmp_path, "q1\trossi\t1\nq2\tlab\t2\nq2\tabsent\t1\nq3\trossi\t0\n")
    found = evaluate(tmp_path, HashEmbedder(), Options("bm25-v1"))
    # q1 is answered at the first rank; q2 too, but one of its two targets is nowhere; q3 has nothing relevant.
    assert set(found.per_query["q1"].values()) == {1.0}
    assert found.per_query["q2"]["ndcg@10"] < 1.0 == found.per_query["q2"]["mrr"]
    assert found.measures["mrr"] == 1.0
    assert found.measures["map"] == (1.0 + found.per_query["q2"]["map"]) / 2
    assert found.queries == 2
    assert list(found.as_dict()) == KEYS


@pytest.mark.parametrize("name", ["hybrid-v1", "dense-v1", "bm25-v1", "tfidf-v1", "random-v1"])
def test_evaluate_evidence_by_every_matcher(tmp_path: Path, name: str) -> None:
    write(tmp_path, "q1\tvetro-1\t1\nq2\tspf-2\t1\n")
    found = evaluate(tmp_path, HashEmbedder(), Options(name, "evidence"))
    assert (found.matcher, found.queries) == (name, 2)
    if name != "random-v1":
        assert found.measures["mrr"] == 1.0


def test_run_repeats_the_figures_that_were_printed(tmp_path: Path) -> None:
    qrels = {"q1": {"rossi": 1.0, "its": 2.0}, "q2": {"lab": 2.0}}
    write(tmp_path, "".join(f"{q}\t{t}\t{g}\n" for q, grades in qrels.items() for t, g in grades.items()))
    found = evaluate(tmp_path, HashEmbedder(), Options("hybrid-v1", run_path=tmp_path / "run"))
    run = read_run(tmp_path / "run")
    assert list(run) == ["q1", "q2"]
    for query, lines in run.items():
        by_score = [target for target, _, _, _ in sorted(lines, key=lambda line: -line[2])]
        assert by_score == [target for target, _, _, _ in lines]
        assert [rank for _, rank, _, _ in lines] == list(range(1, len(lines) + 1))
        assert len({score for _, _, score, _ in lines}) == len(lines)
        retrieved = [target for target, _, score, _ in lines if score > 0]
        assert measure(retrieved, qrels[query]) == found.per_query[query]


def test_run_holds_every_judged_target_and_the_first_others(tmp_path: Path) -> None:
    write(tmp_path, "q1\trossi\t1\nq1\tx01099\t1\nq1\tabsent\t1\n", extra=1100)
    evaluate(tmp_path, HashEmbedder(), Options("bm25-v1", run_path=tmp_path / "run"))
    targets = [target for target, _, _, _ in read_run(tmp_path / "run")["q1"]]
    assert len(targets) == len(set(targets)) == RUN_DEPTH + 3
    assert {"rossi", "x01099", "absent"} <= set(targets)
    assert targets[-1] == "absent"


def test_targets_that_are_not_there_are_not_found_however_few_there_are(tmp_path: Path) -> None:
    write(tmp_path, "q1\tnone-1\t1\nq1\tnone-2\t1\nq1\tnone-3\t1\n")
    found = evaluate(tmp_path, HashEmbedder(), Options("hybrid-v1", "evidence", run_path=tmp_path / "run"))
    assert set(found.measures.values()) == {0.0}
    scores = {target: score for target, _, score, _ in read_run(tmp_path / "run")["q1"]}
    assert [scores[name] <= 0 for name in ("none-1", "none-2", "none-3")] == [True, True, True]


def test_target_without_a_matching_word_is_not_found_by_words_alone(tmp_path: Path) -> None:
    write(tmp_path, "q1\tlab\t1\nq2\tlab\t1\n")
    found = evaluate(tmp_path, HashEmbedder(), Options("bm25-v1"))
    assert set(found.per_query["q1"].values()) == {0.0}
    assert found.per_query["q2"]["mrr"] == 1.0


def test_evaluate_reports_progress(tmp_path: Path) -> None:
    write(tmp_path, "q1\trossi\t1\nq2\tlab\t1\n")
    steps: list[tuple[str, int, int]] = []
    evaluate(tmp_path, HashEmbedder(), Options(progress=lambda what, done, total: steps.append((what, done, total))))
    assert steps == [("index", 8, 8), ("questions", 1, 2), ("questions", 2, 2)]


def test_evaluate_twice_gives_the_same_ranking(tmp_path: Path) -> None:
    write(tmp_path, "q1\trossi\t1\nq2\tlab\t1\n")
    for name in ("a", "b"):
        evaluate(tmp_path, HashEmbedder(), Options(run_path=tmp_path / name))
    assert (tmp_path / "a").read_text() == (tmp_path / "b").read_text()
