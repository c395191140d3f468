"""Words that no visible evidence uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from filiera.engine.embedding import embedder
from filiera.engine.index import Index
from filiera.engine.types import Document, Question, Version
from filiera.engine.unmet import unmet_words


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    texts = {"open": "Vasetti di vetro per creme, con coperchio.", "secret": "Coperchi in bambù e legno."}
    documents = [Document(key, (key,), (Version("it", "", text),)) for key, text in texts.items()]
    folder: Path = tmp_path_factory.mktemp("index")
    return Index.build(folder, documents, embedder("hash-v1"))


@pytest.mark.parametrize(
    ("question", "unmet"),
    [
        (Question("vasetto di vetro con coperchio in bambù", "it"), ()),
        (Question("vasetto con coperchio in bambù", "it", hidden=["secret"]), ("bambù",)),
        (Question("cerchiamo vasetti di ceramica e Ceramica", "it"), ("ceramica",)),
        (Question("vorremmo sapere, dove, 5000 pezzi", "it"), ("sapere", "pezzi")),
        (Question("glass jar with a cork stopper", "en"), ("glass", "cork", "stopper")),
        (Question("", "it"), ()),
    ],
)
def test_words_in_no_visible_text_are_listed(index: Index, question: Question, unmet: tuple[str, ...]) -> None:
    assert unmet_words(index, question) == unmet


def test_what_was_read_as_a_competence_is_left_to_the_map(index: Index) -> None:
    text = "glass jar with a cork stopper"
    assert unmet_words(index, Question(text, "en"), [(0, 9)]) == ("cork", "stopper")
