"""Matchers: by name, deterministic, private by construction, honest where there is nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.corpus import documents
from filiera.engine.embedding import HashEmbedder, embedder
from filiera.engine.index import Index
from filiera.engine.matching import UnknownMatcher, matcher, matcher_names
from filiera.engine.types import Document, Question, Version

SECRET = "vetro-1"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return Index.build(tmp_path_factory.mktemp("index"), documents(), HashEmbedder())


@pytest.fixture(scope="module")
def meaning(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return Index.build(tmp_path_factory.mktemp("meaning"), documents(), embedder("e5-onnx", threads=1))


def test_matcher_of_unknown_name_raises() -> None:
    with pytest.raises(UnknownMatcher, match="unknown matcher 'best-v9'"):
        matcher("best-v9")


def test_matcher_names_start_with_the_one_that_answers_users() -> None:
    assert matcher_names() == ("hybrid-v1", "dense-v1", "bm25-v1", "tfidf-v1", "random-v1")


@pytest.mark.parametrize("name", matcher_names())
def test_rank_is_deterministic_ordered_and_within_bounds(index: Index, name: str) -> None:
    first = matcher(name).rank(index, Question("vasi in vetro"))
    scores = [hit.score for hit in first.hits]
    assert first == matcher(name).rank(index, Question("vasi in vetro"))
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert all(1 <= len(hit.hits) <= 3 for hit in first.hits)


@pytest.mark.parametrize("name", ["hybrid-v1", "dense-v1", "bm25-v1", "tfidf-v1"])
def test_rank_finds_the_owner_of_the_words(index: Index, name: str) -> None:
    answer = matcher(name).rank(index, Question("flaconi in vetro riciclato", "it"))
    assert (answer.hits[0].owner, answer.hits[0].hits[0].document_id) == ("rossi", "vetro-1")
    assert answer.hits[0].hits[0].passage == "Produce flaconi in vetro riciclato per profumi. Sede a Crema."
    evidence = matcher(name).rank_evidence(index, Question("flaconi in vetro riciclato", "it"), top=2)
    assert next(hit.document_id for hit in evidence.hits) == "vetro-1"
    assert len(evidence.hits) == 2


def test_rank_says_what_made_a_score(index: Index) -> None:
    features = matcher("hybrid-v1").rank(index, Question("flaconi in vetro riciclato", "it")).hits[0].features
    assert list(features) == ["meaning", "words"]
    assert features["words"].score == pytest.approx(1.0)
    assert 0 < features["meaning"].score <= 1


def test_rank_shows_the_version_in_the_language_of_the_question(index: Index) -> None:
    for text, lang in (("vaso ricaricabile", "it"), ("refillable jar", "en")):
        hit = matcher("hybrid-v1").rank_evidence(index, Question(text, lang), top=1).hits[0]
        assert (hit.document_id, hit.lang) == ("refill-1", lang)


def test_rank_reaches_across_languages(meaning: Index) -> None:
    answer = matcher("hybrid-v1").rank(meaning, Question("pompe senza aria", "it"))
    assert answer.hits[0].owner == "verdi"
    answer = matcher("hybrid-v1").rank(meaning, Question("glass bottles", "en"))
    assert answer.hits[0].owner == "rossi"


def test_rank_says_no_evidence_of_what_nobody_has(meaning: Index) -> None:
    ask = matcher("hybrid-v1").rank
    real = ("chi fa flaconi in vetro?", "test SPF su volontari", "airless pump supplier", "mascara conto terzi")
    foreign = ("chi ripara sottomarini nucleari", "wedding photographer", "avvocato per divorzio")
    assert [ask(meaning, Question(text)).no_evidence for text in real] == [False] * 4
    assert [ask(meaning, Question(text)).no_evidence for text in foreign] == [True] * 3


@pytest.mark.parametrize("name", matcher_names())
def test_hidden_document_is_not_answered_with(index: Index, name: str) -> None:
    hidden = Question("flaconi in vetro riciclato", "it", documents=lambda key: key != SECRET)
    answer = matcher(name).rank(index, hidden, top=50)
    shown = {hit.document_id for owner in answer.hits for hit in owner.hits}
    # What could leak is there: without the filter the same question finds it.
    open_answer = matcher(name).rank(index, Question(hidden.text, "it"), top=50)
    assert SECRET in {hit.document_id for owner in open_answer.hits for hit in owner.hits}
    assert SECRET not in shown
    assert matcher(name).rank(index, Question(hidden.text, "it", hidden=[SECRET, "unknown"]), top=50) == answer


@settings(max_examples=6, deadline=None)
@given(
    hidden=st.sets(st.sampled_from([document.id for document in documents()]), max_size=6),
    noise=st.lists(st.sampled_from(["vetro", "carta", "spf", "pump", "corso"]), min_size=1, max_size=30),
    text=st.sampled_from(["flaconi in vetro", "sun protection screening", "mascara", "course"]),
    name=st.sampled_from(["hybrid-v1", "dense-v1", "bm25-v1", "tfidf-v1"]),
)
def test_hidden_documents_have_no_influence_whatever_they_say(
    tmp_path_factory: pytest.TempPathFactory, hidden: set[str], noise: list[str], text: str, name: str
) -> None:
    """The answer over what is visible is the same whatever stands in the hidden documents."""
    root = tmp_path_factory.mktemp("private")
    other = [
        Document(one.id, one.owners, (Version(one.versions[0].lang, noise[0], " ".join(noise)),) * len(one.versions))
        if one.id in hidden
        else one
        for one in documents()
    ]
    visible = {one.id for one in documents()} - hidden
    question = Question(text, documents=visible)
    first, second = (
        matcher(name).rank(Index.build(root / folder, given_documents, HashEmbedder()), question, top=20)
        for folder, given_documents in (("a", documents()), ("b", other))
    )
    assert first == second


def test_owner_filter_leaves_the_others_as_they_were(index: Index) -> None:
    everybody = matcher("hybrid-v1").rank(index, Question("vetro"), top=20)
    some = matcher("hybrid-v1").rank(index, Question("vetro", owners={"rossi", "lab"}), top=20)
    assert some.hits == tuple(hit for hit in everybody.hits if hit.owner in {"rossi", "lab"})


def test_random_matcher_depends_on_seed_and_question(index: Index) -> None:
    from filiera.engine.matching import RandomMatcher

    one, two = RandomMatcher(seed=1), RandomMatcher(seed=2)
    assert one.rank(index, Question("a")) == RandomMatcher(seed=1).rank(index, Question("a"))
    assert one.rank(index, Question("a")).hits != two.rank(index, Question("a")).hits
    assert one.rank(index, Question("a")).hits != one.rank(index, Question("b")).hits
