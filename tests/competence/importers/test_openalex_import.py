"""OpenAlex works: abstracts, institutions, retractions, in every layout that the source gives."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from factories.importer_world import bring, counts
from filiera.competence.importers.openalex import abstract_of
from filiera.competence.models import Evidence, EvidenceLink
from filiera.registry.models import ImportRow

pytestmark = pytest.mark.django_db

WORK: dict[str, Any] = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.1/w1",
    "title": "Dry emulsions &amp; <i>skin</i>",
    "publication_date": "2024-03-02",
    "publication_year": 2024,
    "type": "article",
    "language": "en",
    "updated_date": "2026-01-02T03:04:05",
    "authorships": [
        {
            "author": {"display_name": "A. Nobody"},
            "countries": ["IT"],
            "institutions": [
                {
                    "id": "https://openalex.org/I7",
                    "ror": "https://ror.org/01nffqt88",
                    "display_name": "Lodi Lab",
                    "country_code": "IT",
                }
            ],
            "raw_affiliation_strings": ["Lodi Lab, Lodi, Italy"],
        },
        {"author": {}, "countries": ["FR"], "institutions": [], "raw_affiliation_strings": ["Maison du Savon, Grasse"]},
    ],
    "abstract_inverted_index": {"Water": [0], "is": [1, 4], "out;": [2], "oil": [3], "in.": [5]},
    "keywords": [{"display_name": "Emulsion"}],
}


def write(path: Path, *works: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"meta": {"count": len(works)}, "results": works}), encoding="utf-8")
    return path


def test_abstract_is_put_together_by_position() -> None:
    assert abstract_of(WORK["abstract_inverted_index"]) == "Water is out; oil is in."


@pytest.mark.parametrize("position", [-1, 10**9, "x"])
def test_abstract_with_a_position_that_cannot_be_is_a_fault(position: Any) -> None:
    with pytest.raises(ValueError, match="position"):
        abstract_of({"word": [position]})


def test_work_becomes_evidence_of_its_institutions(tmp_path: Path) -> None:
    assert counts(bring("OPENALEX", write(tmp_path / "works.json", WORK))) == (1, 0, 0, 0)
    evidence = Evidence.objects.get(uid="openalex:W1")
    assert (evidence.title_en, evidence.text_en) == (
        "Dry emulsions & skin",
        "Water is out; oil is in.\n\nKeywords: Emulsion.",
    )
    assert (str(evidence.on), evidence.url, str(evidence.source.on)) == (
        "2024-03-02",
        "https://doi.org/10.1/w1",
        "2026-01-02",
    )
    links = evidence.links.order_by("mention").values_list("mention", "mention_key", "country", "role")
    assert list(links) == [
        ("Lodi Lab", "OPENALEX:I7", "IT", "PARTICIPANT"),
        ("Maison du Savon, Grasse", "maison du savon grasse|FR", "FR", "PARTICIPANT"),
    ]


def test_italian_work_is_in_italian(tmp_path: Path) -> None:
    bring("OPENALEX", write(tmp_path / "works.json", WORK | {"language": "it", "title": "Emulsioni"}))
    assert Evidence.objects.get().title_it == "Emulsioni"


def test_retracted_work_is_marked_and_proves_nothing(tmp_path: Path) -> None:
    batch = bring("OPENALEX", write(tmp_path / "works.json", WORK | {"is_retracted": True}))
    evidence = Evidence.objects.get()
    assert (evidence.title_en, evidence.certainty) == ("[Retracted] Dry emulsions & skin", "DISPUTED")
    assert set(evidence.links.values_list("role", flat=True)) == {"PARTNER"}
    assert batch.counts["remarks"]["retracted"]["number"] == 1


def test_lines_folders_and_gz_give_the_same(tmp_path: Path) -> None:
    bring("OPENALEX", write(tmp_path / "works.json", WORK, WORK | {"id": "https://openalex.org/W2"}))
    folder = tmp_path / "snapshot" / "works"
    folder.mkdir(parents=True)
    (folder / "manifest").write_text("{}", encoding="utf-8")
    (folder / "part_000.gz").write_bytes(gzip.compress(json.dumps(WORK).encode()))
    (folder / "part_001.jsonl").write_text(json.dumps(WORK | {"id": "https://openalex.org/W2"}), encoding="utf-8")
    assert counts(bring("OPENALEX", tmp_path / "snapshot")) == (0, 0, 2, 0)


def test_records_that_are_no_works_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    records = [
        json.dumps(WORK),
        json.dumps({"id": "https://openalex.org/I7", "display_name": "Lodi Lab"}),
        json.dumps(WORK | {"id": "https://openalex.org/W3", "type": "erratum"}),
        json.dumps(WORK | {"id": "https://openalex.org/W4", "title": None}),
        '{"id": "https://openalex.org/W5", "title": [}',
        json.dumps({"title": "no id"}),
    ]
    path.write_text("\n".join(records), encoding="utf-8")
    batch = bring("OPENALEX", path)
    assert counts(batch) == (1, 0, 0, 5)
    codes = [row.errors[0]["code"] for row in batch.rows.filter(fate=ImportRow.Fate.ERROR).order_by("line")]
    assert codes == ["institution-here", "not-json", "no-id", "not-a-publication", "untitled-publication"]


def test_place_keeps_works_with_an_institution_there(tmp_path: Path) -> None:
    batch = bring(
        "OPENALEX",
        write(tmp_path / "works.json", WORK, WORK | {"id": "https://openalex.org/W2", "authorships": []}),
        ("IT", ""),
    )
    assert (batch.counts["new"], batch.counts["outside"]) == (1, 1)
    assert EvidenceLink.objects.count() == 2
