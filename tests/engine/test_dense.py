"""Groups, best places, and the space of meaning."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from filiera.engine.dense import ABSENT, Groups, top_places
from filiera.engine.embedding import HashEmbedder
from filiera.engine.space import Space, reference


def test_groups_give_best_second_and_absent() -> None:
    groups = Groups.of(np.array([2, 0, 0, 2, 2]), np.array([0, 1, 2, 3, 1]), 3)
    first, second, third = groups.best(np.array([0.5, 0.9, 0.9, 0.1], dtype=np.float32), 3)
    np.testing.assert_allclose(first, [0.9, ABSENT, 0.9])
    np.testing.assert_allclose(second, [0.9, ABSENT, 0.5])
    np.testing.assert_allclose(third, [ABSENT, ABSENT, 0.1])
    means = groups.mean(np.array([0.5, 0.9, 0.9, 0.1], dtype=np.float32))
    np.testing.assert_allclose(means, [0.9, ABSENT, 0.5])


@given(
    arrays(np.float32, st.integers(1, 40), elements=st.sampled_from([0.0, 0.25, 0.5, 1.0])),
    st.integers(1, 5),
    st.integers(0, 10_000),
)
def test_groups_equal_sorting_each_group(scores: np.ndarray, count: int, seed: int) -> None:
    generator = np.random.default_rng(seed)
    group_of = generator.integers(0, 6, size=60)
    items = generator.integers(0, len(scores), size=60)
    groups = Groups.of(group_of, items, 6)
    found, places = np.stack(groups.best(scores, count)), np.stack(groups.best_above(scores, count, 0.25))
    for group in range(6):
        ordered = sorted(scores[items[group_of == group]].tolist(), reverse=True)[:count]
        above = [*ordered[:1], *(score for score in ordered[1:] if score > 0.25)]
        assert places[:, group].tolist() == above + [float(ABSENT)] * (count - len(above))
        assert found[:, group].tolist() == ordered + [float(ABSENT)] * (count - len(ordered))


@given(arrays(np.float32, st.integers(1, 60), elements=st.sampled_from([0.0, 0.5, 1.0])), st.integers(1, 70))
def test_top_places_equal_a_stable_sort(scores: np.ndarray, count: int) -> None:
    expected = np.argsort(-scores, kind="stable")[:count]
    assert top_places(scores, count).tolist() == expected.tolist()


def _vectors(count: int, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, HashEmbedder.dimensions)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_space_similarities_equal_cosines_of_corrected_vectors() -> None:
    vectors, language_of = _vectors(30), np.arange(30) % 2
    space = Space.of(vectors, language_of, ["it", "en"], reference(HashEmbedder()))
    question = _vectors(1, seed=1)[0]
    found = space.similarities(vectors, language_of, question, "it")
    corrected = vectors - space.means[language_of]
    bare = question - 0.7 * (space.means + np.array([[0.0], [1.0]]) * space.reference.shift).mean(axis=0)
    form = space.damping.astype(np.float64)
    lengths = np.sqrt(np.einsum("ij,jk,ik->i", corrected, form, corrected) * (bare @ form @ bare))
    np.testing.assert_allclose(found, corrected @ form @ bare / lengths, atol=1e-4)


def test_space_of_members_ignores_all_others() -> None:
    vectors, language_of = _vectors(20), np.zeros(20, dtype=np.int64)
    members = np.arange(20) < 12
    changed = vectors.copy()
    changed[~members] = _vectors(8, seed=5)
    known = reference(HashEmbedder())
    question = _vectors(1, seed=1)[0]
    first, second = (Space.of(rows, language_of, ["it"], known, members) for rows in (vectors, changed))
    np.testing.assert_array_equal(
        first.similarities(vectors, language_of, question, "it")[members],
        second.similarities(changed, language_of, question, "it")[members],
    )


@pytest.mark.parametrize("count", [0, 1, 2])
def test_space_of_hardly_any_passages_gives_finite_numbers(count: int) -> None:
    vectors, language_of = _vectors(count), np.zeros(count, dtype=np.int64)
    space = Space.of(vectors, language_of, ["it"] if count else [], reference(HashEmbedder()))
    found = space.similarities(vectors, language_of, _vectors(1, seed=1)[0], "it")
    assert found.shape == (count,)
    assert np.isfinite(found).all()
