"""The data of the first cluster hold together: ids resolve, sources are named, inventions are plainly marked."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

FOLDER = Path(__file__).parents[2] / "instances" / "lombardia-cosmetica"
KINDS = {
    "project", "publication", "patent", "certificate", "equipment", "product",
    "plant", "service", "course", "award", "partnership",
}  # fmt: skip
SHARED_KINDS = {"project", "publication", "patent"}  # every organisation named did the work
CERTAINTIES = {"seen", "memory", "declared", "disputed", "confirmed", "filed"}
VISIBILITIES = {"public", "members", "bilateral", "office"}
MARK = "(esempio)"
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, strict=True))


def document(name: str) -> dict[str, Any]:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def listed(text: str) -> list[str]:
    return [part for part in text.split("|") if part]


def bad_dates(found: list[Row], *columns: str) -> list[str]:
    return [row[column] for row in found for column in columns if row[column] and not DATE.fullmatch(row[column])]


def holders() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name in ("actors/evidence.csv", "examples/evidence.csv"):
        for row in rows(name):
            for leaf in listed(row["competences"]):
                found[leaf].add(row["organisation_id"])
                found[leaf].update(listed(row["partners"]) if row["kind"] in SHARED_KINDS else ())
    return found


LEAVES = {row["id"] for row in rows("taxonomy/competences.csv") if row["level"] == "3"}
COMPETENCES = {row["id"] for row in rows("taxonomy/competences.csv")}
REAL = {row["id"] for row in rows("actors/organisations.csv")}
INVENTED = {row["id"] for row in rows("examples/organisations.csv")}


@pytest.mark.parametrize("folder", ["actors", "examples"])
@pytest.mark.parametrize("name", ["organisations.csv", "evidence.csv"])
def test_ids_of_a_file_are_unique(folder: str, name: str) -> None:
    assert [key for key, n in Counter(row["id"] for row in rows(f"{folder}/{name}")).items() if n > 1] == []


def test_real_and_invented_organisations_share_no_id() -> None:
    assert set() == REAL & INVENTED


def test_real_and_invented_organisations_share_no_name() -> None:
    real, invented = (
        {row["name"].casefold() for row in rows(f"{f}/organisations.csv")} for f in ("actors", "examples")
    )
    assert set() == real & invented


@pytest.mark.parametrize("name", ["organisations.csv", "evidence.csv", "facts.csv", "people.csv"])
def test_real_rows_name_a_source_that_is_not_an_example(name: str) -> None:
    assert [row for row in rows(f"actors/{name}") if not row["source_name"] or MARK in row["source_name"]] == []


@pytest.mark.parametrize("name", ["organisations.csv", "evidence.csv", "facts.csv", "people.csv"])
def test_invented_rows_have_a_source_marked_as_example(name: str) -> None:
    assert [row for row in rows(f"examples/{name}") if not row["source_name"].endswith(MARK)] == []


@pytest.mark.parametrize("name", ["evidence.csv", "facts.csv", "people.csv"])
@pytest.mark.parametrize(("folder", "known"), [("actors", REAL), ("examples", INVENTED)])
def test_rows_hang_on_organisations_of_their_own_folder(folder: str, known: set[str], name: str) -> None:
    assert [row["organisation_id"] for row in rows(f"{folder}/{name}") if row["organisation_id"] not in known] == []


@pytest.mark.parametrize(("folder", "known"), [("actors", REAL), ("examples", INVENTED)])
def test_partners_resolve_and_are_others(folder: str, known: set[str]) -> None:
    found = rows(f"{folder}/evidence.csv")
    assert [p for row in found for p in listed(row["partners"]) if p not in known or p == row["organisation_id"]] == []


@pytest.mark.parametrize("folder", ["actors", "examples"])
def test_competences_of_evidence_are_leaves(folder: str) -> None:
    assert [
        leaf for row in rows(f"{folder}/evidence.csv") for leaf in listed(row["competences"]) if leaf not in LEAVES
    ] == []


def test_kinds_that_prove_nothing_name_leaves() -> None:
    named = [code for one in document("instance.yaml")["no_proof"] for code in one["competences"]]
    assert [code for code in named if code not in LEAVES] == []
    assert [one["kind"] for one in document("instance.yaml")["no_proof"] if one["kind"] not in {*KINDS, "call"}] == []


@pytest.mark.parametrize("folder", ["actors", "examples"])
def test_publications_and_patents_of_several_stand_once(folder: str) -> None:
    shared = [row for row in rows(f"{folder}/evidence.csv") if row["kind"] in {"publication", "patent"}]
    titles = Counter((row["title_it"], row["date"]) for row in shared)
    assert [title for title, number in titles.items() if number > 1] == []


@pytest.mark.parametrize(
    ("kind", "words"), [("certificate", ("previst", "numero e data non visti")), ("plant", ("non risulta realizzato",))]
)
def test_what_is_only_announced_is_neither_certificate_nor_plant(kind: str, words: tuple[str, ...]) -> None:
    told = [row for row in rows("actors/evidence.csv") if row["kind"] == kind]
    assert [row["id"] for row in told if any(said in row["text_it"] for said in words)] == []


@pytest.mark.parametrize("folder", ["actors", "examples"])
def test_evidence_is_of_the_eleven_kinds(folder: str) -> None:
    assert {row["kind"] for row in rows(f"{folder}/evidence.csv")} == KINDS


@pytest.mark.parametrize("name", ["organisations.csv", "evidence.csv", "facts.csv", "people.csv"])
@pytest.mark.parametrize("folder", ["actors", "examples"])
def test_certainty_is_a_known_word(folder: str, name: str) -> None:
    assert set() == {row["certainty"] for row in rows(f"{folder}/{name}")} - CERTAINTIES


@pytest.mark.parametrize("folder", ["actors", "examples"])
def test_dates_parse(folder: str) -> None:
    found = bad_dates(rows(f"{folder}/evidence.csv"), "date", "valid_until", "source_date")
    found += bad_dates(rows(f"{folder}/facts.csv"), "date", "source_date")
    found += bad_dates(rows(f"{folder}/people.csv"), "from", "to", "source_date")
    assert found == []


@pytest.mark.parametrize("folder", ["actors", "examples"])
def test_evidence_is_in_italian_and_english(folder: str) -> None:
    columns = ("title_it", "title_en", "text_it", "text_en")
    assert [row["id"] for row in rows(f"{folder}/evidence.csv") if not all(row[column] for column in columns)] == []


def test_invented_evidence_does_not_repeat_its_sentences() -> None:
    for column in ("text_it", "text_en"):
        assert [
            text for text, n in Counter(row[column] for row in rows("examples/evidence.csv")).items() if n > 1
        ] == []


def test_invented_organisations_are_complete() -> None:
    found = rows("examples/organisations.csv")
    assert [row["id"] for row in found if not (row["summary_it"] and row["summary_en"] and row["town"])] == []
    assert [row["website"] for row in found if not row["website"].endswith(".example")] == []


def test_invented_organisations_stand_on_every_stage() -> None:
    stages = {stage["id"] for stage in document("instance.yaml")["stages"]}
    assert {row["chain_stage"] for row in rows("examples/organisations.csv")} == stages


def test_every_invented_organisation_has_evidence() -> None:
    assert {row["organisation_id"] for row in rows("examples/evidence.csv")} == INVENTED


def test_planted_words_are_in_their_rows_and_nowhere_else() -> None:
    evidence = {row["id"]: row for row in rows("examples/evidence.csv")}
    planted = rows("examples/planted_words.csv")
    assert {row["evidence_id"] for row in planted} == {
        key for key, row in evidence.items() if row["visibility"] != "public"
    }
    assert {row["visibility"] for row in evidence.values()} == VISIBILITIES
    for secret in planted:
        carriers = [key for key, row in evidence.items() if any(secret["word"] in value for value in row.values())]
        assert carriers == [secret["evidence_id"]]
        assert evidence[secret["evidence_id"]]["visibility"] == secret["visibility"]


def test_the_chain_has_real_gaps_and_single_sources() -> None:
    count = Counter(len(holders()[leaf]) for leaf in LEAVES)
    assert (count[0], count[1]) == (14, 30)


def test_questions_point_to_known_organisations_and_leaves() -> None:
    found = rows("examples/questions.csv")
    assert len(found) == 40
    assert [name for row in found for name in listed(row["expected"]) if name not in REAL | INVENTED] == []
    assert [
        leaf for row in found for c in ("competences", "uncovered") for leaf in listed(row[c]) if leaf not in LEAVES
    ] == []
    known = holders()
    assert [leaf for row in found for leaf in listed(row["uncovered"]) if known[leaf]] == []


def test_deadlines_name_known_competences_and_speak_both_languages() -> None:
    for deadline in document("facts/deadlines.yaml")["deadlines"]:
        assert set(deadline["competences"]) - COMPETENCES == set()
        assert {deadline["certainty"]} | {one["certainty"] for one in deadline["dates"]} <= {"seen", "memory"}
        assert len({one["date"] for one in deadline["dates"]}) == len(deadline["dates"])
        assert [one for one in deadline["dates"] if not DATE.fullmatch(one["date"])] == []
        assert [set(one["applies_to"]) for one in deadline["dates"]] == [{"it", "en"}] * len(deadline["dates"])


def test_figures_carry_group_perimeter_and_source() -> None:
    register = document("facts/figures.yaml")
    groups = {group["id"] for group in register["groups"]}
    assert {figure["group"] for figure in register["figures"]} == groups
    for figure in register["figures"]:
        for field in ("value_label", "what", "perimeter", "date_note", "source_name"):
            assert all(figure[field][language] for language in ("it", "en")), (figure["id"], field)


def test_events_and_functions_speak_both_languages() -> None:
    events = document("facts/events.yaml")["events"]
    assert [event["id"] for event in events if not (event["what"]["it"] and event["what"]["en"])] == []
    assert [event["date"] for event in events if not DATE.fullmatch(event["date"])] == []
    assert [one["id"] for one in document("facts/functions.yaml")["functions"]] == [f"F{n}" for n in range(1, 13)]


def test_accounts_are_on_example_addresses_and_carry_no_password() -> None:
    accounts = document("examples/accounts.yaml")["accounts"]
    assert [one["email"] for one in accounts if not one["email"].endswith("@example.org")] == []
    assert [one["name"] for one in accounts if not one["name"].endswith(MARK)] == []
    held = [hat for one in accounts for hat in one.get("acts_for", [])]
    assert {hat["organisation"] for hat in held} - INVENTED == set()
    assert [hat["act"] for hat in held if not hat["act"].endswith(MARK)] == []
    assert {key for one in accounts for key in one} == {"email", "name", "role", "acts_for", "language"}
