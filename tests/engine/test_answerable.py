"""Which questions an owner has evidence for: the nearest first, and nothing by what may not be seen."""

from __future__ import annotations

import pytest

from engine.corpus import documents
from filiera.engine.answerable import nearest_questions
from filiera.engine.embedding import HashEmbedder
from filiera.engine.index import Index

ASKED = ("corso di marketing", "flaconi in vetro riciclato", "test SPF su volontari")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return Index.build(tmp_path_factory.mktemp("index"), documents(), HashEmbedder())


def nearest(index: Index, owner: str, **values: object) -> list[int]:
    questions = HashEmbedder().embed_questions(list(ASKED))
    return nearest_questions(index, questions, ["it"] * len(ASKED), owner, **values)  # type: ignore[arg-type]


def test_question_in_the_words_of_its_evidence_comes_first(index: Index) -> None:
    assert nearest(index, "rossi")[0] == 1
    assert nearest(index, "rossi", top=1) == [1]
    assert sorted(nearest(index, "rossi")) == [0, 1, 2]


def test_owner_without_visible_evidence_is_near_to_nothing(index: Index) -> None:
    mine = [one.id for one in documents() if "rossi" in one.owners]
    assert nearest(index, "rossi", hidden=mine) == []
    assert nearest(index, "nobody") == []


def test_hidden_evidence_brings_no_question_up(index: Index) -> None:
    shown = nearest(index, "lab", hidden=["spf-1"])
    assert (nearest(index, "lab", top=1), shown[0]) == ([2], 1)
    other = Index.build(index.root.parent / "other", [d for d in documents() if d.id != "spf-1"], HashEmbedder())
    assert shown == nearest(other, "lab")
