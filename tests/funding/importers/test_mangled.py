"""Whatever stands in a record, reading it raises nothing: a call comes out, or a fault that says why not."""

from __future__ import annotations

import json
from dataclasses import astuple, replace
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filiera.funding.importers.brought import Answer
from filiera.funding.importers.incentivi_words import COLUMNS
from filiera.funding.importers.reading import ImportRead, read_calls
from filiera.funding.wording_imports import FAULTS

FIXTURES = Path(__file__).parent / "fixtures"
PORTAL = json.loads((FIXTURES / "portal.json").read_text(encoding="utf-8"))["results"][1]
SOLR = json.loads((FIXTURES / "solr.json").read_text(encoding="utf-8"))["response"]["docs"][0]
EXPORT = (FIXTURES / "2026-6-4_opendata-export.csv").read_bytes()

SCRAPS = st.sampled_from(
    """0 2027-02-30 31/12/9999 9999-12-31T23:59:59-12:00 0001-01-01T00:00:00+14:00 1e999 <p &#x110000; [[ {"a": null ATECO:2025:
    Lombardia fino_al_30_febbraio_2027 Ã \ud800 \x00 %(value)s -1""".split()  # noqa: SIM905 - easier to read
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | SCRAPS
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(body: bytes) -> ImportRead:
    found = read_calls(Answer("mangled", body), today=date(2026, 11, 30))
    assert {one.code for one in found.faults} <= set(FAULTS)
    "".join(one.value + one.field for one in found.faults).encode("utf-8")
    for draft in found.drafts:
        assert draft.ref
        assert draft.title
        "".join(map(str, astuple(replace(draft, also={}, rules=())) + tuple(draft.also.values()))).encode("utf-8")
        json.dumps([rule.value for rule in draft.rules])
    return found


@MANY
@given(st.dictionaries(st.sampled_from(sorted(PORTAL["metadata"])), VALUES, max_size=6))
def test_metadata_of_the_portal(changed: dict[str, Any]) -> None:
    record = PORTAL | {"metadata": PORTAL["metadata"] | changed}
    found = read(json.dumps([record]).encode())
    assert len(found.drafts) + sum(one.is_fatal for one in found.faults) == 1


@MANY
@given(
    st.dictionaries(
        st.sampled_from(["actions", "budgetOverview"]),
        VALUES | st.dictionaries(st.just("budgetTopicActionMap"), VALUES),
    )
)
def test_json_inside_strings(changed: dict[str, Any]) -> None:
    record = PORTAL | {"metadata": PORTAL["metadata"] | {key: [json.dumps(one)] for key, one in changed.items()}}
    assert len(read(json.dumps([record]).encode()).drafts) == 1


@MANY
@given(st.dictionaries(st.sampled_from(sorted(keys[0] for keys in COLUMNS.values())), VALUES, max_size=6))
def test_documents_of_solr(changed: dict[str, Any]) -> None:
    found = read(json.dumps({"response": {"docs": [SOLR | changed]}}).encode())
    assert len(found.drafts) + sum(one.is_fatal for one in found.faults) == 1


@MANY
@given(st.binary(max_size=60), st.integers(0, len(EXPORT)), st.integers(0, 80))
def test_bytes_of_the_export(put_in: bytes, at: int, left_out: int) -> None:
    read(EXPORT[:at] + put_in + EXPORT[at + left_out :])


@MANY
@given(
    st.dictionaries(
        st.sampled_from(["topicId", "title", "deadline", "description", "typesOfAction", "budgetMin", "keywords"]),
        VALUES,
    )
)
def test_topics_as_json(record: dict[str, Any]) -> None:
    read(json.dumps([record]).encode())
