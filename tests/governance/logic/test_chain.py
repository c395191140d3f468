"""The chain of the books: what a stranger recomputes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.common.digests import GENESIS
from filiera.governance.logic.chain import Break, ChainedAct, broken_at, canonical, digest_of, link_of

CONTENTS = ({"title": "Bilancio", "votes": {"for": 3}}, {"title": "Àmmissione"}, {"title": "Statuto"})


def book() -> list[ChainedAct]:
    acts, previous = [], GENESIS
    for number, content in enumerate(CONTENTS, start=1):
        digest = digest_of(content)
        previous = link_of(previous, number, digest)
        acts.append(ChainedAct(number, content, digest, previous))
    return acts


def test_a_book_as_written_stands() -> None:
    assert broken_at(book()) is None
    assert broken_at([]) is None


def test_the_digest_is_what_the_documentation_says() -> None:
    assert canonical({"b": 1, "a": "è"}) == '{"a":"è","b":1}'
    assert digest_of({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.mark.parametrize(
    ("place", "changes", "broken"),
    [
        (1, {"content": {"title": "Esclusione"}}, Break(2, "digest")),
        (1, {"content": {"title": "X"}, "digest": digest_of({"title": "X"})}, Break(2, "chain")),
        (2, {"number": 4}, Break(3, "number")),
        (0, {"chain": "0" * 64}, Break(1, "chain")),
    ],
)
def test_a_change_is_found(place: int, changes: dict[str, object], broken: Break) -> None:
    acts = book()
    acts[place] = replace(acts[place], **changes)

    assert broken_at(acts) == broken


@pytest.mark.parametrize(("order", "broken"), [((0, 2), Break(2, "number")), ((1, 0, 2), Break(1, "number"))])
def test_an_act_that_is_missing_or_moved_is_found(order: tuple[int, ...], broken: Break) -> None:
    acts = book()

    assert broken_at(acts[place] for place in order) == broken


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner))
)
def test_the_digest_does_not_depend_on_the_order_of_keys(content: object) -> None:
    turned = dict(reversed(content.items())) if isinstance(content, dict) else content

    assert digest_of(turned) == digest_of(content)
