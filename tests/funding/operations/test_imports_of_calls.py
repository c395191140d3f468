"""Files of calls: tried first, then taken in whole; what is damaged, gone or too large is refused in words."""

from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

import filiera.funding.operations.imports as imports
from filiera.common.models import AuditEvent
from filiera.funding.importers.brought import Answer
from filiera.funding.importers.live import NotAnswered
from filiera.funding.models import Call, CallImport, CallVersion
from filiera.funding.operations.imports import (
    ask_source,
    bring_files,
    discard,
    folder_of,
    import_paths,
    take_in,
    try_import,
)
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.operations.sent_files import MOST_FILES, Sent
from filiera.funding.wording_imports import call_fault_words
from tests_clock import NOW

pytestmark = pytest.mark.django_db
FIXTURES = Path(__file__).parents[1] / "importers" / "fixtures"
TOPICS, TEXTS = FIXTURES / "topics.csv", FIXTURES / "topics-text-part1.jsonl"
CSV = FIXTURES / "2026-6-4_opendata-export.csv"


def sent(*paths: Path) -> list[Sent]:
    return [Sent(path.name, [path.read_bytes()]) for path in paths]


def brought(*paths: Path) -> CallImport:
    return bring_files(files=sent(*paths), now=NOW)


def ours(**call: Any) -> Sent:
    """Give a file of ours with one call."""
    said = {
        "id": "BA01",
        "title": "Bando scritto (esempio)",
        "window": {"opens": "2026-10-01", "closes": "2027-01-15"},
        "rules": {"duration_max": 12},
        **call,
    }
    return Sent("nostri.yaml", [yaml.safe_dump({"calls": [said]}).encode()])


def test_trial_says_what_would_come_and_changes_nothing() -> None:
    row = brought(CSV)
    trial = try_import(row=row, now=NOW)
    assert trial.counts["new"] > 1
    assert (trial.counts["amended"], trial.counts["same"]) == (0, 0)
    assert (Call.objects.count(), CallVersion.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)
    row.refresh_from_db()
    assert row.state == "TRIED"


def test_all_are_taken_in_and_the_same_files_again_change_nothing() -> None:
    first = take_in(row=brought(CSV), now=NOW)
    assert Call.objects.count() == first.counts["new"]
    again = take_in(row=brought(CSV), now=NOW)
    assert again.counts == {**first.counts, "new": 0, "same": first.counts["new"]}
    assert (CallImport.objects.filter(state="DONE").count(), CallVersion.objects.count()) == (2, first.counts["new"])


def test_files_are_read_together() -> None:
    trial = take_in(row=brought(TOPICS, TEXTS), now=NOW)
    assert trial.read.format == "eu-topics"
    assert Call.objects.count() == trial.counts["new"] > 0


@pytest.mark.parametrize("act", [take_in, discard])
def test_what_is_taken_in_is_neither_taken_nor_thrown_away_again(act: Any) -> None:
    row = brought(CSV)
    take_in(row=row, now=NOW)
    with pytest.raises(FundingRefused):
        act(row=row, **({"now": NOW} if act is take_in else {}))


def test_what_is_thrown_away_is_gone(django_capture_on_commit_callbacks: Any) -> None:
    row = brought(CSV)
    with django_capture_on_commit_callbacks(execute=True):
        discard(row=row)
    assert not folder_of(row).exists()
    with pytest.raises(FundingRefused):
        take_in(row=row, now=NOW)
    assert Call.objects.count() == 0


@pytest.mark.parametrize("act", [try_import, take_in])
def test_files_that_are_gone_are_refused_in_words(act: Any) -> None:
    row = brought(CSV)
    shutil.rmtree(folder_of(row))
    with pytest.raises(FundingRefused, match="portali di nuovo"):
        act(row=row, now=NOW)


def test_too_much_is_refused_and_nothing_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MOST_BYTES", 10)
    with pytest.raises(FundingRefused) as refused:
        bring_files(files=[Sent("a.csv", [b"12345", b"1234567"])], now=NOW)
    assert refused.value.field == "call_files"
    assert CallImport.objects.count() == 0


@pytest.mark.parametrize("number", [0, MOST_FILES + 1])
def test_no_file_and_too_many_are_refused(number: int) -> None:
    with pytest.raises(FundingRefused):
        bring_files(files=[Sent("a.csv", [b"x"])] * number, now=NOW)


def test_two_files_of_one_name_stay_two(tmp_path: Path) -> None:
    row = bring_files(files=[Sent("../../a.csv", [b"x"]), Sent("../../a.csv", [b"y"])], now=NOW)
    assert sorted(one.relative_to(folder_of(row)).as_posix() for one in folder_of(row).glob("*/*")) == [
        "000/a.csv",
        "001/a.csv",
    ]


