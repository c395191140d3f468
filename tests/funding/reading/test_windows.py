"""Prose about openings and closings: what is read, and what stays in doubt."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.funding.reading.windows import WindowRead, read_window
from filiera.settings.env import DATA_DIR
from funding.reading.window_table import ENGLISH, ITALIAN, at

AROUND = date(2026, 11, 30)
CASES = [("it", *case) for case in ITALIAN] + [("en", *case) for case in ENGLISH]


def said(text: str, language: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Give what was read beyond what every window begins with, in short, and the doubts."""
    read = read_window(text, language=language, tz="Europe/Rome", around=AROUND)
    if read is None:
        return {}, ()
    empty = WindowRead()
    found = {
        one.name: getattr(read, one.name)
        for one in fields(WindowRead)
        if one.name not in ("spans", "doubts") and getattr(read, one.name) != getattr(empty, one.name)
    }
    if "recurring" in found:
        found["recurring"] = tuple((one.opens, one.closes) for one in read.recurring)
    if "relative" in found:
        found["relative"] = tuple((one.role, one.n, one.unit, one.since) for one in read.relative)
    return found, tuple(one.code for one in read.doubts)


def test_the_table_is_long_enough() -> None:
    assert len({text for _language, text, _found, _doubts in CASES}) >= 60


@pytest.mark.parametrize(("language", "text", "found", "doubts"), CASES, ids=[case[1][:50] for case in CASES])
def test_a_sentence_says_its_window(language: str, text: str, found: dict[str, Any], doubts: tuple[str, ...]) -> None:
    read, codes = said(text, language)
    assert read == found
    assert codes == doubts
    for name in ("opens", "closes", "closed_since"):
        if isinstance(found.get(name), datetime):
            assert read[name].tzinfo == found[name].tzinfo


NOTES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "3265": ({"opens": at(2024, 12, 10, 12), "until_spent": True}, ()),
    "7828": ({"opens": at(2026, 4, 21, 12), "closes": at(2026, 6, 23, 12)}, ()),
    "5525": ({"closes": date(2025, 12, 31), "recurring": (((1, 1), (9, 30)),)}, ()),
    "2748": ({"opens": at(2024, 7, 10, 14), "closes": at(2026, 12, 31, 14), "until_spent": True}, ()),
    "1071": ({"opens": date(2023, 7, 5), "closes": at(2023, 9, 20, 18)}, ()),
    "1133": ({"opens": date(2024, 3, 1), "closes": date(2024, 11, 29), "until_spent": True, "closed": False}, ()),
    "1155": ({"closes": date(2024, 10, 31)}, ()),
}
"""What the notes of a capture of incentivi.gov.it say, read by hand; its other records have none."""


def test_notes_of_a_national_list_are_read_as_a_person_reads_them() -> None:
    path = DATA_DIR / "italian-calls" / "incentivi.json"
    if not path.exists():
        pytest.skip("no capture of incentivi.gov.it under FILIERA_DATA")
    records = json.loads(path.read_text(encoding="utf-8"))["docs"]
    notes = {one["zs_nid"]: one.get("zs_field_close_date_descriptor") for one in records}
    assert len(notes) == 13
    assert {key: said(str(note), "it") for key, note in notes.items() if note} == NOTES


def test_places_point_at_what_was_read() -> None:
    text = "Il bando è questo. Domande dalle ore 9:00 del 3 marzo 2027 al 4 aprile 2027, fino a esaurimento dei fondi."
    read = read_window(text, language="it", tz="Europe/Rome", around=AROUND)
    assert read is not None
    assert {name: [text[start:end] for start, end in places] for name, places in read.spans.items()} == {
        "opens": ["ore 9:00 del 3 marzo 2027"],
        "closes": ["4 aprile 2027"],
        "until_spent": ["esaurimento dei fondi"],
    }


@given(
    st.text(alphabet=st.sampled_from("dal 0123456789/.-:ore alle entro marzo 2027\n\x00\u202e١٢°’€(),e to by")),
    st.sampled_from(["it", "en"]),
)
def test_no_text_makes_it_fail(text: str, language: str) -> None:
    read = read_window(text, language=language, tz="Europe/Rome", around=AROUND)
    for places in read.spans.values() if read else ():
        assert all(0 <= start < end <= len(text) for start, end in places)


@given(st.text())
def test_no_sign_makes_it_fail(text: str) -> None:
    read_window(text, language="en", tz="Europe/Brussels", around=date(9999, 12, 31))
