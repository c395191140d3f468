"""Collections in Italian, and from one language to the other: the cluster's actors, ESCO, ISCO and ATECO."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.writer import Draft, data_folder, rows, share

_LANGUAGES = ("it", "en")


def _shared() -> Path:
    return data_folder().parent


def _actors() -> list[dict[str, str]]:
    return list(rows(_shared() / "actors" / "evidence.csv"))


def _drawn(key: str) -> str:
    """Return the language that a thrown coin gives to a piece of evidence, always the same one."""
    return "it" if share(key) >= 0.5 else "en"


def actors_titles() -> Iterator[Draft]:
    """Yield, for each pair of languages: the actors' evidence without titles, titles as queries, their own evidence."""
    for asked in _LANGUAGES:
        for written in _LANGUAGES:
            draft = Draft(f"actors-titles-{asked}-{written}", "evidence")
            for row in _actors():
                draft.add_evidence(
                    row["id"], row["organisation_id"], "", row[f"text_{written}"], written, None, row["kind"]
                )
                draft.add_query(row["id"], row[f"title_{asked}"], asked, [(row["id"], 1.0)])
            yield draft


def actors_competences() -> Iterator[Draft]:
    """Yield, for each language of the question and of the evidence ("mixed" is a coin thrown for each piece): labels
    and definitions of competences as queries, the organisations whose evidence was judged to show them as truth.
    """
    leaves = [row for row in rows(_shared() / "taxonomy" / "competences.csv") if row["level"] == "3"]
    for asked in _LANGUAGES:
        for written in (*_LANGUAGES, "mixed"):
            draft = Draft(f"actors-competences-{asked}-{written}", "owner")
            holders: dict[str, dict[str, float]] = {}
            for row in _actors():
                lang = _drawn(row["id"]) if written == "mixed" else written
                owner = row["organisation_id"]
                draft.add_evidence(row["id"], owner, row[f"title_{lang}"], row[f"text_{lang}"], lang, None, row["kind"])
                for code in filter(None, row["competences"].split("|")):
                    counted = holders.setdefault(code, {})
                    counted[owner] = min(3.0, counted.get(owner, 0.0) + 1.0)
            for leaf in leaves:
                text = f"{leaf[f'label_{asked}']}. {leaf[f'definition_{asked}']}"
                draft.add_query(leaf["id"], text, asked, holders.get(leaf["id"], {}).items())
            yield draft


def actors_labels() -> Iterator[Draft]:
    """Yield: bare labels of competences as queries against evidence in both languages mixed, judged by evidence."""
    leaves = [row for row in rows(_shared() / "taxonomy" / "competences.csv") if row["level"] == "3"]
    for asked in _LANGUAGES:
        draft = Draft(f"actors-labels-{asked}-mixed", "evidence")
        shown: dict[str, list[str]] = {}
        for row in _actors():
            lang = _drawn(row["id"])
            title, text = row[f"title_{lang}"], row[f"text_{lang}"]
            draft.add_evidence(row["id"], row["organisation_id"], title, text, lang, None, row["kind"])
            for code in filter(None, row["competences"].split("|")):
                shown.setdefault(code, []).append(row["id"])
        for leaf in leaves:
            draft.add_query(
                leaf["id"], leaf[f"label_{asked}"], asked, [(key, 1.0) for key in shown.get(leaf["id"], [])]
            )
        yield draft


def occupations() -> Iterator[Draft]:
    """Yield: English descriptions of ESCO occupations as evidence, Italian and English labels as queries."""
    table = [
        row for row in rows(data_folder() / "esco" / "occupations.csv") if row["label_it"] and row["description_en"]
    ]
    for asked in _LANGUAGES:
        draft = Draft(f"occupations-{asked}-en", "evidence")
        for row in table:
            draft.add_evidence(row["code"], row["iscoGroup"], "", row["description_en"], "en")
            draft.add_query(row["code"], row[f"label_{asked}"].split("/")[0], asked, [(row["code"], 1.0)])
        yield draft


def isco_groups() -> Iterator[Draft]:
    """Yield: English descriptions of ISCO groups as evidence, Italian labels as queries."""
    draft = Draft("isco-it-en", "evidence")
    for row in rows(data_folder() / "esco" / "isco-groups.csv"):
        draft.add_evidence(row["code"], row["code"][:2], "", row["description_en"], "en")
        draft.add_query(row["code"], row["label_it"], "it", [(row["code"], 1.0)])
    yield draft


def ateco() -> Iterator[Draft]:
    """Yield: what each Italian economic activity includes as evidence, its title as query."""
    draft = Draft("ateco-it-it", "evidence")
    for row in rows(data_folder() / "ateco" / "ateco.csv"):
        if row["includes_it"] and len(row["includes_it"]) > 40:
            key = f"{row['edition']}:{row['code']}"
            draft.add_evidence(key, f"{row['edition']}:{row['parent']}", "", row["includes_it"], "it")
            draft.add_query(key, row["title_it"].capitalize(), "it", [(key, 1.0)])
    yield draft