def test_file_of_ours_comes_in_for_the_office_alone() -> None:
    row = bring_files(files=[ours()], now=NOW)
    take_in(row=row, now=NOW)
    call = Call.objects.get()
    assert (call.source, call.ref, call.visibility, call.rules.get().value) == ("HAND", "BA01", "OFFICE", 12)


MIXED = b"""calls:
  - {id: BA01, title: Buono (esempio), rules: {duration_max: 12}}
  - {id: BA02, title: Rotto (esempio), rules: {duration_max: tanto, cost_min: molto}}
  - {id: BA03, title: Doppio (esempio), rules: {duration_max: 12}}
  - {id: BA03, title: Doppio anche lui (esempio), rules: {duration_max: 24}}
"""


def test_call_of_ours_that_cannot_be_read_keeps_no_other_out() -> None:
    trial = take_in(row=bring_files(files=[Sent("nostri.yaml", [MIXED])], now=NOW), now=NOW)
    assert list(Call.objects.values_list("ref", flat=True)) == ["BA01"]
    assert (trial.counts["new"], trial.counts["left_out"], trial.counts["remarks"]) == (1, 3, 1)
    told = [call_fault_words(fault) for fault in trial.read.faults]
    assert [words.partition(":")[0] for words in told] == [
        "nostri.yaml, riga 3, rules.cost_min.project",
        "nostri.yaml, riga 3, rules.duration_max",
        "nostri.yaml, riga 4, calls[2].id",
        "nostri.yaml, riga 5, calls[3].id",
    ]


def test_file_of_ours_that_is_none_is_told_and_the_others_come_in() -> None:
    row = bring_files(files=[Sent("rotto.yaml", [b"calls: [{"]), Sent("nostri.yaml", [MIXED])], now=NOW)
    trial = take_in(row=row, now=NOW)
    assert (trial.counts["new"], trial.counts["left_out"]) == (1, 4)
    assert any(call_fault_words(fault).startswith("rotto.yaml") for fault in trial.read.faults)


def test_contradictory_record_stays_out_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    row = brought(CSV)
    before = try_import(row=row, now=NOW).counts
    real = imports.read_calls

    def with_one_wrong(*args: Any, **more: Any) -> Any:
        read = real(*args, **more)
        first = replace(read.drafts[0], grant_min_eur=Decimal(9), grant_max_eur=Decimal(1))
        return replace(read, drafts=(first, *read.drafts[1:]))

    monkeypatch.setattr(imports, "read_calls", with_one_wrong)
    trial = take_in(row=row, now=NOW)
    assert trial.counts == {**before, "new": before["new"] - 1, "left_out": before["left_out"] + 1}
    assert trial.read.faults[-1].code == "grants-out-of-order"


def test_kill_in_the_middle_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    row = brought(CSV)

    def killed(**_said: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(imports.audit, "record", killed)
    with pytest.raises(KeyboardInterrupt):
        take_in(row=row, now=NOW)
    monkeypatch.undo()
    row.refresh_from_db()
    assert (Call.objects.count(), row.state) == (0, "TRIED")
    assert take_in(row=row, now=NOW).counts["new"] > 0


def test_act_names_the_files_and_what_came_of_them() -> None:
    take_in(row=brought(CSV), now=NOW)
    event = AuditEvent.objects.get(verb="import-calls")
    assert event.detail.values["name"] == CSV.name


def test_paths_are_brought_or_only_tried() -> None:
    assert import_paths(paths=[CSV], now=NOW, is_trial=True).counts["new"] > 0
    assert Call.objects.count() == 0
    import_paths(paths=[CSV], now=NOW)
    assert Call.objects.count() > 0


def test_source_that_fails_half_way_brings_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def half(**_said: Any) -> Any:
        yield Answer("eu-portal-1.json", b"{}", NOW.date())
        raise NotAnswered("slow", "https://example.org/", "")

    monkeypatch.setattr(imports, "eu_portal_answers", half)
    with pytest.raises(FundingRefused):
        ask_source(origin="EU_PORTAL", now=NOW)
    assert CallImport.objects.count() == 0


def test_source_that_answers_is_kept_as_files(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Answer(CSV.name, CSV.read_bytes(), NOW.date())
    monkeypatch.setattr(imports, "incentive_answers", lambda **_said: iter([answer]))
    row = ask_source(origin="INCENTIVI", now=NOW)
    assert (row.origin, [one.name for one in folder_of(row).glob("000/*")]) == ("INCENTIVI", [CSV.name])
    assert try_import(row=row, now=NOW).counts["new"] > 0
