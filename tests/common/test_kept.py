"""Results kept in the process."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from filiera.common.kept import Kept


def test_result_is_made_once_and_the_oldest_goes_first() -> None:
    made: list[int] = []

    def make(n: int) -> int:
        made.append(n)
        return n * 10

    kept: Kept[int] = Kept(2)
    assert [kept.get(n, lambda n=n: make(n)) for n in (1, 1, 2, 3, 1)] == [10, 10, 20, 30, 10]  # type: ignore[misc]
    assert made == [1, 2, 3, 1]


def test_result_is_not_kept_where_it_must_not_be() -> None:
    kept: Kept[str] = Kept(2)
    assert kept.get("a", lambda: "old", keep=False) == "old"
    assert kept.get("a", lambda: "new") == "new"


def test_threads_share_what_is_kept() -> None:
    kept: Kept[int] = Kept(2)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: kept.get(n % 5, lambda: n % 5), range(4000)))
    assert found == [n % 5 for n in range(4000)]
